/**
 * Times as files write them, to instants (milliseconds since 1970, UTC). A time with an offset is the
 * truth; one without is wall clock in a zone, where an hour may be missing or may come twice.
 */
import { Temporal } from 'temporal-polyfill';

export interface OffsetTime {
  readonly at: number;
  /** Minutes east of Greenwich, as written. */
  readonly offset: number;
  /** `HH:MM` as written. */
  readonly clock: string;
}

const OFFSET_TIME =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(:\d{2}(?:\.\d{1,9})?)?\s*(?:([zZ])|([+-])(\d{2}):?(\d{2}))$/;

/** `2019-12-27T11:00:00+01:00`, `…Z`; undefined where there is no offset or no such day. */
export function offsetTime(text: string): OffsetTime | undefined {
  const found = OFFSET_TIME.exec(text.trim());
  if (!found) return undefined;
  const [, date, hour, minute, second = ':00', zulu, sign, hours, minutes] = found;
  const offset = zulu ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  try {
    const tail = zulu ? 'Z' : `${sign}${hours}:${minutes}`;
    const at = Temporal.Instant.from(`${date}T${hour}:${minute}${second}${tail}`).epochMilliseconds;
    return { at, offset, clock: `${hour}:${minute}` };
  } catch {
    return undefined;
  }
}

export const isZone = (name: string): boolean => {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(name)) return false;
  try {
    new Temporal.ZonedDateTime(0n, name);
    return true;
  } catch {
    return false;
  }
};

/** `2026-06-06`, and there is such a day. */
export const isDate = (date: string): boolean => {
  try {
    return Temporal.PlainDate.from(date).toString() === date;
  } catch {
    return false;
  }
};

export type WallKind = 'plain' | 'ambiguous' | 'nonexistent';

/** A zone's clock. Remembers what it worked out: agendas name the same few hundred times over and over. */
export class ZoneClock {
  readonly zone: string;
  readonly #walls = new Map<string, { at: number; kind: WallKind } | undefined>();
  readonly #local = new Map<number, Temporal.ZonedDateTime>();

  constructor(zone: string) {
    this.zone = zone;
  }

  /** The instant of `2025-11-19T11:30`; twice: the earlier; never: moved on by the gap. */
  resolve(wall: string): { at: number; kind: WallKind } | undefined {
    const known = this.#walls.get(wall);
    if (known !== undefined || this.#walls.has(wall)) return known;
    const resolved = this.#resolve(wall);
    this.#walls.set(wall, resolved);
    return resolved;
  }

  #resolve(wall: string): { at: number; kind: WallKind } | undefined {
    try {
      const plain = Temporal.PlainDateTime.from(wall.trim().replace(' ', 'T'), { overflow: 'reject' });
      const early = plain.toZonedDateTime(this.zone, { disambiguation: 'earlier' }).epochMilliseconds;
      const late = plain.toZonedDateTime(this.zone, { disambiguation: 'later' }).epochMilliseconds;
      if (early === late) return { at: early, kind: 'plain' };
      const exists = this.local(early).toPlainDateTime().equals(plain);
      return exists ? { at: early, kind: 'ambiguous' } : { at: late, kind: 'nonexistent' };
    } catch {
      return undefined;
    }
  }

  local(at: number): Temporal.ZonedDateTime {
    let local = this.#local.get(at);
    if (!local) {
      local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(this.zone);
      this.#local.set(at, local);
    }
    return local;
  }

  /** Minutes east of Greenwich. */
  offset(at: number): number {
    return this.local(at).offsetNanoseconds / 60e9;
  }

  /** Midnight (or the first instant, where a clock change swallows it) of a date, and `hours` after by the clock. */
  ofDate(date: string, hours = 0): number {
    return Temporal.PlainDate.from(date).toPlainDateTime({ hour: hours }).toZonedDateTime(this.zone)
      .epochMilliseconds;
  }
}
