/** schema.org's events, as web pages describe themselves to search engines: JSON-LD in a page, or alone. */
import type { Collector, RawSession } from './collector.ts';
import { durationMinutes } from './duration.ts';
import { type Fields, fields, first, localized, scalarText } from './json.ts';
import type { JsonParser } from './parser.ts';
import { decodeEntities } from './text.ts';

const many = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];

const typesOf = (node: Fields): string[] =>
  many(node['@type']).map((type) => scalarText(type).replace(/^.*[/:#]/, ''));

const EVENT = /(?:Event|Festival|Hackathon|CourseInstance|EventSeries)$/;
const isEvent = (node: Fields): boolean => typesOf(node).some((type) => EVENT.test(type));

/** Every node with a type, wherever it stands. The file's depth is bounded before. */
function* nodesIn(value: unknown): Generator<Fields> {
  if (Array.isArray(value)) {
    for (const item of value) yield* nodesIn(item);
    return;
  }
  const node = fields(value);
  if ('@type' in node) yield node;
  for (const inside of Object.values(node)) if (typeof inside === 'object') yield* nodesIn(inside);
}

const idOf = (node: Fields): string => scalarText(node['@id']);

const SUB_EVENTS = ['subEvent', 'subEvents', 'event', 'events'];
const subEvents = (node: Fields): readonly unknown[] => SUB_EVENTS.flatMap((name) => many(node[name]));

/** A date alone is a day of the whole event, not a time of a session. */
const hasTime = (node: Fields): boolean => /T\d/.test(scalarText(node['startDate']));

interface Graph {
  readonly byId: ReadonlyMap<string, Fields>;
  readonly sessions: readonly Fields[];
  readonly around: Fields | undefined;
}

/** Events that hold no others are the sessions; what is around them gives the name. */
function graphOf(value: unknown): Graph {
  const nodes = [...nodesIn(value)];
  const byId = new Map(nodes.filter((node) => idOf(node) !== '').map((node) => [idOf(node), node]));
  const events = nodes.filter(isEvent);
  const supers = new Set(events.flatMap((node) => many(node['superEvent']).map((of) => idOf(fields(of)))));
  const holds = (node: Fields): boolean =>
    subEvents(node).length > 0 || (idOf(node) !== '' && supers.has(idOf(node)));
  const leaves = events.filter((node) => !holds(node) && first(node, 'name', 'headline') !== '');
  // The same event described twice in a page, once by reference: the fuller one stands.
  const whole = leaves.filter((node) => 'startDate' in node);
  return { byId, sessions: whole, around: events.find(holds) };
}

function nameOf(value: unknown, graph: Graph): string {
  const plain = localized(value);
  if (typeof value !== 'object') return plain;
  const node = fields(value);
  const known = 'name' in node ? node : (graph.byId.get(idOf(node)) ?? node);
  const full = [scalarText(known['givenName']), scalarText(known['familyName'])].filter(Boolean).join(' ');
  return first(known, 'name') || full;
}

const PERFORMERS = ['performer', 'performers', 'actor', 'speaker'];

function readEvent(node: Fields, graph: Graph, into: Collector): void {
  const title = decodeEntities(first(node, 'name', 'headline'));
  const start = hasTime(node) ? into.startTime(scalarText(node['startDate']), title) : undefined;
  if (start === undefined) {
    into.note(scalarText(node['startDate']) === '' ? 'unscheduled' : 'all-day', title);
    return;
  }
  const minutes = durationMinutes(scalarText(node['duration']));
  const places = many(node['location']).filter(
    (place) => !typesOf(fields(place)).includes('VirtualLocation'),
  );
  const text = (name: string): string => decodeEntities(many(node[name]).map(localized).join(', '));
  const speakers: RawSession['speakers'] = PERFORMERS.flatMap((name) => many(node[name]))
    .map((person) => ({ id: idOf(fields(person)), name: decodeEntities(nameOf(person, graph)) }))
    .filter(({ name }) => name !== '');
  into.add({
    guid: scalarText(node['identifier']) || idOf(node) || first(node, 'url'),
    title,
    description: text('description'),
    track: text('about'),
    language: localized(fields(node['inLanguage'])['name']) || scalarText(node['inLanguage']),
    url: first(node, 'url'),
    speakers,
    room: decodeEntities(nameOf(places[0], graph)).trim(),
    start,
    end:
      into.time(scalarText(node['endDate']), title) ??
      (minutes === undefined ? undefined : start + minutes * 60_000),
    cancelled: /EventCancelled$/.test(scalarText(node['eventStatus'])),
  });
}

/** Whether a value speaks schema.org's language at all, and which of its kinds it names. */
export const schemaTypes = (value: unknown): readonly string[] => [
  ...new Set([...nodesIn(value)].flatMap(typesOf)),
];

export const jsonLd: JsonParser = {
  format: 'json-ld',
  as: 'json',
  fits: ({ value }) => {
    const { sessions, around } = graphOf(value);
    return sessions.length > 1 || (sessions.length === 1 && around !== undefined);
  },
  read({ value }, into) {
    const graph = graphOf(value);
    into.title = decodeEntities(first(graph.around ?? {}, 'name'));
    into.silentOnSpeakers = graph.sessions.every((node) => PERFORMERS.every((name) => !(name in node)));
    const seen = new Set<string>();
    for (const node of graph.sessions) {
      const key = JSON.stringify([first(node, 'name', 'headline'), node['startDate'], node['location']]);
      if (seen.has(key)) continue;
      seen.add(key);
      readEvent(node, graph, into);
    }
  },
};
