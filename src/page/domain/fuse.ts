/**
 * Fuses: how much leaves the house in a day, and how often one phone rings, whatever anybody or anything asks
 * for. A number of texts and calls is counted exactly; money by what the organizers say that they cost.
 */
import { z } from 'zod';
import { document, fact } from '../../core/commit.ts';
import type { SendLimit } from './send-window.ts';

/** COMMANDS, /page: a phone is never rung more often than this, critical or not. */
export const MAX_RINGS: SendLimit = { count: 6, seconds: 600 };

/** Of the highest ceiling that can be set. */
export const MAX_CEILING = 100_000;

export const Fuse = z.object({
  /** Texts and calls in one day of the event's clock. */
  texts: z.number().int().nonnegative().max(MAX_CEILING),
  calls: z.number().int().nonnegative().max(MAX_CEILING),
  /** In thousandths of whatever the provider's account is in; none unless somebody sets it. */
  money: z.number().int().positive().exactOptional(),
  /** What a segment of a text and a call cost, in thousandths of the same. */
  textPrice: z.number().int().nonnegative(),
  callPrice: z.number().int().nonnegative(),
  /** The same of single providers, where they differ from that. */
  prices: z
    .record(
      z.string(),
      z.object({ text: z.number().int().nonnegative(), call: z.number().int().nonnegative() }),
    )
    .exactOptional(),
});
export type Fuse = z.infer<typeof Fuse>;

/** More than a busy day of a large event, and less than anybody would mind to pay for one. */
export const DEFAULT_FUSE: Fuse = { texts: 2000, calls: 1000, textPrice: 80, callPrice: 100 };

export const FUSE_ID = 'fuse';
export const fuseDocument = document({ name: 'page-fuse', schema: Fuse, schemaVersion: 1 });
export const fuseSet = fact('page.fuse-set', z.object({ fields: z.array(z.string()) }));

/** That the organizers were told of a ceiling that was reached; its id is the ceiling's, the day's and how much it was. */
export const fuseToldDocument = document({
  name: 'page-fuse-told',
  schema: z.object({ day: z.string(), ceiling: z.string() }),
  schemaVersion: 1,
});
export const fuseTripped = fact('page.fuse-tripped', z.object({ day: z.string(), ceiling: z.string() }));

export const COUNTED = ['texts', 'calls', 'money'] as const;
export type Counted = (typeof COUNTED)[number];

/** Names the count of a day, `2019-06-05`: of all that left, or of what one provider carried. */
export const counterOf = (counted: Counted, day: string, provider?: string): string =>
  provider === undefined ? `fuse:${counted}:${day}` : `fuse:${counted}:${day}:${provider}`;

/** Whether a name is that of a count of an earlier day. @param day - `2019-06-05` */
export function isCounterBefore(name: string, day: string): boolean {
  const [, , counted] = /^fuse:(\w+):(\d{4}-\d\d-\d\d)/.exec(name) ?? [];
  return counted !== undefined && counted < day;
}

/** What a segment of a text and a call cost with a provider; with the dearest where it is not known yet who carries it. */
export function priceOf(fuse: Fuse, provider?: string): { readonly text: number; readonly call: number } {
  const usual = { text: fuse.textPrice, call: fuse.callPrice };
  if (provider !== undefined) return fuse.prices?.[provider] ?? usual;
  const all = [usual, ...Object.values(fuse.prices ?? {})];
  return {
    text: Math.max(...all.map(({ text }) => text)),
    call: Math.max(...all.map(({ call }) => call)),
  };
}

/** What one of them adds, by what it is counted in. */
export function costsOf(
  channel: string,
  segments: number,
  fuse: Fuse,
  provider?: string,
): Readonly<Record<Counted, number>> {
  const { text, call } = priceOf(fuse, provider);
  return channel === 'sms'
    ? { texts: 1, calls: 0, money: segments * text }
    : { texts: 0, calls: 1, money: call };
}

/** The first ceiling that these counts, the one that is about to leave included, are over. */
export const trippedBy = (counts: Readonly<Record<Counted, number>>, fuse: Fuse): Counted | undefined =>
  COUNTED.find((counted) => {
    const most = fuse[counted];
    return most !== undefined && counts[counted] > most;
  });
