/** A speaker who writes to the bot lives: their reminder counts as seen, and they are told who reads this. */
import type { Heard } from '../../src/command.ts';
import { decide } from '../../src/decide.ts';
import type { Deps } from '../../src/deps.ts';
import { milliseconds } from '../../src/domain/instant.ts';
import { attendanceDocument, attendanceId } from '../../src/domain/speakers/attendance.ts';
import { linksById, sessionsOf, speakerLinkDocument } from '../../src/domain/speakers/link.ts';
import { hear } from '../../src/domain/speakers/sign.ts';
import { translator } from '../../src/i18n/index.ts';
import { markReminder } from '../../src/speakers/mark.ts';
import { localeFor, readSessions } from '../../src/speakers/read.ts';
import { answerMessage } from './home-view.ts';

/** From so long before the talk on, an answer with the buttons of the check-in is of help. */
const NEAR_MILLISECONDS = 24 * 3_600_000;

export async function hears(heard: Heard, deps: Deps): Promise<void> {
  if (heard.kind !== 'message' || !heard.direct) return;
  const found = await deps.store.find(speakerLinkDocument, `person:${heard.user}`);
  if (found.length === 0) return;
  const now = deps.clock.now();
  const links = linksById(found.map((one) => one.value));
  const session = sessionsOf(heard.user, await readSessions(deps), links).find(
    (one) => one.state === 'scheduled' && milliseconds(one.end) > now.epochMilliseconds,
  );
  if (!session) return;
  const talk = { session: session.code, person: heard.user };
  const id = attendanceId(talk.session, talk.person);
  const isNews = await decide(deps.store, async () => {
    const change = hear(talk, await deps.store.get(attendanceDocument, id), now);
    return { change, result: change !== undefined };
  });
  const person = await deps.directory.person(heard.user);
  if (!isNews || !person) return;
  const read = await deps.store.get(attendanceDocument, id);
  if (read) await markReminder(read.value, session, person, deps);
  if (milliseconds(session.start) - now.epochMilliseconds > NEAR_MILLISECONDS) return;
  const t = translator(localeFor(person, await deps.events.settings()));
  await deps.chat.dm(heard.user, answerMessage(session, read?.value.checkedIn !== undefined, t));
}
