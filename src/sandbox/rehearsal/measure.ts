/** What came of a play: from its ledger alone. Pure. */
import { agendaChanged, sessionStarted } from '../../agenda/domain/facts.ts';
import { DEFAULT_TERMS } from '../../callboard/domain/promises.ts';
import { milliseconds } from '../../core/instant.ts';
import { type AskedCover, coversOf, emptyIn, type Gap, gapsOf, type Play } from './measure-rota.ts';
import { minutesWaited, type PlayedPage, playedPages, readAs } from './played-pages.ts';
import { HOUR, MINUTE } from './script.ts';

export interface PersonLoad {
  readonly person: string;
  readonly texts: number;
  readonly calls: number;
  /** Pages that asked them in any way. */
  readonly pages: number;
  /** Pages that they took. */
  readonly took: number;
}

export interface HourLoad {
  /** Its beginning, milliseconds since 1970. */
  readonly hour: number;
  readonly pages: number;
  /** Pages that nobody had within the event's own promise. */
  readonly late: number;
  readonly waited: number;
  /** Of these minutes, those of pages that were late. */
  readonly waitedLate: number;
  readonly texts: number;
  readonly calls: number;
  /** Places of shifts, up to their minimum, on which nobody was, on average over the hour. */
  readonly empty: number;
}

export interface LostStage {
  readonly session: string;
  readonly room: string;
  readonly minutes: number;
}

/** A talk for which nobody had come, and the one that stepped in. */
export interface FilledSlot {
  readonly session: string;
  readonly by: string;
}

export interface Measures {
  readonly pages: readonly PlayedPage[];
  readonly people: readonly PersonLoad[];
  readonly hours: readonly HourLoad[];
  /** Shifts with fewer people than their minimum that were hit, the worst first. */
  readonly gaps: readonly Gap[];
  readonly covers: readonly AskedCover[];
  readonly stages: readonly LostStage[];
  readonly fills: readonly FilledSlot[];
  readonly weakest: HourLoad | undefined;
  readonly totals: {
    readonly pages: number;
    readonly late: number;
    readonly gaveUp: number;
    /** Minutes for which pages waited, all together. */
    readonly waited: number;
    /** Minutes for which stages stood empty that should not have. */
    readonly stage: number;
    readonly texts: number;
    readonly calls: number;
    readonly money: number;
  };
}

interface Begun {
  /** By session: when its slot was begun, by itself or by what stepped in. Milliseconds since 1970. */
  readonly started: ReadonlyMap<string, number>;
  readonly filledBy: ReadonlyMap<string, string>;
}

function begunIn({ facts }: Play): Begun {
  const started = new Map<string, number>();
  const filledBy = new Map<string, string>();
  for (const fact of facts) {
    const told = readAs(sessionStarted, fact);
    if (told && !started.has(told.session)) started.set(told.session, milliseconds(told.start));
    const fills = readAs(agendaChanged, fact)?.fills;
    if (fills) filledBy.set(fills.missing, fills.standIn);
  }
  for (const [missing, by] of filledBy) {
    const at = started.get(by);
    if (at !== undefined) started.set(missing, at);
  }
  return { started, filledBy };
}

function stagesOf({ script }: Play, { started }: Begun): LostStage[] {
  return script.sessions.flatMap((session) => {
    const [start, end] = [milliseconds(session.start), milliseconds(session.end)];
    if (session.isBreak || start < script.from || start >= script.until) return [];
    const begun = Math.min(started.get(session.code) ?? end, end, script.until);
    const minutes = (begun - start) / MINUTE;
    return minutes > 0.5 ? [{ session: session.code, room: session.room, minutes }] : [];
  });
}

/** Late is what the event's own promise of an answer calls so. */
export function measure(play: Play): Measures {
  const promised =
    play.promises.find(({ name }) => name === 'answered')?.within ?? DEFAULT_TERMS.answered.within;
  const { script } = play;
  const pages = playedPages(play.facts);
  const isLate = (page: PlayedPage) => minutesWaited(page, script.until) * 60 > promised;
  const loads = new Map<string, { texts: number; calls: number; pages: Set<string>; took: number }>();
  const loadOf = (person: string) => {
    const load = loads.get(person) ?? { texts: 0, calls: 0, pages: new Set<string>(), took: 0 };
    loads.set(person, load);
    return load;
  };
  for (const { code, asked, by } of pages) {
    for (const { person, channel } of asked) {
      const load = loadOf(person);
      load.pages.add(code);
      if (channel === 'sms') load.texts++;
      if (channel === 'voice') load.calls++;
    }
    if (by !== undefined) loadOf(by).took++;
  }
  const asked = pages.flatMap((page) => page.asked);
  const countOf = (channel: string, from = 0, to = Number.POSITIVE_INFINITY) =>
    asked.filter((one) => one.channel === channel && one.at >= from && one.at < to).length;
  const sum = (all: readonly number[]) => all.reduce((total, one) => total + one, 0);
  const hours: HourLoad[] = [];
  for (let hour = script.from; hour < script.until; hour += HOUR) {
    const its = pages.filter(({ openedAt }) => openedAt >= hour && openedAt < hour + HOUR);
    hours.push({
      hour,
      pages: its.length,
      late: its.filter(isLate).length,
      waited: sum(its.map((page) => minutesWaited(page, script.until))),
      waitedLate: sum(its.filter(isLate).map((page) => minutesWaited(page, script.until))),
      texts: countOf('sms', hour, hour + HOUR),
      calls: countOf('voice', hour, hour + HOUR),
      empty: emptyIn(play, hour),
    });
  }
  const begun = begunIn(play);
  const stages = stagesOf(play, begun);
  const [weakest] = hours.filter(({ pages: some }) => some > 0).sort((a, b) => b.waited - a.waited);
  return {
    pages,
    people: [...loads]
      .map(([person, { texts, calls, pages: theirs, took }]) => ({
        person,
        texts,
        calls,
        pages: theirs.size,
        took,
      }))
      .sort((a, b) => b.calls - a.calls || b.texts - a.texts || (a.person < b.person ? -1 : 1)),
    hours,
    gaps: gapsOf(play, pages),
    covers: coversOf(play),
    stages,
    fills: [...begun.filledBy].map(([session, by]) => ({ session, by })),
    weakest,
    totals: {
      pages: pages.length,
      late: pages.filter(isLate).length,
      gaveUp: pages.filter(({ gaveUp }) => gaveUp).length,
      waited: sum(pages.map((page) => minutesWaited(page, script.until))),
      stage: sum(stages.map(({ minutes }) => minutes)),
      texts: countOf('sms'),
      calls: countOf('voice'),
      money: play.money,
    },
  };
}
