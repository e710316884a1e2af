/**
 * The event file: the set-up of an event as code. Here are the event's own parts, and the words in which every
 * noun says its parts; `src/callboard/event-file/` makes one file of them. The same shape is what people write,
 * what is exported, and what is compared: a section that is there is the whole of it, one that is not is left alone.
 */
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { parseDuration } from '../../core/time.ts';
import { type EventSettings, LocaleName } from './event.ts';
import { FLAG_NAMES, FLAGS, FlagRole } from './flag.ts';
import { retentionOf } from './retention.ts';
import { MAX_KEPT_DAYS, RETENTION_DAYS } from './retention-days.ts';

/** Somebody: a Slack id, `@handle` or an e-mail address. Exported as the id, which stays when they are renamed. */
export const PersonRef = z
  .string()
  .regex(/^(?:[UW][A-Z0-9]{2,}|x-\S+|@[^\s@]+|[^\s@]+@[^\s@]+\.[^\s@]+)$/, {
    error: 'is nobody: write a Slack id (U0123ABCD), @handle or an e-mail address',
  })
  .meta({ description: 'A Slack id such as U0123ABCD, @handle, or an e-mail address.' });

/** A channel: its Slack id, or `#name` where the command line may ask Slack. */
export const ChannelRef = z
  .string()
  .regex(/^(?:[CG][A-Z0-9]{2,}|#[^\s#@<>|]+)$/, {
    error: 'is no channel: write its Slack id (C0123ABCD) or #name, in quotes',
  })
  .meta({ description: 'A Slack channel id such as C0123ABCD, or "#name" (in quotes).' });

const DURATION = /^(?=\d)(?:\d{1,3}d)?(?:\d{1,4}h)?(?:\d{1,5}m)?(?:\d{1,6}s)?$/;

/** `90s`, `15m`, `1h30m`, `1d`, between two numbers of seconds, both included. */
export const durationText = (least: number, most: number, what: string) =>
  z
    .string({ error: 'is no duration: write it with its unit, such as 15m or 1h30m' })
    .regex(DURATION, { error: 'is no duration: write it with its unit, such as 15m or 1h30m' })
    .refine((text) => inSeconds(text) >= least && inSeconds(text) <= most, {
      error: `must be between ${shortDuration(least)} and ${shortDuration(most)}`,
    })
    .meta({ description: `${what} From ${shortDuration(least)} to ${shortDuration(most)}.` });

/** Seconds of a duration that the schema has let through. */
export const inSeconds = (text: string): number =>
  Math.round(
    (/^0+[dhms]$/.test(text) ? Temporal.Duration.from({ seconds: 0 }) : parseDuration(text))?.total(
      'seconds',
    ) ?? 0,
  );

/** As short as it can be said in whole units: `90s`, `15m`, `1h30m`, `24h`. @param seconds - whole */
export function shortDuration(seconds: number): string {
  const [hours, minutes, rest] = [
    Math.floor(seconds / 3600),
    Math.floor((seconds % 3600) / 60),
    seconds % 60,
  ];
  const said = [hours > 0 ? `${hours}h` : '', minutes > 0 ? `${minutes}m` : '', rest > 0 ? `${rest}s` : ''];
  return said.join('') || '0s';
}

/** No mark that separates names where people type rooms, as in the form of `/callboard event`. */
const roomName = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^,;=\n]+$/, { error: 'must have none of , ; = in it: those separate names in /callboard event' })
  .refine((name) => name.trim() === name, { error: 'begins or ends with a space' });

const isZone = (zone: string): boolean => {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return /[A-Za-z]/.test(zone);
  } catch {
    return false;
  }
};

/** Refuses the second of two that are called the same, whatever their capitals. */
export const eachOnce = <T>(name: (one: T) => string) =>
  function refuseTwice(all: readonly T[], context: z.RefinementCtx<readonly T[]>): void {
    const seen = new Set<string>();
    for (const [index, one] of all.entries()) {
      const key = name(one).toLowerCase();
      if (seen.has(key))
        context.addIssue({
          code: 'custom',
          path: [index],
          message: `names ${JSON.stringify(name(one))} a second time: take one of them out`,
        });
      seen.add(key);
    }
  };

const people = (what: string) => z.array(PersonRef).superRefine(eachOnce(String)).meta({ description: what });

const days = (what: string) => z.number().int().min(0).max(MAX_KEPT_DAYS).meta({ description: what });

export const FileRoom = z.strictObject({
  name: roomName,
  channel: ChannelRef.exactOptional(),
  aliases: z.array(roomName).exactOptional(),
  door: z.string().min(1).max(80).exactOptional().meta({
    description: 'A word for the door or the foyer that it shares with the other rooms that say the same',
  }),
});

const known = FLAG_NAMES.map((name) => `${name}: ${FLAGS[name]}`).join(' ');

export const FileFlag = z
  .strictObject({
    name: z
      .enum(FLAG_NAMES, {
        error: `is no flag of this version of Callboard: there is ${FLAG_NAMES.join(', ')}. What has become everybody’s needs none: take it out`,
      })
      .meta({ description: known }),
    owner: PersonRef,
    until: z.iso.date().meta({ description: 'The last day on which it is on, in the event’s zone.' }),
    people: z.array(PersonRef).superRefine(eachOnce(String)).default([]),
    roles: z
      .array(FlagRole.meta({ description: 'attendee, speaker, crew, organizer, or role:NAME of the rota.' }))
      .superRefine(eachOnce(String))
      .default([]),
  })
  .superRefine(({ people: named, roles }, context) => {
    if (named.length + roles.length === 0)
      context.addIssue({ code: 'custom', message: 'is for nobody: name people or roles, or take it out' });
  });

/** The event's own sections. */
export const eventSections = {
  event: z
    .strictObject({
      name: z.string().min(1).max(80),
      zone: z
        .string()
        .refine(isZone, { error: 'is no time zone: write one of IANA, such as Europe/Madrid' })
        .meta({ description: 'IANA time zone, such as Europe/Madrid: what wall-clock times mean.' }),
      language: LocaleName.default('en').meta({ description: 'The language of what goes to channels.' }),
      dates: z
        .strictObject({ first: z.iso.date(), last: z.iso.date() })
        .refine(({ first, last }) => first <= last, { error: 'end before they begin' })
        .exactOptional()
        .meta({ description: 'First and last day in the zone; the agenda’s own days go before them.' }),
    })
    .meta({ description: 'What the event is called, where and when it is.' }),
  organizers: people('Who organizes. All of them hear of whoever is added or removed.').min(1, {
    error: 'must name at least one: without an organizer nobody could add another',
  }),
  crew: people('Crew by hand; whoever has a shift is crew without being named here.'),
  crewGroups: z
    .array(
      z.string().regex(/^(?:@\S+|S[A-Z0-9]{5,})$/, { error: 'is no user group: write @handle or its id S…' }),
    )
    .superRefine(eachOnce(String))
    .meta({ description: 'User groups of Slack whose members are crew, by @handle or id.' }),
  channels: z
    .strictObject({
      announcements: ChannelRef.exactOptional(),
      ops: ChannelRef.exactOptional(),
      incidents: ChannelRef.exactOptional(),
      volunteers: ChannelRef.exactOptional(),
    })
    .meta({ description: 'Where messages go; what has no channel of its own goes to ops.' }),
  rooms: z
    .array(FileRoom)
    .superRefine(eachOnce(({ name }) => name))
    .meta({ description: 'Rooms that have a channel or other names; others need no entry.' }),
  retention: z
    .strictObject({
      numbers: days('Days for which numbers and addresses are kept.').default(RETENTION_DAYS.numbers),
      people: days('Days for which people are kept.').default(RETENTION_DAYS.people),
    })
    .meta({ description: 'Days after the event’s last day; organizers are told a week before.' }),
  cards: z.boolean().meta({
    description:
      'Whether deeds of volunteers earn them cards. The report compares the time before with that after.',
  }),
  flags: z
    .array(FileFlag)
    .superRefine(eachOnce(({ name }) => name))
    .meta({ description: 'New ways of Callboard that some people try first.' }),
};

/** Of a file: the sections that it has. */
export type SomeSections<Part> = { readonly [Section in keyof Part]?: Part[Section] | undefined };

const EventPart = z.strictObject(eventSections);
/** Every section as it is, with what was left out filled in. */
export type EventPart = z.infer<typeof EventPart>;

export const eventPartOf = (event: EventSettings): EventPart => ({
  event: {
    name: event.name,
    zone: event.zone,
    language: event.language,
    ...(event.dates && { dates: event.dates }),
  },
  organizers: [...event.organizers],
  crew: [...(event.crew ?? [])],
  crewGroups: [...(event.crewGroups ?? [])],
  channels: event.channels,
  rooms: event.rooms,
  retention: retentionOf(event),
  cards: event.cards ?? false,
  // Those of a newer version are no flags to this one.
  flags: (event.flags ?? []).flatMap((flag) => {
    const name = FLAG_NAMES.find((one) => one === flag.name);
    return name ? [{ ...flag, name }] : [];
  }),
});

/** The settings with the sections that the file has; who organizes is decided elsewhere, since people are told. */
export function withEventPart(before: EventSettings, part: SomeSections<EventPart>): EventSettings {
  const { dates: _, ...settings } = before;
  const dates = part.event ? part.event.dates : before.dates;
  return {
    ...settings,
    ...(part.event && { name: part.event.name, zone: part.event.zone, language: part.event.language }),
    ...(dates && { dates }),
    ...(part.crew && (part.crew.length > 0 || before.crew) && { crew: part.crew }),
    ...(part.crewGroups &&
      (part.crewGroups.length > 0 || before.crewGroups) && { crewGroups: part.crewGroups }),
    ...(part.flags && (part.flags.length > 0 || before.flags) && { flags: part.flags }),
    ...(part.cards !== undefined && (part.cards || before.cards !== undefined) && { cards: part.cards }),
    ...(part.channels && { channels: part.channels }),
    ...(part.rooms && { rooms: part.rooms }),
    ...(part.retention &&
      JSON.stringify(part.retention) !== JSON.stringify(retentionOf(before)) && {
        retention: part.retention,
      }),
  };
}
