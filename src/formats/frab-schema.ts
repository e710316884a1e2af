/** Where a frab file leaves frab's own schema: read all the same, but said, so that its writer can mend it. */
import { truncatePlain } from '../core/text.ts';
import type { Collector } from './collector.ts';
import { type Fields, fields, list, scalarText } from './json.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const SLUG = /^[a-z0-9_-]+[a-z0-9]$/;
const ACRONYM = /^[a-z0-9_-][a-z0-9_]{3,}(-2[0-9]{3}-[a-z]+)?$/;
const CODE = /^[A-Z0-9]+$/;

const show = (name: string, value: unknown): string =>
  `${name}: ${truncatePlain(JSON.stringify(value) ?? 'nothing', 60)}`;

/** The names of what was found wrong, one example for each name: a file is odd in one way many times. */
function note(into: Collector, name: string, value: unknown): void {
  into.note('off-schema', show(name, value));
}

export function checkConference(schedule: Fields, conference: Fields, into: Collector): void {
  if ('rooms' in schedule) note(into, 'schedule.rooms', 'belongs into conference');
  if (!ACRONYM.test(scalarText(conference['acronym']))) note(into, 'acronym', conference['acronym']);
}

export function checkEvent(event: Fields, into: Collector): void {
  if (!Number.isInteger(event['id'])) note(into, 'id', event['id']);
  const guid = event['guid'];
  if (guid !== undefined && guid !== '' && !UUID.test(scalarText(guid))) note(into, 'guid', guid);
  if (!SLUG.test(scalarText(event['slug']))) note(into, 'slug', event['slug']);
  for (const person of list(event['persons'])) {
    const { id, code } = fields(person);
    if (id !== undefined && !Number.isInteger(id)) note(into, 'person.id', id);
    if (code !== undefined && !CODE.test(scalarText(code))) note(into, 'person.code', code);
  }
}
