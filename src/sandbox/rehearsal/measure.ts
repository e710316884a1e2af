/** What came of a play: from its ledger alone. Pure. */
import { sessionStarted } from '../../agenda/domain/facts.ts';
import { DEFAULT_TERMS, type PromiseFigures } from '../../callboard/domain/promises.ts';
import type { FactKind, Recorded } from '../../core/commit.ts';
import { milliseconds } from '../../core/instant.ts';
import {
  notificationMoved,
  pageAcknowledged,
  pageEscalated,
  pageGaveUp,
  pageOpened,
  pageResolved,
} from '../../page/domain/facts.ts';
import type { Target } from '../../page/domain/page.ts';
import type { Shift } from '../../rota/domain/shift.ts';
import { liveOf } from '../../rota/domain/shift.ts';
import { HOUR, MINUTE, type Script } from './script.ts';
import { cameTo, type Trouble } from './trouble.ts';

/** One text, call or direct message that left for one person. */
export interface Asking {
  readonly notification: string;
  readonly person: string;
  readonly channel: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface PlayedPage {
  readonly code: string;
  readonly target: Target;
  readonly message: string;
  readonly critical: boolean;
  readonly openedAt: number;
  readonly acknowledgedAt?: number;
  readonly by?: string;
  readonly resolvedAt?: number;
  readonly gaveUp: boolean;
  readonly escalated: number;
  readonly asked: readonly Asking[];
}

/** As it was played, in whichever house. */
export interface Play {
  readonly script: Script;
  readonly seed: number;
  readonly trouble: readonly Trouble[];
  readonly facts: readonly Recorded[];
  readonly promises: readonly PromiseFigures[];
  /** In thousandths, as the fuse counts it. */
  readonly money: number;
  /** What people typed or pressed and the bot refused, with how often. */
  readonly refused: ReadonlyMap<string, number>;
  /** Jobs that failed for good, by name. */
  readonly failed: readonly string[];
}

/** Nobody waits longer than this for a page: somebody has walked over by then. */
const MAX_WAIT = HOUR;

const readAs = <T>(kind: FactKind<T>, fact: Recorded): T | undefined =>
  fact.name === kind.name ? kind.schema.safeParse(fact.data).data : undefined;

/** Left, as far as the provider or Slack is concerned. */
const LEFT: ReadonlySet<string> = new Set(['queued', 'sent', 'ringing', 'delivered']);

interface Building {
  code: string;
  target: Target;
  message: string;
  critical: boolean;
  openedAt: number;
  acknowledgedAt?: number;
  by?: string;
  resolvedAt?: number;
  gaveUp: boolean;
  escalated: number;
  asked: Asking[];
}

/** The pages of a ledger, tests of channels left out, in order. */
export function playedPages(facts: readonly Recorded[]): PlayedPage[] {
  const pages = new Map<string, Building>();
  const known = new Set<string>();
  for (const fact of facts) {
    const at = fact.at.epochMilliseconds;
    const opened = readAs(pageOpened, fact);
    if (opened && !opened.test) {
      const { page: code, target, message, critical } = opened;
      pages.set(code, {
        code,
        target,
        message,
        critical,
        openedAt: at,
        gaveUp: false,
        escalated: 0,
        asked: [],
      });
    }
    const moved = readAs(notificationMoved, fact);
    if (moved && LEFT.has(moved.state) && !known.has(moved.notification)) {
      known.add(moved.notification);
      const { notification, person, channel } = moved;
      pages.get(moved.page)?.asked.push({ notification, person, channel, at });
    }
    const acknowledged = readAs(pageAcknowledged, fact);
    const page = acknowledged && pages.get(acknowledged.page);
    if (page && page.acknowledgedAt === undefined) Object.assign(page, { acknowledgedAt: at, by: fact.by });
    const over = readAs(pageResolved, fact);
    const resolved = over && pages.get(over.page);
    if (resolved && resolved.resolvedAt === undefined) resolved.resolvedAt = at;
    const lost = readAs(pageGaveUp, fact);
    const given = lost && pages.get(lost.page);
    if (given) given.gaveUp = true;
    const passed = readAs(pageEscalated, fact);
    const escalated = passed && pages.get(passed.page);
    if (escalated) escalated.escalated++;
  }
  return [...pages.values()];
}

/** Minutes until somebody had it, or it was over, or the play was. */
export const minutesWaited = (
  { openedAt, acknowledgedAt, resolvedAt }: Pick<PlayedPage, 'openedAt' | 'acknowledgedAt' | 'resolvedAt'>,
  until: number,
): number =>
  Math.max(0, Math.min(acknowledgedAt ?? until, resolvedAt ?? until, openedAt + MAX_WAIT) - openedAt) /
  MINUTE;

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

export interface Gap {
  readonly shift: Shift;
  /** Who was there when it mattered least: at the page for which it was fewest. */
  readonly present: number;
  readonly assigned: number;
  readonly pages: readonly string[];
  readonly waited: number;
}

export interface LostStage {
  readonly session: string;
  readonly room: string;
  readonly minutes: number;
}

export interface Measures {
  readonly pages: readonly PlayedPage[];
  readonly people: readonly PersonLoad[];
  readonly hours: readonly HourLoad[];
  /** Shifts with fewer people than their minimum that were hit, the worst first. */
  readonly gaps: readonly Gap[];
  readonly stages: readonly LostStage[];
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

/** Of the shift's people, those who have come and not left. */
export const presentAt = (shift: Shift, trouble: readonly Trouble[], at: number): number =>
  liveOf(shift).filter(({ person }) => {
    const came = cameTo(trouble, shift.code, person);
    return came !== undefined && came <= at;
  }).length;

const isHit = (shift: Shift, { target, openedAt }: PlayedPage): boolean =>
  milliseconds(shift.start) <= openedAt &&
  milliseconds(shift.end) > openedAt &&
  ((target.kind === 'room' && shift.room === target.name) ||
    (target.kind === 'role' && shift.role === target.name));

function gapsOf({ script, trouble }: Play, pages: readonly PlayedPage[]): Gap[] {
  return script.shifts
    .flatMap((shift): Gap[] => {
      const hits = pages.filter((page) => isHit(shift, page));
      const short = hits.filter(({ openedAt }) => presentAt(shift, trouble, openedAt) < shift.min);
      if (short.length === 0) return [];
      return [
        {
          shift,
          present: Math.min(...short.map(({ openedAt }) => presentAt(shift, trouble, openedAt))),
          assigned: liveOf(shift).length,
          pages: short.map(({ code }) => code),
          waited: short.reduce((sum, page) => sum + minutesWaited(page, script.until), 0),
        },
      ];
    })
    .sort((a, b) => b.waited - a.waited || (a.shift.code < b.shift.code ? -1 : 1));
}

/** Looked at every so many minutes. */
const LOOK = 10 * MINUTE;

function emptyIn({ script, trouble }: Play, hour: number): number {
  let [sum, looks] = [0, 0];
  for (let at = hour; at < hour + HOUR; at += LOOK) {
    looks++;
    for (const shift of script.shifts)
      if (milliseconds(shift.start) <= at && milliseconds(shift.end) > at)
        sum += Math.max(0, shift.min - presentAt(shift, trouble, at));
  }
  return looks === 0 ? 0 : sum / looks;
}

function stagesOf({ script, facts }: Play): LostStage[] {
  const started = new Map<string, number>();
  for (const fact of facts) {
    const told = readAs(sessionStarted, fact);
    if (told && !started.has(told.session)) started.set(told.session, milliseconds(told.start));
  }
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
  const stages = stagesOf(play);
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
    stages,
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
