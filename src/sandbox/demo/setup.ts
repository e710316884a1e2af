/** The demo's set-up: `event.yaml` beside this, read by the parser of event files (`formats/event-file/read.ts`). */
import { readFileSync } from 'node:fs';
import { EventSetup } from '../../callboard/event-file/schema.ts';
import { readByLines } from '../../formats/event-file/read.ts';
import type { EventFile } from './event-file.ts';

const path = new URL('./event.yaml', import.meta.url);
const handleOf = (ref: string): string => ref.replace(/^@/, '');

/** What of it the sandbox's own format has too; the programme and the shifts come from elsewhere. */
export function demoSetup(): Pick<
  EventFile,
  'name' | 'zone' | 'language' | 'organizers' | 'rooms' | 'roles'
> {
  const read = readByLines(readFileSync(path, 'utf8'), EventSetup);
  if ('problems' in read) throw new Error(`event.yaml: ${JSON.stringify(read.problems)}`);
  const { event, organizers = [], rooms = [], roles = [] } = read.value;
  if (!event) throw new Error('event.yaml has no event');
  return {
    name: event.name,
    zone: event.zone,
    language: event.language,
    organizers: organizers.map(handleOf),
    rooms,
    roles: roles.map(({ name, leads }) => ({ name, leads: leads.map(handleOf) })),
  };
}
