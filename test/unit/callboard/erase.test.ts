/** Taking people out of values: whatever form they are written in, and nothing else with them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEraser, FORGOTTEN } from '../../../src/callboard/domain/erase.ts';
import { mailPrint } from '../../../src/callboard/domain/mail-print.ts';
import { ERASURES } from '../../../src/callboard/erase-documents.ts';
import { OWN_WORDS } from '../../../src/callboard/erase-facts.ts';
import { declaredKinds } from '../../support/declared-kinds.ts';

const nora = {
  id: 'U0NORA',
  name: 'Nora Nieto',
  handle: 'nora-n',
  email: 'nora@example.org',
  phone: { number: '+34600123456' },
};
const { text, value } = createEraser([{ person: nora, alias: 'x-1' }]);

describe('a text', () => {
  it.each([
    ['<@U0NORA> has it', `${FORGOTTEN} has it`],
    ['<@U0NORA|nora> has it', `${FORGOTTEN} has it`],
    ['person:U0NORA', 'person:x-1'],
    ['remind:S17:U0NORA:24h', 'remind:S17:x-1:24h'],
    ['ask NORA  NIETO.', `ask ${FORGOTTEN}.`],
    ['@nora-n, please', `${FORGOTTEN}, please`],
    ['mail Nora@Example.org', `mail ${FORGOTTEN}`],
    ['+34 600 12 34 56', FORGOTTEN],
    ['0034600123456', FORGOTTEN],
    ['600-123-456 or (600) 123 456', `${FORGOTTEN} or (${FORGOTTEN}`],
    [mailPrint('nora@example.org'), ''],
  ])('%s', (given, expected) => {
    const clean = text(given);
    // A bracket that belongs to the number may stay.
    expect(clean.replace(/\((?=\(forgotten)/, '')).toBe(expected.replace(/\((?=\(forgotten)/, ''));
  });

  it.each([
    'U0NORA2 and XU0NORA',
    'Eleonora Nietos',
    'nora@example.organic',
    '+346001234567',
    '@nora-nieto',
    'session S600123',
  ])('stays: %s', (given) => expect(text(given)).toBe(given));

  it('a name of one word goes as it is written, and no state of ours with it', () => {
    const open = createEraser([{ person: { id: 'U1', name: 'Open' }, alias: 'x-2' }]);
    expect(open.value({ state: 'open', text: 'Open has it' })).toEqual({
      state: 'open',
      text: `${FORGOTTEN} has it`,
    });
  });
});

it('anything that says nothing of them is the same object, and a second time changes nothing', () => {
  const json = fc.jsonValue({ maxDepth: 4 });
  fc.assert(
    fc.property(json, fc.constantFrom('U0NORA', 'call +34 600123456', 'x'), (some, planted) => {
      const once = value({ some, planted: [planted], [planted]: 1 });
      expect(value(once)).toBe(once);
      expect(JSON.stringify(once)).not.toMatch(/U0NORA|600123456/);
    }),
  );
});

it('every kind of document has its line, once, and words are named of facts that there are', {
  timeout: 120_000,
}, async () => {
  const { documents, facts } = await declaredKinds();
  const lines = ERASURES.map(({ kind }) => kind.name).sort();
  expect(lines).toEqual([...new Set(documents.map(({ name }) => name))].sort());
  const byName = new Map(facts.map((kind) => [kind.name, kind]));
  for (const [name, fields] of Object.entries(OWN_WORDS)) {
    const shape = (byName.get(name)?.schema as { shape?: object } | undefined)?.shape ?? {};
    expect(Object.keys(shape), name).toEqual(expect.arrayContaining([...fields]));
  }
});
