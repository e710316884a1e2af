/** What incident decisions and views read: the incident that is meant, what is on in its room, its facts. */

import type { Temporal } from 'temporal-polyfill';
import type { Session } from '../agenda/domain/session.ts';
import type { Recorded, Versioned } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { UserError } from '../core/errors.ts';
import { milliseconds } from '../core/instant.ts';
import { isConfidential, type Page, pageDocument, pageNumber } from '../page/domain/page.ts';
import { onShift } from '../rota/domain/on-shift.ts';
import { code, joined, quoted, truncate } from '../slack/mrkdwn.ts';
import type { Incident, Snapshot } from './domain/incident.ts';
import type { Viewer } from './domain/privacy.ts';
import { pagesIn } from './domain/timeline.ts';
import { factsAbout, readIncident, readIncidents } from './read.ts';

const NEXT = 3;
/** What is next is shown for so many hours ahead: it tells how many minutes are left. */
const AHEAD_MS = 4 * 3_600_000;

export const isIncidentCode = (word: string): boolean => /^i\d+$/i.test(word);

/** `I2`, however it is written. The refusal is one for what is not there and for what is not theirs to see. */
export async function findIncident(
  typed: string,
  viewer: Viewer,
  deps: Pick<Deps, 'store'>,
): Promise<Versioned<Incident>> {
  const found = isIncidentCode(typed) ? await readIncident(typed.toUpperCase(), viewer, deps) : undefined;
  if (found) return found;
  const open = joined(
    (await readIncidents('open', viewer, deps)).map(({ value }) => code(value.code)),
    ', ',
  );
  throw open
    ? new UserError('incident.unknown', { typed: quoted(truncate(typed, 50)), open })
    : new UserError('incident.unknownNoneOpen', { typed: quoted(truncate(typed, 50)) });
}

const brief = ({ code, title, start, end }: Session) => ({ code, title, start, end });

/** What is on, what is next and who is on shift: in a room, or everywhere where none is named. */
export async function snapshotOf(
  room: string | undefined,
  now: Temporal.Instant,
  { sessions, shifts }: Pick<Deps, 'sessions' | 'shifts'>,
): Promise<Snapshot> {
  const ms = now.epochMilliseconds;
  const all = [...(await sessions.read()).values()]
    .map(({ value }) => value)
    .filter((session) => session.state === 'scheduled' && (room === undefined || session.room === room))
    .sort((a, b) => a.start.localeCompare(b.start));
  const on = all.filter((session) => milliseconds(session.start) <= ms && milliseconds(session.end) > ms);
  const next = all.filter(
    (session) => milliseconds(session.start) > ms && milliseconds(session.start) - ms < AHEAD_MS,
  );
  const everyone = [...(await shifts.read()).values()].map(({ value }) => value);
  const people = onShift(everyone, now, room === undefined ? {} : { room });
  return {
    onStage: on.slice(0, NEXT).map(brief),
    next: next.slice(0, NEXT).map(brief),
    onShift: [...new Set(people.map(({ assignment }) => assignment.person))].slice(0, 20),
  };
}

/** The pages that are part of it, oldest first. */
export async function pagesOf(incident: string, { store }: Pick<Deps, 'store'>): Promise<Page[]> {
  const pages = await store.find(pageDocument, `incident:${incident}`);
  return pages.map(({ value }) => value).sort((a, b) => pageNumber(a.code) - pageNumber(b.code));
}

/** The ledger's facts that may belong to it: its own, its pages', and those of its room. Some may be double. */
export async function factsOf(incident: Incident, { store }: Pick<Deps, 'store'>): Promise<Recorded[]> {
  const own = await factsAbout(incident, { store });
  const references = [
    ...pagesIn(incident, own).map((page) => `page:${page}`),
    ...(incident.room !== undefined ? [`room:${incident.room}`] : []),
  ];
  const facts = (await Promise.all(references.map((about) => store.facts({ about })))).flat();
  const hidden = await confidentialAmong(facts, incident, { store });
  const known = facts.filter(({ about }) => !about.some((one) => hidden.has(one)));
  return [...new Map([...own, ...known].map((fact) => [fact.id, fact])).values()];
}

/** References of the pages in these facts that belong to a private incident, and not to this one. */
async function confidentialAmong(
  facts: readonly Recorded[],
  incident: Incident,
  { store }: Pick<Deps, 'store'>,
): Promise<ReadonlySet<string>> {
  const codes = facts.flatMap(({ about }) =>
    about.filter((one) => one.startsWith('page:')).map((one) => one.slice('page:'.length)),
  );
  const pages = await store.getMany(pageDocument, [...new Set(codes)]);
  return new Set(
    pages.flatMap((page) =>
      page && isConfidential(page.value) && page.value.incident !== incident.code ? [`page:${page.id}`] : [],
    ),
  );
}

/** Names by person id, for views. What is no person (a part of Callboard, an alert's source) stays as it is. */
export async function namesOf(
  ids: readonly string[],
  { directory }: Pick<Deps, 'directory'>,
): Promise<ReadonlyMap<string, string>> {
  const people = await Promise.all(
    [...new Set(ids)].map(async (id) => [id, await directory.person(id)] as const),
  );
  return new Map(people.map(([id, person]) => [id, person?.name ?? id]));
}

/** The zone and language that everybody of the event shares, for what all of them read. */
export async function shared({ events }: Pick<Deps, 'events'>) {
  const event = await events.settings();
  return { event, zone: event.zone, locale: event.language };
}
