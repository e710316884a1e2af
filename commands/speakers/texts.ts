/** Texts from speakers: the people without Slack check in, run late, ask for help and confirm from any phone. */

import type { Session } from '../../src/agenda/domain/session.ts';
import type { InboundSms, SmsHandlers } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { milliseconds } from '../../src/core/instant.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { truncate } from '../../src/slack/mrkdwn.ts';
import { confirmByText, readSpeakerText, type SpeakerText } from '../../src/speakers/domain/texted.ts';
import { askHelp } from '../../src/speakers/help.ts';
import { readPersonsAttendance } from '../../src/speakers/load.ts';
import { talkRoomText, talkTimeText } from '../../src/speakers/talk-text.ts';
import { markChange } from '../../src/speakers/update-sent-messages.ts';
import {
  beHereOnStandby,
  beLate,
  checkInTo,
  isLateRange,
  nextOf,
  recordSignOfLife,
  talksOf,
} from './attend.ts';

type Clear = Exclude<SpeakerText, { kind: 'ok' | 'other' }>;

export const speakersSms: SmsHandlers = {
  async handleSms(sms, deps) {
    const said = readSpeakerText(sms.text);
    // `OK` may be meant for a page: it is confirmed below, and the page's codes are named beside it.
    if (said.kind === 'ok' || said.kind === 'other') return undefined;
    const talks = await talksOf(sms.person.id, deps);
    if (!talks) return undefined;
    const session = nextOf(talks, sms.now);
    if (session) return await done(said as Clear, session, sms, deps);
    const isNoted = said.kind === 'here' && (await beHereOnStandby(sms.person, sms, deps));
    return sms.t(isNoted ? 'speakers.standby.hereNoted' : 'speakers.text.noTalk');
  },
  /** Whatever a speaker writes, they live. */
  async onUnmatchedSms(sms, deps) {
    const talks = await talksOf(sms.person.id, deps);
    if (!talks) return [];
    const { t, now } = sms;
    const session = nextOf(talks, now);
    if (session) await recordSignOfLife(session, sms, deps);
    if (readSpeakerText(sms.text).kind === 'ok') {
      if (await confirm(sms, deps)) return [t('speakers.text.confirmed')];
      return session ? [t('speakers.text.seen')] : [];
    }
    if (!session) return [];
    const when =
      milliseconds(session.start) > now.epochMilliseconds
        ? talkTimeText(session.start, sms)
        : t('speakers.text.now');
    const place = { title: titleOf(session), when, room: talkRoomText(session.room, t) };
    return [`${t('speakers.text.nobodyReads', place)} ${t('speakers.sms.checkIn')}`];
  },
};

const titleOf = (session: Session): string => truncate(session.title, 60);

async function done(said: Clear, session: Session, sms: InboundSms, deps: Deps): Promise<string> {
  const { t, person } = sms;
  const title = titleOf(session);
  if (said.kind === 'late') {
    const { minutes } = said;
    if (minutes === undefined || !isLateRange(minutes)) return t('speakers.text.lateHow');
    await beLate(session, minutes, sms, deps);
    return t('speakers.text.late', { minutes, title });
  }
  if (said.kind === 'help') {
    if (said.words === '') return t('speakers.text.helpHow');
    await askHelp(session, said.words, sms, deps, sms.id);
    return t('speakers.text.help', { room: talkRoomText(session.room, t) });
  }
  await checkInTo(session, person, sms, deps);
  return t('speakers.text.here', { title });
}

async function confirm({ person, now }: InboundSms, deps: Deps): Promise<boolean> {
  const read = async () => [...(await readPersonsAttendance(deps, person.id)).values()];
  const before = await read();
  const confirmed = await withOptimisticRetry(deps.store, async () => {
    const change = confirmByText(await read(), now);
    return { change, result: change !== undefined };
  });
  if (!confirmed) return false;
  const open = before.flatMap(({ value }) => value.notices.filter((one) => !one.confirmedAt && one.posted));
  const reads = await read();
  for (const notice of new Set(open.map((one) => one.id))) await markChange(reads, notice, person, deps);
  return true;
}
