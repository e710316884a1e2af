/** What a volunteer can and wants to do: roles, skills, when, and how much. */
import { z } from 'zod';
import { document } from '../../core/commit.ts';
import { InstantText } from '../../core/instant.ts';

export const Volunteer = z.object({
  /** A person's id. */
  person: z.string(),
  /** Names of the roles that they want to be asked for. */
  roles: z.array(z.string()),
  skills: z.array(z.string()),
  /** When they can; absent means at any time, empty means never. */
  windows: z.array(z.object({ start: InstantText, end: InstantText })).exactOptional(),
  /** At most so many hours in the whole event. */
  maxHours: z.number().positive().exactOptional(),
  /** At most so many night shifts; 0 for none. */
  maxNights: z.number().int().nonnegative().exactOptional(),
  /** When they were last asked to cover, so that it is not always the same people. */
  askedAt: InstantText.exactOptional(),
  /** The organizer who asked this person by name to help: they may sign up before they have a shift. */
  invitedBy: z.string().exactOptional(),
  /** The secret in their own calendar's address; never in facts or logs. */
  token: z.string().exactOptional(),
});
export type Volunteer = z.infer<typeof Volunteer>;

/** Its id is the person's. */
export const volunteerDocument = document({
  name: 'volunteer',
  schema: Volunteer,
  schemaVersion: 1,
  indexes: ({ token }) => (token === undefined ? [] : [`token:${token}`]),
  sealed: true,
  digested: ['token'],
});

export const newVolunteer = (person: string): Volunteer => ({ person, roles: [], skills: [] });
