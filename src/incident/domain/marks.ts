/** Messages that people marked for the timeline; edits and deletions of the message are followed. */
import type { Temporal } from 'temporal-polyfill';
import { type Change, put, recordFact, type Versioned } from '../../core/commit.ts';
import { instantText } from '../../core/instant.ts';
import { messageEdited, messageMarked, messageUnmarked } from './facts.ts';
import { type Incident, type Mark, markDocument } from './incident.ts';
import { ofIncident } from './privacy.ts';

/** The id of a message's mark: where the message is. */
export const sourceOf = (channel: string, ts: string): string => `${channel}:${ts}`;

/** Slack's `ts` is the time at which a message was written, in seconds since 1970. */
export const writtenAt = (ts: string, now: Temporal.Instant): string => {
  const milliseconds = Math.floor(Number(ts) * 1000);
  return Number.isFinite(milliseconds) && milliseconds > 0
    ? instantText(now.subtract({ milliseconds: now.epochMilliseconds - milliseconds }))
    : instantText(now);
};

export interface Message {
  readonly source: string;
  readonly author: string;
  readonly text: string;
  readonly written: string;
}

export function mark(
  incident: Incident,
  message: Message,
  known: Versioned<Mark> | undefined,
  by: string,
  now: Temporal.Instant,
): Change {
  if (known) return {};
  const { source, author, text, written } = message;
  return {
    put: [put(markDocument, source, { incident: incident.code, author, text, at: written, markedBy: by })],
    facts: [
      recordFact(messageMarked, {
        at: now,
        by,
        ...ofIncident(incident),
        data: { incident: incident.code, source, author, text, written },
      }),
    ],
  };
}

export function followMessage(
  incident: Incident,
  known: Versioned<Mark>,
  text: string,
  by: string,
  now: Temporal.Instant,
): Change {
  if (known.value.text === text) return {};
  return {
    put: [put(markDocument, known.id, { ...known.value, text }, known.version)],
    facts: [
      recordFact(messageEdited, {
        at: now,
        by,
        ...ofIncident(incident),
        data: { incident: incident.code, source: known.id, text },
      }),
    ],
  };
}

export const unmark = (
  incident: Incident,
  known: Versioned<Mark>,
  deleted: boolean,
  by: string,
  now: Temporal.Instant,
): Change => ({
  put: [put(markDocument, known.id, null, known.version)],
  facts: [
    recordFact(messageUnmarked, {
      at: now,
      by,
      ...ofIncident(incident),
      data: { incident: incident.code, source: known.id, deleted },
    }),
  ],
});
