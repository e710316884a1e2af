/**
 * How the promises stand, reckoned from the ledger's facts by nothing that the house has for it: all at once, in the
 * words of docs/organizers-promises.md. For events in which no quiet window holds a page, no incident is private and
 * nobody changes the agenda.
 */
import { Temporal } from 'temporal-polyfill';
import type { Recorded } from '../../src/core/commit.ts';

export interface Reckoned {
  readonly kept: number;
  readonly all: number;
}
export type Reckoning = Readonly<Record<'reached' | 'answered' | 'reminded' | 'started', Reckoned>>;

type Data = Readonly<Record<string, unknown>>;
const dataOf = (fact: Recorded): Data => fact.data as Data;
const ms = (text: unknown): number => Temporal.Instant.from(String(text)).epochMilliseconds;

/** Of these, so many are true; what is undefined is not decided yet, or does not count. */
function reckon(decided: readonly (boolean | undefined)[]): Reckoned {
  return {
    kept: decided.filter((one) => one === true).length,
    all: decided.filter((one) => one !== undefined).length,
  };
}

const TAKEN = ['queued', 'sent', 'ringing', 'answered', 'delivered'];
const isPerson = (by: string) => /^U[A-Z0-9]+$/.test(by);

/** @param now - milliseconds since 1970 */
export function reckonPromises(facts: readonly Recorded[], now: number): Reckoning {
  const at = (fact: Recorded) => fact.at.epochMilliseconds;
  const named = (name: string) => facts.filter((fact) => fact.name === name);
  const pages = named('page.opened').filter((fact) => dataOf(fact)['test'] !== true);

  const page = (names: readonly string[], within: number, fits: (fact: Recorded) => boolean) =>
    pages.map((opened): boolean | undefined => {
      const mine = facts.filter((fact) => dataOf(fact)['page'] === dataOf(opened)['page']);
      const seconds = (fact: Recorded) => (at(fact) - at(opened)) / 1000;
      const first = mine.find((fact) => names.includes(fact.name) && fits(fact));
      if (first && seconds(first) <= within) return true;
      const ended = mine.find((fact) => fact.name === 'page.resolved' && !isPerson(fact.by));
      if (ended && seconds(ended) <= within) return undefined;
      return (now - at(opened)) / 1000 > within ? false : undefined;
    });
  const has = ['page.acknowledged', 'page.resolved'];
  const isHad = ({ name, by }: Recorded) => name === 'page.acknowledged' || isPerson(by);

  const starts = new Map(named('session.started').map((fact) => [dataOf(fact)['session'], fact]));
  const talks = named('session.changed').map((fact): boolean | undefined => {
    const { session, what, after } = fact.data as { session: string; what: string[]; after: Data };
    const start = ms(after['start']);
    // Nobody was promised a talk that had begun before it was told of.
    if (!what.includes('new') || after['isBreak'] === true || at(fact) >= start) return undefined;
    const begun = starts.get(session);
    const decided = begun
      ? Math.max(ms(after['end']), at(begun) + 10 * 60_000)
      : ms(after['end']) + 60 * 60_000;
    if (decided >= now) return undefined;
    return begun === undefined || Math.abs(ms(dataOf(begun)['start']) - start) <= 5 * 60_000;
  });

  const left = [...named('speaker.reminded'), ...named('shift.reminded')].map((fact) => {
    const { due } = dataOf(fact);
    return due === undefined ? undefined : at(fact) - ms(due) <= 60_000;
  });
  const lost = named('speaker.reminder-dropped').map((fact) => {
    const { due, reason } = dataOf(fact);
    return due !== undefined && ['failed', 'superseded', 'started'].includes(String(reason))
      ? false
      : undefined;
  });
  const failed = named('job.failed').map((fact) => {
    const { name, code } = dataOf(fact);
    return name === 'remind-shift' && code !== 'unreachable' ? false : undefined;
  });

  return {
    reached: reckon(
      page(['notification.moved', ...has], 5, (fact) =>
        fact.name === 'notification.moved' ? TAKEN.includes(String(dataOf(fact)['state'])) : isHad(fact),
      ),
    ),
    answered: reckon(page(has, 180, isHad)),
    reminded: reckon([...left, ...lost, ...failed]),
    started: reckon(talks),
  };
}
