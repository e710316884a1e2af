/** The call that asks for a confirmation that never came: once, and once more where nobody pressed 1. */

import type { Temporal } from 'temporal-polyfill';
import type { Session } from '../../agenda/domain/session.ts';
import { tellOrganizers } from '../../callboard/domain/jobs.ts';
import { type Change, scheduleJob, type Versioned } from '../../core/commit.ts';
import { instant, instantText } from '../../core/instant.ts';
import type { Mrkdwn } from '../../core/text.ts';
import type { Attendance, ChangeNotice } from './attendance.ts';
import { unconfirmed } from './attendance-actions.ts';
import { scheduleSpeakerBoard } from './board.ts';
import { ofTalk, speakerCalled, speakerNotCalled, speakerUnanswered } from './facts.ts';
import { callSpeaker, callUnanswered, MAX_CALLS } from './jobs.ts';
import { withNotice } from './notices.ts';

/** Minutes after which a call that nobody reported on has been in vain: it rings for half a minute, and says all twice. */
const OVER_MINUTES = 3;
/** Minutes between a call in vain and the next. */
const AGAIN_MINUTES = 5;
/** With fewer minutes to the start nobody is called any more: the check-in looks for them. */
const LEAST_MINUTES = 10;

/** How often the speaker was called about this change; documents of before have the time only. */
const callsOf = (notice: ChangeNotice): number => notice.calls ?? (notice.calledAt === undefined ? 0 : 1);

/** A number that does not exist will not exist in five minutes. */
const helpsAgain = (code: string): boolean => code !== 'failed';

/** The change that a speaker has to be called about: of this start, not confirmed, no call of it under way. */
export function toCall(
  session: Session | undefined,
  attendance: Attendance | undefined,
  start: string,
  now: Temporal.Instant,
): { readonly notice: ChangeNotice; readonly call: number } | undefined {
  if (session?.state !== 'scheduled' || !instant(session.start).equals(instant(start))) return undefined;
  if (now.epochMilliseconds >= instant(session.start).epochMilliseconds) return undefined;
  const notice = unconfirmed(attendance).find(
    (one) => one.is && (callsOf(one) === 0 || (one.callFailed !== undefined && callsOf(one) < MAX_CALLS)),
  );
  return notice && { notice, call: callsOf(notice) + 1 };
}

/** The phone rings. If no word comes of how that ended, nobody has answered. */
export function called(
  read: Versioned<Attendance>,
  { notice, call }: { readonly notice: ChangeNotice; readonly call: number },
  now: Temporal.Instant,
): Change {
  const { session, person } = read.value;
  const { callFailed: _, ...rest } = notice;
  const over = now.add({ minutes: OVER_MINUTES });
  const data = { session, person, notice: notice.id, call, code: 'no-answer' };
  return {
    put: [withNotice(read, notice.id, () => ({ ...rest, calledAt: instantText(now), calls: call }))],
    facts: [ofTalk(speakerCalled, now, 'callboard', { session, person, notice: notice.id })],
    jobs: [scheduleJob(callUnanswered, over, data), scheduleSpeakerBoard(now)],
  };
}

/** There is no way to call. `who` is the speaker for Slack, `code` why. */
export function cannotCall(
  read: Versioned<Attendance>,
  notice: string,
  { who, code }: { readonly who: Mrkdwn; readonly code: string },
  now: Temporal.Instant,
): Change {
  const { session, person } = read.value;
  const at = instantText(now);
  return {
    put: [withNotice(read, notice, (one) => ({ ...one, calledAt: at, calls: MAX_CALLS, callFailed: code }))],
    facts: [ofTalk(speakerNotCalled, now, 'callboard', { session, person, notice, code })],
    jobs: [
      scheduleJob(
        tellOrganizers,
        now,
        {
          key: 'speakers.cannotCall',
          params: { person: { mrkdwn: who }, code: session },
        },
        `tell:${callSpeaker.id({ session, person })}:${notice}`,
      ),
      scheduleSpeakerBoard(now),
    ],
  };
}

/**
 * A call ended without a 1. It is tried once more where there is time, else the organizers are told. Undefined
 * where it was not in vain after all, or is old news. `why` is the code in words.
 */
export function unanswered(
  session: Session | undefined,
  read: Versioned<Attendance>,
  ended: { readonly notice: string; readonly call: number; readonly code: string },
  { who, why }: { readonly who: Mrkdwn; readonly why: string },
  now: Temporal.Instant,
): Change | undefined {
  const { person } = read.value;
  const one = unconfirmed(read.value).find(({ id }) => id === ended.notice);
  if (!one?.is || callsOf(one) !== ended.call || one.callFailed !== undefined) return undefined;
  if (session?.state !== 'scheduled' || !instant(session.start).equals(instant(one.is.start)))
    return undefined;
  const again = now.add({ minutes: AGAIN_MINUTES });
  const left = again.until(instant(session.start)).total('minutes');
  const once = ended.call < MAX_CALLS && helpsAgain(ended.code) && left >= LEAST_MINUTES;
  const { notice, code } = ended;
  return {
    put: [withNotice(read, notice, (it) => ({ ...it, callFailed: code }))],
    facts: [ofTalk(speakerUnanswered, now, 'callboard', { session: session.code, person, notice, code })],
    jobs: [
      once
        ? scheduleJob(callSpeaker, again, {
            session: session.code,
            person,
            start: session.start,
          })
        : scheduleJob(
            tellOrganizers,
            now,
            {
              key: 'speakers.callUnanswered',
              params: { person: { mrkdwn: who }, code: session.code, why },
            },
            `tell:${callUnanswered.id({ session: session.code, person, call: ended.call })}:${notice}`,
          ),
      scheduleSpeakerBoard(now),
    ],
  };
}
