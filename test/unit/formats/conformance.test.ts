/** Every parser against the conformance suite; a parser without a specimen fails. */
import { describe, expect, it, vi } from 'vitest';
import { agendaFormats } from '../../../src/agenda/domain/parsed.ts';
import { parsers } from '../../../src/formats/index.ts';
import { conformance, type Specimen } from './conformance.ts';

// The machine may be busy with other tests; none of these waits for anything.
vi.setConfig({ testTimeout: 60_000 });

const zone = 'Europe/Madrid';
const specimens: readonly Specimen[] = [
  { format: 'frab-json', file: 'harbour.frab.json' },
  { format: 'schedule2-json', file: 'harbour.schedule2.json' },
  { format: 'frab-xml', file: 'harbour.frab.xml' },
  { format: 'pentabarf-xml', file: 'harbour.pentabarf.xml', zone },
  { format: 'sessionize-all', file: 'harbour.sessionize-all.json', zone },
  { format: 'sessionize-grid', file: 'harbour.sessionize-grid.json', zone },
  { format: 'sessionize-sessions', file: 'harbour.sessionize-sessions.json', zone },
  { format: 'pretalx-widget', file: 'harbour.widget.json' },
  { format: 'pretalx-api', file: 'harbour.pretalx-api.json', offsetsOnly: true },
  { format: 'ical', file: 'harbour.ics' },
  { format: 'xcal', file: 'harbour.xcal', zone },
  { format: 'json-ld', file: 'harbour.page.html', offsetsOnly: true },
  { format: 'json-list', file: 'harbour.list.json' },
  { format: 'yaml', file: 'harbour.yml', zone, cutsUnseen: true },
  { format: 'csv', file: 'harbour.csv', zone, cutsUnseen: true },
];

it('covers every format and every parser', () => {
  // A workbook is no text and takes its time to unfold: workbook.test.ts.
  const texts = agendaFormats.filter((format) => format !== 'xlsx');
  expect(specimens.map(({ format }) => format)).toEqual(texts);
  expect(parsers.map(({ format }) => format)).toEqual([...agendaFormats]);
});

for (const specimen of specimens) describe(specimen.format, () => conformance(specimen));
