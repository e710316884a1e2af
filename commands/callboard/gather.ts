/** Reads what `/callboard status` says: the machine, who could not be reached, and how the event stands. */

import { Temporal } from 'temporal-polyfill';
import { readChatState } from '../../src/callboard/chat-state.ts';
import { type ClosedChannel, closedChannels } from '../../src/callboard/closed-channels.ts';
import { type ChatState, outageDuring } from '../../src/callboard/domain/chat-state.ts';
import { EVENT_ID, eventDocument } from '../../src/callboard/domain/event.ts';
import type { Person } from '../../src/callboard/domain/person.ts';
import { type SetupStep, setupSteps, stepsLeft } from '../../src/callboard/domain/setup.ts';
import { type FlagState, flagStates } from '../../src/callboard/flags.ts';
import { readPromises } from '../../src/callboard/promises/load.ts';
import type { StandingPromises } from '../../src/callboard/promises/words.ts';
import { loadSetupState } from '../../src/callboard/setup.ts';
import type { RequestContext } from '../../src/core/command.ts';
import type { QueueName } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { StoreUnavailable } from '../../src/core/errors.ts';
import { instant, milliseconds } from '../../src/core/instant.ts';
import type { OutboxCounts } from '../../src/core/ports/store.ts';
import { isPrivateWork } from '../../src/incident/domain/privacy.ts';
import { mayRead, pageDocument } from '../../src/page/domain/page.ts';
import { loadPeople } from '../../src/page/load.ts';
import { type ProviderStanding, providerStandings } from '../../src/page/provider-standing.ts';
import type { Names } from '../../src/page/words.ts';
import { liveOf, type Shift, shortOf } from '../../src/rota/domain/shift.ts';
import { SCOPES } from '../../src/slack/scopes.ts';

/** Hours ahead in which the people on shift are looked at. */
export const AHEAD = 24;

export interface Status {
  /** Milliseconds for one read, or undefined when the store does not answer. */
  readonly store: number | undefined;
  readonly outbox: {
    readonly due: number;
    readonly waiting: number;
    /** Seconds that the oldest due job is late. */
    readonly late: number;
    /** Tried at least once without success. */
    readonly retrying: readonly { readonly name: string; readonly tried: number }[];
  };
  /** Queues whose jobs nobody runs. */
  readonly unattended: readonly QueueName[];
  /** The ways of paging that this deployment has. */
  readonly channels: readonly string[];
  /** Who carries texts and calls on which channel, where there are several, and who of them is set aside. */
  readonly providers: readonly ProviderStanding[];
  /** Slack's last outage, where it goes on or was over within {@link AHEAD} hours. */
  readonly outage: ChatState | undefined;
  /** For its times. */
  readonly at: Pick<Who, 'now'> & { readonly zone: string };
  /** On a shift within {@link AHEAD} hours. */
  readonly onShift: number;
  /** Of those, with no way to page them at all, or by Slack alone. */
  readonly unreachable: readonly Person[];
  readonly slackOnly: readonly Person[];
  /** Channels of the event in which the bot cannot post. */
  readonly closed: readonly ClosedChannel[];
  /** Scopes of the manifest that Slack has not given us. */
  readonly missingScopes: readonly string[];
  /** Of the set-up, what nobody has begun; nothing once the event is over. */
  readonly notSetUp: readonly SetupStep[];
  /** As they were counted last. */
  readonly promises: StandingPromises | undefined;
  /** Codes of the pages that nobody has answered, of those that the reader may know of. */
  readonly unanswered: readonly string[];
  /** Shifts within {@link AHEAD} hours that are short of people. */
  readonly short: number;
  /** Speakers linked to nobody. */
  readonly unlinked: number;
  /** New ways on trial, and who answers for them. */
  readonly flags: readonly FlagState[];
  readonly owners: Names;
}

/** More names of what is tried again help nobody. */
const MAX_RETRYING = 100;

/** How the outbox stands: by counts, and the names of what is tried again alone. */
async function outboxNow(now: Temporal.Instant, { store }: Pick<Deps, 'store'>): Promise<Status['outbox']> {
  const counts = await store.outboxCounts(now);
  const queues = Object.entries(counts) as [QueueName, OutboxCounts[QueueName]][];
  const sum = (of: (one: OutboxCounts[QueueName]) => number) =>
    queues.reduce((all, [, one]) => all + of(one), 0);
  const retried = queues.filter(([, one]) => one.retried > 0);
  const parts = retried.map(([queue]) =>
    store.outboxPart({ queue, state: 'retried', from: 0, limit: MAX_RETRYING }, now),
  );
  const oldest = queues.map(([, one]) => one.oldest?.epochMilliseconds ?? now.epochMilliseconds);
  return {
    due: sum((one) => one.due + one.leased),
    waiting: sum((one) => one.waiting),
    late: Math.max(0, now.epochMilliseconds - Math.min(...oldest)) / 1000,
    // What is tried again of a private incident is its responders' matter.
    retrying: (await Promise.all(parts))
      .flat()
      .filter((entry) => !isPrivateWork(entry))
      .map(({ name, attemptsMade: tried }) => ({ name, tried })),
  };
}

const NOTHING: Omit<Status, 'store' | 'channels' | 'at'> = {
  outbox: { due: 0, waiting: 0, late: 0, retrying: [] },
  unattended: [],
  providers: [],
  outage: undefined,
  onShift: 0,
  unreachable: [],
  slackOnly: [],
  closed: [],
  missingScopes: [],
  notSetUp: [],
  promises: undefined,
  unanswered: [],
  short: 0,
  unlinked: 0,
  flags: [],
  owners: new Map(),
};

type Who = Pick<RequestContext, 'event' | 'now' | 'person'>;

export async function gather(deps: Deps, who: Who): Promise<Status> {
  const channels = deps.channels.map((channel) => channel.name);
  const at = { now: who.now, zone: who.event.zone };
  const begun = performance.now();
  try {
    await deps.store.get(eventDocument, EVENT_ID);
    const store = performance.now() - begun;
    const { now } = who;
    const [outbox, ahead, closed, missingScopes, setup, unanswered, promises, chat] = await Promise.all([
      outboxNow(now, deps),
      shiftsAhead(deps, now),
      closedChannels(who.event, deps.chat, { asksNow: true }),
      scopesMissing(deps),
      loadSetupState(who, deps),
      unansweredPages(who, deps),
      readPromises(deps),
      readChatState(deps),
    ]);
    const people = await peopleOn(ahead, deps);
    const { state, phase } = setup;
    const ways = (person: Person) => deps.channels.filter((channel) => channel.address(person) !== undefined);
    const isOver = phase === 'over';
    const flags = flagStates(who.event, now);
    return {
      store,
      channels,
      at,
      outbox,
      unattended: (await deps.unattended?.()) ?? [],
      providers: await providerStandings(deps),
      promises,
      closed,
      outage: outageDuring(chat, now.subtract({ hours: AHEAD }).toString(), undefined),
      missingScopes,
      onShift: people.length,
      unreachable: people.filter((person) => ways(person).length === 0),
      slackOnly: people.filter((person) => {
        const [only, another] = ways(person);
        return only?.name === 'slack' && another === undefined;
      }),
      notSetUp: isOver ? [] : stepsLeft(setupSteps(state)).filter((step) => step.state === 'open'),
      unanswered,
      short: ahead.filter((shift) => shortOf(shift) > 0).length,
      flags,
      owners: await loadPeople(
        flags.map(({ flag }) => flag.owner),
        deps,
      ),
      unlinked: isOver ? 0 : state.speakers.of - state.speakers.done,
    };
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    return { store: undefined, channels, at, ...NOTHING };
  }
}

/** Open and acknowledged by nobody; a try-out is nobody's matter, and a private one its responders'. */
async function unansweredPages({ person }: Who, { store }: Pick<Deps, 'store'>): Promise<string[]> {
  const pages = (await store.find(pageDocument, 'unresolved')).map(({ value }) => value);
  return pages
    .filter((page) => page.kind === 'page' && page.state === 'open' && mayRead(page, person.id))
    .map(({ code }) => code)
    .sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
}

/** Slack says with each answer what the app may do; nothing where it does not say. */
async function scopesMissing({ chat }: Pick<Deps, 'chat'>): Promise<string[]> {
  const has = await chat.scopes().catch((): readonly string[] => []);
  return has.length === 0 ? [] : SCOPES.filter((scope) => !has.includes(scope));
}

/** Shifts that go on now or begin within {@link AHEAD} hours. */
async function shiftsAhead({ shifts }: Pick<Deps, 'shifts'>, now: Temporal.Instant): Promise<Shift[]> {
  const until = now.add({ hours: AHEAD });
  return [...(await shifts.read()).values()]
    .map(({ value }) => value)
    .filter(
      ({ start, end }) =>
        Temporal.Instant.compare(instant(start), until) < 0 && milliseconds(end) > now.epochMilliseconds,
    );
}

async function peopleOn(shifts: readonly Shift[], { directory }: Pick<Deps, 'directory'>): Promise<Person[]> {
  const ids = new Set(shifts.flatMap((shift) => liveOf(shift).map(({ person }) => person)));
  const people = await Promise.all([...ids].map((id) => directory.person(id)));
  return people.filter((person) => person !== undefined);
}
