/** A Slack user as what Callboard keeps of a person, and what of it is news. */
import { z } from 'zod';
import type { Person } from '../../callboard/domain/person.ts';

const maybe = z.string().nullish();

/** A user as `users.info`, `users.list`, `users.lookupByEmail` and `user_change` give it. */
export const SlackProfile = z.object({
  id: z.string(),
  team_id: maybe,
  name: maybe,
  real_name: maybe,
  deleted: z.boolean().nullish(),
  is_bot: z.boolean().nullish(),
  is_stranger: z.boolean().nullish(),
  /** Guests of our own workspace: of several channels, of one. */
  is_restricted: z.boolean().nullish(),
  is_ultra_restricted: z.boolean().nullish(),
  tz: maybe,
  locale: maybe,
  profile: z.object({ real_name: maybe, display_name: maybe, email: maybe }).nullish(),
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
  const elsewhere = typeof user.team_id === 'string' && homeTeam !== undefined && user.team_id !== homeTeam;
  const isGuest = elsewhere || user.is_stranger === true;
  // Guests of our own workspace are volunteers and speakers like others.
  const isRestricted = user.is_restricted === true || user.is_ultra_restricted === true;
  const zone = user.tz && isZone(user.tz) ? user.tz : undefined;
  return {
    id: user.id,
    slack: user.id,
    name: profile?.real_name || user.real_name || profile?.display_name || user.name || user.id,
    ...(user.name && { handle: user.name }),
    ...(profile?.email && { email: profile.email }),
    ...(user.locale && { slackLocale: user.locale }),
    ...(zone && { zone }),
    ...(isGuest && { guest: true }),
    ...(isRestricted && { restricted: true as const }),
    ...(user.deleted === true && { deactivated: true }),
  };
}

/** What Slack says goes before what was known; what it does not say stays. Names the changed fields. */
export function renewed(known: Person, fresh: Person): { person: Person; fields: string[] } {
  const { guest: _, restricted: __, deactivated: ___, ...kept } = known;
  const person: Person = { ...kept, ...fresh };
  const fields = new Set([...Object.keys(known), ...Object.keys(person)]);
  const changed = [...fields].filter(
    (field) => known[field as keyof Person] !== person[field as keyof Person],
  );
  return { person, fields: changed };
}
