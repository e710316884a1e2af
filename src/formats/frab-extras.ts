/**
 * What Callboard's own export says beyond frab's schema, so that it imports again as what it was: the
 * original ids where frab wants other kinds, no room where frab wants one, breaks, times to the second.
 * The schema leaves `schedule` open for such additions; other programs ignore them.
 */
import { z } from 'zod';

export const extraFields = z.object({
  /** Key of the session in the export: the guid there, and its start. */
  key: z.string(),
  guid: z.string(),
  room: z.string(),
  end: z.number(),
  isBreak: z.boolean(),
  kind: z.string(),
  url: z.string(),
  speakers: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type Extra = z.infer<typeof extraFields>;

export const extrasSchema = z.object({ schema: z.literal(1), sessions: z.array(extraFields) });

export const extraKey = (guid: string, start: number): string => `${guid} ${start}`;

export type Extras = (guid: string, start: number) => Extra | undefined;

export function readExtras(schedule: Readonly<Record<string, unknown>>): Extras {
  const parsed = extrasSchema.safeParse(schedule['callboard']);
  if (!parsed.success) return () => undefined;
  const byKey = new Map(parsed.data.sessions.map((extra) => [extra.key, extra]));
  return (guid, start) => byKey.get(extraKey(guid, start));
}
