/** How the rota works at this event: reminders, what night is, and what the agenda needs of people. */
import { z } from 'zod';
import { document } from '../../core/commit.ts';

const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** So many people of a role while a room has sessions. */
export const Need = z.object({
  role: z.string(),
  people: z.number().int().positive(),
  /** Rooms by name; absent means every room that has sessions. */
  rooms: z.array(z.string()).exactOptional(),
  /** Minutes before the first and after the last session of a block. */
  before: z.number().int().nonnegative(),
  after: z.number().int().nonnegative(),
});
export type Need = z.infer<typeof Need>;

export const RotaSettings = z.object({
  /** Minutes before the start at which people are reminded. */
  reminders: z.array(z.number().int().positive()),
  /** Wall clock of the event's zone; `to` may be on the next day. */
  night: z.object({ from: Clock, to: Clock }),
  needs: z.array(Need),
  /** The longest block of one shift made from the agenda, in minutes. */
  block: z.number().int().positive(),
  /** Minutes that two blocks in a row overlap, to hand over. */
  handover: z.number().int().nonnegative(),
  /** The secret in the address of the picture of fairness; never in facts or logs. */
  picture: z.string().exactOptional(),
});
export type RotaSettings = z.infer<typeof RotaSettings>;

export const rotaSettingsDocument = document({ name: 'rota', schema: RotaSettings, schemaVersion: 1 });

/** There is one rota, so its settings have a fixed id. */
export const ROTA_ID = 'rota';

export const defaultRota: RotaSettings = {
  reminders: [24 * 60, 60, 10],
  night: { from: '22:00', to: '06:00' },
  needs: [{ role: 'Stage', people: 1, before: 15, after: 15 }],
  block: 240,
  handover: 15,
};
