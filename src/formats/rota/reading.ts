/** Gathers shifts as a file is read, and finishes them: cleaned, bounded, each with a key of its own. */

import { Temporal } from 'temporal-polyfill';
import { instantText } from '../../core/instant.ts';
import { truncatePlain } from '../../core/text.ts';
import type { ShiftDraft } from '../../rota/domain/draft.ts';
import { MAX_NAME, MAX_SESSIONS } from '../limits.ts';
import { oneLine, paragraphs } from '../text.ts';
import { offsetTime, ZoneClock } from '../when.ts';
import type { ParsedShifts, RawShift, ShiftFormat, ShiftOddityKind, ShiftOptions } from './source.ts';

const MAX_NOTE = 300;
const DAY = 86_400_000;

export class ShiftReading {
  readonly format: ShiftFormat;
  readonly options: ShiftOptions;
  readonly #odd = new Map<ShiftOddityKind, { count: number; example: string }>();
  readonly #shifts: ShiftDraft[] = [];
  readonly #keys = new Map<string, number>();
  #clock: ZoneClock;
  title = '';
  needsDayZero = false;

  constructor(format: ShiftFormat, options: ShiftOptions) {
    this.format = format;
    this.options = options;
    this.#clock = new ZoneClock(options.zone);
  }

  /** The zone that the file itself names. */
  stateZone(zone: string): void {
    this.#clock = new ZoneClock(zone);
  }

  note(kind: ShiftOddityKind, example: string): void {
    const known = this.#odd.get(kind);
    if (known) known.count++;
    else this.#odd.set(kind, { count: 1, example: truncatePlain(oneLine(example), 80) });
  }

  /** A time with an offset, or wall clock in the zone: `2022-06-02 05:45:00`, `2026-01-31T09:00`. */
  time(text: string): number | undefined {
    const exact = offsetTime(text);
    if (exact) return exact.at;
    const [wall] = /^\d{4}-\d{2}-\d{2}[T ]\d{1,2}:\d{2}(?::\d{2})?$/.exec(text.trim()) ?? [];
    const resolved = wall && this.#clock.resolve(wall.replace(/([T ])(\d):/, '$10$2:'));
    if (!resolved) {
      this.note('unreadable-time', text);
      return undefined;
    }
    if (resolved.kind === 'nonexistent') this.note('time-moved', text);
    if (resolved.kind === 'ambiguous') this.note('time-twice', text);
    return resolved.at;
  }

  add(raw: RawShift): void {
    const where = `${raw.role} ${raw.room}`;
    if (raw.start === undefined || raw.end === undefined) return;
    if (raw.end <= raw.start) {
      this.note('ends-before-start', where);
      return;
    }
    const role = truncatePlain(oneLine(raw.role), MAX_NAME);
    if (role === '') {
      this.note('no-role', raw.key);
      return;
    }
    if (raw.min <= 0 && !raw.target && !raw.max) {
      this.note('no-places', where);
      return;
    }
    if (this.#shifts.length >= MAX_SESSIONS) {
      this.note('too-many', where);
      return;
    }
    const room = truncatePlain(oneLine(raw.room), MAX_NAME);
    const note = truncatePlain(paragraphs(raw.note ?? ''), MAX_NOTE);
    const whole = (count: number | undefined) =>
      count === undefined ? undefined : Math.min(999, Math.round(count));
    const target = whole(raw.target);
    const max = whole(raw.max);
    this.#shifts.push({
      key: this.#unique(raw.key, where),
      role,
      ...(room !== '' && { room }),
      start: text(raw.start),
      end: text(raw.end),
      min: whole(Math.max(0, raw.min)) ?? 0,
      ...(target !== undefined && target > 0 && { target }),
      ...(max !== undefined && max > 0 && { max }),
      ...(note !== '' && { note }),
    });
  }

  /** The same key again is another shift: files repeat their ids. */
  #unique(key: string, where: string): string {
    const seen = (this.#keys.get(key) ?? 0) + 1;
    this.#keys.set(key, seen);
    if (seen === 1) return key;
    this.note('same-twice', where);
    return `${key}#${seen}`;
  }

  /** The clock time of a date; an end that is not after the start is on the next day. */
  span(date: string, from: string, to: string): { start: number | undefined; end: number | undefined } {
    const start = this.time(`${date}T${from}`);
    let end = this.time(`${date}T${to}`);
    if (start !== undefined && end !== undefined && end <= start) {
      const next = Temporal.PlainDate.from(date).add({ days: 1 }).toString();
      end = this.time(`${next}T${to}`);
      if (end !== undefined && end - start > DAY + 2 * 3_600_000) end = undefined;
    }
    return { start, end };
  }

  finish(): ParsedShifts {
    return {
      format: this.format,
      title: this.title,
      shifts: this.#shifts,
      oddities: [...this.#odd].map(([kind, seen]) => ({ kind, ...seen })),
      needsDayZero: this.needsDayZero,
    };
  }
}

const text = (ms: number) => instantText(Temporal.Instant.fromEpochMilliseconds(ms));
