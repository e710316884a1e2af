/**
 * The invitation: a card in a channel that asks its members when they can, who has answered it, and who is
 * still silent. One is open at a time. Whoever answers is counted, whether they were in the channel when it was
 * read or not.
 */
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { Versioned } from '../../core/commit.ts';
import {
  type Actor,
  type Change,
  cancelJob,
  document,
  put,
  recordFact,
  scheduleJob,
} from '../../core/commit.ts';
import { InstantText, instantText, milliseconds } from '../../core/instant.ts';
import { inviteAnswered, inviteClosed, inviteOpened } from './facts.ts';
import { postInvite, REMINDERS, remindInvited, updateInvite } from './jobs.ts';
import { liveOf, type Shift } from './shift.ts';
import type { Volunteer } from './volunteer.ts';

export const Invite = z.object({
  /** Tells one invitation from the next. */
  round: z.string(),
  /** The channel's id. */
  channel: z.string(),
  by: z.string(),
  openedAt: InstantText,
  state: z.enum(['open', 'closed']),
  card: z.object({ channel: z.string(), ts: z.string() }).exactOptional(),
  /** People of the channel as it was last read whole: no bots, nobody deactivated, nobody of another workspace. */
  members: z.array(z.string()),
  /** A reading of the channel that is under way: where it goes on, and whom it has found. */
  reading: z.object({ cursor: z.string(), seen: z.array(z.string()) }).exactOptional(),
});
export type Invite = z.infer<typeof Invite>;

export const inviteDocument = document({ name: 'invite', schema: Invite, schemaVersion: 1 });

/** There is one invitation at a time, so it has a fixed id. */
export const INVITE_ID = 'rota';

export const InviteAnswer = z.enum(['available', 'took', 'not-this-time']);
export type InviteAnswer = z.infer<typeof InviteAnswer>;

/** What one person has answered, and how often they were reminded. Its id is the person's. */
export const Invited = z.object({
  person: z.string(),
  round: z.string(),
  answer: InviteAnswer.exactOptional(),
  answeredAt: InstantText.exactOptional(),
  /** The number of the last reminder that they got. */
  reminded: z.number().int().positive().exactOptional(),
});
export type Invited = z.infer<typeof Invited>;

export const invitedDocument = document({ name: 'invited', schema: Invited, schemaVersion: 1 });

interface Doing {
  readonly now: Temporal.Instant;
  readonly by: Actor;
}

/** So many seconds of answers go into one update of the card: Slack takes fifty updates a minute of all our cards. */
const CARD_SECONDS = 10;

/** The card, at the next tenth second: who answers within the same ten seconds shares one update. */
export function scheduleInviteCard(round: string, now: Temporal.Instant) {
  const into = now.epochMilliseconds % (CARD_SECONDS * 1000);
  return scheduleJob(updateInvite, now.add({ milliseconds: CARD_SECONDS * 1000 - into }), { round });
}

/** Opens an invitation in a channel. Undefined where one is open already. */
export function openInvite(
  { now, by }: Doing,
  known: Versioned<Invite> | undefined,
  { round, channel }: Pick<Invite, 'round' | 'channel'>,
): Change | undefined {
  if (known?.value.state === 'open') return undefined;
  const invite: Invite = { round, channel, by, openedAt: instantText(now), state: 'open', members: [] };
  return {
    put: [put(inviteDocument, INVITE_ID, invite, known?.version ?? 0)],
    facts: [recordFact(inviteOpened, { at: now, by, about: [`invite:${round}`], data: { round, channel } })],
    jobs: [scheduleJob(postInvite, now, { round })],
  };
}

/** Ends it: nobody is reminded any more, and the card says so. Undefined where none is open. */
export function closeInvite({ now, by }: Doing, known: Versioned<Invite> | undefined): Change | undefined {
  if (known?.value.state !== 'open') return undefined;
  const { reading: _, ...invite } = known.value;
  const { round } = invite;
  return {
    put: [put(inviteDocument, INVITE_ID, { ...invite, state: 'closed' as const }, known.version)],
    facts: [recordFact(inviteClosed, { at: now, by, about: [`invite:${round}`], data: { round } })],
    jobs: [scheduleJob(updateInvite, now, { round })],
  };
}

/** Somebody's answer to the open invitation, the latest of them. Undefined where it changes nothing. */
export function answerInvite(
  { now, by }: Doing,
  invite: Invite | undefined,
  known: Versioned<Invited> | undefined,
  answer: InviteAnswer,
): Change | undefined {
  if (invite?.state !== 'open') return undefined;
  const { round } = invite;
  const before = known?.value.round === round ? known.value : { person: by, round };
  if (before.answer === answer) return undefined;
  return {
    put: [
      put(
        invitedDocument,
        by,
        { ...before, answer, answeredAt: instantText(now) } satisfies Invited,
        known?.version ?? 0,
      ),
    ],
    facts: [
      recordFact(inviteAnswered, {
        at: now,
        by,
        about: [`invite:${round}`, `person:${by}`],
        data: { round, person: by, answer },
      }),
    ],
    jobs: [
      scheduleInviteCard(round, now),
      ...REMINDERS.map((nth) => cancelJob(remindInvited, { round, person: by, nth })),
    ],
  };
}

/** Where the invitation stands: who was asked, and of those who can, who does not want to, who is silent. */
export interface InviteStanding {
  readonly can: readonly string[];
  readonly not: readonly string[];
  readonly silent: readonly string[];
}

export interface InviteAnswers {
  readonly invited: ReadonlyMap<string, Pick<Versioned<Invited>, 'value'>>;
  readonly volunteers: ReadonlyMap<string, Pick<Versioned<Volunteer>, 'value'>>;
  readonly shifts: Iterable<Shift>;
  /** Ids of organizers: they are not reminded of their own invitation, and count once they answer. */
  readonly organizers: readonly string[];
}

/** Whether somebody has said anything of when they can and what they do; a profile alone may be of our making. */
export const hasSaid = ({ roles, skills, windows, maxHours, maxNights }: Volunteer): boolean =>
  roles.length > 0 ||
  skills.length > 0 ||
  windows !== undefined ||
  maxHours !== undefined ||
  maxNights !== undefined;

/** @param now - Shifts that are over answer nothing. */
export function inviteStanding(
  { round, members }: Pick<Invite, 'round' | 'members'>,
  { invited, volunteers, shifts, organizers }: InviteAnswers,
  now: Temporal.Instant,
): InviteStanding {
  const onRota = new Set<string>();
  for (const shift of shifts)
    if (milliseconds(shift.end) > now.epochMilliseconds)
      for (const { person } of liveOf(shift)) onRota.add(person);
  const asked = new Set(members.filter((person) => !organizers.includes(person)));
  for (const [person, { value }] of invited) if (value.round === round) asked.add(person);
  for (const [person, { value }] of volunteers) if (value.invitedBy !== undefined) asked.add(person);
  const standing = { can: [] as string[], not: [] as string[], silent: [] as string[] };
  for (const person of asked) {
    const theirs = invited.get(person)?.value;
    const answer = theirs?.round === round ? theirs.answer : undefined;
    const profile = volunteers.get(person)?.value;
    const known = onRota.has(person) || (profile !== undefined && hasSaid(profile));
    if (answer === 'not-this-time') standing.not.push(person);
    else if (answer !== undefined || known) standing.can.push(person);
    else standing.silent.push(person);
  }
  return standing;
}

/** Whether somebody may sign up by themselves though they have no shift yet: they were asked to. */
export const isInvited = (
  person: string,
  invite: Invite | undefined,
  profile: Volunteer | undefined,
  channel?: string,
): boolean =>
  profile?.invitedBy !== undefined ||
  (invite?.state === 'open' && (invite.members.includes(person) || invite.channel === channel));
