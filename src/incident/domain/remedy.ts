/**
 * A remedy: an action of the event file that mends something outside (restarts a projector, closes a door). People
 * read and type "action"; the code says remedy, so that it is confused neither with an action item (what is to be
 * different next time) nor with a guarded action of the keys (what a quorum fires). Pure.
 */
import { z } from 'zod';
import { document } from '../../core/commit.ts';
import { plain } from '../../core/match.ts';
import type { Page } from '../../page/domain/page.ts';
import { guessKind, type Incident, Kind } from './incident.ts';

/** How many actions one press may set off, the first included. COMMANDS, "The event file". */
export const MAX_DEPTH = 3;

const Expected = z.union([z.string(), z.boolean(), z.number()]);

/** As the event file says it; durations as they are written there (`20s`). */
export const Remedy = z.object({
  /** `restart-projector`: its id, and what is typed. */
  name: z.string(),
  /** Its button: "Restart the projector". */
  title: z.string(),
  /** What it will do, in a sentence. */
  does: z.string(),
  /** It is offered on incidents of these kinds, and on pages whose words are of such a kind. */
  kinds: z.array(Kind),
  /** In these rooms alone; in any where none is named. */
  rooms: z.array(z.string()),
  /** On what an alert with one of these labels opened; `*` is any value. */
  alerts: z.record(z.string(), z.string()),
  /** `crew`: whoever is of it; `two people`; `keys:NAME`: the holders of the guarded action of that name. */
  lock: z.union([z.literal('crew'), z.literal('two people'), z.templateLiteral(['keys:', z.string()])]),
  /** Absent where the keys have it. */
  webhook: z.string().exactOptional(),
  /** The name of the environment variable that holds what signs the webhook. */
  secret: z.string().exactOptional(),
  /** Asked first, what it would do; changes nothing. */
  dryRun: z.string().exactOptional(),
  readBack: z
    .object({ url: z.string(), field: z.string(), value: Expected, within: z.string() })
    .exactOptional(),
  timeout: z.string(),
  /** Whether a success resolves the page that it was used on. */
  resolves: z.boolean(),
  /** The action that a success sets off. */
  next: z.string().exactOptional(),
});
export type Remedy = z.infer<typeof Remedy>;

/** Its id is its name. */
export const remedyDocument = document({ name: 'remedy', schema: Remedy, schemaVersion: 1 });

/** The guarded action of the keys that it fires; undefined where it has a webhook of its own. */
export const guardedNameOf = ({ lock }: Pick<Remedy, 'lock'>): string | undefined =>
  lock.startsWith('keys:') ? lock.slice('keys:'.length) : undefined;

/** What an action is held against, to be offered or not. */
export interface RemedyPlace {
  readonly kind: Kind;
  readonly room?: string | undefined;
  /** Of the alerts behind it. */
  readonly labels: readonly Readonly<Record<string, string>>[];
}

export const placeOfPage = (page: Pick<Page, 'message' | 'target' | 'labels'>): RemedyPlace => ({
  kind: guessKind(page.message),
  ...(page.target.kind === 'room' && { room: page.target.name }),
  labels: page.labels ? [page.labels] : [],
});

/** @param pages - those that are part of it */
export const placeOfIncident = (
  { kind, room }: Pick<Incident, 'kind' | 'room'>,
  pages: readonly Pick<Page, 'labels'>[],
): RemedyPlace => ({ kind, room, labels: pages.flatMap(({ labels }) => (labels ? [labels] : [])) });

const isSame = (a: string, b: string): boolean => plain(a) === plain(b);

/** Names and values whatever their case. */
const hasLabel = ([name, value]: readonly [string, string], labels: RemedyPlace['labels']): boolean =>
  labels.some((all) =>
    Object.entries(all).some(
      ([given, said]) => isSame(given, name) && (value === '*' || isSame(said, value)),
    ),
  );

/**
 * Whether it is offered there, by the rule of runbooks: in its rooms, where it names any; by a kind or a label, where
 * it names any. One that names nothing is offered nowhere by itself.
 */
export function fitsPlace(
  { kinds, rooms, alerts }: Pick<Remedy, 'kinds' | 'rooms' | 'alerts'>,
  { kind, room, labels }: RemedyPlace,
): boolean {
  if (rooms.length > 0 && !rooms.some((one) => room !== undefined && isSame(room, one))) return false;
  const wanted = Object.entries(alerts);
  if (kinds.length === 0 && wanted.length === 0) return rooms.length > 0;
  return kinds.includes(kind) || wanted.some((label) => hasLabel(label, labels));
}

type Linked = Pick<Remedy, 'name' | 'next' | 'lock'>;

/** What is set off by it, itself first, at most one more than may be. */
export function chainOf<T extends Linked>(first: T, all: readonly T[]): T[] {
  const chain: T[] = [first];
  for (let last: T | undefined = first; last?.next !== undefined && chain.length <= MAX_DEPTH; ) {
    const wanted: string = last.next;
    last = all.find(({ name }) => name === wanted);
    if (last) chain.push(last);
  }
  return chain;
}

/** Why an action may not set off what it names; undefined where it may. */
export function whyNoChain(first: Linked, all: readonly Linked[]): string | undefined {
  if (first.next === undefined) return undefined;
  const next = all.find(({ name }) => name === first.next);
  if (!next) return `sets off ${JSON.stringify(first.next)}, and no action is called that`;
  if (guardedNameOf(next) !== undefined)
    return `sets off ${next.name}, which takes keys: nobody has asked its holders then, so fire it by hand`;
  const names = chainOf(first, all).map(({ name }) => name);
  const again = names.findIndex((name, index) => names.indexOf(name) < index);
  if (again >= 0) return `sets itself off again: ${names.slice(0, again + 1).join(' → ')}`;
  if (names.length > MAX_DEPTH)
    return `sets off too many: ${names.join(' → ')}; at most ${MAX_DEPTH} in a row, the first included`;
  return undefined;
}
