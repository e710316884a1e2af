/**
 * `/callboard drill`: a scenario played with the real people, now or at a moment of the bot's choosing; or, by a free
 * title, the whole path from a page to its postmortem. Marked DRILL everywhere.
 */
import { loadDays } from '../../src/agenda/load.ts';
import type { Button, CommandInvocation, Reply, RequestContext, Verb } from '../../src/core/command.ts';
import type { Versioned } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { instantText } from '../../src/core/instant.ts';
import { nearest } from '../../src/core/nearest.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { declareIncident, matchRoom } from '../../src/incident/declare.ts';
import { type Drill, drillDocument } from '../../src/incident/domain/drill.ts';
import { endPlanned, planDrill } from '../../src/incident/domain/play-drill.ts';
import type { Scenario } from '../../src/incident/domain/scenario.ts';
import {
  beginningOf,
  chanceFrom,
  endingOf,
  type Hindrance,
  hindranceOf,
  openFreeDrills,
  realMatter,
  roomOnShift,
  runningDrill,
} from '../../src/incident/drills.ts';
import { loadScenarios } from '../../src/incident/scenarios.ts';
import { quotedName } from '../../src/incident/words.ts';
import { openOrFindPage } from '../../src/page/open.ts';
import { code, escape, quoted, truncate } from '../../src/slack/mrkdwn.ts';
import { readDrill, readWindow } from './drill-parse.ts';
import { askBefore, begunView, cancelledView, listView, plannedView } from './drill-view.ts';

type Asker = Pick<RequestContext, 'person' | 'now' | 't' | 'locale' | 'zone' | 'event'>;

/** How long a drill may wait for its moment where somebody presses "in the next two hours". */
const LATER_HOURS = 2;

async function freeDrill(text: string, { person, now, t }: Asker, deps: Deps): Promise<Reply> {
  const running = await runningDrill(deps);
  const hindrance: Hindrance | undefined = running
    ? { why: 'drill', code: running.id }
    : await realMatter(deps);
  if (hindrance) refuse(hindrance);
  const title = truncate(text, 120);
  const target = { kind: 'oncall' as const, name: '' };
  const { page } = await openOrFindPage(
    { target, critical: false, message: `DRILL: ${title}`, author: person.id, drill: true },
    deps,
  );
  const incident = await declareIncident(
    { title, severity: 'sev2', page: page.code, drill: true },
    person.id,
    now,
    deps,
  );
  return {
    text: t('callboard.drillBegun', { incident: quotedName(incident, t), page: escape(page.code) }),
  };
}

function refuse(hindrance: Hindrance): never {
  switch (hindrance.why) {
    case 'drill':
      throw new UserError('callboard.drill.running', { code: code(hindrance.code) });
    case 'page':
    case 'incident':
      throw hindrance.code === ''
        ? new UserError('callboard.drill.realHidden')
        : new UserError('callboard.drill.real', { code: code(hindrance.code) });
    case 'ceremony':
      throw new UserError('callboard.drill.ceremony', { code: code(hindrance.code) });
    case 'keys':
    case 'keys-unready':
    case 'keys-few':
      throw new UserError(`callboard.drill.${hindrance.why}`, { set: escape(hindrance.code) });
    case 'quiet':
      throw new UserError('callboard.drill.quiet');
    case 'nobody':
      throw new UserError('callboard.drill.nobody');
  }
}

async function roomOf(typed: string | undefined, deps: Deps): Promise<string | undefined> {
  if (typed === undefined) return await roomOnShift(deps);
  const match = await matchRoom(typed, deps);
  if ('found' in match) return match.found;
  throw new UserError('callboard.drill.room', { typed: quoted(truncate(typed, 80)) });
}

/** Begins it now, or says why this is no moment. */
async function beginNow(
  scenario: Scenario,
  room: string | undefined,
  who: Asker,
  deps: Deps,
): Promise<Reply> {
  const number = await deps.store.next('drill');
  const begun = await withOptimisticRetry(deps.store, async () => {
    const at = instantText(deps.clock.now());
    const drill: Drill = {
      ...{ code: `D${number}`, scenario, state: 'planned', by: who.person.id, at, played: [] },
      ...(room !== undefined && { room }),
    };
    const hindrance = await hindranceOf(drill, deps);
    if (hindrance) refuse(hindrance);
    const { incident, change } = await beginningOf({ value: drill, version: 0 }, deps);
    return { change, result: { drill, incident } };
  });
  return begunView(begun.drill, begun.incident, who);
}

async function planFor(
  scenario: Scenario,
  room: string | undefined,
  window: ReturnType<typeof readWindow>,
  who: Asker,
  deps: Deps,
): Promise<Reply> {
  const number = await deps.store.next('drill');
  const { drill, change } = planDrill(
    { code: `D${number}`, scenario, by: who.person.id, room, window, chance: chanceFrom(deps.newId()) },
    who.now,
  );
  await deps.store.commit(change);
  return plannedView(drill, who);
}

/** The one that runs, or that this organizer planned; a code names which. */
async function toCancel(
  named: string | undefined,
  { person }: Asker,
  { store }: Pick<Deps, 'store'>,
): Promise<Versioned<Drill> | undefined> {
  if (named !== undefined) {
    const found = await store.get(drillDocument, named);
    // What somebody else has planned is theirs alone to know.
    const mine = found?.value.state === 'running' || found?.value.by === person.id;
    return mine && found?.value.state !== 'ended' ? found : undefined;
  }
  const [running, planned] = await Promise.all([
    runningDrill({ store }),
    store.find(drillDocument, `by:${person.id}`),
  ]);
  return running ?? planned.toSorted((a, b) => a.value.at.localeCompare(b.value.at))[0];
}

async function cancel(named: string | undefined, who: Asker, deps: Deps): Promise<Reply> {
  const { person, now } = who;
  const ended = await withOptimisticRetry<Drill>(deps.store, async () => {
    const drill = await toCancel(named, who, deps);
    if (!drill) {
      // One of a free title is an incident like any other, and ends as one.
      const [free] = await openFreeDrills(deps);
      throw free
        ? new UserError('callboard.drill.freeToCancel', { code: escape(free) })
        : new UserError('callboard.drill.noneToCancel');
    }
    const ending = { why: 'cancelled', by: person.id } as const;
    const change =
      drill.value.state === 'running'
        ? await endingOf(drill, ending, deps)
        : endPlanned(drill, 'cancelled', person.id, now);
    return { change, result: drill.value };
  });
  return cancelledView(ended, who);
}

async function run(call: CommandInvocation, deps: Deps): Promise<Reply> {
  const scenarios = await loadScenarios(deps);
  const words = readDrill(call.text, new Set(scenarios.map(({ name }) => name)));
  if (words.is === 'list') return listView(scenarios, 0, call);
  if (words.is === 'show') return askBefore(scenarioTyped(scenarios, words.name), call);
  if (words.is === 'cancel') return await cancel(words.code, call, deps);
  if (words.is === 'unknown') {
    const name = code(truncate(words.name, 80));
    throw words.guess === undefined
      ? new UserError('callboard.drill.oneWord', { name })
      : new UserError('callboard.drill.noSuch', { name, guess: code(words.guess) });
  }
  if (words.is === 'title') return await freeDrill(words.title, call, deps);
  const scenario = scenarioNamed(scenarios, words.name);
  const room = await roomOf(words.room, deps);
  if (!words.window) return await beginNow(scenario, room, call, deps);
  const window = readWindow(words.window, { now: call.now, zone: call.zone, days: await loadDays(deps) });
  return await planFor(scenario, room, window, call, deps);
}

/** As somebody typed it: a slip is answered with what was probably meant. */
function scenarioTyped(scenarios: readonly Scenario[], name: string): Scenario {
  const found = scenarios.find((one) => one.name === name);
  if (found) return found;
  const guess = nearest(
    name,
    scenarios.map((one) => one.name),
  );
  const typed = code(truncate(name, 80));
  throw guess === undefined
    ? new UserError('callboard.drill.gone', { name: typed })
    : new UserError('callboard.drill.noSuch', { name: typed, guess: code(guess) });
}

function scenarioNamed(scenarios: readonly Scenario[], name: string): Scenario {
  const found = scenarios.find((one) => one.name === name);
  if (!found) throw new UserError('callboard.drill.gone', { name: code(truncate(name, 80)) });
  return found;
}

export const drill: Verb = {
  usage: {
    drill: 'callboard.drill.list',
    'drill show SCENARIO': 'callboard.drill.show',
    'drill SCENARIO [in ROOM] [between 14:00-16:00]': 'callboard.drill.play',
    'drill cancel': 'callboard.drill.cancel',
    'drill TITLE': 'callboard.drill',
  },
  run,
};

const onScenario = (
  answer: (scenario: Scenario, click: Asker, deps: Deps) => Promise<Reply> | Reply,
): Button => ({
  run: async (click, deps) => answer(scenarioNamed(await loadScenarios(deps), click.value), click, deps),
});

export const drillButtons: Readonly<Record<string, Button>> = {
  'callboard.drill': onScenario((scenario, click) => askBefore(scenario, click)),
  'callboard.drill-more': {
    run: async (click, deps) => listView(await loadScenarios(deps), Number(click.value) || 0, click),
  },
  'callboard.drill-now': onScenario(async (scenario, click, deps) =>
    beginNow(scenario, await roomOnShift(deps), click, deps),
  ),
  'callboard.drill-later': onScenario(async (scenario, click, deps) => {
    const window = { from: click.now, until: click.now.add({ hours: LATER_HOURS }) };
    return await planFor(scenario, await roomOnShift(deps), window, click, deps);
  }),
  'callboard.drill-cancel': { run: (click, deps) => cancel(click.value, click, deps) },
};
