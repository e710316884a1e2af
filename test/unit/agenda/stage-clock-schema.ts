/** docs/stage-clock.schema.json, as the code has it. `UPDATE=1 npx tsx test/unit/agenda/stage-clock-schema.ts` writes it, then `npx biome check --write docs`. */
import { writeFileSync } from 'node:fs';
import { z } from 'zod';
import { RoomClock } from '../../../src/agenda/domain/room-clock.ts';

export const SCHEMA = 'docs/stage-clock.schema.json';

export function stageClockSchema(): string {
  const { $schema: _, ...schema } = z.toJSONSchema(RoomClock, { io: 'input' });
  const root = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'The state of a stage’s clock, version 1 (docs/stage-clock.md)',
    ...schema,
  };
  // A field more is no new version: readers pass over what they do not know.
  const open = JSON.stringify(root, null, 2).replaceAll(
    '"additionalProperties": false',
    '"additionalProperties": true',
  );
  return `${open}\n`;
}

if (process.env['UPDATE']) writeFileSync(SCHEMA, stageClockSchema());
