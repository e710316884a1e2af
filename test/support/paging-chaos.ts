/**
 * Pages under random faults, over the store in memory: processes that die between any two steps, providers
 * that time out after the text has left, callbacks lost, doubled, early and out of order, people who answer
 * twice, shifts that change all the while (also right before a text leaves), a clock that jumps. Everything random comes from one seed, so that a failure can be run again.
 */
import { Temporal } from 'temporal-polyfill';
import { page as command } from '../../commands/page/command.ts';
import { pageRoutes } from '../../commands/page/routes.ts';
import { rota } from '../../commands/rota/command.ts';
import { jobs } from '../../jobs/index.ts';
import type { Deps } from '../../src/core/deps.ts';
import { PermanentError, RetryLater, StoreUnavailable, UserError } from '../../src/core/errors.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import type { ClaimedJob } from '../../src/core/ports/outbox.ts';
import type { Outgoing, PagingChannel } from '../../src/core/ports/paging.ts';
import type { Store } from '../../src/core/ports/store.ts';
import { runJob } from '../../src/core/run-job.ts';
import { carriedChannel } from '../../src/page/carried-channel.ts';
import { applyDeliveryReport } from '../../src/page/domain/delivery.ts';
import { probeProvider, recheckPage } from '../../src/page/domain/jobs.ts';
import { notificationDocument } from '../../src/page/domain/notification.ts';
import { cardDocument, type Page, pageDocument } from '../../src/page/domain/page.ts';
import { stepAt } from '../../src/page/domain/policy.ts';
import { callReport, textReport } from '../../src/page/domain/provider-status.ts';
import { notificationsOfStep } from '../../src/page/load.ts';
import { onShift } from '../../src/rota/domain/on-shift.ts';
import { shiftDocument } from '../../src/rota/domain/shift.ts';
import { pagingWorld, people, STAGE, shift } from '../unit/page/world.ts';
import { answersQuestions, changeMoods, type MoodyProvider, meet, moodyProvider } from './chaos-providers.ts';
import { somebody } from './fake-deps.ts';

export type Rng = () => number;

/** Mulberry32. */
export function seeded(seed: number): Rng {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** How likely each fault is, each time that it could happen. */
export interface Rates {
  readonly diesBefore: number;
  readonly diesBeforeCommit: number;
  readonly diesAfterCommit: number;
  readonly timesOutAfterLeaving: number;
  readonly answers500: number;
  readonly answers429: number;
  readonly refuses: number;
  readonly callbackLost: number;
  readonly callbackTwice: number;
  readonly callbackEarly: number;
  readonly callbacksReordered: number;
  readonly fails: number;
  readonly answersPage: number;
  /** Somebody is dropped, assigned, or comes on for some minutes. */
  readonly shiftsChange: number;
  /** The same between the look at who is on duty and the text that leaves. */
  readonly shiftsChangeInFlight: number;
  readonly clockJumps: number;
  /** Set back, by up to a quarter of an hour. */
  readonly clockBack: number;
  /** Held up for longer than its lease right before a text leaves: the one case that nothing can tell. */
  readonly freezes: number;
}

export const RATES: Rates = {
  diesBefore: 0.02,
  diesBeforeCommit: 0.02,
  diesAfterCommit: 0.02,
  timesOutAfterLeaving: 0.02,
  answers500: 0.05,
  answers429: 0.03,
  refuses: 0.04,
  callbackLost: 0.15,
  callbackTwice: 0.15,
  callbackEarly: 0.1,
  callbacksReordered: 0.1,
  fails: 0.08,
  answersPage: 0.9,
  shiftsChange: 0.06,
  shiftsChangeInFlight: 0.01,
  clockJumps: 0.01,
  clockBack: 0.01,
  freezes: 0.0004,
};

export interface Counts {
  pages: number;
  acknowledged: number;
  gaveUp: number;
  lost: number;
  acknowledgedByNobody: number;
  afterAnswer: number;
  shiftChanges: number;
  /** Decisions by which a page followed a change of who is on duty. */
  dutyFollowed: number;
  /** Left for somebody who had been off duty for more than a second. */
  offDuty: number;
  attempts: number;
  duplicates: number;
  deaths: number;
  timeouts: number;
  freezes: number;
  clockBacks: number;
  refusals: number;
  callbacks: number;
  callbacksLost: number;
  callbacksDoubled: number;
  cards: number;
  staleCards: number;
}

export const nothing = (): Counts => ({
  pages: 0,
  acknowledged: 0,
  gaveUp: 0,
  lost: 0,
  acknowledgedByNobody: 0,
  afterAnswer: 0,
  shiftChanges: 0,
  dutyFollowed: 0,
  offDuty: 0,
  attempts: 0,
  duplicates: 0,
  deaths: 0,
  timeouts: 0,
  freezes: 0,
  clockBacks: 0,
  refusals: 0,
  callbacks: 0,
  callbacksLost: 0,
  callbacksDoubled: 0,
  cards: 0,
  staleCards: 0,
});

interface Leaving {
  readonly reference: string;
  readonly outgoing: Outgoing;
  readonly channel: string;
  /** Who took it, and whether it ever reaches the phone, where there are providers with moods. */
  readonly provider?: string;
  readonly arrives: boolean;
}

/** What several providers add to it. */
export interface Failover {
  /** Seconds from a page to the first of its texts or calls that reached a phone, a page each. */
  readonly ringSeconds: number[];
  /** Pages of which nothing ever reached a phone, although nobody had answered. */
  neverRang: number;
  setAside: number;
  back: number;
  rerouted: number;
  overdue: number;
  drills: number;
  /** Attempts that were sent again because the one before was known not to have arrived. */
  secondAttempts: number;
}

export const noFailover = (): Failover => ({
  ringSeconds: [],
  neverRang: 0,
  setAside: 0,
  back: 0,
  rerouted: 0,
  overdue: 0,
  drills: 0,
  secondAttempts: 0,
});

/** A phone whose holder has agreed. */
const DRILL_NUMBER = '+12025550199';

const REPORTS: Readonly<Record<string, readonly string[]>> = {
  sms: ['queued', 'sent', 'delivered'],
  voice: ['initiated', 'ringing', 'in-progress', 'completed'],
};
const FAILURES: Readonly<Record<string, readonly (readonly [string, string?])[]>> = {
  sms: [
    ['undelivered', '30003'],
    ['failed', '30005'],
    ['undelivered', '30008'],
  ],
  voice: [['busy'], ['no-answer'], ['failed']],
};

/** Given up only after each round has asked the volunteer, the lead and the organizer. */
const everybodyAsked = (page: Page): boolean =>
  page.stepsRun.length >= page.policy.rounds * page.policy.steps.length;

const idle = async () => undefined;

const OTHERS = ['UBEN', 'UEVA'].map((id, i) =>
  somebody(id, { phone: { number: `+1202555012${i}`, verifiedAt: '2019-06-01T00:00:00Z' } }),
);
const CREW = ['UVOL', 'UBEN', 'UEVA'];
/** Milliseconds after which nothing may leave any more for whoever went off duty. */
const OFF_DUTY_AFTER = 1000;

export interface ChaosOptions {
  readonly rates?: Rates;
  readonly withCards?: boolean;
  /** Who carries texts and calls, each with moods; undefined for channels that are carried by nobody else. */
  readonly providers?: readonly string[];
  readonly failover?: Failover;
}

/** Runs `pages` pages of one event; adds what happened to `counts`. */
export async function runChaos(
  pages: number,
  seed: number,
  counts: Counts,
  { rates = RATES, withCards = true, providers: names, failover = noFailover() }: ChaosOptions = {},
): Promise<void> {
  const random = seeded(seed);
  const happens = (rate: number) => random() < rate;
  const world = await pagingWorld([shift()], [...people(), ...OTHERS]);
  const { store, clock } = world;
  const left = new Map<string, Leaving[]>();
  const answeredBy = new Map<string, Set<string>>();
  const callbacks: (() => Promise<void>)[] = [];
  let dead = false;
  const limits = { pages: 20, reminders: 20, chores: 20, webhooks: 20 };

  const deadly = <T>(rate: number, result: T): T => {
    if (!happens(rate)) return result;
    dead = true;
    counts.deaths++;
    throw new StoreUnavailable('this process is dead');
  };
  /** The store as a process sees it: after its death nothing of it reaches anything. */
  const mortal: Store = new Proxy(store, {
    get(target, name) {
      const value = Reflect.get(target, name) as unknown;
      if (typeof value !== 'function') return value;
      return async (...args: unknown[]) => {
        if (dead) throw new StoreUnavailable('this process is dead');
        if (name === 'commit') deadly(rates.diesBeforeCommit, undefined);
        const result: unknown = await (value as (...all: unknown[]) => unknown).apply(target, args);
        return name === 'commit' ? deadly(rates.diesAfterCommit, result) : result;
      };
    },
  });

  /** The first time that a text or a call of a page reached a phone, by the page's code. */
  const rang = new Map<string, number>();
  const moods = { random, clock };

  const report = async (leaving: Leaving, form: Record<string, string>) => {
    // Only the first of several is Twilio; what another one says comes by a door of its own.
    if (leaving.provider !== undefined && leaving.provider !== 'twilio') return await tellOf(leaving, form);
    const route = pageRoutes.find(({ path }) => path.startsWith('/twilio/status'));
    counts.callbacks++;
    const params = { notification: leaving.outgoing.notification };
    await route?.run({ params, query: {}, headers: {}, body: form }, { ...world.deps, store });
  };
  const tellOf = async ({ outgoing, provider = '' }: Leaving, form: Record<string, string>) => {
    const { MessageStatus: text, CallStatus: call, ErrorCode: code } = form;
    const said = text === undefined ? callReport(call ?? '') : textReport(text, code);
    const reference = form['MessageSid'] ?? form['CallSid'] ?? '';
    counts.callbacks++;
    await withOptimisticRetry(store, async () => {
      const one = await store.get(notificationDocument, outgoing.notification);
      const page = one && (await store.get(pageDocument, one.value.page));
      const isAnother = one?.value.reference !== undefined && one.value.reference !== reference;
      if (!said || !one || !page || isAnother) return { result: undefined };
      const others = await notificationsOfStep(one.value, page.value, { store });
      const told = { ...said, reference, provider };
      return { change: applyDeliveryReport(one, told, page.value, others, clock.now()), result: undefined };
    });
  };
  const formOf = (leaving: Leaving, status: string, code?: string): Record<string, string> =>
    leaving.channel === 'sms'
      ? { MessageSid: leaving.reference, MessageStatus: status, ...(code && { ErrorCode: code }) }
      : { CallSid: leaving.reference, CallStatus: status };
  const plan = async (leaving: Leaving) => {
    const all = [...(REPORTS[leaving.channel] ?? [])].map((status) => formOf(leaving, status));
    // Accepted, handed on, and never heard of again.
    if (!leaving.arrives) all.splice(leaving.channel === 'sms' ? 2 : 1);
    else if (happens(rates.fails)) {
      const failures = FAILURES[leaving.channel] ?? [];
      const [status, code] = failures[Math.floor(random() * failures.length)] ?? ['failed'];
      all.splice(1, all.length, formOf(leaving, status, code));
    }
    if (happens(rates.callbacksReordered)) all.reverse();
    for (const form of all) {
      if (happens(rates.callbackLost)) {
        counts.callbacksLost++;
        continue;
      }
      const times = happens(rates.callbackTwice) ? 2 : 1;
      if (times === 2) counts.callbacksDoubled++;
      for (let i = 0; i < times; i++) callbacks.push(() => report(leaving, form));
    }
    if (happens(rates.callbackEarly)) await callbacks.shift()?.();
  };

  const channel = (name: string, provider?: MoodyProvider): PagingChannel => ({
    name,
    address: (person) => (name === 'slack' || person.phone ? 'somewhere' : undefined),
    async send(outgoing) {
      if (happens(rates.answers429)) throw new RetryLater(1);
      if (happens(rates.answers500)) throw new Error('HTTP 500');
      if (happens(rates.refuses)) {
        counts.refusals++;
        throw new PermanentError('21211');
      }
      if (happens(rates.freezes)) {
        counts.freezes++;
        store.realNow += 6000;
        const { jobs: handed } = await store.claim(clock.now(), limits);
        for (const one of handed) await runOne(one);
      }
      if (happens(rates.shiftsChangeInFlight)) await changeShifts();
      // By when the request leaves: a slow provider takes it then, and answers later.
      const isOff = await isOffDuty(outgoing);
      const { arrives, answers } = provider ? meet(provider.mood, moods) : { arrives: true, answers: true };
      if (isOff) counts.offDuty++;
      const known = left.get(outgoing.notification) ?? [];
      const leaving = {
        ...{ reference: `${outgoing.notification}.${known.length}`, outgoing, channel: name, arrives },
        ...(provider && { provider: provider.name }),
      };
      left.set(outgoing.notification, [...known, leaving]);
      const code = await pageOf(outgoing.notification);
      const now = (await store.get(pageDocument, code))?.value;
      if (now && now.state !== 'open') counts.afterAnswer++;
      if (provider && arrives && !rang.has(code)) rang.set(code, clock.now().epochMilliseconds);
      await plan(leaving);
      if (!answers || happens(rates.timesOutAfterLeaving)) {
        counts.timeouts++;
        throw new Error('timed out');
      }
      return { reference: leaving.reference };
    },
    async find({ notification }) {
      if (provider && !answersQuestions(provider.mood, random)) throw new Error('HTTP 500');
      const found = left.get(notification)?.find((one) => one.provider === provider?.name);
      return found && { reference: found.reference };
    },
    async poll(reference) {
      if (!provider) return name === 'sms' ? { state: 'delivered' } : undefined;
      if (!answersQuestions(provider.mood, random)) throw new Error('HTTP 500');
      const one = [...left.values()].flat().find((leaving) => leaving.reference === reference);
      if (!one?.arrives) return { state: name === 'sms' ? 'sent' : 'queued' };
      return { state: name === 'sms' ? 'delivered' : 'ringing' };
    },
  });
  const pageOf = async (notification: string) =>
    (await store.get(notificationDocument, notification))?.value.page ?? '';

  const providers = names?.map((name) => moodyProvider(name, channel));
  const order = { everywhere: names ?? [], byCountry: {} };
  const phones = ['sms', 'voice'].flatMap((name) =>
    providers
      ? (carriedChannel(name, providers, order, { ...world.deps, store: mortal }) ?? [])
      : [channel(name)],
  );
  const deps: Deps = {
    ...world.deps,
    channels: [channel('slack'), ...phones],
    ...(providers && { providers, drillNumber: DRILL_NUMBER }),
  };
  const process: Deps = { ...deps, store: mortal };

  /** One process runs one job, and may die anywhere; the lease then hands it to the next. */
  const runOne = async (handed: ClaimedJob) => {
    dead = false;
    if (happens(rates.diesBefore)) {
      counts.deaths++;
      return;
    }
    if (!(await store.acquireOrRenewLease(handed))) return;
    const found = jobs.find((one) => one.kind.name === handed.name);
    // Drawing cards is most of the work and none of the danger: some events do without.
    const isIdle = !withCards && handed.queue === 'chores' && handed.name !== probeProvider.name;
    const handler = found && isIdle ? { ...found, run: idle } : found;
    await runJob(handed, handler, process).catch((error: unknown) => {
      if (!(error instanceof StoreUnavailable)) throw error;
    });
    dead = false;
  };

  /** When somebody was taken off the rota last, by the clock. */
  const takenOff = new Map<string, number>();
  const changeShifts = async () => {
    const who = CREW[Math.floor(random() * CREW.length)] ?? 'UVOL';
    const kind = random();
    counts.shiftChanges++;
    const minute = (minutes: number) =>
      clock.now().add({ minutes }).toZonedDateTimeISO('Europe/Madrid').toPlainTime().toString().slice(0, 5);
    const text =
      kind < 0.4
        ? `drop H1 <@${who}>`
        : kind < 0.8
          ? `assign H1 <@${who}> anyway for the test`
          : `add stage in "${STAGE}" ${minute(1)}-${minute(3)} <@${who}>`;
    try {
      await world.type('UORG', rota, text);
      if (kind < 0.4) takenOff.set(who, clock.now().epochMilliseconds);
    } catch (error) {
      // The clock is at the end of the day, or somebody has that shift already.
      if (!(error instanceof UserError)) throw error;
    }
  };
  /** By the rota alone, and of the step that asks whoever is on duty. */
  const isOffDuty = async ({ notification }: Outgoing): Promise<boolean> => {
    const one = (await store.get(notificationDocument, notification))?.value;
    const page = one && (await store.get(pageDocument, one.page))?.value;
    if (!one || !page || stepAt(page.policy, one.sequence)?.step.who !== 'target') return false;
    const shifts = (await store.all(shiftDocument)).map(({ value }) => value);
    const now = clock.now();
    const recently = now.subtract({ milliseconds: OFF_DUTY_AFTER });
    const isOn = [now, recently].some((at) =>
      onShift(shifts, at, { room: STAGE }).some(({ assignment }) => assignment.person === one.person),
    );
    const since = now.epochMilliseconds - (takenOff.get(one.person) ?? 0);
    return !isOn && Math.abs(since) > OFF_DUTY_AFTER;
  };

  const somebodyAnswers = async (code: string) => {
    const answering = ['UVOL', 'ULEAD', 'UORG', 'UANY'];
    const who = answering[Math.floor(random() * answering.length)] ?? 'UVOL';
    const by = answeredBy.get(code) ?? new Set<string>();
    answeredBy.set(code, by);
    /** Whoever was never asked, and is on no shift any more, is refused: that is no answer. */
    const answers = async (person: string) => {
      by.add(person);
      await world.press(person, command, 'page.ack', code).catch((error: unknown) => {
        if (!(error instanceof UserError && /^page\.(notConcerned|help\.notYours)$/.test(error.key)))
          throw error;
        by.delete(person);
      });
    };
    const other = happens(0.3) ? answering[Math.floor(random() * answering.length)] : undefined;
    await Promise.all([...new Set([who, ...(other ? [other] : [])])].map(answers));
  };

  const codes = Array.from({ length: pages }, (_, i) => `P${i + 1}`);
  for (const [i, code] of codes.entries()) {
    if (providers) changeMoods(providers, random);
    const openedAt = clock.now().epochMilliseconds;
    await world.type('UANY', command, `stage-main${happens(0.1) ? '!' : ''} Trouble ${i}`);
    const answersAt = happens(rates.answersPage) ? 2 + Math.floor(random() * 12) : undefined;
    for (let step = 0; step < 400; step++) {
      const { jobs: handed } = await store.claim(clock.now(), limits);
      for (const one of handed) await runOne(one);
      while (callbacks.length > 0 && !happens(0.3)) await callbacks.shift()?.();
      if (happens(rates.shiftsChange)) await changeShifts();
      // Over providers with moods, whoever is reached answers, so that it is seen when they are.
      if (providers ? answersAt !== undefined && rang.has(code) && happens(0.4) : step === answersAt)
        await somebodyAnswers(code);
      if (providers && happens(0.02)) changeMoods(providers, random);
      const page = (await store.get(pageDocument, code))?.value;
      if (!page || page.state === 'acknowledged' || page.gaveUpAt) break;
      if (handed.length > 0) continue;
      store.realNow += 6000;
      const next = (await store.outbox())[0]?.at;
      const jump = happens(rates.clockJumps) ? 300 : 0;
      if (next && Temporal.Instant.compare(next, clock.t) > 0) clock.t = next;
      if (jump > 0) clock.t = clock.t.add({ seconds: jump });
      if (happens(rates.clockBack)) {
        counts.clockBacks++;
        clock.t = clock.t.subtract({ seconds: Math.ceil(random() * 900) });
      }
    }
    await judge(code);
    const first = rang.get(code);
    if (first !== undefined) failover.ringSeconds.push((first - openedAt) / 1000);
    else failover.neverRang++;
    await world.press('UORG', command, 'page.resolve', code);
  }
  // What is left (cards, withdrawn calls) runs to its end.
  for (let i = 0; i < 50; i++) {
    store.realNow += 6000;
    const { jobs: handed } = await store.claim(clock.now(), limits);
    for (const one of handed) await runOne(one);
  }

  async function judge(code: string): Promise<void> {
    counts.pages++;
    const page = (await store.get(pageDocument, code))?.value;
    // That it will be looked at again when a shift begins or ends is no next step.
    const due = (await store.outbox()).some(
      ({ name, data }) => name !== recheckPage.name && (data as { page?: string }).page === code,
    );
    if (page?.state === 'acknowledged') counts.acknowledged++;
    else if (page?.gaveUpAt) counts.gaveUp++;
    if (!page || (page.state === 'open' && !page.gaveUpAt && !due)) counts.lost++;
    if (page?.gaveUpAt && !everybodyAsked(page)) counts.lost++;
    if (page?.acknowledged && !answeredBy.get(code)?.has(page.acknowledged.by)) counts.acknowledgedByNobody++;
  }

  // Each page was resolved at its end, and its card must say so.
  for (const { value } of withCards ? await store.all(cardDocument) : []) {
    counts.cards++;
    const card = world.chat.messages.get(`${value.channel}:${value.ts}`);
    if (!card?.text.includes('Resolved')) counts.staleCards++;
  }

  counts.dutyFollowed += (await store.facts()).filter(({ name }) => name === 'page.duty-changed').length;
  for (const attempts of left.values()) {
    counts.attempts++;
    counts.duplicates += attempts.length - 1;
  }
  const facts = await store.facts();
  const told = (name: string) => facts.filter((fact) => fact.name === name).length;
  failover.setAside += told('provider.set-aside');
  failover.back += told('provider.back');
  failover.rerouted += told('notification.rerouted');
  failover.overdue += told('notification.overdue');
  failover.drills += [...left.keys()].filter((id) => id.startsWith('drill-')).length;
  failover.secondAttempts += [...left.keys()].filter((id) => id.endsWith('-2')).length;
}

/** The value that this share of them is at most. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** In words, as the guide has them. */
export const failoverTable = ({ ringSeconds, ...rest }: Failover): string =>
  table({
    ...rest,
    reached: ringSeconds.length,
    medianSeconds: percentile(ringSeconds, 0.5),
    p90Seconds: percentile(ringSeconds, 0.9),
    p99Seconds: percentile(ringSeconds, 0.99),
  });

export const table = (counts: Readonly<Record<string, number>> | Counts): string =>
  Object.entries(counts)
    .map(([name, count]) => `  ${name.padEnd(22)} ${String(count).padStart(8)}`)
    .join('\n');
