/** Files that are made to take time: each of so many characters, of the one thing that a pattern might stumble over. */

const calendar = (inside: string): string =>
  `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260612T090000Z\r\n${inside}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`;
const frab = (event: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({
    schedule: {
      conference: {
        title: 'T',
        days: [
          {
            index: 1,
            date: '2026-06-12',
            day_start: '2026-06-12T00:00:00Z',
            day_end: '2026-06-13T00:00:00Z',
            rooms: {
              R: [
                {
                  guid: 'g',
                  date: '2026-06-12T09:00:00Z',
                  start: '09:00',
                  duration: '00:30',
                  title: 'A',
                  ...event,
                },
              ],
            },
          },
        ],
      },
    },
  });
const xml = (inside: string): string =>
  `<schedule><conference><title>T</title></conference><day index="1" date="2026-06-12" start="2026-06-12T00:00:00Z" end="2026-06-13T00:00:00Z"><room name="R"><event guid="g"><date>2026-06-12T09:00:00Z</date><start>09:00</start><duration>00:30</duration><title>A</title>${inside}</event></room></day></schedule>`;

/** `piece` again and again, until it is so long. */
const fill = (piece: string, size: number): string =>
  piece.repeat(Math.ceil(size / piece.length)).slice(0, size);

export const HOSTILE: Readonly<Record<string, (size: number) => string>> = {
  'text of open tags': (n) => frab({ abstract: fill('<a href=', n) }),
  'text of one tag that never ends': (n) => frab({ abstract: `<p ${fill('x', n)}` }),
  'text of spaces': (n) => frab({ abstract: `a${fill(' ', n)}b` }),
  'text of line ends': (n) => frab({ abstract: fill('\n \n', n) }),
  'text of ampersands': (n) => frab({ abstract: fill('&amp', n) }),
  'text of entities in entities': (n) => frab({ abstract: fill('&amp;lt;p&amp;gt;', n) }),
  'a title of marks': (n) => frab({ title: fill('[CANCELLED] ', n) }),
  'a title of brackets': (n) => frab({ title: fill('([', n) }),
  'a name of brackets': (n) => frab({ persons: [{ id: 1, public_name: fill('A (', n) }] }),
  'a name of commas': (n) => frab({ persons: [{ id: 1, public_name: fill('A, ', n) }] }),
  'a thousand names': (n) =>
    frab({
      persons: Array.from({ length: 1000 }, (_, i) => ({ id: i, public_name: fill(`P${i} <`, n / 1000) })),
    }),
  'addresses that are none': (n) => frab({ links: [{ url: fill('www.', n), title: 'x' }] }),
  'an example of a dropped link': (n) => frab({ links: [{ url: `mailto:${fill('a.b@', n)}`, title: 'x' }] }),
  'a duration of digits': (n) => frab({ duration: fill('1', n) }),
  'a date of digits': (n) => frab({ date: fill('2', n), start: fill('0', n) }),
  'XML of open tags': (n) => xml(fill('<b>', Math.min(n, 150))).concat(fill(' ', n)),
  'XML of comments': (n) => xml(fill('<!-- - -->', n)),
  'XML of one comment': (n) => xml(`<!--${fill('- ', n)}-->`),
  'XML of attributes': (n) =>
    xml(`<b ${Array.from({ length: Math.floor(n / 12) }, (_, i) => `a${i}="1"`).join(' ')}/>`),
  'XML of entities': (n) => xml(`<abstract>${fill('&amp;', n)}</abstract>`),
  'XML of spaces': (n) => xml(`<abstract>${fill(' ', n)}</abstract>`),
  'XML of open brackets': (n) => fill('<', n),
  'XML of processing instructions': (n) => `${fill('<?x?>', n)}${xml('')}`,
  'a page of open scripts': (n) => `<html>${fill('<script ', n)}`,
  'a page of scripts': (n) => `<html>${fill('<script type="application/ld+json"></script>', n)}</html>`,
  'a page of one script of spaces': (n) =>
    `<html><script type="application/ld+json">${fill(' ', n)}</script></html>`,
  'a page of comments': (n) => `<!--${fill('<!--', n)}`,
  'a calendar of one long line': (n) => calendar(`SUMMARY:${fill('a', n)}`),
  'a calendar of folds': (n) => calendar(`SUMMARY:${fill('a\r\n ', n)}`),
  'a calendar of spaces': (n) => calendar(`DESCRIPTION:${fill(' ', n)}`),
  'a calendar of lines of speakers': (n) => calendar(`DESCRIPTION:${fill('Speakers:\\n', n)}`),
  'a calendar of parameters': (n) => calendar(`SUMMARY${fill(';A=b', n)}:x`),
  'a calendar of quotes': (n) => calendar(`SUMMARY;A="${fill('x', n)}:x`),
  'a calendar of escapes': (n) => calendar(`SUMMARY:${fill('\\,', n)}`),
  'a calendar of no lines': (n) => calendar(fill('nothing\r\n', n)),
  'a calendar of entries': (n) =>
    calendar('SUMMARY:a').replace(
      'END:VEVENT\r\n',
      fill(
        'END:VEVENT\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260612T090000Z\r\nSUMMARY:a\r\nEND:VEVENT\r\n',
        n,
      )
        .replace(/[^\n]*$/, '')
        .replace(/BEGIN:VEVENT\r\n(?:(?!END:VEVENT)[^\n]*\n)*$/, ''),
    ),
  'a calendar of zones': (n) =>
    calendar(`SUMMARY:a\r\n${fill('X-A;TZID="(UTC) ,,,,":1\r\n', n).replace(/[^\n]*$/, '')}X-B:1`),
  'JSON of brackets in a string': (n) => frab({ abstract: fill('[{', n) }),
  'JSON of quotes': (n) => frab({ abstract: fill('\\"', n) }),
  'a list of records': (n) =>
    JSON.stringify(
      Array.from({ length: Math.floor(n / 60) }, (_, i) => ({
        title: `T${i}`,
        start: '2026-06-12T09:00Z',
        room: `R${i % 9}`,
      })),
    ),
  'a record of many fields': (n) =>
    JSON.stringify([
      Object.fromEntries([
        ['title', 'T'],
        ['start', '2026-06-12T09:00Z'],
        ...Array.from({ length: Math.floor(n / 14) }, (_, i) => [`k${i}`, 'x']),
      ]),
    ]),
  'records of fields of their own': (n) =>
    JSON.stringify(
      Array.from({ length: Math.floor(n / 70) }, (_, i) => ({
        title: `T${i}`,
        start: '2026-06-12T09:00Z',
        [`k${i}`]: 'x',
      })),
    ),
  'a record with a long key': (n) =>
    JSON.stringify([{ title: 'T', start: '2026-06-12T09:00Z', [fill('aB', n)]: 'x' }]),
  'YAML of dashes': (n) => `a: 1\nb: 2\n${fill('- ', n)}`,
  'YAML of keys': (n) => fill('a: b\n', n),
  'YAML of many keys': (n) => Array.from({ length: Math.floor(n / 10) }, (_, i) => `k${i}: ${i}`).join('\n'),
  'YAML of one long key': (n) => `a: 1\nb: 2\n${fill('k', n)}: x\n`,
  'YAML of spaces': (n) => `a: 1\nb: 2\n${fill(' ', n)}x\n`,
  'YAML of anchors': (n) => `a: &a 1\nb:\n${fill('  - &b 1\n', n)}`,
  'YAML of quotes': (n) => `a: 1\nb: 2\nc: "${fill("'", n)}`,
  'a table of separators': (n) => `Title,Start\n${fill(',', n)}`,
  'a table of quotes': (n) => `Title,Start\n${fill('"', n)}`,
  'a table of quoted quotes': (n) => `Title,Start\n"${fill('""', n)}",9:00\n`,
  'a table of spaces': (n) => `Title,Date,Start\nA,2026-06-12,9:00\n${fill(' ', n)},1,2\n`,
  'a table of one row of dates': (n) => `Title,Date,Start\n${fill('1/1/2026 ', n)},1,2\n`,
  'a table of rows': (n) => `Title,Date,Start\n${fill('A,2026-06-12,9:00\n', Math.min(n, 300_000))}`,
  'a table of times that go on': (n) => `Title,Date,Start\nA,2026-06-12,${fill('9:00-', n)}\n`,
  'a table of names': (n) => `Title,Date,Start,Speakers\nA,2026-06-12,9:00,"${fill('Ada Lovelace (', n)}"\n`,
  'a header of words': (n) => `${fill('Start ', n)},Title,Date\n9:00,A,2026-06-12\n`,
  words: (n) => fill('word ', n),
};
