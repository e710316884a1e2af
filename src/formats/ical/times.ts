/** iCalendar's times: UTC, by a named zone (defined in the file or not), or floating. */
import ICAL from 'ical.js';
import type { Collector } from '../collector.ts';
import { offsetTime, ZoneClock } from '../when.ts';
import { zoneNamed } from '../zone-names.ts';
import { type Component, type Property, parameter, property, value } from './open.ts';

/** Real zones change by the year. ical.js would follow a rule for every second until the bot is old. */
const isHarmless = (zone: Component): boolean =>
  zone.children.length <= 200 &&
  zone.children.every((observance) =>
    observance.properties.every(
      ([name, , , rule]) => name !== 'rrule' || (rule as { freq?: unknown } | undefined)?.freq === 'YEARLY',
    ),
  );

export class CalendarTimes {
  readonly #into: Collector;
  readonly #defined = new Map<string, ICAL.Timezone>();
  readonly #clocks = new Map<string, ZoneClock>();
  readonly #undefined = new Set<string>();

  constructor(calendar: Component, into: Collector) {
    this.#into = into;
    for (const child of calendar.children) {
      const tzid = value(child, 'tzid');
      if (child.name === 'vtimezone' && tzid !== '' && isHarmless(child))
        this.#defined.set(tzid, new ICAL.Timezone(new ICAL.Component(child.raw as never)));
    }
  }

  /** The zone of a property's own `TZID`, where that is a zone that is known. */
  static zoneOf(of: Property | undefined): string | undefined {
    return zoneNamed(parameter(of, 'tzid'));
  }

  /** `2022-09-06T01:50:00` (or with a Z), read as the property says; undefined where it is no time. */
  resolve(of: Property, text: string, label: string): number | undefined {
    if (text.endsWith('Z')) return offsetTime(text)?.at;
    const tzid = parameter(of, 'tzid');
    if (tzid === '') return this.#into.wall(text, label);
    const defined = this.#defined.get(tzid);
    const iana = zoneNamed(tzid);
    if (!defined && !this.#undefined.has(tzid)) {
      this.#undefined.add(tzid);
      this.#into.note(iana === undefined ? 'unknown-zone' : 'no-vtimezone', tzid);
    }
    if (iana !== undefined) {
      const clock = this.#clocks.get(iana) ?? new ZoneClock(iana);
      this.#clocks.set(iana, clock);
      return this.#into.wall(text, label, iana === this.#into.clock.zone ? this.#into.clock : clock);
    }
    if (!defined) return this.#into.wall(text, label);
    const time = ICAL.Time.fromDateTimeString(text);
    time.zone = defined;
    return time.toUnixTime() * 1000;
  }

  /** A date-time property; undefined where there is none or where it is a whole day. */
  at(component: Component, name: string, label: string): number | undefined {
    const of = property(component, name);
    if (of?.[2] !== 'date-time' || typeof of[3] !== 'string') return undefined;
    return this.resolve(of, of[3], label);
  }
}
