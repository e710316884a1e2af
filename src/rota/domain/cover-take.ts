/** Answers to the question who covers: the first yes has the shift, a no lets the next be asked. */

import { Temporal } from 'temporal-polyfill';
import {
  type Change,
  mergeChanges,
  put,
  recordFact,
  scheduleJob,
  type Versioned,
} from '../../core/commit.ts';
import { instant } from '../../core/instant.ts';
import { leadsOf, type Refusal } from './assign.ts';
import { assignmentFact, changeShift, type Deciding, withPlace } from './change-shift.ts';
import { type Cover, coverAbout, coverDocument, isStillWanted } from './cover.ts';
import { ending } from './cover-end.ts';
import { coverDeclined, coverTaken } from './facts.ts';
import { isNight } from './hours.ts';
import { coverWave, scheduleNotice } from './jobs.ts';
import { candidateOf, type Rota } from './rota.ts';
import { brokenRules } from './rules.ts';
import { assignmentOf, type Shift } from './shift.ts';
import { transferPlace } from './swap.ts';

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
  if (!shift || !isStillWanted(it, shift.value)) return { refused: 'not-on-it' };
  if (Temporal.Instant.compare(instant(shift.value.end), now) <= 0) return { refused: 'over' };
  const broken = brokenRules(
    candidateOf(rota, by),
    { ...shift.value, assignments: shift.value.assignments.filter((one) => one.person !== it.person) },
    rota,
  );
  if (broken.length > 0) return { refused: 'rules', broken };
  // Whoever went early did their part, and keeps it.
  const had = it.vacated ? undefined : assignmentOf(shift.value, it.person);
  const handed = had
    ? transferPlace(shift.value, it.person, by)
    : withPlace(shift.value, by, { person: by, state: 'accepted' });
  // Whoever was missing when the shift had begun was absent; whoever asked in time has simply left it.
  const left = had?.missing ? 'no-show' : 'dropped';
  const after: Shift = had
    ? { ...handed, assignments: [...handed.assignments, { person: it.person, state: left }] }
    : handed;
  const taken: Cover = { ...it, state: 'taken', takenBy: by };
  const others = leadsOf(after, rota.roles.get(after.role), by, it.person);
  const news = { shifts: [after.code], people: [it.person, by] };
  return {
    change: mergeChanges(
      changeShift(deciding, shift, after, [
        ...(had
          ? [assignmentFact(deciding, after, it.person, had.state, left, had.missing ? 'absent' : 'covered')]
          : []),
        assignmentFact(deciding, after, by, null, 'accepted', 'covered'),
      ]),
      {
        put: [put(coverDocument, cover.id, taken, cover.version)],
        facts: [
          recordFact(coverTaken, {
            at: now,
            by,
            about: coverAbout(it, after),
            data: {
              ...{ cover: it.id, shift: after.code, from: it.person, to: by },
              ...(isNight(after, deciding.settings.night, rota.zone) && { night: true }),
            },
          }),
        ],
        jobs: [
          ...ending(it, deciding),
          ...(had ? [scheduleNotice(now, { to: it.person, news: 'covered', ...news })] : []),
          ...others.map((to) => scheduleNotice(now, { to, news: 'cover-taken', ...news })),
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
      recordFact(coverDeclined, {
        at: deciding.now,
        by: deciding.by,
        about: coverAbout(it, shift),
        data: { cover: it.id, person: deciding.by },
      }),
    ],
    // When all have said no there is nobody to wait for.
    jobs: open.length === 0 ? [scheduleJob(coverWave, deciding.now, { cover: it.id, wave })] : [],
  };
}
