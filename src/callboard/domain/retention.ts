/**
 * How long what is about people is kept after the event: phone numbers and addresses, and people at all. Counted
 * in days from the end of its last day; while nobody has said when that is, everything stays.
 */
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import {
  type Change,
  document,
  fact,
  type Put,
  put,
  recordFact,
  scheduleJob,
  type Versioned,
} from '../../core/commit.ts';
import { InstantText, instantText, milliseconds } from '../../core/instant.ts';
import { FORGOTTEN } from './erase.ts';
import type { EventSettings } from './event.ts';
import { tellOrganizers } from './jobs.ts';
import { type Person, personDocument } from './person.ts';
import { type Kept, RETENTION_DAYS } from './retention-days.ts';

/** Numbers and addresses were taken from so many people; never whose, and never what they were. */
export const numbersDropped = fact('retention.numbers', z.object({ people: z.number().int() }));

/** The days that the event says, else the defaults. */
export const retentionOf = ({ retention }: EventSettings): Readonly<Record<Kept, number>> => ({
  ...RETENTION_DAYS,
  ...retention,
});

/** Midnight after the event's last day. @param lastDay - the agenda's own, `2019-06-07`, where it has one */
export function endOfEvent(event: EventSettings, lastDay: string | undefined): Temporal.Instant | undefined {
  const days = [lastDay, event.dates?.last].filter((day) => day !== undefined && day !== '').sort();
  const last = days.at(-1);
  if (last === undefined) return undefined;
  return Temporal.PlainDate.from(last).add({ days: 1 }).toZonedDateTime(event.zone).toInstant();
}

/** Organizers are told so many days before anything goes: a wrong date in the event must not empty it. */
export const NOTICE_DAYS = 7;

/** When organizers were told, and of which end: another end is told anew. */
const Notice = z.object({ end: InstantText, at: InstantText });
export const Notices = z.object({ numbers: Notice.exactOptional(), people: Notice.exactOptional() });
export type Notices = z.infer<typeof Notices>;

/** There is one such document. */
export const noticesDocument = document({ name: 'retention', schema: Notices, schemaVersion: 1 });
export const NOTICES_ID = 'notices';
export const organizersTold = fact('retention.told', z.object({ kept: z.string(), day: z.string() }));

const KINDS = Object.keys(RETENTION_DAYS) as Kept[];
const DAY = 86_400_000;

export interface Look {
  /** What is to go now: its time has come, and organizers were told a week ago or earlier. */
  readonly due: readonly Kept[];
  /** Of what they are to be told now, and when it goes at the earliest. */
  readonly tell: readonly { readonly kept: Kept; readonly at: Temporal.Instant }[];
}

/** @param end - the event's; nothing is due without one */
export function lookAt(
  event: EventSettings,
  end: Temporal.Instant | undefined,
  notices: Notices,
  now: Temporal.Instant,
): Look {
  if (!end) return { due: [], tell: [] };
  const days = retentionOf(event);
  const notice = NOTICE_DAYS * DAY;
  const goesAt = (kept: Kept) => end.epochMilliseconds + days[kept] * DAY;
  const toldAt = (kept: Kept): number | undefined => {
    const told = notices[kept];
    return told?.end === instantText(end) ? milliseconds(told.at) : undefined;
  };
  const time = now.epochMilliseconds;
  return {
    due: KINDS.filter((kept) => {
      const told = toldAt(kept);
      return told !== undefined && time >= goesAt(kept) && time >= told + notice;
    }),
    tell: KINDS.filter((kept) => toldAt(kept) === undefined && time >= goesAt(kept) - notice).map((kept) => ({
      kept,
      at: Temporal.Instant.fromEpochMilliseconds(Math.max(goesAt(kept), time + notice)),
    })),
  };
}

/** Tells organizers of one kind of data that it goes soon. */
export function announceEnd(
  known: Versioned<Notices> | undefined,
  { kept, at }: Look['tell'][number],
  event: EventSettings,
  end: Temporal.Instant,
  now: Temporal.Instant,
): Change {
  const day = at.toZonedDateTimeISO(event.zone).toPlainDate().toString();
  const told = { ...known?.value, [kept]: { end: instantText(end), at: instantText(now) } };
  const params = { day };
  return {
    put: [put(noticesDocument, NOTICES_ID, told, known?.version ?? 0)],
    facts: [recordFact(organizersTold, { at: now, by: 'callboard', about: [], data: { kept, day } })],
    jobs: [
      scheduleJob(
        tellOrganizers,
        now,
        { key: `callboard.retention.${kept}`, params },
        `retention:${kept}:${day}`,
      ),
    ],
  };
}

const hasContact = ({ phone, email, contact, devices, ntfy }: Person): boolean =>
  [phone, email, contact, devices, ntfy].some((one) => one !== undefined);

/** Takes numbers, addresses and when they may be called from everybody; undefined where nobody has any. */
export function dropNumbers(people: readonly Versioned<Person>[], now: Temporal.Instant): Change | undefined {
  const puts = people
    .filter(({ value }) => hasContact(value))
    .map(({ id, value, version }): Put => {
      const {
        phone: _phone,
        email: _email,
        contact: _contact,
        optedOut: _optedOut,
        devices: _devices,
        ntfy: _ntfy,
        ...rest
      } = value;
      return put(personDocument, id, rest, version);
    });
  if (puts.length === 0) return undefined;
  const data = { people: puts.length };
  return { put: puts, facts: [recordFact(numbersDropped, { at: now, by: 'callboard', about: [], data })] };
}

/** Whoever is to be forgotten when people are: not those who organize still, and nobody twice. */
export const toForget = (
  people: readonly Versioned<Person>[],
  event: EventSettings,
  holders: ReadonlySet<string>,
): Person[] =>
  people
    .map(({ value }) => value)
    .filter(({ id, name }) => name !== FORGOTTEN && !event.organizers.includes(id) && !holders.has(id));

/** At this hour of the event's day. */
const HOUR = '04:00';

/** The next time that the chore looks. */
export function nextLook(zone: string, now: Temporal.Instant): Temporal.Instant {
  const today = now.toZonedDateTimeISO(zone);
  const at = (date: Temporal.PlainDate) =>
    date.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(HOUR) }).toInstant();
  const first = at(today.toPlainDate());
  return Temporal.Instant.compare(first, now) > 0 ? first : at(today.toPlainDate().add({ days: 1 }));
}
