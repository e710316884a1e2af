/** One small agenda in the two formats that most events publish: frab's JSON (v1) and XML. */

interface Talk {
  readonly guid: string;
  readonly id: number;
  readonly room: string;
  readonly date: string;
  readonly duration: string;
  readonly title: string;
  readonly speaker: string;
}

const talks: readonly Talk[] = [
  {
    guid: '0b6d7a3e-0a0f-4a86-8d2b-0e1f6a1c0001',
    id: 1,
    room: 'Barn',
    date: '2019-06-05T14:00:00+02:00',
    duration: '00:45',
    title: 'How a barn is raised',
    speaker: 'Ann Example',
  },
  {
    guid: '0b6d7a3e-0a0f-4a86-8d2b-0e1f6a1c0002',
    id: 2,
    room: 'Meadow',
    date: '2019-06-05T14:30:00+02:00',
    duration: '00:30',
    title: 'Bees & <!channel>',
    speaker: 'Bob Beispiel',
  },
  {
    guid: '0b6d7a3e-0a0f-4a86-8d2b-0e1f6a1c0003',
    id: 3,
    room: 'Barn',
    date: '2019-06-06T10:00:00+02:00',
    duration: '01:00',
    title: 'Closing song',
    speaker: 'Ann Example',
  },
];

const DATES = ['2019-06-05', '2019-06-06'] as const;
const ROOMS = ['Barn', 'Meadow'] as const;
const on = (date: string, room: string, all: readonly Talk[]) =>
  all.filter((talk) => talk.room === room && talk.date.startsWith(date));
const window = (date: string) => ({
  start: `${date}T06:00:00+02:00`,
  end: new Date(Date.parse(`${date}T04:00:00Z`) + 86_400_000).toISOString(),
});

/** `moved`: the closing song is in the meadow, an hour later. */
export const asPlanned = (moved: boolean): readonly Talk[] =>
  talks.map((talk) =>
    moved && talk.id === 3 ? { ...talk, room: 'Meadow', date: '2019-06-06T11:00:00+02:00' } : talk,
  );

export const frabJson = (moved = false): string => {
  const all = asPlanned(moved);
  return JSON.stringify({
    schedule: {
      version: moved ? '2' : '1',
      base_url: 'https://fair.example.org/',
      conference: {
        acronym: 'fair',
        title: 'Village fair',
        start: DATES[0],
        end: DATES[1],
        daysCount: 2,
        timeslot_duration: '00:05',
        time_zone_name: 'Europe/Madrid',
        rooms: ROOMS.map((name) => ({ name })),
        days: DATES.map((date, index) => ({
          index: index + 1,
          date,
          day_start: window(date).start,
          day_end: window(date).end,
          rooms: Object.fromEntries(
            ROOMS.map((room) => [
              room,
              on(date, room, all).map((talk) => ({
                ...talk,
                start: talk.date.slice(11, 16),
                slug: `fair-${talk.id}`,
                url: `https://fair.example.org/${talk.id}`,
                subtitle: '',
                track: null,
                type: 'lecture',
                language: 'en',
                abstract: '',
                description: '',
                persons: [{ id: talk.id, guid: talk.guid.replace('1c', '2c'), public_name: talk.speaker }],
                links: [],
                attachments: [],
              })),
            ]),
          ),
        })),
      },
    },
  });
};

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export const frabXml = (moved = false): string => {
  const all = asPlanned(moved);
  const event = (talk: Talk) =>
    `<event guid="${talk.guid}" id="${talk.id}"><date>${talk.date}</date><start>${talk.date.slice(11, 16)}</start><duration>${talk.duration}</duration><room>${talk.room}</room><slug>fair-${talk.id}</slug><url>https://fair.example.org/${talk.id}</url><title>${escape(talk.title)}</title><subtitle/><track/><type>lecture</type><language>en</language><abstract/><description/><persons><person id="${talk.id}" guid="${talk.guid.replace('1c', '2c')}">${talk.speaker}</person></persons><links/></event>`;
  const room = (date: string, name: string) =>
    `<room name="${name}">${on(date, name, all).map(event).join('')}</room>`;
  const day = (date: string, index: number) =>
    `<day index="${index + 1}" date="${date}" start="${window(date).start}" end="${window(date).end}">${ROOMS.map((name) => room(date, name)).join('')}</day>`;
  return `<?xml version="1.0" encoding="utf-8"?><schedule><version>${moved ? 2 : 1}</version><conference><acronym>fair</acronym><title>Village fair</title><start>${DATES[0]}</start><end>${DATES[1]}</end><days>2</days><timeslot_duration>00:05</timeslot_duration><time_zone_name>Europe/Madrid</time_zone_name></conference>${DATES.map(day).join('')}</schedule>`;
};
