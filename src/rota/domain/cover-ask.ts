/** Asking for cover: the next few people in turn, and the organizers when time runs out. */

import { Temporal } from 'temporal-polyfill';
import { type Change, put, recordFact, scheduleJob, type Versioned } from '../../core/commit.ts';
import { instant, instantText } from '../../core/instant.ts';
import { leadsOf } from './assign.ts';
import type { Deciding } from './change-shift.ts';
import {
  type Cover,
  coverAbout,
  coverDocument,
  HURRY_MINUTES,
  HURRY_SIZE,
  hurried,
  isStillWanted,
  WAVE_MINUTES,
  WAVE_SIZE,
} from './cover.ts';
import { closeCover } from './cover-end.ts';
import { coverAsked, coverEscalated } from './facts.ts';
import { askToCover, coverDeadline, coverWave, scheduleNotice } from './jobs.ts';
import { rankForCover } from './ranking.ts';
import type { Rota } from './rota.ts';
import { newVolunteer, volunteerDocument } from './volunteer.ts';

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
  if (!shift || !isStillWanted(it, shift) || Temporal.Instant.compare(instant(shift.end), now) <= 0)
    return closeCover(deciding, cover, shift);
  const asked = new Set(it.asked.map(({ person }) => person));
  const hurry = hurried(shift, now);
  const next = rankForCover(rota, shift, it.person)
    .filter(({ person }) => !asked.has(person))
    .slice(0, hurry ? HURRY_SIZE : WAVE_SIZE);
  if (next.length === 0) {
    return it.escalated ? undefined : { jobs: [scheduleJob(coverDeadline, now, { cover: it.id })] };
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
      recordFact(coverAsked, {
        at: now,
        by,
        about: coverAbout(it, shift),
        data: { cover: it.id, shift: shift.code, wave, people },
      }),
    ],
    jobs: [
      ...people.map((person) => scheduleJob(askToCover, now, { cover: it.id, person })),
      scheduleJob(coverWave, now.add({ minutes: hurry ? HURRY_MINUTES : WAVE_MINUTES }), {
        cover: it.id,
        wave: wave + 1,
      }),
    ],
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
  if (!shift || !isStillWanted(it, shift)) return closeCover(deciding, cover, shift);
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
      recordFact(coverEscalated, {
        at: now,
        by,
        about: coverAbout(it, shift),
        data: { cover: it.id, shift: shift.code },
      }),
    ],
    jobs: [
      ...[...people].map((to) => scheduleNotice(now, { to, ...news })),
      ...(ops ? [scheduleNotice(now, { to: ops, channel: true, ...news })] : []),
      ...(it.vacated
        ? []
        : [scheduleNotice(now, { to: it.person, news: 'still-yours', shifts: [shift.code] })]),
    ],
  };
}
