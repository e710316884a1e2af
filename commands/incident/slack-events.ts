/**
 * What people mark in an incident's thread: with :pushpin:, or with the shortcut `Add to timeline`. Edits and
 * deletions of a marked message are followed. Nothing is kept of a message that nobody marked.
 */

import { includes, leastFor } from '../../src/callboard/domain/permission.ts';
import type { Shortcut, SlackEvent } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { loadPermission } from '../../src/core/permission.ts';
import { RIGHTS } from '../../src/core/rights.ts';
import {
  type Incident,
  incidentCardDocument,
  incidentDocument,
  markDocument,
} from '../../src/incident/domain/incident.ts';
import { followMessage, mark, sourceOf, unmark, writtenAt } from '../../src/incident/domain/marks.ts';
import { openIncidents } from '../../src/incident/load.ts';
import { quotedName } from '../../src/incident/words.ts';
import { escape, joined, mrkdwn, truncate } from '../../src/slack/mrkdwn.ts';

const PIN = 'pushpin';
/** A timeline is read: a long message is kept to its beginning. */
const MAX_TEXT_LENGTH = 1000;

/** The incident whose thread this is; a message of no thread may itself be a card. */
async function incidentOf(
  channel: string,
  thread: string | undefined,
  deps: Deps,
): Promise<Incident | undefined> {
  if (thread === undefined) return undefined;
  const [card] = await deps.store.find(incidentCardDocument, `thread:${channel}:${thread}`);
  return card && (await deps.store.get(incidentDocument, card.value.incident))?.value;
}

interface Pinned {
  readonly channel: string;
  readonly ts: string;
  readonly text: string;
  readonly author: string;
  readonly by: string;
}

async function pin(incident: Incident, { channel, ts, text, author, by }: Pinned, deps: Deps): Promise<void> {
  const source = sourceOf(channel, ts);
  const now = deps.clock.now();
  await withOptimisticRetry(deps.store, async () => {
    const known = await deps.store.get(markDocument, source);
    const message = { source, author, text: truncate(text, MAX_TEXT_LENGTH), written: writtenAt(ts, now) };
    return { change: mark(incident, message, known, by, now), result: undefined };
  });
}

/** What became of a message that may be marked. */
async function changed(slackEvent: SlackEvent, deps: Deps): Promise<void> {
  const now = deps.clock.now();
  await withOptimisticRetry(deps.store, async () => {
    const known = await deps.store.get(markDocument, sourceOf(slackEvent.channel, slackEvent.ts));
    const incident = known && (await deps.store.get(incidentDocument, known.value.incident))?.value;
    if (!known || !incident) return { result: undefined };
    const change =
      slackEvent.kind === 'message-edited'
        ? followMessage(incident, known, truncate(slackEvent.text, MAX_TEXT_LENGTH), slackEvent.user, now)
        : unmark(incident, known, slackEvent.kind === 'message-deleted', slackEvent.user, now);
    return { change, result: undefined };
  });
}

/** A mark by who may not is no mark, and nobody else's mark goes with it. */
async function mayPin(user: string, deps: Deps): Promise<boolean> {
  const [person, event] = await Promise.all([deps.directory.person(user), deps.events.settings()]);
  const right = RIGHTS['/incident'].reactions[PIN];
  return person !== undefined && includes(await loadPermission(person, event, deps), leastFor(right));
}

export async function onIncidentEvent(slackEvent: SlackEvent, deps: Deps): Promise<void> {
  if (slackEvent.direct || slackEvent.kind === 'message') return;
  if (slackEvent.kind === 'message-edited' || slackEvent.kind === 'message-deleted')
    return await changed(slackEvent, deps);
  if (slackEvent.reaction !== PIN || !(await mayPin(slackEvent.user, deps))) return;
  if (slackEvent.kind === 'reaction-removed') return await changed(slackEvent, deps);
  const incident = await incidentOf(slackEvent.channel, slackEvent.thread, deps);
  if (!incident || slackEvent.text === '') return;
  const { channel, ts, text, user, author = user } = slackEvent;
  await pin(incident, { channel, ts, text, author, by: user }, deps);
}

/** Works on any message: in a thread it is that incident's, elsewhere the one incident that is open. */
export const timelineShortcut: Shortcut = {
  async run({ at, text, author, thread, person, t }, deps) {
    if (!at) return undefined;
    const open = (await openIncidents(deps)).map(({ value }) => value);
    const incident =
      (await incidentOf(at.channel, thread, deps)) ?? (open.length === 1 ? open[0] : undefined);
    if (!incident)
      throw new UserError('incident.whichTimeline', {
        open:
          joined(
            open.map((one) => escape(one.code)),
            ', ',
          ) || mrkdwn`–`,
      });
    await pin(incident, { ...at, text, author, by: person.id }, deps);
    return { text: t('incident.marked', { incident: quotedName(incident, t) }) };
  },
};
