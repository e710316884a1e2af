/**
 * What Callboard's own export says beyond frab's schema, so that it imports again as what it was. The
 * schema leaves `schedule` and persons open for additions; other programs ignore them.
 */
import { z } from 'zod';

const extrasSchema = z.object({
  schema: z.literal(1),
  /** The original guid, where it is no UUID as frab wants, by the UUID that stands for it. */
  guids: z.record(z.string(), z.string()),
  /** Whether it is a break, where kind and title would tell something else, by `breakKey`. */
  breaks: z.record(z.string(), z.boolean()),
});
export type Extras = z.infer<typeof extrasSchema>;

/** Of a session in the export: its UUID there and its start in milliseconds. */
export const breakKey = (guid: string, start: number): string => `${guid} ${start}`;

/** The address of a session that has none, since frab wants one. */
export const NO_ADDRESS = 'urn:callboard:';

/** The field of a person that holds the id, where it is no integer, UUID or code as frab wants. */
export const PERSON_ID = 'callboard_id';

export interface ReadExtras {
  readonly guids: ReadonlyMap<string, string>;
  readonly breaks: ReadonlyMap<string, boolean>;
}

export function readExtras(schedule: Readonly<Record<string, unknown>>): ReadExtras {
  const { guids, breaks } = extrasSchema.safeParse(schedule['callboard']).data ?? { guids: {}, breaks: {} };
  // Maps, since a guid may well be called `constructor`.
  return { guids: new Map(Object.entries(guids)), breaks: new Map(Object.entries(breaks)) };
}
