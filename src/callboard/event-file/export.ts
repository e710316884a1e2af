/** The event as a file: all that it has, in the order of the schema, with a word beside each id. */
import type { Channel } from '../../core/ports/chat.ts';
import type { Person } from '../domain/person.ts';
import { type FullEventFile, SECTION_NAMES, type SectionName } from './schema.ts';

const HEAD = (name: string): string[] => [
  `The event “${name}” as Callboard has it. docs/event-file.md says what each part means.`,
  'Make it so again with `callboard event apply FILE`. There is no secret in it, and there must be none.',
];

/** An event that nobody organizes yet: no file may say so. */
const isUnsaid = (section: SectionName, setup: FullEventFile): boolean =>
  section === 'organizers' && setup.organizers.length === 0;

/** @param channels - those that the bot sees, to name them */
export function exportedFile(
  setup: FullEventFile,
  name: string,
  people: readonly Person[],
  channels: readonly Channel[] = [],
): [file: object, head: readonly string[], notes: ReadonlyMap<string, string>] {
  const sections = SECTION_NAMES.flatMap((section) =>
    isUnsaid(section, setup) ? [] : [[section, setup[section]] as const],
  );
  const notes = new Map([
    ...people.map(
      ({ id, handle, name: called }) => [id, handle === undefined ? called : `@${handle}`] as const,
    ),
    ...channels.map((one) => [one.id, `#${one.name}`] as const),
  ]);
  return [{ version: 1, ...Object.fromEntries(sections) }, HEAD(name), notes];
}
