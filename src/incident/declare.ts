/** Declaring: reads what is on, decides, commits. A command, a card's button, a modal and a drill all end here. */
import { createHash } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import { type Change, mergeChanges } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { type Match, matchByName } from '../core/match.ts';
import { withOptimisticRetry } from '../core/optimistic-retry.ts';
import { endsDrill, RUNNING, runningDrillDocument } from '../page/domain/drill.ts';
import { linkIncident } from '../page/domain/incident-link.ts';
import { isConfidential, pageDocument } from '../page/domain/page.ts';
import { guessKind, type Incident, type Kind, type Severity } from './domain/incident.ts';
import { firstResponders } from './domain/privacy.ts';
import { declare as decideDeclare } from './domain/transitions.ts';
import { snapshotOf } from './load.ts';
import { readAction, readIncident } from './read.ts';

export interface DeclareRequest {
  readonly title: string;
  readonly severity?: Severity | undefined;
  readonly room?: string | undefined;
  readonly kind?: Kind | undefined;
  readonly page?: string | undefined;
  readonly drill?: boolean;
  /** Asked for; some kinds are private without it. */
  readonly private?: boolean;
  /** Who may know of it besides whoever declares it; naming somebody makes it private. */
  readonly named?: readonly string[];
}

export async function declareIncident(
  asked: DeclareRequest,
  by: string,
  now: Temporal.Instant,
  deps: Pick<Deps, 'store' | 'sessions' | 'shifts' | 'events' | 'newId'>,
): Promise<Incident> {
  const request = await withoutForeignPage(asked, deps);
  const snapshot = await snapshotOf(request.room, now, deps);
  const kind = request.kind ?? guessKind(request.title);
  const { organizers } = await deps.events.settings();
  const responders = firstResponders({ ...request, kind, by }, organizers);
  const code = await newCode('incident', responders !== undefined, deps);
  return await withOptimisticRetry(deps.store, async () => {
    const { incident, change } = decideDeclare({ ...request, kind, code, snapshot, by, responders }, now);
    const [linked, running] = await Promise.all([
      linkPage(request.page, incident, { by, now }, deps),
      request.drill ? undefined : deps.store.get(runningDrillDocument, RUNNING),
    ]);
    return { change: mergeChanges(change, linked, endsDrill(running, now)), result: incident };
  });
}

const PREFIX = { incident: 'I', action: 'A' } as const;

/**
 * The next code. That of a private thing is a number by chance among 900,000, out of the row: a gap in the
 * row would tell that there is something.
 */
export async function newCode(
  what: keyof typeof PREFIX,
  hidden: boolean,
  { store, newId }: Pick<Deps, 'store' | 'newId'>,
): Promise<string> {
  if (!hidden) return `${PREFIX[what]}${await store.next(what)}`;
  for (;;) {
    const number = 100_000 + (createHash('sha256').update(newId()).digest().readUInt32BE() % 900_000);
    const code = `${PREFIX[what]}${number}`;
    const taken =
      what === 'incident'
        ? await readIncident(code, 'responders', { store })
        : await readAction(code, 'responders', { store });
    if (!taken) return code;
  }
}

/** A page of a private incident is of no other one: what named it all the same is declared without it. */
async function withoutForeignPage(
  request: DeclareRequest,
  { store }: Pick<Deps, 'store'>,
): Promise<DeclareRequest> {
  const page = request.page === undefined ? undefined : await store.get(pageDocument, request.page);
  if (!page || !isConfidential(page.value)) return request;
  const { page: _, ...rest } = request;
  return rest;
}

/**
 * What belongs into the commit that makes a page part of an incident; nothing where there is none, or where it
 * is a private one's.
 */
export async function linkPage(
  code: string | undefined,
  incident: Incident,
  who: { readonly by: string; readonly now: Temporal.Instant },
  { store }: Pick<Deps, 'store'>,
): Promise<Change | undefined> {
  const page = code === undefined ? undefined : await store.get(pageDocument, code);
  if (!page || (isConfidential(page.value) && page.value.incident !== incident.code)) return undefined;
  return linkIncident(page, incident, who);
}

type Places = Pick<Deps, 'sessions' | 'shifts' | 'events'>;

/** The room that is meant, by its name or any of its other names. */
export async function matchRoom(typed: string, deps: Places): Promise<Match<string>> {
  const { rooms } = await deps.events.settings();
  const others = (name: string) => rooms.find((one) => one.name === name)?.aliases ?? [];
  return matchByName(typed, await roomNames(deps), (name) => [name, ...others(name)]);
}

/** The rooms that people may mean: the agenda's, the settings' and the rota's. */
export async function roomNames({ sessions, shifts, events }: Places): Promise<string[]> {
  const names = new Set((await events.settings()).rooms.map((room) => room.name));
  for (const { value } of (await sessions.read()).values()) if (value.room) names.add(value.room);
  for (const { value } of (await shifts.read()).values()) if (value.room) names.add(value.room);
  return [...names].sort();
}
