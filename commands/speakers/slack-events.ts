/** A speaker who writes to the bot lives: their reminder counts as seen, and they are told who reads this. */
import type { SlackEvent } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { milliseconds } from '../../src/core/instant.ts';
import { languageOf } from '../../src/i18n/index.ts';
import { attendanceDocument, attendanceId } from '../../src/speakers/domain/attendance.ts';

import { nextOf, recordSignOfLife, talksOf } from './attend.ts';
import { answerMessage } from './home-view.ts';

/** From so long before the talk on, an answer with the buttons of the check-in is of help. */
const NEAR_MILLISECONDS = 24 * 3_600_000;

export async function onSpeakerEvent(slackEvent: SlackEvent, deps: Deps): Promise<void> {
  if (slackEvent.kind !== 'message' || !slackEvent.direct) return;
  const now = deps.clock.now();
  const session = nextOf((await talksOf(slackEvent.user, deps)) ?? [], now);
  const person = session && (await deps.directory.person(slackEvent.user));
  if (!session || !person || !(await recordSignOfLife(session, { person, now }, deps))) return;
  if (milliseconds(session.start) - now.epochMilliseconds > NEAR_MILLISECONDS) return;
  const read = await deps.store.get(attendanceDocument, attendanceId(session.code, person.id));
  const t = languageOf(person, await deps.events.settings()).t;
  await deps.chat.dm(slackEvent.user, answerMessage(session, read?.value.checkedIn !== undefined, t));
}
