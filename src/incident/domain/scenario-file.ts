/** The event file's section of drills: scenarios of its own, beside those that are ours. */
import { z } from 'zod';
import { eachOnce, type SomeSections } from '../../callboard/domain/event-file.ts';
import type { Doing } from '../../callboard/domain/settings.ts';
import { type Change, put, recordFact, type Versioned } from '../../core/commit.ts';
import { type OwnScenario, Scenario, scenarioChanged, scenarioDocument } from './scenario.ts';

const MAX_SCENARIOS = 30;

export const scenarioSections = {
  drills: z
    .array(Scenario)
    .max(MAX_SCENARIOS)
    .superRefine(eachOnce(({ name }) => name))
    .meta({
      description:
        'Scenarios for /callboard drill, beside those that come with Callboard; one of the same name takes its place.',
    }),
};
const ScenarioPartOfFile = z.strictObject(scenarioSections);
export type ScenarioPartOfFile = z.infer<typeof ScenarioPartOfFile>;

export type ScenarioState = readonly Versioned<OwnScenario>[];

/** In the order of the file. */
export const scenarioPartOf = (own: ScenarioState): ScenarioPartOfFile => ({
  drills: own
    .map(({ value }) => value)
    .sort((a, b) => a.place - b.place)
    .map(({ scenario }) => scenario),
});

/** What makes the scenarios those of the file; undefined where they are. A drill that runs goes on as it began. */
export function applyScenarioPart(
  own: ScenarioState,
  part: SomeSections<ScenarioPartOfFile>,
  { at, by }: Doing,
): Change | undefined {
  const wanted = new Map(part.drills?.map((scenario, place) => [scenario.name, { scenario, place }]));
  const known = new Map(own.map((one) => [one.id, one]));
  const changed = [...wanted].filter(
    ([id, one]) => JSON.stringify(known.get(id)?.value) !== JSON.stringify(one),
  );
  const gone = part.drills ? own.filter(({ id }) => !wanted.has(id)) : [];
  if (changed.length === 0 && gone.length === 0) return undefined;
  const told = (id: string) =>
    recordFact(scenarioChanged, { at, by, about: [`scenario:${id}`], data: { scenario: id } });
  return {
    put: [
      ...changed.map(([id, one]) => put(scenarioDocument, id, one, known.get(id)?.version ?? 0)),
      ...gone.map(({ id, version }) => put(scenarioDocument, id, null, version)),
    ],
    facts: [...changed.map(([id]) => told(id)), ...gone.map(({ id }) => told(id))],
  };
}
