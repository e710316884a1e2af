/** A runbook: what to do, step by step, where something of a kind has gone wrong. They come from the event file. */
import { z } from 'zod';
import { document, fact } from '../../core/commit.ts';
import { plain } from '../../core/match.ts';
import { Kind } from './incident.ts';
import { fitsPlace, type RemedyPlace } from './remedy.ts';

export const Runbook = z.object({
  name: z.string(),
  /** It fits these kinds of incidents, and pages whose words are of such a kind. */
  kinds: z.array(Kind),
  /** It fits in these rooms alone; anywhere where none is named. */
  rooms: z.array(z.string()),
  /** It fits what an alert with one of these labels opened. */
  alerts: z.record(z.string(), z.string()),
  /** Markdown, as it was written. */
  text: z.string(),
  /** Its place in the event file: of two that fit alike the first is offered. */
  place: z.number().int().nonnegative(),
});
export type Runbook = z.infer<typeof Runbook>;

/** Its id is its name in lower case, without accents and with dashes. */
export const runbookDocument = document({ name: 'runbook', schema: Runbook, schemaVersion: 1 });

/** An event file was applied that has it otherwise than it was, or has it no more. */
export const runbookChanged = fact('runbook.changed', z.object({ runbook: z.string() }));

export const runbookId = (name: string): string => plain(name).replaceAll(' ', '-');

/** What is known of an incident or a page, to find what fits it. */
export interface RunbookNeed extends RemedyPlace {
  /** Its title or its message. */
  readonly words: string;
}

/** How well it fits, from 1; 0 is not at all. An alert's label says more than a room, and a room more than a kind. */
function fitness(runbook: Runbook, need: RunbookNeed): number {
  if (!fitsPlace(runbook, need)) return 0;
  const { name, kinds, rooms, alerts } = runbook;
  const hasLabels = Object.keys(alerts).length > 0;
  const byLabel = hasLabels && fitsPlace({ kinds: [], rooms: [], alerts }, need);
  const said = new Set(plain(need.words).split(' '));
  const own = plain(name).split(' ');
  const share = own.filter((word) => said.has(word)).length / own.length;
  return 1 + (byLabel ? 16 : 0) + (rooms.length > 0 ? 8 : 0) + (kinds.includes(need.kind) ? 4 : 0) + share;
}

/** The runbooks that fit, the best first. One that names no kind, room or label fits nothing by itself. */
export const fittingRunbooks = (runbooks: readonly Runbook[], need: RunbookNeed): Runbook[] =>
  runbooks
    .map((runbook) => ({ runbook, fits: fitness(runbook, need) }))
    .filter(({ fits }) => fits > 0)
    .sort((a, b) => b.fits - a.fits || a.runbook.place - b.runbook.place)
    .map(({ runbook }) => runbook);
