/** What an alert of a machine does: opens a page, joins one, or ends one. */
import type { Temporal } from 'temporal-polyfill';
import { type Change, mergeChanges, put, recordFact, type Versioned } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { UserError } from '../core/errors.ts';
import { instantText, milliseconds } from '../core/instant.ts';
import { withOptimisticRetry } from '../core/optimistic-retry.ts';
import {
  type Alert,
  type AlertState,
  alertDocument,
  type Hook,
  hookDocument,
  placeFor,
  recentOf,
} from './domain/alert.ts';
import { resolvePage } from './domain/answers.ts';
import { alertReceived } from './domain/facts.ts';
import { schedulePageCard } from './domain/jobs.ts';
import { type Page, pageDocument, type Target } from './domain/page.ts';
import { type OpenDeps, openOrFindPage } from './open.ts';
import { byName, loadPlaces } from './target.ts';

export type AlertOutcome = 'opened' | 'repeated' | 'joined' | 'resolved' | 'ignored';
export interface Received {
  readonly outcome: AlertOutcome;
  readonly page?: string;
}

/** An alert that a person resolved and that still fires pages again after so long. */
const AGAIN_AFTER_MS = 3_600_000;

const alertId = (hook: Hook, alert: Alert): string => `${hook.code}:${alert.fingerprint}`;

interface Known {
  readonly hook: Versioned<Hook>;
  readonly alert: Versioned<AlertState> | undefined;
  readonly page: Versioned<Page> | undefined;
}

async function read(id: string, alert: Alert, { store }: Pick<Deps, 'store'>): Promise<Known | undefined> {
  const hook = await store.get(hookDocument, id);
  if (!hook) return undefined;
  const known = await store.get(alertDocument, alertId(hook.value, alert));
  return { hook, alert: known, page: known && (await store.get(pageDocument, known.value.page)) };
}

/** `hook` is the id of the hook's document; `window` its requests of this minute, this one included. */
export async function receiveAlerts(
  hook: string,
  alert: Alert,
  window: NonNullable<Hook['window']>,
  deps: OpenDeps,
): Promise<Received> {
  const known = await read(hook, alert, deps);
  if (!known) return { outcome: 'ignored' };
  if (!alert.firing) return await over(hook, alert, window, deps);
  const now = deps.clock.now();
  const { page } = known;
  const since = known.alert ? now.epochMilliseconds - milliseconds(known.alert.value.at) : 0;
  const same =
    known.alert?.value.firing && page && (page.value.state !== 'resolved' || since < AGAIN_AFTER_MS);
  if (same) return await again(hook, alert, window, deps);
  const place = placeFor(known.hook.value, now.epochMilliseconds);
  if (place.kind === 'join') {
    const joined = await join(hook, alert, window, place.page, deps);
    if (joined) return joined;
  }
  return await begin(known, hook, alert, window, place.kind === 'begin', deps);
}

const note = (hook: Hook, alert: Alert, page: string, repeated: boolean, at: Temporal.Instant) =>
  recordFact(alertReceived, {
    at,
    by: `hook:${hook.name}`,
    about: [`page:${page}`, `hook:${hook.code}`],
    data: { hook: hook.code, page, firing: alert.firing, repeated },
  });

async function again(
  id: string,
  alert: Alert,
  window: NonNullable<Hook['window']>,
  deps: OpenDeps,
): Promise<Received> {
  return await withOptimisticRetry<Received>(deps.store, async () => {
    const known = await read(id, alert, deps);
    if (!known?.alert) return { result: { outcome: 'ignored' } };
    const { hook, alert: state } = known;
    const change: Change = {
      put: [
        put(hookDocument, id, { ...hook.value, window }, hook.version),
        put(alertDocument, state.id, { ...state.value, count: state.value.count + 1 }, state.version),
      ],
      facts: [note(hook.value, alert, state.value.page, true, deps.clock.now())],
    };
    return { change, result: { outcome: 'repeated', page: state.value.page } };
  });
}

async function targetOf(alert: Alert, hook: Hook, deps: OpenDeps): Promise<Target> {
  if (alert.target === undefined) return hook.target;
  try {
    return byName(alert.target, await loadPlaces(await deps.events.settings(), deps));
  } catch (error) {
    // A label that names no room of ours is no reason to lose an alert.
    if (error instanceof UserError) return hook.target;
    throw error;
  }
}

async function begin(
  { hook: { value: hook }, alert: before }: Known,
  id: string,
  alert: Alert,
  window: NonNullable<Hook['window']>,
  storm: boolean,
  deps: OpenDeps,
): Promise<Received> {
  const { clock } = deps;
  const origin = `alert:${alertId(hook, alert)}:${before?.version ?? 0}`;
  const { page, repeated } = await openOrFindPage(
    {
      target: storm ? hook.target : await targetOf(alert, hook, deps),
      critical: alert.critical,
      message: storm ? `${hook.name}: ${alert.message}` : alert.message,
      author: `hook:${hook.name}`,
      origin,
      ...(storm && { storm: { count: 1, open: 1 } }),
    },
    deps,
    async (opened) => {
      const known = await read(id, alert, deps);
      if (!known) return {};
      const at = instantText(clock.now());
      const now = clock.now().epochMilliseconds;
      const value = known.hook.value;
      return {
        put: [
          put(
            hookDocument,
            id,
            {
              ...value,
              window,
              opened: [...recentOf(value.opened, now), at],
              ...(storm && { storm: { page: opened.code, last: at } }),
            },
            known.hook.version,
          ),
          put(
            alertDocument,
            alertId(value, alert),
            { page: opened.code, firing: true, count: 1, at },
            known.alert?.version ?? 0,
          ),
        ],
        facts: [note(value, alert, opened.code, false, clock.now())],
      };
    },
  );
  return { outcome: repeated ? 'repeated' : 'opened', page: page.code };
}

/** One more alert of a storm: the page counts it, and asks nobody again. */
async function join(
  id: string,
  alert: Alert,
  window: NonNullable<Hook['window']>,
  code: string,
  deps: OpenDeps,
): Promise<Received | undefined> {
  return await withOptimisticRetry<Received | undefined>(deps.store, async () => {
    const [known, page] = await Promise.all([read(id, alert, deps), deps.store.get(pageDocument, code)]);
    if (!known || !page || page.value.state === 'resolved') return { result: undefined };
    const now = deps.clock.now();
    const at = instantText(now);
    const { hook } = known;
    const storm = page.value.storm ?? { count: 0, open: 0 };
    const change: Change = {
      put: [
        put(hookDocument, id, { ...hook.value, window, storm: { page: code, last: at } }, hook.version),
        put(
          alertDocument,
          alertId(hook.value, alert),
          { page: code, firing: true, count: 1, at },
          known.alert?.version ?? 0,
        ),
        put(
          pageDocument,
          code,
          { ...page.value, storm: { count: storm.count + 1, open: storm.open + 1 } },
          page.version,
        ),
      ],
      facts: [note(hook.value, alert, code, false, now)],
      jobs: [schedulePageCard(code, now)],
    };
    return { change, result: { outcome: 'joined', page: code } };
  });
}

/** The source says that it is over: so is the page, or in a storm one of its alerts. */
async function over(
  id: string,
  alert: Alert,
  window: NonNullable<Hook['window']>,
  deps: OpenDeps,
): Promise<Received> {
  return await withOptimisticRetry<Received>(deps.store, async () => {
    const known = await read(id, alert, deps);
    if (!known?.alert?.value.firing || !known.page) return { result: { outcome: 'ignored' } };
    const now = deps.clock.now();
    const { hook, alert: state, page } = known;
    const storm = page.value.storm && { ...page.value.storm, open: Math.max(0, page.value.storm.open - 1) };
    const counted: Page = { ...page.value, ...(storm && { storm }) };
    const who = { by: `hook:${hook.value.name}`, via: 'hook' as const, now };
    const ended =
      storm && storm.open > 0
        ? {
            put: [put(pageDocument, page.id, counted, page.version)],
            jobs: [schedulePageCard(page.id, now)],
          }
        : resolvePage({ ...page, value: counted }, who).change;
    const told: Change = {
      put: [
        put(hookDocument, id, { ...hook.value, window }, hook.version),
        put(alertDocument, state.id, { ...state.value, firing: false }, state.version),
      ],
      facts: [note(hook.value, alert, page.id, false, now)],
    };
    return { change: mergeChanges(told, ended), result: { outcome: 'resolved', page: page.id } };
  });
}
