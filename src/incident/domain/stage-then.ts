/**
 * What the stage clock had been told by an instant: which sessions had begun or ended, and when, without what was
 * taken back later. Times in milliseconds since 1970.
 */
import { z } from 'zod';
import { clockUndone, sessionEnded, sessionStarted } from '../../agenda/domain/facts.ts';
import type { Recorded } from '../../core/commit.ts';
import { milliseconds } from '../../core/instant.ts';

export interface Told {
  readonly start?: number;
  readonly end?: number;
}

const Pressed = z.object({ press: z.string() });

/** By the session's code. @param facts - in the ledger's order, up to today */
export function toldByStage(facts: readonly Recorded[]): ReadonlyMap<string, Told> {
  const undone = new Set(
    facts.flatMap(({ name, data }) => (name === clockUndone.name ? [Pressed.parse(data).press] : [])),
  );
  const told = new Map<string, Told>();
  for (const { name, data } of facts) {
    if (name === sessionStarted.name) {
      const { session, start, press } = sessionStarted.schema.parse(data);
      if (!undone.has(press)) told.set(session, { ...told.get(session), start: milliseconds(start) });
    }
    if (name === sessionEnded.name) {
      const { session, end, press } = sessionEnded.schema.parse(data);
      if (!undone.has(press)) told.set(session, { ...told.get(session), end: milliseconds(end) });
    }
  }
  return told;
}
