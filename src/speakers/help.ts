/** A speaker needs somebody: pages whoever is on shift in the room, in the speaker's own words. */

import type { Session } from '../agenda/domain/session.ts';
import type { RequestContext } from '../core/command.ts';
import { scheduleJob } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { openPageJob } from '../page/domain/jobs.ts';
import { truncate } from '../slack/mrkdwn.ts';
import { helpAsked, ofTalk } from './domain/facts.ts';

/** `once` names this cry for help among the speaker's: the same again opens no second page. */
export async function askHelp(
  session: Session,
  words: string,
  { person, now }: Pick<RequestContext, 'person' | 'now'>,
  deps: Pick<Deps, 'store'>,
  once: string,
): Promise<void> {
  const talk = { session: session.code, person: person.id };
  const origin = `help:${session.code}:${person.id}:${once}`;
  const target =
    session.room === ''
      ? { kind: 'oncall' as const, name: '' }
      : { kind: 'room' as const, name: session.room };
  const message = `${truncate(words.trim(), 500)} (${person.name}, ${session.code} ${truncate(session.title, 80)})`;
  await deps.store.commit({
    facts: [ofTalk(helpAsked, now, person.id, talk)],
    jobs: [
      scheduleJob(openPageJob, now, {
        target,
        critical: false,
        message,
        author: person.id,
        origin,
      }),
    ],
  });
}
