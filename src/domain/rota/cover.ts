/**
 * Cover: somebody cannot do their shift. Those who can are asked in waves, the best first; the first who
 * says yes has it, in the same commit that lets the other go, so that the shift always has its person.
 * With nobody found 30 minutes before the start, the organizers get it.
 */

import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import {
  type Change,
  cancel,
  document,
  due,
  happened,
  type JobChange,
  put,
  together,
  type Versioned,
} from '../commit.ts';
import { InstantText, instant, instantText } from '../instant.ts';
import { leadsOf, type Refusal } from './assign.ts';
import { aboutShift, assignmentFact, changeShift, type Deciding } from './change-shift.ts';
import { coverAsked, coverClosed, coverDeclined, coverEscalated, coverOpened, coverTaken } from './facts.ts';
import { askToCover, closeCoverAsks, coverDeadline, coverWave, tell } from './jobs.ts';
import { rankForCover } from './ranking.ts';
import { candidateOf, type Rota } from './rota.ts';
import { brokenRules } from './rules.ts';
import { assignmentOf, type Shift } from './shift.ts';
import { handOver } from './swap.ts';
import { newVolunteer, volunteerDocument } from './volunteer.ts';

export const Cover = z.object({
  id: z.string(),
  shift: z.string(),
  /** Who cannot. They keep the shift until somebody has it. */
  person: z.string(),
  reason: z.string().exactOptional(),
  openedAt: InstantText,
  state: z.enum(['open', 'taken', 'closed']),
  takenBy: z.string().exactOptional(),
  /** The organizers have been told that nobody was found. */
  escalated: z.boolean().exactOptional(),
  /** Asked so far, in order, and where the question stands in Slack. */
  asked: z.array(
    z.object({
      person: z.string(),
      wave: z.number(),
      said: z.enum(['no']).exactOptional(),
      at: z.object({ channel: z.string(), ts: z.string() }).exactOptional(),
    }),
  ),
});
export type Cover = z.infer<typeof Cover>;

export const coverDocument = document({
  name: 'cover',
  schema: Cover,
  number: 1,
  indexes: (cover) => (cover.state === 'open' ? ['open', `shift:${cover.shift}`] : []),
});

/** People asked in one wave, and minutes until the next. */
export const WAVE_SIZE = 3;
export const WAVE_MINUTES = 10;
/** With less than an hour left, more people sooner. */
export const HURRY_SIZE = 8;
export const HURRY_MINUTES = 3;
export const DEADLINE_MINUTES = 30;
const BEGUN_MINUTES = 5;

const coverAbout = (cover: Cover, shift: Shift) => [`cover:${cover.id}`, ...aboutShift(shift, cover.person)];
const deadlineId = (id: string) => `cover-deadline:${id}`;
const waveId = (id: string, wave: number) => `cover-wave:${id}:${wave}`;

/** Half an hour before the start, or now where that is past; in a shift that has begun, a few minutes on. */
function deadlineOf(shift: Shift, now: Temporal.Instant): Temporal.Instant {
  const start = instant(shift.start);
  // Ops knows of whoever is missing; what they do not know yet is whether the others can be found.
  if (Temporal.Instant.compare(start, now) <= 0) return now.add({ minutes: BEGUN_MINUTES });
  const deadline = start.subtract({ minutes: DEADLINE_MINUTES });
  return Temporal.Instant.compare(deadline, now) > 0 ? deadline : now;
}

const hurried = (shift: Shift, now: Temporal.Instant) =>
  Temporal.Instant.compare(instant(shift.start).subtract({ minutes: 60 }), now) <= 0;

/** Opens it: the first wave is due now, the organizers 30 minutes before the start (or now). */
export function openCover(
  deciding: Deciding,
  shift: Versioned<Shift>,
  cover: Pick<Cover, 'id' | 'person' | 'reason'>,
): { readonly change: Change } | Refusal {
  const { now, by } = deciding;
  if (!assignmentOf(shift.value, cover.person)) return { refused: 'not-on-it' };
  if (Temporal.Instant.compare(instant(shift.value.end), now) <= 0) return { refused: 'over' };
  const opened: Cover = {
    ...cover,
    shift: shift.value.code,
    openedAt: instantText(now),
    state: 'open',
    asked: [],
  };
  const deadline = deadlineOf(shift.value, now);
  return {
    change: {
      put: [put(coverDocument, cover.id, opened)],
      facts: [
        happened(coverOpened, {
          at: now,
          by,
          about: coverAbout(opened, shift.value),
          data: {
            cover: cover.id,
            shift: shift.value.code,
            person: cover.person,
            ...(cover.reason !== undefined && { reason: cover.reason }),
          },
        }),
      ],
      jobs: [
        due(coverWave, waveId(cover.id, 1), now, { cover: cover.id, wave: 1 }),
        due(coverDeadline, deadlineId(cover.id), deadline, { cover: cover.id }),
      ],
    },
  };
}

/** Asks the next few, and sets the next wave; with nobody left to ask, the organizers know at once. */
export function askNext(
  deciding: Deciding,
  rota: Rota,
  cover: Versioned<Cover>,
  wave: number,
): Change | undefined {
  const { now, by } = deciding;
  const it = cover.value;
  const shift = rota.shifts.get(it.shift)?.value;
  if (it.state !== 'open' || it.asked.some((one) => one.wave >= wave)) return undefined;
  if (!shift || !assignmentOf(shift, it.person) || Temporal.Instant.compare(instant(shift.end), now) <= 0)
    return closeCover(deciding, cover, shift);
  const asked = new Set(it.asked.map(({ person }) => person));
  const hurry = hurried(shift, now);
  const next = rankForCover(rota, shift, it.person)
    .filter(({ person }) => !asked.has(person))
    .slice(0, hurry ? HURRY_SIZE : WAVE_SIZE);
  if (next.length === 0) {
    return it.escalated
      ? undefined
      : { jobs: [due(coverDeadline, deadlineId(it.id), now, { cover: it.id })] };
  }
  const people = next.map(({ person }) => person);
  const after: Cover = { ...it, asked: [...it.asked, ...people.map((person) => ({ person, wave }))] };
  return {
    put: [
      put(coverDocument, cover.id, after, cover.version),
      ...people.map((person) => {
        const profile = rota.volunteers.get(person);
        const value = { ...(profile?.value ?? newVolunteer(person)), askedAt: instantText(now) };
        return put(volunteerDocument, person, value, profile?.version ?? 0);
      }),
    ],
    facts: [
      happened(coverAsked, {
        at: now,
        by,
        about: coverAbout(it, shift),
        data: { cover: it.id, shift: shift.code, wave, people },
      }),
    ],
    jobs: [
      ...people.map((person) =>
        due(askToCover, `cover-ask:${it.id}:${person}`, now, { cover: it.id, person }),
      ),
      due(coverWave, waveId(it.id, wave + 1), now.add({ minutes: hurry ? HURRY_MINUTES : WAVE_MINUTES }), {
        cover: it.id,
        wave: wave + 1,
      }),
    ],
  };
}

const ending = (cover: Cover, { now }: Deciding): JobChange[] => [
  cancel(deadlineId(cover.id)),
  cancel(waveId(cover.id, Math.max(0, ...cover.asked.map(({ wave }) => wave)) + 1)),
  due(closeCoverAsks, `cover-close:${cover.id}`, now, { cover: cover.id }),
];

export type TakeRefusal = Refusal | { readonly refused: 'taken'; readonly by: string | undefined };

/** The first who says yes has it. Everybody after that is told who was faster. */
export function takeCover(
  deciding: Deciding,
  rota: Rota,
  cover: Versioned<Cover>,
): { readonly change: Change } | TakeRefusal {
  const { now, by } = deciding;
  const it = cover.value;
  if (it.state !== 'open') return { refused: 'taken', by: it.takenBy };
  const shift = rota.shifts.get(it.shift);
  const had = shift && assignmentOf(shift.value, it.person);
  if (!shift || !had) return { refused: 'not-on-it' };
  if (Temporal.Instant.compare(instant(shift.value.end), now) <= 0) return { refused: 'over' };
  const broken = brokenRules(
    candidateOf(rota, by),
    { ...shift.value, assignments: shift.value.assignments.filter((one) => one.person !== it.person) },
    rota,
  );
  if (broken.length > 0) return { refused: 'rules', broken };
  const handed = handOver(shift.value, it.person, by);
  // Whoever was missing when the shift had begun was absent; whoever asked in time has simply left it.
  const left = had.missing ? 'no-show' : 'dropped';
  const after: Shift = {
    ...handed,
    assignments: [...handed.assignments, { person: it.person, state: left }],
  };
  const taken: Cover = { ...it, state: 'taken', takenBy: by };
  const others = leadsOf(after, rota.roles.get(after.role), by, it.person);
  const news = { shifts: [after.code], people: [it.person, by] };
  return {
    change: together(
      changeShift(deciding, shift, after, [
        assignmentFact(deciding, after, it.person, had.state, left, had.missing ? 'absent' : 'covered'),
        assignmentFact(deciding, after, by, null, 'accepted', 'covered'),
      ]),
      {
        put: [put(coverDocument, cover.id, taken, cover.version)],
        facts: [
          happened(coverTaken, {
            at: now,
            by,
            about: coverAbout(it, after),
            data: { cover: it.id, shift: after.code, from: it.person, to: by },
          }),
        ],
        jobs: [
          ...ending(it, deciding),
          tell(now, { to: it.person, news: 'covered', ...news }),
          ...others.map((to) => tell(now, { to, news: 'cover-taken', ...news })),
        ],
      },
    ),
  };
}

export function declineCover(deciding: Deciding, cover: Versioned<Cover>, shift: Shift): Change | undefined {
  const it = cover.value;
  if (it.state !== 'open') return undefined;
  const open = it.asked.filter((one) => !one.said && one.person !== deciding.by);
  const after: Cover = {
    ...it,
    asked: it.asked.map((one) => (one.person === deciding.by ? { ...one, said: 'no' } : one)),
  };
  const wave = Math.max(0, ...it.asked.map((one) => one.wave)) + 1;
  return {
    put: [put(coverDocument, cover.id, after, cover.version)],
    facts: [
      happened(coverDeclined, {
        at: deciding.now,
        by: deciding.by,
        about: coverAbout(it, shift),
        data: { cover: it.id, person: deciding.by },
      }),
    ],
    // When all have said no there is nobody to wait for.
    jobs:
      open.length === 0 ? [due(coverWave, waveId(it.id, wave), deciding.now, { cover: it.id, wave })] : [],
  };
}

/** Nobody by the deadline: ops, the leads and the one who asked are told. Asking goes on. */
export function escalateCover(
  deciding: Deciding,
  rota: Rota,
  cover: Versioned<Cover>,
  organizers: readonly string[],
  ops: string | undefined,
): Change | undefined {
  const { now, by } = deciding;
  const it = cover.value;
  const shift = rota.shifts.get(it.shift)?.value;
  if (it.state !== 'open' || it.escalated) return undefined;
  if (!shift || !assignmentOf(shift, it.person)) return closeCover(deciding, cover, shift);
  const news = {
    news: 'nobody-covers' as const,
    shifts: [shift.code],
    people: [it.person],
    cover: it.id,
    ...(it.reason !== undefined && { reason: it.reason }),
  };
  const people = new Set([...leadsOf(shift, rota.roles.get(shift.role), it.person), ...organizers]);
  return {
    put: [put(coverDocument, cover.id, { ...it, escalated: true }, cover.version)],
    facts: [
      happened(coverEscalated, {
        at: now,
        by,
        about: coverAbout(it, shift),
        data: { cover: it.id, shift: shift.code },
      }),
    ],
    jobs: [
      ...[...people].map((to) => tell(now, { to, ...news })),
      ...(ops ? [tell(now, { to: ops, channel: true, ...news })] : []),
      tell(now, { to: it.person, news: 'still-yours', shifts: [shift.code] }),
    ],
  };
}

/** It is over without a taker: the shift is gone, past, or has somebody else. */
export function closeCover(
  deciding: Deciding,
  cover: Versioned<Cover>,
  shift: Shift | undefined,
): Change | undefined {
  const it = cover.value;
  if (it.state !== 'open') return undefined;
  const closed: Cover = { ...it, state: 'closed' };
  return {
    put: [put(coverDocument, cover.id, closed, cover.version)],
    facts: [
      happened(coverClosed, {
        at: deciding.now,
        by: deciding.by,
        about: shift ? coverAbout(it, shift) : [`cover:${it.id}`],
        data: { cover: it.id, shift: it.shift },
      }),
    ],
    jobs: ending(it, deciding),
  };
}
