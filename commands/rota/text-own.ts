/** By text, about one's own shifts: `HERE`, `DONE`, `COVER`; and `NOT THIS TIME` to an invitation. */
import { Temporal } from 'temporal-polyfill';
import { liveSessions } from '../../src/agenda/load.ts';
import { mergeChanges } from '../../src/core/commit.ts';
import { instant, instantText, milliseconds } from '../../src/core/instant.ts';
import { clock, span } from '../../src/i18n/time.ts';
import {
  arrive,
  finishShift,
  shiftArrivedAt,
  shiftToArriveAt,
  shiftToFinish,
} from '../../src/rota/domain/attend.ts';
import { coverDocument, openCover } from '../../src/rota/domain/cover.ts';
import { emptyWithout, tellLeftEmpty } from '../../src/rota/domain/harm.ts';
import type { Talk } from '../../src/rota/domain/rules.ts';
import { assignmentOf, type Shift } from '../../src/rota/domain/shift.ts';
import type { ShiftText, Which } from '../../src/rota/domain/shift-text.ts';
import { loadInviteAnswer } from '../../src/rota/invite.ts';
import { shiftAsText } from '../../src/rota/shift-list-text.ts';
import { truncate } from '../../src/slack/mrkdwn.ts';
import { readPersonsAttendance } from '../../src/speakers/load.ts';
import { deciding, reading } from './confirm.ts';
import { meantShift, type Said, type Texting } from './text-take.ts';

const HOUR = 3_600_000;
/** A talk within so many hours is what somebody who is on shift already may mean, or is told of. */
const NEAR_HOURS = 3;

/** Their next talk at which they have not checked in. */
async function talkAhead({ sms, deps, rota }: Texting): Promise<Talk | undefined> {
  const attended = await readPersonsAttendance(deps, sms.person.id);
  const here = new Set(
    [...attended.values()].filter(({ value }) => value.checkedIn).map(({ value }) => value.session),
  );
  return [...(rota.talks.get(sms.person.id) ?? [])]
    .filter(({ code, end }) => !here.has(code) && milliseconds(end) > sms.now.epochMilliseconds)
    .sort((a, b) => milliseconds(a.start) - milliseconds(b.start))[0];
}

/**
 * `HERE`, of somebody who may have a shift and a talk: whichever begins (or began) nearest in time, a talk before
 * a shift. The speakers' own command answers for a talk. `HERE H45` is always the shift.
 */
export async function hereByText(which: Which | undefined, texting: Texting): Promise<Said | undefined> {
  const { sms, rota, own } = texting;
  const { t, person, now } = sms;
  if (own.length === 0 && which === undefined) return undefined;
  const at = now.epochMilliseconds;
  const away = ({ start }: { readonly start: string }) => Math.abs(milliseconds(start) - at);
  const talk = await talkAhead(texting);
  const isNear = talk !== undefined && away(talk) <= NEAR_HOURS * HOUR;
  let shift: Shift | undefined;
  if (which === undefined) {
    shift = shiftToArriveAt(own, person.id, now);
    if (shift && talk && away(talk) <= away(shift)) return undefined;
    if (!shift) {
      const arrived = shiftArrivedAt(own, person.id, now);
      if (talk && (isNear || !arrived)) return undefined;
      if (arrived) return { said: t('rota.text.hereAlready', { shift: shiftAsText(arrived, reading(sms)) }) };
      return { said: noneNow(texting) };
    }
  } else {
    const meant = meantShift(which, texting);
    if ('said' in meant) return meant;
    shift = meant.shift;
  }
  const found = rota.shifts.get(shift.code);
  const decided = found && arrive(deciding(sms, rota), found, person.id);
  if (!decided || !('change' in decided)) return { said: t('rota.text.notYours', { code: shift.code }) };
  const noted = t('rota.text.here', { shift: shiftAsText(shift, reading(sms)) });
  const title = isNear ? titleOf(talk, texting) : undefined;
  if (!talk || title === undefined) return { said: noted, change: decided.change };
  const time = clock(talk.start, sms.zone, sms.locale);
  return { said: `${noted} ${t('rota.text.hereTalk', { title, time })}`, change: decided.change };
}

const titleOf = (talk: Talk | undefined, { rota }: Texting): string | undefined => {
  const found = liveSessions(rota.agenda).find(({ code }) => code === talk?.code);
  return found && truncate(found.title, 50);
};

/** That no shift is meant now, and which is their next. */
function noneNow({ sms, own }: Texting): string {
  const next = own.find(({ start }) => milliseconds(start) > sms.now.epochMilliseconds);
  return next
    ? sms.t('rota.text.notNow', { shift: shiftAsText(next, reading(sms)) })
    : sms.t('rota.text.noneNow');
}

/** The question is answered within so long; later it is asked anew. */
const QUESTION_LIVES = Temporal.Duration.from({ minutes: 30 });

/** `DONE`: finished. Where nobody would be left, that is asked once. */
export function doneByText(
  { which, sure }: Extract<ShiftText, { kind: 'done' }>,
  texting: Texting,
): Said | undefined {
  const { sms, rota, own, known } = texting;
  const { t, person, now } = sms;
  if (own.length === 0) return undefined;
  const { asked } = known;
  const answers =
    sure && asked !== undefined && Temporal.Instant.compare(instant(asked.at).add(QUESTION_LIVES), now) >= 0
      ? asked.shift
      : undefined;
  const named = which ?? (answers === undefined ? undefined : { code: answers });
  const meant =
    named === undefined ? { shift: shiftToFinish(own, person.id, now) } : meantShift(named, texting);
  if ('said' in meant) return meant;
  const { shift } = meant;
  if (!shift) return { said: noneNow(texting) };
  const found = rota.shifts.get(shift.code);
  const place = assignmentOf(shift, person.id);
  if (!found || !place) return { said: t('rota.text.notYours', { code: shift.code }) };
  const text = shiftAsText(shift, reading(sms));
  if (place.state === 'done') return { said: t('rota.text.done', { shift: text }) };
  if (milliseconds(shift.start) > now.epochMilliseconds)
    return { said: t('rota.text.notBegun', { shift: text, code: shift.code }) };
  const all = [...rota.shifts.values()].map(({ value }) => value);
  const empty = emptyWithout(all, shift, person.id, now);
  if (empty && answers !== shift.code)
    return {
      said: t('rota.text.doneAsk', {
        code: shift.code,
        span: span(empty.start, empty.end, sms.zone, sms.locale),
        place: truncate(shift.room ?? shift.role, 40),
      }),
      keep: { asked: { shift: shift.code, at: instantText(now) } },
    };
  const by = deciding(sms, rota);
  const decided = finishShift(by, found, person.id);
  if (!('change' in decided)) return { said: t('rota.text.notYours', { code: shift.code }) };
  const told = empty ? tellLeftEmpty(by, rota, shift, person.id, sms.event.channels.ops) : undefined;
  return {
    said: t('rota.text.done', { shift: text }),
    change: mergeChanges(decided.change, told),
    undo: 'done',
  };
}

/** `COVER`, `COVER H45`, `COVER 3`, with a reason or without: others are asked to take it. */
export async function coverByText(
  { which, reason }: Extract<ShiftText, { kind: 'cover' }>,
  texting: Texting,
): Promise<Said | undefined> {
  const { sms, deps, rota, own } = texting;
  const { t, person, now } = sms;
  if (own.length === 0) return undefined;
  const next = own.find(({ end }) => milliseconds(end) > now.epochMilliseconds);
  const meant = which === undefined ? { shift: next } : meantShift(which, texting);
  if ('said' in meant) return meant;
  const found = meant.shift && rota.shifts.get(meant.shift.code);
  if (!found) return { said: t('rota.text.noneNow') };
  const code = found.id;
  if (!assignmentOf(found.value, person.id)) return { said: t('rota.text.notYours', { code }) };
  const shift = shiftAsText(found.value, reading(sms));
  const open = await deps.store.find(coverDocument, `shift:${code}`);
  if (open.some(({ value }) => value.person === person.id))
    return { said: t('rota.text.covering', { shift }) };
  const cover = {
    id: deps.newId(),
    person: person.id,
    ...(reason !== '' && { reason: truncate(reason, 300) }),
  };
  const decided = openCover(deciding(sms, rota), found, cover, rota.zone);
  if (!('change' in decided)) return { said: t('rota.text.gone', { code }) };
  return { said: t('rota.text.covering', { shift }), change: decided.change };
}

/** Only to an invitation that is open, and of somebody whom it asks. */
export async function notThisTimeByText({ sms, deps, maySignUp }: Texting): Promise<Said | undefined> {
  if (!maySignUp) return undefined;
  const change = await loadInviteAnswer(deps, { now: sms.now, by: sms.person.id }, 'not-this-time');
  return change ? { said: sms.t('rota.text.notNoted'), change } : undefined;
}
