/** What a list of the agenda was asked for, as its `More` button carries it. */
import { z } from 'zod';

/** What was asked, small enough for a button's value. */
export const Query = z.object({
  q: z.enum(['now', 'next', 'day', 'room', 'track', 'speaker', 'search']),
  arg: z.string().max(300).exactOptional(),
  page: z.number().int().nonnegative().exactOptional(),
});
export type Query = z.infer<typeof Query>;
