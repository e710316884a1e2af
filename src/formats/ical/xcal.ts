/**
 * Calendars in XML, made into the components that iCalendar's own text makes: xCal (RFC 6321), and the older
 * form that Pentabarf and pretalx write, without types and with elements of their own.
 */
import type { XmlNode } from '../xml.ts';
import { childOf, childrenOf } from '../xml.ts';
import type { Component, Property } from './open.ts';

/** How deep a calendar's parts go: calendar, entry, alarm. */
const MAX_PARTS = 6;

const DATES = new Set(['dtstart', 'dtend', 'recurrence-id', 'exdate', 'rdate', 'due']);
/** What the older writers call otherwise. */
const RENAMED: Readonly<Record<string, string>> = { category: 'categories' };

const VALUE_TYPES = ['date-time', 'date', 'utc-offset', 'duration', 'recur', 'text', 'uri', 'cal-address'];

/** `20220906T015000Z` as iCalendar's reader hands it on: `2022-09-06T01:50:00Z`. */
function dateText(text: string): string {
  const found = /^(\d{4})-?(\d{2})-?(\d{2})(?:T(\d{2}):?(\d{2}):?(\d{2})?(Z?))?/.exec(text.trim());
  if (!found) return text.trim();
  const [, year, month, day, hour, minute, second = '00', zulu = ''] = found;
  const date = `${year}-${month}-${day}`;
  return hour === undefined ? date : `${date}T${hour}:${minute}:${second}${zulu}`;
}

const offsetText = (text: string): string =>
  text.trim().replace(/^([+-]\d{2})(\d{2})/, (_, hours: string, minutes: string) => `${hours}:${minutes}`);

/** All text inside, since some writers wrap a value in elements of their own. */
const textIn = (node: XmlNode): string =>
  node.children.length === 0 ? node.text.trim() : node.children.map(textIn).join(' ').trim();

function recurrence(node: XmlNode): Record<string, unknown> {
  const rule: Record<string, string | string[]> = {};
  for (const part of node.children) {
    const known = rule[part.name];
    const text = part.name === 'until' ? dateText(part.text) : part.text.trim();
    rule[part.name] = known === undefined ? text : [...(Array.isArray(known) ? known : [known]), text];
  }
  return rule;
}

function parametersOf(node: XmlNode): Record<string, string> {
  const named = childOf(node, 'parameters')?.children.map((one) => [one.name.toLowerCase(), textIn(one)]);
  return {
    ...Object.fromEntries(Object.entries(node.attributes).map(([name, text]) => [name.toLowerCase(), text])),
    ...Object.fromEntries(named ?? []),
  };
}

/** One property; people that are only named in the older form have their name as the value. */
function propertyOf(node: XmlNode): Property | undefined {
  const name = RENAMED[node.name.toLowerCase()] ?? node.name.toLowerCase();
  const parameters = parametersOf(node);
  const values = node.children.filter((child) => VALUE_TYPES.includes(child.name));
  if (values.length === 0) {
    const text = textIn(node);
    if (text === '') return undefined;
    if (DATES.has(name)) {
      const date = dateText(text);
      return [name, parameters, date.includes('T') ? 'date-time' : 'date', date];
    }
    if (name === 'attendee' || name === 'organizer')
      return [name, { cn: text, ...parameters }, 'cal-address', text];
    return [name, parameters, 'text', text];
  }
  const [first] = values;
  const type = first?.name ?? 'text';
  const read = values.map((value) =>
    type === 'recur'
      ? recurrence(value)
      : type === 'date-time' || type === 'date'
        ? dateText(value.text)
        : type === 'utc-offset'
          ? offsetText(value.text)
          : value.text.trim(),
  );
  return [name, parameters, type, ...read];
}

const isPart = (name: string): boolean =>
  /^(?:vcalendar|vevent|vtimezone|valarm|standard|daylight|vtodo)$/i.test(name);

function componentOf(node: XmlNode, depth: number): Component {
  const own = childOf(node, 'properties');
  const held = childOf(node, 'components');
  const properties = (own ? own.children : node.children.filter(({ name }) => !isPart(name))).flatMap(
    (child): Property[] => {
      const property = propertyOf(child);
      return property ? [property] : [];
    },
  );
  const parts = (held ? held.children : node.children).filter(({ name }) => isPart(name));
  const children = depth >= MAX_PARTS ? [] : parts.map((part) => componentOf(part, depth + 1));
  const name = node.name.toLowerCase();
  return { name, properties, children, raw: [name, properties, children.map(({ raw }) => raw)] };
}

export const isXcal = (root: XmlNode): boolean =>
  /^icalendar$/i.test(root.name) && childrenOf(root, 'vcalendar').length > 0;

export const xcalComponents = (root: XmlNode): readonly Component[] =>
  childrenOf(root, 'vcalendar').map((calendar) => componentOf(calendar, 0));
