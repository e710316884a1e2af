/** Who changed by hand what the file says otherwise, and when: from the ledger. */
import { compareLedgerIds, type Recorded } from '../../core/commit.ts';
import type { Store } from '../../core/ports/store.ts';
import { BY_FILE, fileApplied } from '../domain/applied-file.ts';
import type { Difference } from './difference.ts';
import type { SectionName } from './schema.ts';
import type { SetupState } from './state.ts';

export interface ByHand {
  readonly by: string;
  readonly at: Recorded['at'];
}

interface Trace {
  /** References whose facts may tell of it. */
  readonly about: (key: string, state: SetupState) => readonly string[];
  readonly tells: (fact: Recorded, key: string) => boolean;
}

const data = ({ data: said }: Recorded): Readonly<Record<string, unknown>> =>
  typeof said === 'object' && said !== null ? (said as Record<string, unknown>) : {};
const hasField = (fact: Recorded, field: string): boolean => {
  const { fields } = data(fact);
  return Array.isArray(fields) && fields.includes(field);
};

/** @param field - of the event's settings; the item's own key where none is given */
const ofEvent = (field?: string): Trace => ({
  about: () => ['event'],
  tells: (fact, key) => fact.name === 'event.changed' && hasField(fact, field ?? key),
});

/** A check of the keys is neither. */
const ofKeys: Trace = {
  about: (key) => [`keyset:${key}`],
  tells: (fact) => /^keys\.(?:confirmed|revoked|proposed|approved|complete)/.test(fact.name),
};

const TRACES: { readonly [S in SectionName]: Trace } = {
  event: ofEvent(),
  organizers: ofEvent('organizers'),
  crew: ofEvent('crew'),
  crewGroups: ofEvent('crewGroups'),
  channels: ofEvent('channels'),
  rooms: ofEvent('rooms'),
  retention: ofEvent('retention'),
  promises: ofEvent('promises'),
  cards: ofEvent('cards'),
  flags: ofEvent('flags'),
  roles: {
    about: (key) => [`role:${key}`, 'rota:settings'],
    tells: (fact) => fact.name === 'role.changed' || hasField(fact, 'needs'),
  },
  rota: {
    about: () => ['rota:settings'],
    tells: (fact, key) => fact.name === 'rota.settings-changed' && hasField(fact, key),
  },
  policies: { about: (key) => [`policy:${key}`], tells: (fact) => fact.name === 'policy.changed' },
  hooks: {
    about: (key, { page }) =>
      page.hooks.flatMap(({ value }) => (key.startsWith(value.name) ? [`hook:${value.code}`] : [])),
    tells: (fact) => /^hook\.(?:created|revoked|retargeted)$/.test(fact.name),
  },
  // The file alone has them.
  runbooks: { about: () => [], tells: () => false },
  drills: { about: () => [], tells: () => false },
  speakers: {
    about: () => ['speakers'],
    tells: (fact, key) => fact.name === 'speaker.plan-changed' && hasField(fact, key),
  },
  // No verb changes them; a file by another hand does.
  actions: { about: (key) => [`remedy:${key}`], tells: (fact) => fact.name === 'remedy.configured' },
  keys: ofKeys,
  guarded: { about: () => [], tells: () => false },
};

/**
 * For each difference the last change by hand since the file was applied; undefined where there was none, as for
 * what the file says for the first time.
 */
export async function changedByHand(
  found: readonly Difference[],
  state: SetupState,
  store: Pick<Store, 'facts'>,
): Promise<(ByHand | undefined)[]> {
  if (state.applied === undefined) return found.map(() => undefined);
  const known = new Map<string, readonly Recorded[]>();
  const facts = async (about: string): Promise<readonly Recorded[]> => {
    const read = known.get(about) ?? (await store.facts({ about }));
    known.set(about, read);
    return read;
  };
  // By its place in the ledger: the clock may say the same of both.
  const applied = (await facts('event')).findLast(({ name }) => name === fileApplied.name);
  const isSince = ({ id }: Recorded) => applied === undefined || compareLedgerIds(id, applied.id) > 0;
  const all: (ByHand | undefined)[] = [];
  for (const { section, key } of found) {
    const { about, tells } = TRACES[section];
    const read: Recorded[] = [];
    for (const one of about(key, state)) read.push(...(await facts(one)));
    const last = read
      .filter((fact) => fact.by !== BY_FILE && isSince(fact) && tells(fact, key))
      .sort((a, b) => compareLedgerIds(a.id, b.id))
      .at(-1);
    all.push(last && { by: last.by, at: last.at });
  }
  return all;
}
