/** Entries that repeat, unrolled. Bounded, since a rule may go on for ever. */
import ICAL from 'ical.js';
import { type Component, property } from './open.ts';

const MOST = 366;

/** Local start times (`2022-09-06T01:50:00`) of an entry: its own, or all that its rules make of it. */
export function starts(event: Component, except: ReadonlySet<string>): string[] {
  const own = property(event, 'dtstart')?.[3];
  const text = typeof own === 'string' ? own : '';
  if (!property(event, 'rrule') && !property(event, 'rdate')) return [text];
  const component = new ICAL.Component(event.raw as never);
  const dtstart = component.getFirstPropertyValue('dtstart') as ICAL.Time;
  const found: string[] = [];
  const expansion = new ICAL.RecurExpansion({ component, dtstart });
  for (let tried = 0; tried < 4 * MOST && found.length < MOST; tried++) {
    const next = expansion.next();
    if (!next) break;
    const start = next.toString();
    if (!except.has(start)) found.push(start);
  }
  return found;
}
