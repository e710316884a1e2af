/**
 * A table of speakers that somebody handed in, kept until they press `Apply` or `Discard`. Everybody has at most
 * one. It remembers the links that were shown: where the agenda, the links or the people have changed so that it
 * would do something else by now, it is shown anew instead of applied.
 */
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { type Change, document, put, recordFact, type Versioned } from '../../core/commit.ts';
import { InstantText, instantText } from '../../core/instant.ts';
import { speakerTableEnded, speakerTableRead } from './facts.ts';
import { type Finding, linkTargetKey, type ToLink, toLink } from './link-table.ts';
import { SpeakerRow } from './speaker-row.ts';

export const SpeakerTable = z.object({
  /** Tells a button of an older preview. */
  nonce: z.string(),
  at: InstantText,
  rows: z.array(SpeakerRow),
  /** What was shown: the speaker, and the person or the number that they would be linked to. */
  shown: z.array(z.object({ speaker: z.string(), to: z.string() })),
});
export type SpeakerTable = z.infer<typeof SpeakerTable>;

/** Its id is the person's who handed it in. It is full of addresses and numbers, so it is sealed, and goes with its answer. */
export const speakerTableDocument = document({
  name: 'speaker-table',
  schema: SpeakerTable,
  schemaVersion: 1,
  sealed: true,
});

interface By {
  /** A person's id. */
  readonly owner: string;
  readonly now: Temporal.Instant;
}

const shownOf = (links: readonly ToLink[]): SpeakerTable['shown'] =>
  links.map(({ speaker, to }) => ({ speaker: speaker.id, to: linkTargetKey(to) }));

/** Keeps what was read and what it would do, in place of what the same person handed in before. */
export function keepTable(
  { owner, now }: By,
  old: Versioned<SpeakerTable> | undefined,
  made: Pick<SpeakerTable, 'nonce' | 'rows'>,
  findings: readonly Finding[],
): Change {
  const shown = shownOf(toLink(findings));
  const table: SpeakerTable = { ...made, at: instantText(now), shown };
  return {
    put: [put(speakerTableDocument, owner, table, old?.version ?? 0)],
    facts: [
      recordFact(speakerTableRead, {
        at: now,
        by: owner,
        about: ['speakers'],
        data: { of: owner, rows: table.rows.length, links: shown.length },
      }),
    ],
  };
}

/** Whether it would link what was shown, and nothing else. */
export function isAsShown({ shown }: SpeakerTable, findings: readonly Finding[]): boolean {
  const text = (links: SpeakerTable['shown']) =>
    JSON.stringify(links.map(({ speaker, to }) => [speaker, to]));
  return text(shown) === text(shownOf(toLink(findings)));
}

/** Part of the commit that applies it, or all of the one that throws it away. */
export const endTable = (
  { owner, now }: By,
  old: Versioned<SpeakerTable>,
  how: 'applied' | 'discarded',
): Change => ({
  put: [put(speakerTableDocument, owner, null, old.version)],
  facts: [
    recordFact(speakerTableEnded, {
      at: now,
      by: owner,
      about: ['speakers'],
      data: { of: owner, how, links: how === 'applied' ? old.value.shown.length : 0 },
    }),
  ],
});
