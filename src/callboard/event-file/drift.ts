/** What was changed since the event file was applied, as lines for people. */
import type { Deps } from '../../core/deps.ts';
import { loadPeople } from '../../page/load.ts';
import type { Drift } from '../domain/applied-file.ts';
import { type ByHand, changedByHand } from './by-hand.ts';
import { type Difference, differenceText, setupDifferences } from './difference.ts';
import { FullEventFile } from './schema.ts';
import { type SetupState, setupOf } from './state.ts';

type Named = (id: string) => string;

/** `@handle` for each of these ids where somebody knows it, the id itself elsewhere. */
export async function shownNames(
  found: readonly Difference[],
  hands: readonly (ByHand | undefined)[],
  deps: Pick<Deps, 'directory'>,
): Promise<Named> {
  const text = JSON.stringify(found) + JSON.stringify(hands.map((hand) => hand?.by));
  const people = await loadPeople(text.match(/\b[UW][A-Z0-9]{5,}\b/g) ?? [], deps);
  return (id) => {
    const person = people.get(id);
    return person ? `@${person.handle ?? person.name}` : id;
  };
}

/** `2027-06-01 09:12`, in the event's zone. */
const clockOf = ({ at }: ByHand, zone: string): string =>
  at.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ');

/** `~ rooms Main hall: … (by hand: @ada, 2027-06-01 09:12)` */
export const lineOf = (one: Difference, hand: ByHand | undefined, zone: string, named: Named): string =>
  hand
    ? `${differenceText(one, named)} (by hand: ${named(hand.by)}, ${clockOf(hand, zone)})`
    : differenceText(one, named);

/** What the event has otherwise than the file that was applied last: from the file's words to the event's. */
export async function driftOf(state: SetupState, deps: Pick<Deps, 'store' | 'directory'>): Promise<Drift> {
  // Sections of a newer or older version of Callboard than this one are not compared.
  const file = FullEventFile.partial().safeParse(state.applied?.value.sections);
  if (!file.success) return { what: [], lines: [] };
  const found = setupDifferences(setupOf(state), file.data);
  const hands = await changedByHand(found, state, deps.store);
  const named = await shownNames(found, hands, deps);
  const { zone } = state.event.value;
  return {
    what: found.map((one) => differenceText(turned(one))),
    lines: found.map((one, index) => lineOf(turned(one), hands[index], zone, named)),
  };
}

const TURNED = { added: 'removed', removed: 'added', changed: 'changed' } as const;

/** Somebody who reads of a change wants it told as it happened. */
const turned = ({ before, after, kind, ...one }: Difference): Difference => ({
  ...one,
  kind: TURNED[kind],
  ...(after !== undefined && { before: after }),
  ...(before !== undefined && { after: before }),
});
