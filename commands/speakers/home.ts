/** The speakers' part of App Home, and what `/speakers` shows a speaker: their own next talks. */

import type { Session } from '../../src/agenda/domain/session.ts';
import { isOrganizer } from '../../src/callboard/domain/event.ts';
import type { HomePart, RequestContext } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { milliseconds } from '../../src/core/instant.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { boardCount, boardRows } from '../../src/speakers/board-model.ts';
import { attendanceId } from '../../src/speakers/domain/attendance.ts';
import { sessionsOfSpeaker } from '../../src/speakers/domain/link.ts';
import { type ReadSpeakers, readMeets, readSpeakers } from '../../src/speakers/load.ts';
import { glance, type OwnTalk, talkBlocks, talksMessage } from './home-view.ts';

const SHOWN = 3;
const HOURS_AHEAD = 4;

type Who = Omit<RequestContext, 'trigger'>;

async function ownOf(
  { person, now }: Pick<Who, 'person' | 'now'>,
  all: ReadSpeakers,
  deps: Deps,
): Promise<OwnTalk[]> {
  const coming = sessionsOfSpeaker(person.id, all.sessions, all.links).filter(
    (session) => session.state === 'scheduled' && milliseconds(session.end) > now.epochMilliseconds,
  );
  return await Promise.all(
    coming.slice(0, SHOWN).map(async (session: Session) => ({
      session,
      meets: await readMeets(deps, session, person),
      attendance: all.records.get(attendanceId(session.code, person.id)),
    })),
  );
}

/** Undefined for who has no talk ahead. */
export async function ownTalks(request: Who, deps: Deps): Promise<Message | undefined> {
  const talks = await ownOf(request, await readSpeakers(deps), deps);
  return talks.length > 0 ? talksMessage(talks, request) : undefined;
}

export async function speakersHome(request: Who, deps: Deps): Promise<HomePart> {
  const all = await readSpeakers(deps);
  const talks = await ownOf(request, all, deps);
  const soon = request.now.epochMilliseconds + HOURS_AHEAD * 3_600_000;
  const rows = boardRows({ ...all, now: request.now }).filter(
    ({ session, over }) => !over && milliseconds(session.start) <= soon,
  );
  const organizer = isOrganizer(request.event, request.person.id);
  return {
    mine: talkBlocks(talks, request),
    event: organizer ? glance(boardCount(rows), HOURS_AHEAD, request.t) : [],
  };
}
