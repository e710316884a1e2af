/** A Slack user as what Callboard keeps of a person, and what of it is news. */
import { z } from 'zod';
import type { Person } from '../../domain/people/person.ts';

/** A user as `users.info`, `users.list`, `users.lookupByEmail` and `user_change` give it. */
export const SlackProfile = z.object({
  id: z.string(),
  team_id: z.string().optional(),
  name: z.string().optional(),
  real_name: z.string().optional(),
  deleted: z.boolean().optional(),
  is_bot: z.boolean().optional(),
  is_stranger: z.boolean().optional(),
  tz: z.string().nullish(),
  locale: z.string().optional(),
  profile: z
    .object({
      real_name: z.string().optional(),
      display_name: z.string().optional(),
      email: z.string().optional(),
    })
    .optional(),
});
export type SlackProfile = z.infer<typeof SlackProfile>;

const isZone = (zone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
};

/** Slackbot says that it is no bot. */
export const isSomebody = (user: SlackProfile): boolean =>
  user.deleted !== true && user.is_bot !== true && user.id !== 'USLACKBOT';

/** The display name, as people type it behind an @. */
export const displayName = (user: SlackProfile): string => user.profile?.display_name ?? '';

/** `homeTeam` is our own workspace: who belongs to another one is a guest here. */
export function personFrom(user: SlackProfile, homeTeam: string | undefined): Person {
  const { profile } = user;
  const elsewhere = user.team_id !== undefined && homeTeam !== undefined && user.team_id !== homeTeam;
  const zone = user.tz && isZone(user.tz) ? user.tz : undefined;
  return {
    id: user.id,
    slack: user.id,
    name: profile?.real_name || user.real_name || profile?.display_name || user.name || user.id,
    ...(user.name && { handle: user.name }),
    ...(profile?.email && { email: profile.email }),
    ...(user.locale && { slackLocale: user.locale }),
    ...(zone && { zone }),
    ...((elsewhere || user.is_stranger === true) && { guest: true }),
  };
}

/** What Slack says goes before what was known; what it does not say stays. Names the changed fields. */
export function renewed(known: Person, fresh: Person): { person: Person; fields: string[] } {
  const { guest: _, ...kept } = known;
  const person: Person = { ...kept, ...fresh };
  const fields = new Set([...Object.keys(known), ...Object.keys(person)]);
  const changed = [...fields].filter(
    (field) => known[field as keyof Person] !== person[field as keyof Person],
  );
  return { person, fields: changed };
}
