/** What became of telling a speaker a change. */

import type { Temporal } from 'temporal-polyfill';
import { tellOrganizers } from '../../callboard/domain/jobs.ts';
import { type Change, put, scheduleJob, type Versioned } from '../../core/commit.ts';
import type { Mrkdwn } from '../../core/text.ts';
import { type Attendance, attendanceDocument, type ChangeNotice, type ContactChannel } from './attendance.ts';
import { scheduleSpeakerBoard } from './board.ts';
import { changeNotTold, changeTold, ofTalk } from './facts.ts';

/** The notice of this id that has not gone out yet. */
export const dueOf = (attendance: Attendance, notice: string): ChangeNotice | undefined =>
  attendance.notices.find((one) => one.id === notice && one.state === 'due');

/** A put of the attendance with this notice changed. */
export const withNotice = (
  read: Versioned<Attendance>,
  notice: string,
  change: (notice: ChangeNotice) => ChangeNotice,
) => {
  const notices = read.value.notices.map((one) =>
    one.id === notice && one.state !== 'superseded' ? change(one) : one,
  );
  return put(attendanceDocument, read.id, { ...read.value, notices }, read.version);
};

export function changeSent(
  reads: readonly Versioned<Attendance>[],
  notice: string,
  delivered: {
    readonly way: ContactChannel;
    readonly posted?: { readonly channel: string; readonly ts: string };
  },
  now: Temporal.Instant,
): Change {
  const { way, posted } = delivered;
  return {
    put: reads.map((read) =>
      withNotice(read, notice, (one) => ({
        ...one,
        state: 'sent',
        sent: way,
        ...(posted && { posted: { channel: posted.channel, ts: posted.ts } }),
      })),
    ),
    facts: reads.map(({ value: { session, person } }) =>
      ofTalk(changeTold, now, 'callboard', { session, person, notice, way }),
    ),
    jobs: [scheduleSpeakerBoard(now)],
  };
}

/** No way to the speaker: the organizers must tell them, and are told so. `who` is the speaker for Slack. */
export function changeFailed(
  reads: readonly Versioned<Attendance>[],
  notice: string,
  who: Mrkdwn,
  code: string,
  now: Temporal.Instant,
): Change {
  const [first] = reads;
  return {
    put: reads.map((read) => withNotice(read, notice, (one) => ({ ...one, state: 'failed' }))),
    facts: reads.map(({ value: { session, person } }) =>
      ofTalk(changeNotTold, now, 'callboard', { session, person, notice, code }),
    ),
    jobs: [
      ...(first
        ? [
            scheduleJob(
              tellOrganizers,
              now,
              {
                key: 'speakers.cannotTell',
                params: {
                  sessions: reads.map(({ value }) => value.session).join(', '),
                  person: { mrkdwn: who },
                },
              },
              `tell:change:${first.value.person}:${notice}`,
            ),
          ]
        : []),
      scheduleSpeakerBoard(now),
    ],
  };
}
