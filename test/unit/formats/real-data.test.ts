/**
 * Agendas that real conferences published, read with the counts that ../shared/data/SOURCES.md gives.
 * The files are other people's and no part of this project: without the folder these tests are skipped.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { OddityKind, ParseOptions } from '../../../src/agenda/domain/parsed.ts';
import { parseAgenda } from '../../../src/formats/index.ts';
import { expectSound } from './conformance.ts';

// The machine may be busy with other tests; none of these waits for anything.
vi.setConfig({ testTimeout: 60_000 });

const DATA = join(import.meta.dirname, '../../../../shared/data');
const there = existsSync(DATA);
if (!there) console.warn(`skipped: no folder ${DATA} with real agendas`);

interface Row {
  readonly file: string;
  /** Sessions, rooms, days, speakers. */
  readonly counts: readonly [number, number, number, number];
  readonly odd: { readonly [K in OddityKind]?: number };
  readonly options?: ParseOptions;
  readonly needsZone?: boolean;
  readonly zone?: string | undefined;
  /** Where the counts are not those of SOURCES.md, and why. */
  readonly deviation?: string;
}

const rows: readonly Row[] = [
  {
    file: 'frab-json/36c3-stages.81c1eda.json',
    counts: [580, 25, 4, 586],
    odd: {
      'duplicate-guid': 2,
      'mixed-offsets': 47,
      'off-schema': 419,
      'outside-day': 10,
      'zero-length': 1,
      'html-in-text': 28,
    },
  },
  {
    file: 'frab-json/36c3-stages.a52fcef.json',
    counts: [583, 25, 4, 589],
    odd: {
      'duplicate-guid': 2,
      'mixed-offsets': 50,
      'off-schema': 422,
      'outside-day': 8,
      'zero-length': 1,
      'html-in-text': 28,
    },
  },
  {
    file: 'frab-json/38c3-hub-schedule2-alpha.json',
    counts: [2, 2, 4, 4],
    odd: {},
    zone: 'Europe/Berlin',
    deviation: 'four day windows are declared; SOURCES counts the two that have sessions',
  },
  {
    file: 'frab-json/39c3-himmel.json',
    counts: [186, 5, 4, 274],
    odd: { 'outside-day': 1 },
    zone: 'Europe/Berlin',
  },
  {
    file: 'frab-json/camp2019-frab.json',
    counts: [79, 2, 5, 90],
    odd: { 'off-schema': 80, 'html-in-text': 10 },
    zone: 'Europe/Berlin',
  },
  {
    file: 'frab-json/democon-2022-pretalx.json',
    counts: [35, 2, 3, 31],
    odd: { 'outside-day': 2 },
    zone: 'Europe/Berlin',
  },
  {
    file: 'frab-json/democon-pretalx.json',
    counts: [36, 2, 3, 27],
    odd: { 'zone-contradicts': 1 },
    zone: undefined,
  },
  {
    file: 'frab-json/invalid-example.json',
    counts: [1, 1, 1, 1],
    odd: { 'off-schema': 4, 'html-in-text': 1 },
    zone: 'Europe/Zurich',
  },
  {
    file: 'frab-json/rc3-pretalx.json',
    counts: [48, 5, 4, 56],
    odd: { 'off-schema': 49, 'html-in-text': 4 },
  },
  {
    file: 'frab-xml/38c3.xml',
    counts: [1007, 72, 4, 571],
    odd: { 'several-languages': 174, 'very-long': 3, 'html-in-text': 3 },
    zone: 'Europe/Berlin',
  },
  {
    file: 'frab-xml/debconf23-wafer.xml',
    counts: [117, 5, 8, 87],
    odd: { 'start-disagrees': 117 },
    zone: 'Asia/Kolkata',
  },
  {
    file: 'frab-xml/democon-2022-pretalx.xml',
    counts: [35, 2, 3, 31],
    odd: { 'outside-day': 2 },
    zone: 'Europe/Berlin',
  },
  {
    file: 'frab-xml/fosdem-2012-pentabarf-noroom.xml',
    counts: [442, 23, 2, 513],
    odd: { 'html-in-text': 554, 'links-dropped': 114, 'no-guid': 442 },
    options: { zone: 'Europe/Brussels' },
    needsZone: true,
    zone: 'Europe/Brussels',
  },
  {
    file: 'frab-xml/fosdem-2020-pentabarf.xml',
    counts: [872, 35, 2, 841],
    odd: { 'cancelled-by-title': 3, 'no-guid': 872, 'html-in-text': 1329, 'links-dropped': 2 },
    options: { zone: 'Europe/Brussels' },
    needsZone: true,
    zone: 'Europe/Brussels',
  },
  {
    file: 'sessionize-json/droidcon-london-2024.gridsmart.json',
    counts: [137, 7, 2, 117],
    odd: { 'plenum-one-room': 25 },
    options: { zone: 'Europe/London' },
    needsZone: true,
    zone: 'Europe/London',
  },
  {
    file: 'sessionize-json/droidcon-nyc-2019.6fbccd05.gridsmart.json',
    counts: [92, 5, 2, 95],
    odd: { 'plenum-one-room': 6 },
    options: { zone: 'America/New_York' },
    needsZone: true,
    zone: 'America/New_York',
  },
  {
    file: 'sessionize-json/droidcon-nyc-2019.dd87f4e8.gridsmart.json',
    counts: [85, 6, 2, 90],
    odd: { 'plenum-one-room': 5 },
    options: { zone: 'America/New_York' },
    needsZone: true,
    zone: 'America/New_York',
  },
  {
    file: 'sessionize-json/global-azure-linz-2020.all.json',
    counts: [29, 4, 1, 28],
    odd: { 'plenum-one-room': 1 },
    options: { zone: 'Europe/Vienna' },
    needsZone: true,
    zone: 'Europe/Vienna',
  },
  {
    file: 'ics/democon-2022-pretalx.ics',
    counts: [36, 2, 4, 31],
    odd: {},
    zone: 'Europe/Berlin',
    deviation: 'SOURCES counts no speakers; pretalx writes them behind the title, where they are read',
  },
  {
    file: 'ics/jres-2022.ics',
    counts: [120, 15, 4, 1],
    odd: { 'no-vtimezone': 1, 'split-characters': 1, 'zero-length': 1 },
    zone: 'Europe/Paris',
  },
  {
    file: 'ics/kielux-2020.ics',
    counts: [24, 4, 2, 20],
    odd: { 'html-in-text': 12 },
    deviation: 'SOURCES counts one speaker by the dummy address that all share; by name they are 20',
  },
  {
    file: 'ics/linux-conf-au-2020.ics',
    counts: [262, 7, 6, 151],
    odd: { 'html-in-text': 11, 'no-room': 17, 'no-vtimezone': 1 },
    zone: 'Australia/Brisbane',
  },
  {
    file: 'ics/pyconuk-2015.ics',
    counts: [162, 11, 4, 0],
    odd: { 'no-end': 5, 'no-title': 4, 'worthless-ids': 162 },
  },
  {
    file: 'csv/camp99.csv',
    counts: [32, 1, 3, 31],
    odd: { 'no-end': 32, 'no-guid': 32 },
    options: { zone: 'Europe/Berlin', firstDate: '1999-08-06' },
    needsZone: true,
    zone: 'Europe/Berlin',
  },
  {
    file: 'csv/droidcon-italy-2025.sessions.csv',
    counts: [28, 2, 2, 30],
    odd: {},
    options: { zone: 'Europe/Rome' },
    needsZone: true,
    zone: 'Europe/Rome',
    deviation: 'SOURCES lists 31 speakers in the other file; 30 of them have a session in this one',
  },
  {
    file: 'csv/sendezentrum-31c3.csv',
    counts: [21, 0, 4, 29],
    odd: { 'no-end': 1, 'no-guid': 21, 'no-room': 21, 'no-title': 1 },
    options: { zone: 'Europe/Berlin' },
    needsZone: true,
    zone: 'Europe/Berlin',
  },
  {
    file: 'other/democon-2022-pretalx.widget-v1.1.json',
    counts: [36, 2, 4, 31],
    odd: {},
    zone: 'Europe/Berlin',
  },
  {
    file: 'other/democon-2022-pretalx.widget-v1.12.json',
    counts: [36, 2, 4, 31],
    odd: {},
    zone: 'Europe/Berlin',
  },
];

const read = (file: string, options: ParseOptions = {}) =>
  parseAgenda(readFileSync(join(DATA, file)), options);

describe.skipIf(!there)('real agendas', () => {
  it.each(rows)('$file: $counts', ({ file, counts, odd, options, needsZone = false, zone }) => {
    const agenda = read(file, options);
    const speakers = new Set(agenda.sessions.flatMap((session) => session.speakers.map(({ id }) => id)));
    expect([agenda.sessions.length, agenda.rooms.length, agenda.days.length, speakers.size]).toEqual(counts);
    expect(Object.fromEntries(agenda.oddities.map(({ kind, count }) => [kind, count]))).toEqual(odd);
    expect(agenda.zone).toBe(zone);
    expectSound(agenda);
    expect(read(file).needsZone).toBe(needsZone);
  });

  it('covers every agenda file there is', () => {
    const folders = ['frab-json', 'frab-xml', 'sessionize-json', 'ics', 'csv'];
    const files = folders.flatMap((folder) =>
      readdirSync(join(DATA, folder)).map((file) => `${folder}/${file}`),
    );
    // Lists of speakers are no agendas; what becomes of them is tested below.
    const agendas = files.filter((file) => !file.includes('.speakers.'));
    expect(agendas.filter((file) => !rows.some((row) => row.file === file))).toEqual([]);
  });

  it('names what is wrong with the invalid example', () => {
    const [offSchema] = read('frab-json/invalid-example.json').oddities.filter(
      ({ kind }) => kind === 'off-schema',
    );
    expect(offSchema?.examples).toEqual([
      'schedule.rooms: "belongs into conference"',
      'id: "2814"',
      'person.id: "dsadf"',
    ]);
  });

  it('asks for the columns of a list of speakers, and knows no agenda in Sessionize’s', () => {
    expect(read('csv/droidcon-italy-2025.speakers.csv')).toMatchObject({
      needsColumns: { missing: ['start'] },
      sessions: [],
    });
    expect(() => read('sessionize-json/droidcon-london-2024.speakers.json')).toThrow(
      'format.nearly.sessionizeSpeakers',
    );
  });

  it.each([
    ['kotlinconf-2025.json', 'json-list', 112, 12, 3, 105],
    ['scale-20x-2023.json', 'json-list', 181, 16, 4, 176],
    ['europython-2024-programapi-excerpt.json', 'json-list', 13, 5, 3, 7],
    ['pyconfr-2025.pretalx-api-grid.json', 'json-list', 93, 13, 4, 87],
    ['democon-2022-pretalx.xcal', 'xcal', 35, 2, 3, 31],
  ])('reads other/%s, whose shape nobody has agreed on', (file, format, sessions, rooms, days, speakers) => {
    const agenda = read(`other/${file}`);
    const people = new Set(agenda.sessions.flatMap((session) => session.speakers.map(({ id }) => id)));
    expect([
      agenda.format,
      agenda.sessions.length,
      agenda.rooms.length,
      agenda.days.length,
      people.size,
    ]).toEqual([format, sessions, rooms, days, speakers]);
  });

  it('reads pretalx’s xCal and its JSON as the same talks at the same times', () => {
    const essence = (file: string) =>
      read(file, { zone: 'Europe/Berlin' }).sessions.map(({ title, start, end, room }) => [
        title,
        start,
        end,
        room,
      ]);
    expect(essence('other/democon-2022-pretalx.xcal').toSorted()).toEqual(
      essence('frab-json/democon-2022-pretalx.json').toSorted(),
    );
  });

  it.each([
    ['europython-2014.custom.xml', 'format.nearly.schedule'],
    ['scale-14x-2016.drupal.xml', 'format.unknown'],
  ])('refuses other/%s', (file, key) => expect(() => read(`other/${file}`)).toThrow(key));

  it('reads DebConf’s local starts and UTC dates as the same instants', () => {
    const opening = read('frab-xml/debconf23-wafer.xml').sessions.find(
      ({ title }) => title === 'Opening Ceremony',
    );
    expect(opening?.start).toBe('2023-09-10T05:00:00Z');
  });

  it('reads FOSDEM’s clock times in the zone that is given', () => {
    const options = { zone: 'Europe/Brussels' };
    const { sessions } = read('frab-xml/fosdem-2020-pentabarf.xml', options);
    expect(sessions[0]).toMatchObject({ title: 'Welcome to FOSDEM 2020', start: '2020-02-01T08:30:00Z' });
    expect(sessions.filter(({ cancelled }) => cancelled).map(({ title }) => title)).toEqual([
      'Testing apps with third-party API integrations',
      'United Nations Technology and Innovation Labs',
      'A way of GPU virtualization for container',
    ]);
  });
});

describe.skipIf(!there)('one event in several formats: democon 2022', () => {
  const slots = (file: string) =>
    read(file)
      .sessions.map(({ title, start, end, room, speakers }) => ({
        title,
        start,
        end,
        room,
        speakers: speakers.map(({ name }) => name).toSorted(),
      }))
      .toSorted(
        (a, b) =>
          a.start.localeCompare(b.start) || a.room.localeCompare(b.room) || a.title.localeCompare(b.title),
      );

  const json = there ? slots('frab-json/democon-2022-pretalx.json') : [];
  /** pretalx leaves what lies outside the conference's dates out of JSON and XML only. */
  const inside = (all: typeof json) => all.filter(({ start }) => start < '2022-09-09');

  it('is the same in JSON and XML', () => expect(slots('frab-xml/democon-2022-pretalx.xml')).toEqual(json));

  it('is the same in the calendar, which has one slot more outside the dates', () => {
    const calendar = slots('ics/democon-2022-pretalx.ics');
    expect(calendar).toHaveLength(36);
    expect(inside(calendar)).toEqual(json);
  });

  it.each([
    ['1', ['Optional bifurcated attitude', 'Synchronized disintermediate support']],
    ['12', ['Optional bifurcated attitude']],
  ])('is the same in widget release v1.%s, but for what was changed until v1.43', (release, changed) => {
    const widget = inside(slots(`other/democon-2022-pretalx.widget-v1.${release}.json`));
    expect(widget).toHaveLength(35);
    const names = (all: typeof json) =>
      all.map(({ title, speakers }) => `${title} / ${speakers.join(', ')}`).toSorted();
    expect(names(widget)).toEqual(names(json));
    const moved = widget.filter(
      (one) => !json.some((other) => JSON.stringify(other) === JSON.stringify(one)),
    );
    expect(moved.map(({ title }) => title)).toEqual(changed);
  });
});
