/** The types of docs/events-out.md and its schema, as the code has them. `UPDATE=1 npx tsx test/unit/callboard/events-out-page.ts` writes them. */
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { shortType } from '../../../src/callboard/domain/event-target.ts';
import { EVENT_TYPE_NAMES, EVENT_TYPES } from '../../../src/callboard/event-types.ts';
import { envelopeOf } from '../../../src/callboard/outgoing-event.ts';

export const PAGE = 'docs/events-out.md';
export const SCHEMA = 'docs/events-out.schema.json';
const FROM = '<!-- printed from src/callboard/event-types.ts -->\n';

const entry = (type: (typeof EVENT_TYPE_NAMES)[number]): string => {
  const { what, example } = EVENT_TYPES[type];
  return `### \`${shortType(type)}\`\n\n${what}. Type \`${type}\`.\n\n\`\`\`json\n${JSON.stringify(example, null, 2)}\n\`\`\`\n`;
};

/** The page with its types as they are now: what stands before the mark is written by hand. */
export function eventsOutPage(): string {
  const [head = ''] = readFileSync(PAGE, 'utf8').split(FROM);
  return `${head}${FROM}\n${EVENT_TYPE_NAMES.map(entry).join('\n')}`;
}

export function eventsOutSchema(): string {
  const schemas = EVENT_TYPE_NAMES.map((type) => {
    const { $schema: _, ...schema } = z.toJSONSchema(envelopeOf(type), { io: 'input' });
    // A field more is no new version: receivers pass over what they do not know.
    const open = JSON.parse(
      JSON.stringify(schema).replaceAll('"additionalProperties":false', '"additionalProperties":true'),
    );
    return [type, open] as const;
  });
  const root = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Events that Callboard sends (CloudEvents 1.0)',
    oneOf: EVENT_TYPE_NAMES.map((type) => ({ $ref: `#/$defs/${type}` })),
    $defs: Object.fromEntries(schemas),
  };
  return `${JSON.stringify(root, null, 2)}\n`;
}

if (process.env['UPDATE']) {
  writeFileSync(PAGE, eventsOutPage());
  writeFileSync(SCHEMA, eventsOutSchema());
}
