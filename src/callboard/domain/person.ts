/** A person: somebody with a Slack account, or a speaker or volunteer known by phone or e-mail only. */
import { z } from 'zod';
import { document, fact } from '../../core/commit.ts';
import { InstantText } from '../../core/instant.ts';
import { Device, NtfyTopic } from './device.ts';
import { LocaleName } from './event.ts';

/** How somebody wants to be paged. `after` is in seconds from the start of the step. */
const Contact = z.object({
  order: z.array(z.object({ channel: z.string(), after: z.number().int().nonnegative() })),
  /** Wall-clock `HH:MM` in the event's zone; critical pages ignore it. */
  quiet: z.object({ from: z.string(), to: z.string() }).exactOptional(),
});

export const Person = z.object({
  /** The Slack user id, or `x-…` for somebody without Slack. */
  id: z.string(),
  slack: z.string().exactOptional(),
  handle: z.string().exactOptional(),
  name: z.string(),
  email: z.string().exactOptional(),
  /** E.164. Only a verified number is paged. */
  phone: z
    .object({
      number: z.string(),
      verifiedAt: InstantText.exactOptional(),
      /** Takes calls and no texts. */
      landline: z.boolean().exactOptional(),
    })
    .exactOptional(),
  /** The person's own choice, with `/callboard language`. */
  language: LocaleName.exactOptional(),
  /** From the Slack profile. */
  slackLocale: z.string().exactOptional(),
  zone: z.string().exactOptional(),
  /** From another workspace (Slack Connect): may only read the agenda. */
  guest: z.boolean().exactOptional(),
  /** A guest of our own workspace, of one channel or of several: an attendee, and no organizer or holder of keys. */
  restricted: z.literal(true).exactOptional(),
  /**
   * Deactivated in Slack: has no role, is asked by no page, and Slack delivers nothing to them any more.
   */
  deactivated: z.literal(true).exactOptional(),
  contact: Contact.exactOptional(),
  /** The provider says this number opted out of texts. */
  optedOut: z.boolean().exactOptional(),
  /** What takes push messages for them; only a confirmed one is paged. */
  devices: z.array(Device).exactOptional(),
  ntfy: NtfyTopic.exactOptional(),
});
export type Person = z.infer<typeof Person>;

export const personDocument = document({
  name: 'person',
  schema: Person,
  schemaVersion: 1,
  indexes: (person) => [
    ...(person.email ? [`email:${person.email.toLowerCase()}`] : []),
    ...(person.phone ? [`phone:${person.phone.number}`] : []),
    ...(person.handle ? [`handle:${person.handle.toLowerCase()}`] : []),
    ...(person.devices ?? []).map(({ endpoint }) => `push:${endpoint}`),
  ],
  sealed: true,
  digested: ['email', 'phone', 'handle', 'push'],
});

/** A full member of this workspace who is there: who may organize, and hold a share of a key. */
export const isFullMember = ({ slack, guest, restricted, deactivated }: Person): boolean =>
  slack !== undefined && !guest && !restricted && !deactivated;

/** Names of changed fields only: what they changed to (numbers, addresses) stays out of the ledger. */
export const personChanged = fact(
  'person.changed',
  z.object({ person: z.string(), fields: z.array(z.string()) }),
);
