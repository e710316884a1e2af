/** Drills as they are begun, looked after and ended: their verb, their jobs and whatever is real share this. */
import { createHash } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import { type Change, mergeChanges, type Versioned } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { translator } from '../i18n/index.ts';
import { isDrill } from '../keys/domain/set.ts';
import { openCeremonies } from '../keys/find.ts';
import { resolvePage } from '../page/domain/answers.ts';
import { allAskable, peopleOfStep } from '../page/domain/context.ts';
import { RUNNING, runningDrillDocument } from '../page/domain/drill.ts';
import { isResolved, type Page, pageDocument, type Target } from '../page/domain/page.ts';
import { isQuiet } from '../page/domain/quiet-hours.ts';
import { loadPagingContext, type PagingContextDeps } from '../page/load.ts';
import { policyOf } from '../page/open.ts';
import { onShift } from '../rota/domain/on-shift.ts';
import { newCode } from './declare.ts';
import { type Drill, drillDocument } from './domain/drill.ts';
import { isOpen } from './domain/incident.ts';
import { beginDrill, type Ending, endDrill } from './domain/play-drill.ts';
import { startPostmortem } from './domain/postmortem.ts';
import { type Step, wordsIn } from './domain/scenario.ts';
import { declare, resolveIncident } from './domain/transitions.ts';
import { snapshotOf } from './load.ts';
import {
  endPracticeCeremonies,
  type KeysHindrance,
  keysHindrance,
  practiceHolders,
} from './practice-keys.ts';
import { readIncident, readIncidents, readPostmortem } from './read.ts';

export type DrillDeps = PagingContextDeps & Pick<Deps, 'store' | 'sessions' | 'guarded'>;

/** Why this is no moment for a drill. */
export type Hindrance =
  | { readonly why: 'drill' | 'page' | 'incident' | 'ceremony'; readonly code: string }
  | { readonly why: 'quiet' | 'nobody' }
  | { readonly why: KeysHindrance; readonly code: string };

/** The first thing that is real and not over: a page somebody waits for, or an incident. */
export async function realMatter({ store }: Pick<Deps, 'store'>): Promise<Hindrance | undefined> {
  const [pages, incidents] = await Promise.all([
    store.find(pageDocument, 'unresolved'),
    readIncidents('open', 'responders', { store }),
  ]);
  const page = pages.find(({ value }) => value.kind === 'page' && !value.drill);
  // A private one is as real, and nobody is told which it is.
  const incident = incidents.find(({ value }) => !value.drill);
  if (page) return { why: 'page', code: page.value.readers ? '' : page.id };
  return incident && { why: 'incident', code: incident.value.responders ? '' : incident.id };
}

/** Somebody waits for the shares of a real set: its holders must not wonder which of two cards is meant. */
async function realCeremony({ store }: Pick<Deps, 'store'>): Promise<Hindrance | undefined> {
  const real = (await openCeremonies({ store })).find(({ value }) => !isDrill(value.set));
  return real && { why: 'ceremony', code: real.id };
}

/** Whom a step's page is for. */
export function drillTarget(to: string, room: string | undefined): Target {
  if (to.startsWith('role:')) return { kind: 'role', name: to.slice('role:'.length) };
  if (to.startsWith('room:')) return { kind: 'room', name: to.slice('room:'.length) };
  if (to === 'room' && room !== undefined) return { kind: 'room', name: room };
  return { kind: 'oncall', name: '' };
}

/** The deed of a step that opens a page: to whom, and what it says. */
export const pagingDeed = ({ page, alert, missing }: Step) => page ?? alert ?? missing;

/** The room of a drill that names none: one where somebody is on shift, before those where nobody is. */
export async function roomOnShift({
  shifts,
  clock,
}: Pick<Deps, 'shifts' | 'clock'>): Promise<string | undefined> {
  const all = [...(await shifts.read()).values()].map(({ value }) => value);
  return onShift(all, clock.now())
    .flatMap(({ shift }) => shift.room ?? [])
    .sort()[0];
}

/** Whether anybody whom it would ask is there, and awake: a drill disturbs nobody's night. */
async function asksNow(
  drill: Pick<Drill, 'scenario' | 'room'>,
  deps: DrillDeps,
): Promise<'quiet' | 'nobody' | undefined> {
  if (await holdersSleep(drill, deps)) return 'quiet';
  const targets = drill.scenario.steps.flatMap((step) => {
    const deed = pagingDeed(step);
    return deed ? [drillTarget(deed.to, drill.room)] : [];
  });
  for (const target of targets) {
    const policy = await policyOf(target, deps);
    const context = await loadPagingContext({ target, policy }, deps);
    const sleeps = (id: string) => {
      const person = context.people.get(id);
      return person !== undefined && isQuiet(person, context.now, context.event.zone);
    };
    if (allAskable({ target, policy }, context).some(sleeps)) return 'quiet';
    const [first] = policy.steps;
    if (first && peopleOfStep(first.who, { target }, context).length === 0) return 'nobody';
  }
  return undefined;
}

/** Holders of its practice sets get a text and a call from their ceremony, whoever is on duty. */
async function holdersSleep(
  drill: Pick<Drill, 'scenario'>,
  deps: Pick<Deps, 'store' | 'directory' | 'clock' | 'events'>,
): Promise<boolean> {
  const ids = await practiceHolders(drill, deps);
  if (ids.length === 0) return false;
  const [{ zone }, holders] = await Promise.all([
    deps.events.settings(),
    Promise.all(ids.map((id) => deps.directory.person(id))),
  ]);
  return holders.some((holder) => holder !== undefined && isQuiet(holder, deps.clock.now(), zone));
}

/** Why it cannot begin now; undefined where it can. */
export async function hindranceOf(
  drill: Pick<Drill, 'scenario' | 'room'>,
  deps: DrillDeps,
): Promise<Hindrance | undefined> {
  const running = await deps.store.get(runningDrillDocument, RUNNING);
  if (running) return { why: 'drill', code: running.value.drill };
  const keys = await keysHindrance(drill, deps);
  if (keys) return keys;
  const real = (await realMatter(deps)) ?? (await realCeremony(deps));
  if (real) return real;
  const asks = await asksNow(drill, deps);
  return asks && { why: asks };
}

/** Part of a random id as a number from 0 up to 1. */
export const chanceFrom = (id: string): number =>
  createHash('sha256').update(id).digest().readUInt32BE() / 2 ** 32;

/** What begins it: its incident is declared, its steps are due. */
export async function beginningOf(
  drill: { readonly value: Drill; readonly version: number },
  deps: Pick<Deps, 'store' | 'sessions' | 'shifts' | 'events' | 'newId' | 'clock'>,
): Promise<{ readonly incident: string; readonly change: Change }> {
  const { scenario, by, room } = drill.value;
  const now = deps.clock.now();
  const { language } = await deps.events.settings();
  const [snapshot, code] = await Promise.all([snapshotOf(room, now, deps), newCode('incident', false, deps)]);
  const title = wordsIn(scenario.title, language);
  const { kind, severity } = scenario;
  const { change } = declare({ code, title, kind, severity, room, drill: true, snapshot, by }, now);
  return { incident: code, change: mergeChanges(change, beginDrill(drill, code, now)) };
}

/** The drill that runs; undefined where none does. */
export async function runningDrill({ store }: Pick<Deps, 'store'>): Promise<Versioned<Drill> | undefined> {
  const running = await store.get(runningDrillDocument, RUNNING);
  return running && (await store.get(drillDocument, running.value.drill));
}

/** Incidents of drills by a free title that are open: nothing ends those but whoever resolves them. */
export async function openFreeDrills({ store }: Pick<Deps, 'store'>): Promise<string[]> {
  const [running, incidents] = await Promise.all([
    runningDrill({ store }),
    readIncidents('open', 'responders', { store }),
  ]);
  return incidents
    .filter(({ id, value }) => value.drill && id !== running?.value.incident)
    .map(({ id }) => id)
    .sort();
}

/** What ends it: everything of it that is still open. */
export async function endingOf(
  drill: Versioned<Drill>,
  ending: Ending,
  deps: Pick<Deps, 'store' | 'clock' | 'events'>,
): Promise<Change> {
  const { store } = deps;
  const now = deps.clock.now();
  const { incident: code } = drill.value;
  const t = translator((await deps.events.settings()).language);
  const [running, pages, incident] = await Promise.all([
    store.get(runningDrillDocument, RUNNING),
    code === undefined ? [] : store.find(pageDocument, `incident:${code}`),
    code === undefined ? undefined : readIncident(code, 'responders', { store }),
  ]);
  const note = t('incident.drill.pageOver');
  const open = pages.filter(({ value }) => value.drill && !isResolved(value));
  const who = { by: 'callboard', via: 'callboard' as const, now };
  const resolved =
    incident && isOpen(incident.value) ? await resolvedBy(incident, drill.value, deps) : undefined;
  return mergeChanges(
    endDrill(drill, running, ending, now),
    ...open.map((page: Versioned<Page>) => resolvePage(page, who, note).change),
    resolved,
    await endPracticeCeremonies(drill.value, { store }, now),
  );
}

/** The incident is over with its drill, and its postmortem begins. */
async function resolvedBy(
  incident: NonNullable<Awaited<ReturnType<typeof readIncident>>>,
  { by }: Drill,
  { store, clock, events }: Pick<Deps, 'store' | 'clock' | 'events'>,
): Promise<Change> {
  const now: Temporal.Instant = clock.now();
  const t = translator((await events.settings()).language);
  const known = await readPostmortem(incident.id, 'responders', { store });
  return mergeChanges(
    resolveIncident(incident, t('incident.drill.resolution'), by, now),
    startPostmortem(incident.value, known, by, now),
  );
}

/** Why the drill that runs is over now; undefined where it goes on. */
export async function endedBy(
  drill: Drill,
  { store }: Pick<Deps, 'store'>,
): Promise<Pick<Ending, 'why' | 'real'> | undefined> {
  const real = await realMatter({ store });
  if (real && 'code' in real) return { why: 'real', ...(real.code !== '' && { real: real.code }) };
  const incident = drill.incident && (await readIncident(drill.incident, 'responders', { store }));
  return incident && !isOpen(incident.value) ? { why: 'done' } : undefined;
}
