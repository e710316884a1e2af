/** One schema of the parts of all nouns: the source of what is read, checked, exported and published. */
import { z } from 'zod';
import { actionSections } from '../../incident/domain/actions-file.ts';
import { runbookSections } from '../../incident/domain/runbook-file.ts';
import { scenarioSections } from '../../incident/domain/scenario-file.ts';
import { keySections } from '../../keys/domain/event-file.ts';
import { pageSections } from '../../page/domain/event-file.ts';
import { rotaSections } from '../../rota/domain/event-file.ts';
import { speakerSections } from '../../speakers/domain/event-file.ts';
import { eventSections } from '../domain/event-file.ts';
import { promiseSections } from '../domain/promises-file.ts';

const SECTIONS = {
  ...eventSections,
  ...promiseSections,
  ...rotaSections,
  ...pageSections,
  ...runbookSections,
  ...scenarioSections,
  ...speakerSections,
  ...actionSections,
  ...keySections,
};

/** Every section, each filled in: what an event is, and what `export` writes. */
export const FullEventFile = z.strictObject(SECTIONS);
export type FullEventFile = z.infer<typeof FullEventFile>;
export type SectionName = keyof FullEventFile;
export const SECTION_NAMES = Object.keys(SECTIONS) as readonly SectionName[];

const version = z.literal(1).meta({ description: 'The format of this file.' });

/** The sections that a file has. */
export const EventSetup = z.strictObject({ version, ...FullEventFile.partial().shape });
export type EventSetup = z.infer<typeof EventSetup>;

/** The file as people write it: the runbooks may be a folder beside it. */
export const WrittenSetup = z
  .strictObject({
    ...EventSetup.shape,
    runbooks: z
      .union([
        runbookSections.runbooks,
        z.string().min(1).meta({ description: 'A folder of Markdown files, seen from this file.' }),
      ])
      .exactOptional(),
  })
  .meta({
    title: 'Callboard event file',
    description:
      'The set-up of an event. A section that is here is the whole of it; one that is not is left alone. Never a secret.',
  });
export type WrittenSetup = z.infer<typeof WrittenSetup>;

/** As it is published in docs/event-file.schema.json, for editors and for other programs. */
export const publishedSchema = (): object => z.toJSONSchema(WrittenSetup, { io: 'input' });
