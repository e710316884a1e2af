/**
 * The alarm about a set whose stored manifest is not the one that its shares are of: somebody has written to the
 * database. It is on the chain, and told once a day and for each way in which it was changed.
 */
import { createHash } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import { tellOrganizers } from '../callboard/domain/jobs.ts';
import { scheduleJob } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { UserError } from '../core/errors.ts';
import { ABOUT_KEYS, StepFact } from './domain/chain.ts';
import { isIntact } from './domain/manifest.ts';
import { type KeySet, keySetDocument } from './domain/set.ts';
import { decideKeys } from './on-chain.ts';

type AlarmDeps = Pick<Deps, 'store' | 'clock'>;

/** Whether the set that works is as it was made. A set in the making is looked at when its shares are confirmed. */
export const isTampered = ({ current }: KeySet): boolean =>
  current !== undefined && !isIntact(current.manifest, current.setId);

/** A change is told once a day. */
const AGAIN_AFTER_MS = 86_400_000;

/** Says so to the organizers, and on the chain; again only for another change, or on another day. */
export async function alarmTampered(
  set: KeySet,
  by: string,
  at: Temporal.Instant,
  { store }: AlarmDeps,
): Promise<void> {
  const about = `keyset:${set.name}`;
  const seen = createHash('sha256').update(JSON.stringify(set.current)).digest('hex').slice(0, 12);
  // Read with the chain, so that a process that dies before the commit has told nobody, and the next one does.
  await decideKeys(store, at, by, async () => {
    const isTold = (await store.facts({ about })).some(
      ({ name, at: then, data }) =>
        name === 'keys.tampered' &&
        at.epochMilliseconds - then.epochMilliseconds < AGAIN_AFTER_MS &&
        StepFact.safeParse(data).data?.step['seen'] === seen,
    );
    if (isTold) return { result: undefined };
    const params = { name: set.name };
    const id = `tell-organizers:keys-tampered:${set.name}:${seen}:${at.epochMilliseconds}`;
    return {
      draft: {
        steps: [{ name: 'keys.tampered', about: [about], data: { set: set.name, seen } }],
        jobs: [scheduleJob(tellOrganizers, at, { key: 'keys.alarmManifest', params }, id)],
      },
      result: undefined,
    };
  });
}

/**
 * Nothing is begun with a set that somebody changed.
 *
 * @throws {UserError} where it is not as it was made; the organizers are told.
 */
export async function requireIntact(
  set: KeySet,
  by: string,
  at: Temporal.Instant,
  deps: AlarmDeps,
): Promise<void> {
  if (!isTampered(set)) return;
  await alarmTampered(set, by, at, deps);
  throw new UserError('keys.fault.manifest-changed');
}

/** Looks at all sets, also where nobody uses them: against themselves, and against what the chain says is active. */
export async function watchSets(deps: AlarmDeps): Promise<void> {
  const { store, clock } = deps;
  const sets = (await store.all(keySetDocument)).map(({ value }) => value);
  if (sets.length === 0) return;
  const activated = new Map<string, string>();
  for (const { name, data } of await store.facts({ about: ABOUT_KEYS })) {
    const step = StepFact.safeParse(data).data?.step;
    if (name === 'keys.activated' && step) activated.set(String(step['set']), String(step['setId']));
  }
  for (const set of sets)
    if (isTampered(set) || (set.current && activated.get(set.name) !== set.current.setId))
      await alarmTampered(set, 'callboard', clock.now(), deps);
}
