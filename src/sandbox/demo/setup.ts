/** The demo's set-up: `event.yaml` beside this, read by the parser of event files (`formats/event-file/read.ts`). */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { withRunbookFolder } from '../../callboard/event-file/runbook-folder.ts';
import { type EventSetup, WrittenSetup } from '../../callboard/event-file/schema.ts';
import { readByLines } from '../../formats/event-file/read.ts';
import type { EventFile } from './event-file.ts';

const path = new URL('./event.yaml', import.meta.url);
/** Its parts, the runbooks of its folder among them. */
export function demoFile(): EventSetup {
  const read = readByLines(readFileSync(path, 'utf8'), WrittenSetup);
  if ('problems' in read) throw new Error(`event.yaml: ${JSON.stringify(read.problems)}`);
  const whole = withRunbookFolder(read.value, fileURLToPath(path));
  if ('faults' in whole) throw new Error(`event.yaml: ${JSON.stringify(whole.faults)}`);
  return whole.setup;
}

const handleOf = (ref: string): string => ref.replace(/^@/, '');

/** What of it the sandbox's own format has too; the programme and the shifts come from elsewhere. */
export function demoSetup(): Pick<
  EventFile,
  'name' | 'zone' | 'language' | 'organizers' | 'rooms' | 'roles'
> {
  const { event, organizers = [], rooms = [], roles = [] } = demoFile();
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
