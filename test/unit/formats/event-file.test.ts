/** A file is read by its lines: every mistake says where it is and what to do, and no secret is let in or repeated. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventSetup } from '../../../src/callboard/event-file/schema.ts';
import { looksSecret, readByLines } from '../../../src/formats/event-file/read.ts';

function problems(text: string): string[] {
  const read = readByLines(text, EventSetup);
  return 'problems' in read
    ? read.problems.map(({ line, key, message }) => `${line} ${key}: ${message}`)
    : [];
}

describe('mistakes', () => {
  it.each([
    ['', '1 : is empty. `callboard event export -` shows what could be in it'],
    ['version: 1\nroms: []', '2 roms: is nothing that stands at the top of the file: do you mean rooms?'],
    [
      'version: 1\nrooms:\n  - name: Main hall\n    chanel: C0123ABCD',
      '4 rooms.1.chanel: is nothing that stands in rooms.1: do you mean channel?',
    ],
    ['version: 2', '1 version: 2 should be 1'],
    ['rooms: []', '1 version: is missing: 1'],
    [
      'version: 1\nevent:\n  name: Conf\n  zone: Mars/Olympus',
      '4 event.zone: "Mars/Olympus" is no time zone: write one of IANA, such as Europe/Madrid',
    ],
    ['version: 1\nevent:\n  name: Conf', '2 event.zone: is missing'],
    [
      'version: 1\nevent: { name: Conf, zone: UTC, dates: { first: 2027-06-03, last: 2027-06-01 } }',
      '2 event.dates: end before they begin',
    ],
    [
      'version: 1\nspeakers:\n  reminders:\n    - 24h\n    - 15',
      '5 speakers.reminders.2: 15 is no duration: write it with its unit, such as 15m or 1h30m',
    ],
    ['version: 1\nspeakers: { checkIn: 40d }', '2 speakers.checkIn: "40d" must be between 0s and 336h'],
    [
      'version: 1\nroles:\n  - name: Desk\n  - name: desk',
      '4 roles.2: names "desk" a second time: take one of them out',
    ],
    [
      'version: 1\npolicies:\n  default:\n    steps:\n      - { who: lead, after: 3m }\n      - { who: target, after: 1m }',
      '6 policies.default.steps.2.after: "1m" is earlier than the step before it: put the steps in their order',
    ],
    [
      'version: 1\npolicies:\n  Attic: { steps: [{ who: lead, after: 0s }] }',
      '3 policies.Attic: is nobody to page: write default, room:NAME, role:NAME, person:@handle, group:@handle or oncall',
    ],
    [
      'version: 1\norganizers: []',
      '2 organizers: must name at least one: without an organizer nobody could add another',
    ],
    [
      'version: 1\norganizers: Ada',
      '2 organizers: "Ada" should be a list (a line a thing, each with a dash)',
    ],
    [
      'version: 1\norganizers: [Ada Lovelace]',
      '2 organizers.1: "Ada Lovelace" is nobody: write a Slack id (U0123ABCD), @handle or an e-mail address',
    ],
    [
      'version: 1\nrooms: [{ name: "Main, hall" }]',
      '2 rooms.1.name: "Main, hall" must have none of , ; = in it: those separate names in /callboard event',
    ],
    ['version: 1\nrooms: [{ name: A }', '2 : is not YAML: '],
    ['version: 1\nversion: 1', '2 : is not YAML: Map keys must be unique'],
  ])('%j', (text, wanted) => {
    const [first = ''] = problems(text);
    expect(wanted.endsWith('YAML: ') ? first.slice(0, wanted.length) : first).toBe(wanted);
  });

  it('are told all at once, in the order of the lines', () => {
    expect(problems('rooms: [{ naem: A }]\nversion: 3\nretention: { numbers: -1 }')).toEqual([
      '1 rooms.1.name: is missing',
      '1 rooms.1.naem: is nothing that stands in rooms.1: do you mean name?',
      '2 version: 3 should be 1',
      '3 retention.numbers: -1 is too few: at least 0',
    ]);
  });

  it('never end in anything but words, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const read = readByLines(text, EventSetup);
        if ('problems' in read) for (const { line } of read.problems) expect(line).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  it('a bomb of aliases is refused', () => {
    const lines = Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]`);
    expect(problems(['a0: &a0 [x]', ...lines].join('\n'))).toEqual([
      '1 : has too many aliases (`*name`) to be read',
    ]);
  });
});

// Put together here, so that nobody's scanner of secrets stops at this file.
const SECRETS = [
  ['xoxb', '123456789012-abcdefABCDEF'].join('-'),
  ['cb', 'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6'].join('_'),
  ['sk', 'live', '4eC39HqLyjWDarjtT1zdp7dc'].join('_'),
  ['ghp', 'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6q7r8'].join('_'),
  `AC${'0123456789abcdef'.repeat(2)}`,
  'https://user:hunter2@example.org/hook',
  'https://example.org/hook?token=abcdef123456',
  ['https://hooks.slack.com', 'services', 'T0/B0/x'].join('/'),
  '-----BEGIN PRIVATE KEY-----',
  'dGhpcyBpcyAzMiBieXRlcyBsb25nIHNlY3JldDE=',
];

describe('secrets', () => {
  it.each(SECRETS)('%s is refused and not repeated', (secret) => {
    const text = `version: 1\nspeakers:\n  bring: ${JSON.stringify(`Your laptop ${secret}`)}`;
    const [said = ''] = problems(text);
    expect(said).toMatch(/^3 bring: looks like a token or a password\. /);
    expect(said).not.toContain(secret);
  });

  it.each(SECRETS)('%s is refused as a key too', (secret) => {
    const said = problems(`version: 1\n${JSON.stringify(secret)}: 1`).join('\n');
    expect(said).toContain('looks like a token');
    expect(said).not.toContain(secret);
  });

  it.each([
    'room:Main hall of the old town',
    'a-very-long-handle-with-many-words-in-it',
    'U0123ABCDEF',
    'ada.lovelace+callboard@analytical-engines.example',
    'Your laptop, its charger and an adapter to HDMI',
    'https://example.org/how-to-prepare-your-talk-2027',
  ])('%s is none', (text) => {
    expect(looksSecret(text)).toBe(false);
  });
});
