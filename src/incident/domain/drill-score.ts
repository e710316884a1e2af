/**
 * How a drill went, counted from the ledger: what was expected, whether it was so, and after how long. It says nothing
 * of any person: a drill tries the crew as a whole, and what helps it.
 */
import type { Recorded } from '../../core/commit.ts';
import { milliseconds } from '../../core/instant.ts';
import type { Drill } from './drill.ts';
import { deedOf, type Expectation, type Expected } from './scenario.ts';

export interface Result {
  /** From 0. */
  readonly step: number;
  readonly expectation: Expectation;
  /** Seconds after the step; undefined where it never was so. */
  readonly seconds: number | undefined;
  readonly met: boolean;
}

export interface DrillScore {
  /** What was so in time, in the order of the steps. */
  readonly well: readonly Result[];
  /** What was late, or never so. */
  readonly practise: readonly Result[];
  readonly points: number;
  readonly of: number;
  /** Of steps that were never played, since the drill ended before: neither well nor badly done. */
  readonly unplayed: number;
}

interface Data {
  readonly page?: unknown;
  readonly role?: unknown;
}

const data = ({ data }: Recorded): Data => (typeof data === 'object' && data !== null ? (data as Data) : {});

/** The facts that show that something expected is so; `ticked` may need several. */
const SHOWS: Readonly<
  Record<Expected, (fact: Recorded, page: string | undefined, set: string | undefined) => boolean>
> = {
  acknowledged: (fact, page) =>
    fact.name === 'page.acknowledged' && page !== undefined && data(fact).page === page,
  commander: (fact) => fact.name === 'incident.role-taken' && data(fact).role === 'commander',
  update: ({ name }) => name === 'incident.updated',
  note: ({ name }) =>
    name === 'incident.noted' || name === 'incident.message-marked' || name === 'page.noted',
  ticked: ({ name }) => name === 'runbook.ticked',
  mitigated: ({ name }) => name === 'incident.mitigated',
  ceremony: ({ name, about }, _page, set) =>
    name === 'keys.completed' && set !== undefined && about.includes(`keyset:${set}`),
  resolved: ({ name }) => name === 'incident.resolved',
};

/** Whether an expectation may have come true before its step: somebody commands, and goes on doing so. */
const LASTING: ReadonlySet<Expected> = new Set(['commander', 'mitigated']);

/**
 * The score.
 *
 * @param facts - Those about the incident, its pages and the practice sets, in the ledger's order. What happened at the
 *   end itself was the drill's doing, not the crew's.
 */
export function scoreDrill(drill: Drill, facts: readonly Recorded[]): DrillScore {
  const end = drill.endedAt === undefined ? Number.POSITIVE_INFINITY : milliseconds(drill.endedAt);
  const begun = drill.begunAt === undefined ? 0 : milliseconds(drill.begunAt);
  // A drill that ends since its incident was resolved ends with that fact, or just after it.
  const byCrew = facts.filter(
    ({ at, name }) =>
      at.epochMilliseconds >= begun &&
      (at.epochMilliseconds < end || (drill.why === 'done' && name === 'incident.resolved')),
  );
  const results = drill.scenario.steps.flatMap((step, place): Result[] => {
    const played = drill.played.find((one) => one.step === place);
    if (!played) return [];
    const from = milliseconds(played.at);
    const set = step.keys?.set;
    return step.expect.map((expectation) => {
      const { what, within, ticks = 1 } = expectation;
      const shown = byCrew.filter(
        (fact) =>
          SHOWS[what](fact, played.page, set) && (LASTING.has(what) || fact.at.epochMilliseconds >= from),
      );
      const last = shown[what === 'ticked' ? ticks - 1 : 0];
      const seconds =
        last === undefined ? undefined : Math.max(0, Math.round((last.at.epochMilliseconds - from) / 1000));
      return { step: place, expectation, seconds, met: seconds !== undefined && seconds <= within * 60 };
    });
  });
  const well = results.filter(({ met }) => met);
  const pointsOf = (all: readonly Result[]) =>
    all.reduce((sum, { expectation }) => sum + (expectation.points ?? 1), 0);
  return {
    well,
    // What a drill that was broken off had no time for is nobody's to practise.
    practise: results.filter((result) => !result.met && !wasCutOff(drill, result)),
    points: pointsOf(well),
    of: pointsOf(results.filter((result) => result.met || !wasCutOff(drill, result))),
    unplayed: drill.scenario.steps.length - drill.played.length,
  };
}

/** Whether the drill ended before the time for it was over. */
function wasCutOff({ endedAt, played, why }: Drill, { step, expectation, seconds }: Result): boolean {
  const at = played.find((one) => one.step === step)?.at;
  if (endedAt === undefined || at === undefined || seconds !== undefined || why === 'time') return false;
  return milliseconds(endedAt) < milliseconds(at) + expectation.within * 60_000;
}

/** The practice sets that a scenario asks for. */
export const setsOf = ({ scenario }: Pick<Drill, 'scenario'>): string[] => [
  ...new Set(scenario.steps.flatMap((step) => (deedOf(step) === 'keys' && step.keys ? [step.keys.set] : []))),
];
