/** A made-up programme of any size, for the benchmarks. */
import type { Session } from '../src/agenda/domain/session.ts';

/** The first session's, in milliseconds since 1970. */
export const START = Date.UTC(2019, 5, 5, 8);
/** Each has talks back to back. */
export const ROOMS = 10;

const at = (minutes: number) => `${new Date(START + minutes * 60_000).toISOString().slice(0, 19)}Z`;

/** Ten rooms, talks back to back, with abstracts as long as real ones. */
export const programme = (count: number): Session[] =>
  Array.from({ length: count }, (_, i) => ({
    code: '',
    guid: `${String(i).padStart(8, '0')}-0000-4000-8000-000000000000`,
    title: `Talk number ${i} about something that matters`,
    abstract: `What happened, why, and what was learned of it, number ${i}. `.repeat(8),
    speakers: [{ id: `speaker-${i % 700}`, name: `Speaker Number ${i % 700}` }],
    room: `Room ${i % ROOMS}`,
    track: `Track ${i % 7}`,
    start: at(Math.floor(i / ROOMS) * 30),
    end: at(Math.floor(i / ROOMS) * 30 + 30),
    state: 'scheduled' as const,
  }));
