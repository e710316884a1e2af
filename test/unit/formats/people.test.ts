/** Who is who: ids that stand for several people, names in nested elements, guests, rooms and texts of calendars. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { diffAgenda, newSession } from '../../../src/agenda/domain/diff.ts';
import { instant } from '../../../src/core/instant.ts';
import { parseAgenda } from '../../../src/formats/index.ts';

const now = instant('2026-01-01T00:00:00Z');
const parse = (text: string) => parseAgenda(Buffer.from(text), { zone: 'UTC' });

const frab = (...talks: { title: string; persons: { id: unknown; name: string }[] }[]) =>
  JSON.stringify({
    schedule: {
      conference: {
        title: 'T',
        days: [
          {
            date: '2026-11-27',
            rooms: {
              Hall: talks.map(({ title, persons }, i) => ({
                guid: `00000000-0000-4000-8000-00000000000${i}`,
                date: `2026-11-27T1${i}:00:00Z`,
                duration: '00:30',
                title,
                persons: persons.map(({ id, name }) => ({ id, public_name: name })),
              })),
            },
          },
        ],
      },
    },
  });

const people = (text: string) =>
  parse(text).sessions.map(({ speakers }) => speakers.map(({ id, name }) => [id, name]));

describe('the id of a person', () => {
  it.each([0, '0', '', 'null', null, '00000000-0000-0000-0000-000000000000'])('%j is none', (id) => {
    const file = frab(
      {
        title: 'A',
        persons: [
          { id, name: 'Anna' },
          { id, name: 'Berta' },
        ],
      },
      { title: 'B', persons: [{ id, name: 'Carla' }] },
    );
    expect(people(file)).toEqual([
      [
        ['name:anna', 'Anna'],
        ['name:berta', 'Berta'],
      ],
      [['name:carla', 'Carla']],
    ]);
  });

  it('that stands for two people counts only with their names, and is named', () => {
    const agenda = parse(
      frab(
        {
          title: 'A',
          persons: [
            { id: 5, name: 'Anna' },
            { id: 6, name: 'Dora' },
          ],
        },
        { title: 'B', persons: [{ id: 5, name: 'Berta' }] },
      ),
    );
    expect(agenda.sessions.flatMap(({ speakers }) => speakers.map(({ id }) => id))).toEqual([
      '5@anna',
      '6',
      '5@berta',
    ]);
    expect(agenda.oddities.find(({ kind }) => kind === 'person-id-shared')).toEqual({
      kind: 'person-id-shared',
      count: 1,
      examples: ['5: Anna, Berta'],
    });
  });

  it('of another source does not make somebody else of ours', () => {
    const ours = parse(frab({ title: 'A', persons: [{ id: 5, name: 'Anna Arnold' }] })).sessions.map((one) =>
      newSession(one, 'S1'),
    );
    const theirs = parse(frab({ title: 'A', persons: [{ id: 5, name: 'Berta Brecht' }] }));
    const [changed] = diffAgenda(ours, theirs, { now }).compared;
    expect(changed?.kind === 'changed' && changed.after.speakers[0]?.id).toBe('5@berta brecht');
    const renamed = parse(frab({ title: 'A', persons: [{ id: 5, name: 'Anna Berg' }] }));
    const [same] = diffAgenda(ours, renamed, { now }).compared;
    expect(same?.kind === 'changed' && same.after.speakers[0]?.id).toBe('5');
  });
});

it('a name may be in an element of its own', () => {
  const xml =
    '<schedule><conference><title>T</title></conference><day index="1" date="2026-12-27" start="2026-12-27T11:00:00+01:00" end="2026-12-28T04:00:00+01:00"><room name="Stage"><event guid="g" id="1"><date>2026-12-27T11:00:00+01:00</date><start>11:00</start><duration>00:30</duration><title>Opening</title><persons><person id="85">\n<name>Ada L</name><biography/></person></persons></event></room></day></schedule>';
  expect(people(xml)).toEqual([[['85', 'Ada L']]]);
});

describe('people of a calendar', () => {
  const calendar = (...events: string[][]) =>
    [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:x',
      ...events.flatMap((lines, i) => [
        'BEGIN:VEVENT',
        `UID:${i}`,
        `SUMMARY:Talk ${i}`,
        `DTSTART:20260917T0${i}3000Z`,
        'DURATION:PT30M',
        ...lines,
        'END:VEVENT',
      ]),
      'END:VCALENDAR',
      '',
    ].join('\r\n');
  const names = (...events: string[][]) =>
    parse(calendar(...events)).sessions.map(({ speakers }) => speakers.map(({ name }) => name));

  it('are neither who declined nor rooms', () =>
    expect(
      names([
        'ATTENDEE;CN=Ada L;PARTSTAT=ACCEPTED:mailto:a@example.org',
        'ATTENDEE;CN=Bea M;PARTSTAT=DECLINED:mailto:b@example.org',
        'ATTENDEE;CN=Hall 1;CUTYPE=ROOM:mailto:r@example.org',
      ]),
    ).toEqual([['Ada L']]));

  it('may stand in the description', () =>
    expect(
      names(
        ['DESCRIPTION:Speakers: Ada L (Uni)\\, Grace H (Navy)\\n\\nAbout'],
        ['DESCRIPTION:About\\nSpeaker: Dale F\\nTrack: 4'],
        ['DESCRIPTION:The speaker: nobody knows'],
      ),
    ).toEqual([['Ada L', 'Grace H'], ['Dale F'], []]));

  it('are the organizers where each event has its own, and nobody where one owns the calendar', () => {
    const by = (name: string) => [`ORGANIZER;CN=${name}:mailto:x@example.org`];
    expect(names(by('Ada L'), by('Grace H'), by('Dale F'))).toEqual([['Ada L'], ['Grace H'], ['Dale F']]);
    expect(names(by('The Conf'), by('The Conf'), by('The Conf'))).toEqual([[], [], []]);
  });

  it('that has none says nothing about the speakers we know', () => {
    const ours = parse(frab({ title: 'Talk 0', persons: [{ id: 5, name: 'Ada Lovelace' }] })).sessions.map(
      (one) => newSession(one, 'S1'),
    );
    const same = ours.map((one) => ({
      ...one,
      room: '',
      start: '2026-09-17T00:30:00Z',
      end: '2026-09-17T01:00:00Z',
    }));
    const { compared } = diffAgenda(same, parse(calendar([])), { now, knownFormat: 'frab-json' });
    expect(compared.flatMap((one) => (one.kind === 'changed' ? [...one.what] : []))).not.toContain(
      'speakers',
    );
  });
});

const FILES = new URL('../../../../shared/findings/files/', import.meta.url);
const isThere = existsSync(FILES);
const found = (file: string) =>
  parseAgenda(readFileSync(new URL(file, FILES)), { zone: 'UTC', firstDate: '2026-06-12' });

/** Sessions, rooms, speakers. */
it.skipIf(!isThere).each([
  ['01-person-id-0.json', 2, 1, 3],
  ['camel.csv', 1, 1, 1],
  ['csvconf-like-grid.csv', 5, 2, 3],
  ['dvpw-like.csv', 2, 0, 2],
  ['entities.csv', 1, 1, 0],
  ['gsheet-carry.csv', 4, 2, 3],
  ['gsheet-grid.csv', 10, 3, 1],
  ['gsheet-range.csv', 3, 3, 3],
  ['gsheet-titlerow.csv', 2, 2, 0],
  ['pentabarf-noroom.xml', 2, 2, 1],
  ['person-nested-name.xml', 1, 1, 1],
  ['same-title.csv', 2, 0, 0],
  ['semicolon-names.csv', 4, 1, 2],
  ['sessionize-flattened.csv', 2, 2, 3],
  ['sessionize-schedule-list.csv', 2, 2, 3],
  ['speakers-in-text.ics', 2, 0, 3],
  ['us-ampm.csv', 3, 2, 0],
  ['whova-mdy.csv', 2, 2, 2],
  ['whova.csv', 2, 2, 2],
])('the finding %s (skipped where ../shared is absent)', (file, sessions, rooms, speakers) => {
  const agenda = found(file);
  const ids = new Set(agenda.sessions.flatMap((one) => one.speakers.map(({ id }) => id)));
  expect([agenda.sessions.length, agenda.rooms.length, ids.size]).toEqual([sessions, rooms, speakers]);
  expect([agenda.needsColumns, agenda.needsOrder]).toEqual([undefined, undefined]);
});

it('entities of Spanish and French are decoded, in tables and calendars too', () => {
  const written =
    'Mar&iacute;a L&oacute;pez &ccedil;a d&eacute;j&agrave; &Ntilde; &#8211; R&amp;D &unknown; AT&T';
  const read = 'María López ça déjà Ñ – R&D &unknown; AT&T';
  const [row] = parse(`Date,Start,End,Title\n2026-06-12,09:00,09:45,${written}\n`).sessions;
  expect(row?.title).toBe(read);
  const calendar = `BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:1\nSUMMARY:${written.replaceAll(';', '\\;')}\nDTSTART:20260603T070000Z\nDTEND:20260603T080000Z\nEND:VEVENT\nEND:VCALENDAR\n`;
  expect(parse(calendar).sessions[0]?.title).toBe(read);
});
