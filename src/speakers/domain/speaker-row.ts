/** A row of a table of speakers, as it was read. */
import { z } from 'zod';

/** One row: a name, and what somebody may be found by. What it does not say is absent; nothing is checked yet. */
export const SpeakerRow = z.object({
  /** From 1, as a spreadsheet counts. */
  line: z.number().int().positive(),
  name: z.string(),
  email: z.string().exactOptional(),
  /** As it was typed. */
  phone: z.string().exactOptional(),
  /** A handle without its @, or an id of Slack. */
  slack: z.string().exactOptional(),
});
export type SpeakerRow = z.infer<typeof SpeakerRow>;
