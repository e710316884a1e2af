/**
 * What people mark in an incident's thread: with :pushpin:, or with the shortcut `Add to timeline`. Edits and
 * deletions of a marked message are followed. Nothing is kept of a message that nobody marked.
 */

import { includes, leastFor } from '../../src/callboard/domain/permission.ts';
import type { Person } from '../../src/callboard/domain/person.ts';
import type { Shortcut, SlackEvent } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { loadPermission } from '../../src/core/permission.ts';
import { RIGHTS } from '../../src/core/rights.ts';
import { withoutShares } from '../../src/core/share-like.ts';
import {
  type Incident,
  incidentCardDocument,
  privatePlaceDocument,
} from '../../src/incident/domain/incident.ts';
import { followMessage, mark, sourceOf, unmark, writtenAt } from '../../src/incident/domain/marks.ts';
import type { Viewer } from '../../src/incident/domain/privacy.ts';
import { readIncident, readIncidents, readMark } from '../../src/incident/read.ts';
import { quotedName } from '../../src/incident/words.ts';
import { escape, joined, mrkdwn, truncate } from '../../src/slack/mrkdwn.ts';

const PIN = 'pushpin';
/** A timeline is read: a long message is kept to its beginning. */
const MAX_TEXT_LENGTH = 1000;

/** A share that somebody wrote into the thread gets no further by it. */
const kept = (text: string): string => truncate(withoutShares(text), MAX_TEXT_LENGTH);

/** The incident whose thread this is, or whose channel as a private one has it. */
async function incidentOf(
  channel: string,
  thread: string | undefined,
  viewer: Viewer,
  deps: Deps,
): Promise<Incident | undefined> {
  const [card] =
    thread === undefined ? [] : await deps.store.find(incidentCardDocument, `thread:${channel}:${thread}`);
  const place = card ?? (await deps.store.find(privatePlaceDocument, `channel:${channel}`))[0];
  return place && (await readIncident(place.value.incident, viewer, deps))?.value;
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
    const known = (await readMark(source, 'responders', deps))?.mark;
    const message = { source, author, text: kept(text), written: writtenAt(ts, now) };
    return { change: mark(incident, message, known, by, now), result: undefined };
  });
}

/** What became of a message that may be marked. */
async function changed(slackEvent: SlackEvent, deps: Deps): Promise<void> {
  const now = deps.clock.now();
  await withOptimisticRetry(deps.store, async () => {
    const source = sourceOf(slackEvent.channel, slackEvent.ts);
    // Whoever could edit or unmark it in Slack has seen it there.
    const known = await readMark(source, 'responders', deps);
    if (!known) return { result: undefined };
    const { mark: marked, incident } = known;
    const change =
      slackEvent.kind === 'message-edited'
        ? followMessage(incident, marked, kept(slackEvent.text), slackEvent.user, now)
        : unmark(incident, marked, slackEvent.kind === 'message-deleted', slackEvent.user, now);
    return { change, result: undefined };
  });
}

/** A mark by who may not is no mark, and nobody else's mark goes with it. */
async function mayPin(user: string, deps: Deps): Promise<Person | undefined> {
  const [person, event] = await Promise.all([deps.directory.person(user), deps.events.settings()]);
  const right = RIGHTS['/incident'].reactions[PIN];
  if (person === undefined) return undefined;
  return includes(await loadPermission(person, event, deps), leastFor(right)) ? person : undefined;
}

export async function onIncidentEvent(slackEvent: SlackEvent, deps: Deps): Promise<void> {
  if (slackEvent.direct || slackEvent.kind === 'message') return;
  if (slackEvent.kind === 'message-edited' || slackEvent.kind === 'message-deleted')
    return await changed(slackEvent, deps);
  const person = slackEvent.reaction === PIN ? await mayPin(slackEvent.user, deps) : undefined;
  if (!person) return;
  if (slackEvent.kind === 'reaction-removed') return await changed(slackEvent, deps);
  const incident = await incidentOf(slackEvent.channel, slackEvent.thread, person, deps);
  if (!incident || slackEvent.text === '') return;
  const { channel, ts, text, user, author = user } = slackEvent;
  await pin(incident, { channel, ts, text, author, by: user }, deps);
}

/** Works on any message: in a thread it is that incident's, elsewhere the one incident that is open. */
export const timelineShortcut: Shortcut = {
  async run({ at, text, author, thread, person, t }, deps) {
    if (!at) return undefined;
    const open = (await readIncidents('open', person, deps)).map(({ value }) => value);
    const incident =
      (await incidentOf(at.channel, thread, person, deps)) ?? (open.length === 1 ? open[0] : undefined);
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
