/**
 * What people mark in an incident's thread: with :pushpin:, or with the shortcut `Add to timeline`. Edits and
 * deletions of a marked message are followed. Nothing is kept of a message that nobody marked.
 */
import type { Heard, Shortcut } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { decide } from '../../src/core/optimistic-retry.ts';
import {
  type Incident,
  incidentCardDocument,
  incidentDocument,
  markDocument,
} from '../../src/incident/domain/incident.ts';
import { follow, mark, sourceOf, unmark, writtenAt } from '../../src/incident/domain/marks.ts';
import { openIncidents } from '../../src/incident/load.ts';
import { named } from '../../src/incident/words.ts';
import { clip } from '../../src/slack/mrkdwn.ts';

const PIN = 'pushpin';
/** A timeline is read: a long message is kept to its beginning. */
const LONGEST = 1000;

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
  await decide(deps.store, async () => {
    const known = await deps.store.get(markDocument, source);
    const message = { source, author, text: clip(text, LONGEST), written: writtenAt(ts, now) };
    return { change: mark(incident, message, known, by, now), result: undefined };
  });
}

/** What became of a message that may be marked. */
async function changed(heard: Heard, deps: Deps): Promise<void> {
  const now = deps.clock.now();
  await decide(deps.store, async () => {
    const known = await deps.store.get(markDocument, sourceOf(heard.channel, heard.ts));
    const incident = known && (await deps.store.get(incidentDocument, known.value.incident))?.value;
    if (!known || !incident) return { result: undefined };
    const change =
      heard.kind === 'message-edited'
        ? follow(incident, known, clip(heard.text, LONGEST), heard.user, now)
        : unmark(incident, known, heard.kind === 'message-deleted', heard.user, now);
    return { change, result: undefined };
  });
}

export async function hears(heard: Heard, deps: Deps): Promise<void> {
  if (heard.direct || heard.kind === 'message') return;
  if (heard.kind === 'message-edited' || heard.kind === 'message-deleted') return await changed(heard, deps);
  if (heard.reaction !== PIN) return;
  if (heard.kind === 'reaction-removed') return await changed(heard, deps);
  const incident = await incidentOf(heard.channel, heard.thread, deps);
  if (!incident || heard.text === '') return;
  const { channel, ts, text, user, author = user } = heard;
  await pin(incident, { channel, ts, text, author, by: user }, deps);
}

/** Works on any message: in a thread it is that incident's, elsewhere the one incident that is open. */
export const timelineShortcut: Shortcut = {
  may: 'anyone',
  async run({ at, text, author, thread, person, t }, deps) {
    if (!at) return undefined;
    const open = (await openIncidents(deps)).map(({ value }) => value);
    const incident =
      (await incidentOf(at.channel, thread, deps)) ?? (open.length === 1 ? open[0] : undefined);
    if (!incident)
      throw new UserError('incident.whichTimeline', { open: open.map((one) => one.code).join(', ') || '–' });
    await pin(incident, { ...at, text, author, by: person.id }, deps);
    return { text: t('incident.marked', { incident: named(incident) }) };
  },
};
