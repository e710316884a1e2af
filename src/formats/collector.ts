/** What a parser hands its findings to, as it walks through a file; `finish` makes the agenda of it. */
import type {
  AgendaFormat,
  NeedsColumns,
  NeedsOrder,
  OddityKind,
  ParseOptions,
  TableColumns,
} from '../agenda/domain/parsed.ts';
import { UserError } from '../core/errors.ts';
import { MAX_SESSIONS } from './limits.ts';
import { Oddities } from './oddities.ts';
import { offsetTime, ZoneClock } from './when.ts';
import { zoneNamed } from './zone-names.ts';

/** A session as the file has it. Texts are raw, '' stands for none; times are milliseconds since 1970. */
export interface RawSession {
  readonly guid: string;
  readonly title: string;
  readonly subtitle?: string;
  readonly abstract?: string;
  readonly description?: string;
  readonly track?: string;
  readonly kind?: string;
  readonly language?: string;
  readonly url?: string;
  readonly speakers: readonly { readonly id: string; readonly name: string; readonly email?: string }[];
  readonly links?: readonly { readonly title: string; readonly url: string }[];
  readonly room: string;
  readonly start: number;
  /** Undefined where the file has neither end nor duration. */
  readonly end: number | undefined;
  readonly cancelled?: boolean;
  /** The file's own flag; undefined lets kind and title tell. */
  readonly isBreak?: boolean;
  /** What the file says of being recorded, as it says it: `true`, `1`, `yes`. */
  readonly doNotRecord?: string;
}

export interface RawDay {
  readonly date: string;
  readonly index: number;
  readonly start: number;
  readonly end: number;
}

/** Between 1970 and 2200. A conference in the year 0 is a mistake, and other parts could not even write it. */
export const isSane = (at: number): boolean => at >= 0 && at < 7_258_118_400_000;

export class Collector {
  readonly format: AgendaFormat;
  readonly options: ParseOptions;
  readonly odd = new Oddities();
  readonly sessions: RawSession[] = [];
  readonly days: RawDay[] = [];
  readonly rooms = new Set<string>();
  /** Starts with the offset that the file writes them in, to be held against its zone. */
  readonly offsets: { at: number; offset: number; label: string }[] = [];
  title = '';
  /** What relative addresses are relative to. */
  baseUrl = '';
  /** IANA, stated by the file. */
  zone: string | undefined;
  needsZone = false;
  needsDate = false;
  needsColumns: NeedsColumns | undefined;
  needsOrder: NeedsOrder | undefined;
  table: TableColumns | undefined;
  /** The file has no place for speakers. */
  silentOnSpeakers = false;
  /** The file's ids cannot be trusted over time, though it has some. */
  worthless = false;
  #clock: ZoneClock | undefined;

  constructor(format: AgendaFormat, options: ParseOptions) {
    this.format = format;
    this.options = options;
  }

  note(kind: OddityKind, example?: string): void {
    this.odd.note(kind, example);
  }

  /** The zone that the file names. To be told before the first wall-clock time is read. */
  stateZone(name: string): void {
    if (name === '') return;
    const zone = zoneNamed(name);
    if (zone !== undefined) this.zone = zone;
    else this.note('unknown-zone', name);
  }

  get clock(): ZoneClock {
    this.#clock ??= new ZoneClock(this.zone ?? this.options.zone ?? 'UTC');
    return this.#clock;
  }

  /** `2025-11-19T11:30` by the zone's clock; undefined where there is no such day. */
  wall(text: string, label: string, clock = this.clock): number | undefined {
    const resolved = clock.resolve(text);
    if (!resolved) return undefined;
    if (clock === this.clock && this.zone === undefined && this.options.zone === undefined)
      this.needsZone = true;
    if (resolved.kind === 'ambiguous') this.note('ambiguous-time', `${text} ${label}`);
    if (resolved.kind === 'nonexistent') this.note('nonexistent-time', `${text} ${label}`);
    return resolved.at;
  }

  /** A start. `shown` is the clock time that the file shows beside it; the offset is right, it may not be. */
  startTime(text: string, label: string, shown = ''): number | undefined {
    const exact = offsetTime(text);
    if (!exact) return this.wall(text, label);
    const clock = /^(\d{1,2}:\d{2})/.exec(shown)?.[1]?.padStart(5, '0');
    if (clock !== undefined && clock !== exact.clock)
      this.note('start-disagrees', `${clock} ≠ ${exact.clock} ${label}`);
    this.offsets.push({ at: exact.at, offset: exact.offset, label });
    return exact.at;
  }

  /** Any other time. */
  time(text: string, label: string): number | undefined {
    return text === '' ? undefined : (offsetTime(text)?.at ?? this.wall(text, label));
  }

  add(session: RawSession): void {
    if (this.sessions.length >= MAX_SESSIONS) throw new UserError('format.tooMany', { most: MAX_SESSIONS });
    if (!isSane(session.start)) {
      this.note('unscheduled', session.title);
      return;
    }
    const end = session.end !== undefined && isSane(session.end) ? session.end : undefined;
    this.sessions.push({ ...session, end });
    if (session.room !== '') this.rooms.add(session.room);
  }
}
