/** Tables of speakers as organizers keep them: separators, headers in English and Spanish or none, columns in any order. */
import { expect, it } from 'vitest';
import { MAX_ROWS, parseSpeakerTable } from '../../../src/formats/speakers/table.ts';
import { readSpeakerFile } from '../../../src/speakers/read-file.ts';
import { workbook } from '../../support/workbook.ts';

const read = (text: string) => parseSpeakerTable(new TextEncoder().encode(text));
const ANA = { name: 'Ana Ruiz', email: 'ana@example.org', phone: '+34 600 12 34 56' };

it.each([
  ['commas, English', 'Name,E-mail,Phone\nAna Ruiz,ana@example.org,+34 600 12 34 56\n', 2],
  [
    'semicolons, Spanish',
    'Ponente;Teléfono;Correo electrónico\nAna Ruiz;+34 600 12 34 56;ana@example.org',
    2,
  ],
  ['tabs, no header', 'ana@example.org\tAna Ruiz\t+34 600 12 34 56', 1],
  ['commas, no header', 'Ana Ruiz,ana@example.org,+34 600 12 34 56\n', 1],
  ['first and last names', 'Apellidos;Nombre;Email;Móvil\nRuiz;Ana;ana@example.org;+34 600 12 34 56', 2],
  ['a title above', 'Speakers 2019\n\nSpeaker,Mail,Mobile\nAna Ruiz,ana@example.org,+34 600 12 34 56', 4],
  ['guarded and linked', "name,phone,email\nAna Ruiz,'+34 600 12 34 56,<mailto:ana@example.org|ana>", 2],
  ['other columns', 'Talk,Speaker,Email,Phone\nFalco,Ana Ruiz,ana@example.org,+34 600 12 34 56', 2],
])('%s', (_, text, line) => {
  expect(read(text)).toEqual([{ line, ...ANA }]);
});

it('Slack by handle, mention or id; and one column for whatever there is', () => {
  expect(read('name,slack\nAna,@ana\nBen,<@U0BEN00001|ben>\nCat,U0CAT00001\nDan,dan.d')).toEqual([
    { line: 2, name: 'Ana', slack: 'ana' },
    { line: 3, name: 'Ben', slack: 'U0BEN00001' },
    { line: 4, name: 'Cat', slack: 'U0CAT00001' },
    { line: 5, name: 'Dan', slack: 'dan.d' },
  ]);
  expect(read('Ana Ruiz;ana@example.org\nBen;+34600111222\nCat;@cat')).toEqual([
    { line: 1, name: 'Ana Ruiz', email: 'ana@example.org' },
    { line: 2, name: 'Ben', phone: '+34600111222' },
    { line: 3, name: 'Cat', slack: 'cat' },
  ]);
});

it('keeps a number as it was typed, so that it can be told what is wrong with it', () => {
  expect(read('name,phone\nAna,600 12 34 56\nBen,ask him')).toEqual([
    { line: 2, name: 'Ana', phone: '600 12 34 56' },
    { line: 3, name: 'Ben', phone: 'ask him' },
  ]);
});

it('refuses what is no such table, and one that is too long', () => {
  for (const text of ['hello', 'a,b\nc,d', '{"a": 1}', '<html><body>Sign in</body></html>'])
    expect(() => read(text)).toThrow('speakers.table.unknown');
  const long = Array.from({ length: MAX_ROWS + 1 }, (_, i) => `Name ${i},n${i}@example.org`).join('\n');
  expect(() => read(long)).toThrow('speakers.table.tooMany');
});

it('reads a workbook, in the thread', async () => {
  const file = workbook({
    Speakers: [
      ['Speaker', 'Email'],
      ['Ana Ruiz', 'ana@example.org'],
    ],
  });
  expect(await readSpeakerFile(file)).toEqual([{ line: 2, name: 'Ana Ruiz', email: 'ana@example.org' }]);
});
