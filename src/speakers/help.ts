/** A speaker needs somebody: pages whoever is on shift in the room, in the speaker's own words. */
import type { Asking } from '../command.ts';
import type { Deps } from '../deps.ts';
import type { Session } from '../domain/agenda/session.ts';
import { due } from '../domain/commit.ts';
import { instantText } from '../domain/instant.ts';
import { openPageJob } from '../domain/paging/jobs.ts';
import { helpAsked, ofTalk } from '../domain/speakers/facts.ts';
import { bold, clip, escape } from '../slack-text.ts';

/** Answers what the speaker is told. */
export async function askHelp(
  session: Session,
  words: string,
  by: Asking,
  deps: Pick<Deps, 'store'>,
): Promise<string> {
  const { person, now, event, t } = by;
  const talk = { session: session.code, person: person.id };
  const origin = `help:${session.code}:${person.id}:${instantText(now)}`;
  const target =
    session.room === ''
      ? { kind: 'oncall' as const, name: '' }
      : { kind: 'room' as const, name: session.room };
  const message = `${clip(words.trim(), 500)} (${person.name}, ${session.code} ${clip(session.title, 80)})`;
  await deps.store.commit({
    facts: [ofTalk(helpAsked, now, person.id, talk)],
    jobs: [
      due(openPageJob, `open-page:${origin}`, now, {
        target,
        critical: false,
        message,
        author: person.id,
        origin,
      }),
    ],
  });
  const room = session.room === '' ? event.name : session.room;
  return `${t('speakers.help.asked', { room: bold(room) })}\n> ${escape(clip(words.trim(), 500)).replaceAll('\n', '\n> ')}`;
}
