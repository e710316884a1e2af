/** What is small about files and still wrong on a board: marks of cancellations, links, zones by other names, addresses. */
import { describe, expect, it } from 'vitest';
import { parseAgenda } from '../../../src/formats/index.ts';
import { zoneNamed } from '../../../src/formats/zone-names.ts';

const schedule = (event: Readonly<Record<string, unknown>>) =>
  parseAgenda(
    Buffer.from(
      JSON.stringify({
        schedule: {
          conference: {
            title: 'T',
            days: [
              {
                date: '2026-06-12',
                rooms: { R: [{ guid: 'g', date: '2026-06-12T09:00:00Z', duration: '00:30', ...event }] },
              },
            ],
          },
        },
      }),
    ),
  );

describe('the mark of a cancelled session', () => {
  it.each([
    ['CANCELLED - Tides CANCELLED', 'Tides'],
    ['[CANCELLED] Tides (cancelled)', 'Tides'],
    ['Cancelled: CANCELLED Tides', 'Tides'],
    ['Tides – abgesagt', 'Tides'],
    ['Tides CANCELLED!', 'Tides'],
    ['(Cancelado) Tides - CANCELADO', 'Tides'],
    ['CANCELLED', 'CANCELLED'],
  ])('%s', (title, left) => {
    const [session] = schedule({ title }).sessions;
    expect([session?.title, session?.cancelled]).toEqual([left, true]);
  });

  it.each([
    'Cancelled flights and what to do',
    'WHY WE CANCELLED',
    'How the show got cancelled',
    'Art: cancelled',
  ])('%s bears none', (title) => {
    const [session] = schedule({ title }).sessions;
    expect([session?.title, session?.cancelled]).toEqual([title, undefined]);
  });
});

describe('links', () => {
  it('without a scheme are addresses all the same', () => {
    const links = [
      { url: 'www.example.org/a', title: 'a' },
      { url: '//www.example.org/b', title: 'b' },
    ];
    const [session] = schedule({ title: 'A', url: 'www.example.org', links }).sessions;
    expect(session?.url).toBe('https://www.example.org/');
    expect(session?.links?.map(({ url }) => url)).toEqual([
      'https://www.example.org/a',
      'https://www.example.org/b',
    ]);
  });

  it('that are dropped show nobody’s address or number', () => {
    const links = [
      { url: 'mailto:ada@example.org' },
      { url: 'tel:+34 600 123 456' },
      { url: 'ada@example.org' },
    ];
    const agenda = schedule({ title: 'A', links });
    const dropped = agenda.oddities.find(({ kind }) => kind === 'links-dropped');
    expect(dropped?.count).toBe(3);
    expect(JSON.stringify(agenda.oddities)).not.toMatch(/ada|example\.org|600/);
  });

  it('no oddity shows an address', () => {
    const agenda = parseAgenda(
      Buffer.from('Date,Start,Title\n2026-06-12,9:00,A\n2026-06-12,write to ada@example.org,B\n'),
    );
    expect(agenda.oddities.find(({ kind }) => kind === 'unreadable-row')?.examples).toEqual([
      '3, Start: write to …@…',
    ]);
  });
});

describe('zones by other names', () => {
  it.each([
    ['W. Europe Standard Time', 'Europe/Berlin'],
    ['Romance Standard Time', 'Europe/Paris'],
    ['GMT Standard Time', 'Europe/London'],
    ['Eastern Standard Time', 'America/New_York'],
    ['(UTC+00:00) Dublin, Edinburgh, Lisbon, London', 'Europe/Dublin'],
    ['(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna', 'Europe/Amsterdam'],
    ['(GMT-05.00) Eastern Time (US & Canada)', 'America/New_York'],
    ['Pacific Time (US & Canada)', 'America/Los_Angeles'],
    ['tzone://Microsoft/Utc', 'UTC'],
    ['/mozilla.org/20050126_1/Europe/Berlin', 'Europe/Berlin'],
    ['UTC+2', 'Etc/GMT-2'],
    ['GMT-0500', 'Etc/GMT+5'],
    ['(UTC+02:00)', 'Etc/GMT-2'],
    ['UTC+05:30', undefined],
    ['UTC+99', undefined],
    ['Customized Time Zone', undefined],
    ['', undefined],
  ])('%s', (name, zone) => expect(zoneNamed(name)).toBe(zone));

  it('are read in a calendar that does not define them', () => {
    const agenda = parseAgenda(
      Buffer.from(
        'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:A\r\nDTSTART;TZID="(UTC+00:00) Dublin, Edinburgh, Lisbon, London":20260612T100000\r\nDTEND;TZID="(UTC+00:00) Dublin, Edinburgh, Lisbon, London":20260612T104500\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n',
      ),
      { zone: 'Europe/Madrid' },
    );
    expect(agenda.sessions[0]).toMatchObject({ start: '2026-06-12T09:00:00Z', end: '2026-06-12T09:45:00Z' });
  });

  it('stand in JSON, too', () => {
    const file = {
      schedule: { conference: { title: 'T', time_zone_name: 'W. Europe Standard Time', days: [] } },
    };
    expect(parseAgenda(Buffer.from(JSON.stringify(file))).zone).toBe('Europe/Berlin');
  });
});

describe('who does not want to be recorded', () => {
  const xml = (recording: string) =>
    parseAgenda(
      Buffer.from(
        `<schedule><conference><title>T</title></conference><day index="1" date="2026-06-12" start="2026-06-12T04:00:00Z" end="2026-06-13T04:00:00Z"><room name="R"><event guid="g" id="1"><date>2026-06-12T09:00:00Z</date><start>09:00</start><duration>00:30</duration><room>R</room><title>A</title>${recording}</event></room></day></schedule>`,
      ),
    ).sessions[0]?.doNotRecord;
  it.each([
    [{ do_not_record: true }, true],
    [{ do_not_record: 'true' }, true],
    [{ recording: { license: '', optout: true } }, true],
    [{ do_not_record: false }, undefined],
    [{ do_not_record: null }, undefined],
    [{}, undefined],
  ])('JSON says %j', (said, kept) =>
    expect(schedule({ title: 'A', ...said }).sessions[0]?.doNotRecord).toBe(kept),
  );

  it.each([
    ['<recording><license/><optout>true</optout></recording>', true],
    ['<recording><optout>false</optout></recording>', undefined],
    ['', undefined],
  ])('XML says %s', (said, kept) => expect(xml(said)).toBe(kept));

  it('pretalx and schedule2 say so too', () => {
    const slot = { start: '2026-06-12T09:00:00Z', end: '2026-06-12T09:30:00Z', room: 'R' };
    const talk = { code: 'A1', title: 'A', speakers: [], do_not_record: true };
    const files = [
      { results: [{ ...talk, slot }] },
      { talks: [{ ...talk, ...slot, room: 1 }], rooms: [{ id: 1, name: 'R' }], speakers: [] },
      {
        schedule: {
          conference: { days: [], rooms: [], tracks: [] },
          persons: [],
          events: [{ guid: 'g', title: 'A', start: slot.start, duration: '00:30', do_not_record: true }],
        },
      },
    ];
    for (const file of files)
      expect(parseAgenda(Buffer.from(JSON.stringify(file))).sessions[0]?.doNotRecord).toBe(true);
  });
});
