/**
 * What waits for `Apply` or `Discard`. Everybody has at most one, bound to the version of the agenda that it
 * was made from; a followed feed has one of its own. `nonce` tells a button of an older preview.
 */

import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { type Change, document, put, recordFact, type Versioned } from '../../core/commit.ts';
import { InstantText, instantText } from '../../core/instant.ts';
import { Fills, previewChanged } from './facts.ts';
import type { ParsedAgenda } from './parsed.ts';
import { Session } from './session.ts';
import { Told } from './told.ts';

const Step = z.object({ before: Session, after: Session });

export const Preview = z.object({
  nonce: z.string(),
  /** The agenda's version that it was made from. */
  version: z.number().int().nonnegative(),
  madeAt: InstantText,
  /** Its owner has pressed `Apply`; a second organizer is asked. */
  awaitsSecond: z.literal(true).exactOptional(),
  what: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('import'),
      /** Checked by the parser that made it; as it was written by this program, it is read back as it is. */
      parsed: z.custom<ParsedAgenda>((value) => typeof value === 'object' && value !== null),
      url: z.string().exactOptional(),
      /** What was pasted, so that it can be read anew with other columns. */
      text: z.string().exactOptional(),
      told: Told.exactOptional(),
      /** Codes of the sessions for which the source shall win over a change by hand. */
      takeSource: z.array(z.string()),
    }),
    z.object({
      kind: z.literal('live'),
      how: z.enum(['delay', 'move', 'swap', 'cancel', 'restore', 'fill']),
      steps: z.array(Step),
      placed: Session.exactOptional(),
      fills: Fills.exactOptional(),
      reason: z.string().exactOptional(),
      /** The kinds of harm that it names, so that `Apply` is no answer to them. */
      harms: z.array(z.string()).exactOptional(),
    }),
    /** A file that does not tell enough; what was asked for is answered in a modal or by a button. */
    z.object({
      kind: z.literal('ask'),
      url: z.string().exactOptional(),
      text: z.string().exactOptional(),
      ...Told.shape,
      /** It is to be followed, not only imported. */
      everySeconds: z.number().int().positive().exactOptional(),
    }),
    z.object({ kind: z.literal('undo'), change: z.number().int() }),
  ]),
});
export type Preview = z.infer<typeof Preview>;

/** Its id is the person's, or `watch` for the followed feed. */
export const previewDocument = document({ name: 'agenda-preview', schema: Preview, schemaVersion: 1 });

export const WATCH_PREVIEW = 'watch';

interface By {
  readonly owner: string;
  readonly by: string;
  readonly now: Temporal.Instant;
}

const stated = ({ owner, by, now }: By, became: 'made' | 'discarded' | 'changed') =>
  recordFact(previewChanged, { at: now, by, about: [`preview:${owner}`], data: { of: owner, became } });

export function keepPreview(
  actor: By,
  old: Versioned<Preview> | undefined,
  made: Omit<Preview, 'madeAt'>,
): Change {
  return {
    put: [put(previewDocument, actor.owner, { ...made, madeAt: instantText(actor.now) }, old?.version ?? 0)],
    facts: [stated(actor, old?.value.nonce === made.nonce ? 'changed' : 'made')],
  };
}

/** Part of the commit that applies it, or all of the one that throws it away. */
export const dropPreview = (actor: By, old: Versioned<Preview>): Change => ({
  put: [put(previewDocument, actor.owner, null, old.version)],
  facts: [stated(actor, 'discarded')],
});
