/** Takes a delivery of alerts: reads what is known, decides once, commits once for each fifty of them. */
import { createHash } from 'node:crypto';
import { type Change, mergeChanges, put, recordFact, scheduleJob, type Versioned } from '../core/commit.ts';
import { UserError } from '../core/errors.ts';
import { instantText } from '../core/instant.ts';
import { withOptimisticRetry } from '../core/optimistic-retry.ts';
import {
  type Alert,
  type AlertState,
  alertDocument,
  countHookRequest,
  type Hook,
  hookDocument,
} from './domain/alert.ts';
import type { PlannedPage } from './domain/alert-drafts.ts';
import { changePage } from './domain/alert-page.ts';
import { type AlertOutcome, type AlertsPlan, type IncomingAlert, planAlerts } from './domain/alert-plan.ts';
import { endsDrill, RUNNING, runningDrillDocument } from './domain/drill.ts';
import { alertsReceived } from './domain/facts.ts';
import { forgetAlerts } from './domain/jobs.ts';
import { openPage } from './domain/open-page.ts';
import { type Page, pageDocument, quietDocument, type Target, targetKey } from './domain/page.ts';
import { type LoadedDuty, loadDuty, loadPagingContext, onStage } from './load.ts';
import { type OpenDeps, policyOf } from './open.ts';
import { byName, loadPlaces } from './target.ts';

export interface ReceivedAlerts {
  readonly counts: Partial<Record<AlertOutcome, number>>;
  readonly pages: readonly string[];
}

/** Alerts of one commit: so that nobody's page waits behind a storm. */
const CHUNK = 50;
/** Identities up to here are readable in the database; longer ones are their hash, whole. */
const MAX_PLAIN_IDENTITY = 100;

const alertId = (hook: Hook, { fingerprint }: Alert): string =>
  fingerprint.length <= MAX_PLAIN_IDENTITY && !fingerprint.startsWith('sha256:')
    ? `${hook.code}:${fingerprint}`
    : `${hook.code}:sha256:${createHash('sha256').update(fingerprint).digest('hex')}`;

/**
 * One request's alerts, in the order of their commits. A request without any is counted too.
 *
 * @param hook the id of the hook's document
 * @param alone alerts about the source itself, which join no storm
 * @returns what became of them, or the seconds after which this hook may ask again
 */
export async function receiveAlerts(
  hook: string,
  alerts: readonly Alert[],
  deps: OpenDeps,
  alone: readonly Alert[] = [],
): Promise<ReceivedAlerts | { readonly wait: number }> {
  const counts: Partial<Record<AlertOutcome, number>> = {};
  const pages = new Set<string>();
  const all = [
    ...alone.map((alert) => ({ alert, isAlone: true })),
    ...alerts.map((alert) => ({ alert, isAlone: false })),
  ];
  for (let from = 0; from === 0 || from < all.length; from += CHUNK) {
    const outcomes = await takeChunk(hook, all.slice(from, from + CHUNK), from === 0, deps);
    if ('wait' in outcomes) return outcomes;
    for (const { outcome, page } of outcomes) {
      counts[outcome] = (counts[outcome] ?? 0) + 1;
      if (page) pages.add(page);
    }
  }
  return { counts, pages: [...pages] };
}

async function takeChunk(
  id: string,
  alerts: readonly { alert: Alert; isAlone: boolean }[],
  isFirst: boolean,
  deps: OpenDeps,
): Promise<AlertsPlan['outcomes'] | { readonly wait: number }> {
  const targetOf = await targetFinder(alerts, deps);
  const codes: string[] = [];
  return await withOptimisticRetry<AlertsPlan['outcomes'] | { readonly wait: number }>(
    deps.store,
    async () => {
      const hook = await deps.store.get(hookDocument, id);
      if (!hook) return { result: [] };
      const { wait, window } = countHookRequest(hook.value.window, deps.clock.now().epochMilliseconds);
      if (isFirst && wait > 0) return { result: { wait } };
      const incoming = alerts.map(
        ({ alert, isAlone }): IncomingAlert => ({
          id: alertId(hook.value, alert),
          alert,
          target: targetOf(alert) ?? hook.value.target,
          isAlone,
        }),
      );
      const known = await readKnown(hook.value, incoming, deps);
      const plan = planAlerts(incoming, {
        hook: isFirst ? { ...hook.value, window } : hook.value,
        states: valuesOf(known.states),
        pages: valuesOf(known.pages),
        now: deps.clock.now(),
      });
      const opening = plan.pages.filter(({ before }) => before === undefined);
      while (codes.length < opening.length) codes.push(`P${await deps.store.next('page')}`);
      const numbers = new Map(opening.map(({ code }, index) => [code, codes[index] ?? code]));
      const numbered = (code: string) => numbers.get(code) ?? code;
      const change = await changeOf(plan, hook, known, numbered, deps);
      const result = plan.outcomes.map(({ outcome, page }) => ({
        outcome,
        ...(page !== undefined && (numbers.has(page) || !page.startsWith('#')) && { page: numbered(page) }),
      }));
      return { change, result };
    },
  );
}

/** What alerts name as their target, if it is one of ours: a label that names none is no reason to lose one. */
async function targetFinder(
  alerts: readonly { alert: Alert }[],
  deps: OpenDeps,
): Promise<(alert: Alert) => Target | undefined> {
  if (alerts.every(({ alert }) => alert.target === undefined)) return () => undefined;
  const places = await loadPlaces(await deps.events.settings(), deps);
  const found = new Map<string, Target | undefined>();
  return ({ target }) => {
    if (target === undefined) return undefined;
    if (!found.has(target)) found.set(target, placeNamed(target, places));
    return found.get(target);
  };
}

function placeNamed(name: string, places: Parameters<typeof byName>[1]): Target | undefined {
  try {
    return byName(name, places);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

interface Known {
  readonly states: ReadonlyMap<string, Versioned<AlertState>>;
  readonly pages: ReadonlyMap<string, Versioned<Page>>;
}

const valuesOf = <T>(documents: ReadonlyMap<string, Versioned<T>>): Map<string, T> =>
  new Map([...documents].map(([id, { value }]) => [id, value]));

const byId = <T>(found: readonly (Versioned<T> | undefined)[]): Map<string, Versioned<T>> =>
  new Map(found.flatMap((one) => (one ? [[one.id, one] as const] : [])));

async function readKnown(
  hook: Hook,
  incoming: readonly IncomingAlert[],
  { store }: OpenDeps,
): Promise<Known> {
  const states = byId(await store.getMany(alertDocument, [...new Set(incoming.map(({ id }) => id))]));
  const storms = [hook.storm, ...(hook.criticalStorms ?? [])].flatMap((storm) => storm?.page ?? []);
  const codes = new Set([...[...states.values()].map(({ value }) => value.page), ...storms]);
  return { states, pages: byId(await store.getMany(pageDocument, [...codes])) };
}

async function changeOf(
  plan: AlertsPlan,
  hook: Versioned<Hook>,
  known: Known,
  numbered: (code: string) => string,
  deps: OpenDeps,
): Promise<Change> {
  const now = deps.clock.now();
  const by = `hook:${hook.value.name}`;
  const asks = plan.pages.some(({ before, ask }) => before === undefined || ask === 'again');
  const duty = asks ? await loadDuty(deps) : undefined;
  const parts: Change[] = [];
  for (const page of plan.pages) {
    const read = known.pages.get(page.code);
    const part = read
      ? await changed(read, page, by, duty, deps)
      : await opened(page, numbered(page.code), by, duty, deps);
    const code = numbered(page.code);
    const fact = recordFact(alertsReceived, {
      at: now,
      by,
      about: [`page:${code}`, `hook:${hook.value.code}`],
      data: { hook: hook.value.code, page: code, ...page.counts },
    });
    parts.push(part, { facts: [fact] });
  }
  if (plan.pages.length === 0) {
    const data = { hook: hook.value.code, opened: 0, repeated: 0, joined: 0, resolved: 0 };
    parts.push({
      facts: [recordFact(alertsReceived, { at: now, by, about: [`hook:${hook.value.code}`], data })],
    });
  }
  const storm = plan.hook.storm && { ...plan.hook.storm, page: numbered(plan.hook.storm.page) };
  const storms = plan.hook.criticalStorms?.map((one) => ({ ...one, page: numbered(one.page) }));
  const next: Hook = { ...plan.hook, ...(storm && { storm }), ...(storms && { criticalStorms: storms }) };
  const states = [...plan.states].filter(([, { page }]) => !numbered(page).startsWith('#'));
  const day = instantText(now).slice(0, 10);
  return mergeChanges(...parts, {
    put: [
      ...(plan.hook === hook.value ? [] : [put(hookDocument, hook.id, next, hook.version)]),
      ...states.map(([id, state]) =>
        put(alertDocument, id, { ...state, page: numbered(state.page) }, known.states.get(id)?.version ?? 0),
      ),
    ],
    jobs:
      states.length > 0
        ? [
            scheduleJob(
              forgetAlerts,
              now.round({ smallestUnit: 'hour', roundingMode: 'ceil' }).add({ hours: 48 }),
              { day },
            ),
          ]
        : [],
  });
}

const quietOf = async (target: Target, { store, clock }: OpenDeps) => {
  const found = target.kind === 'room' ? await store.get(quietDocument, target.name) : undefined;
  return found && found.value.until > instantText(clock.now()) ? found.value : undefined;
};

async function changed(
  before: Versioned<Page>,
  plan: PlannedPage,
  by: string,
  duty: LoadedDuty | undefined,
  deps: OpenDeps,
): Promise<Change> {
  const { target } = plan.after;
  const moved = targetKey(target) !== targetKey(before.value.target);
  const policy = moved ? await policyOf(target, deps) : undefined;
  const context =
    plan.ask === 'again'
      ? await loadPagingContext({ target, policy: policy ?? before.value.policy }, deps, duty)
      : undefined;
  const quiet = plan.ask === 'quiet' ? await quietOf(target, deps) : undefined;
  return changePage(before, plan, {
    who: { by, via: 'hook', now: deps.clock.now() },
    context,
    policy,
    quiet,
  });
}

async function opened(
  { after }: PlannedPage,
  code: string,
  by: string,
  duty: LoadedDuty | undefined,
  deps: OpenDeps,
): Promise<Change> {
  const { target, critical, message, storm, members, labels } = after;
  const policy = await policyOf(target, deps);
  const [context, quiet, running, sessions] = await Promise.all([
    loadPagingContext({ target, policy }, deps, duty),
    quietOf(target, deps),
    deps.store.get(runningDrillDocument, RUNNING),
    target.kind === 'room' ? deps.sessions.read() : undefined,
  ]);
  const shown = [...(sessions?.values() ?? [])].map(({ value }) => value);
  const stage = onStage(shown, target, deps.clock.now().epochMilliseconds);
  const { change } = openPage(
    {
      target,
      critical,
      message,
      author: by,
      ...(storm && { storm }),
      ...(members && { members }),
      ...(labels && { labels }),
      ...(stage && { stage }),
    },
    { code, policy, quiet },
    context,
  );
  return mergeChanges(change, endsDrill(running, context.now));
}
