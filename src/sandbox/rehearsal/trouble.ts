/**
 * What goes wrong on the rehearsed day: drawn from the seed, before anything is played. Pure. How often it happens is
 * a guess that anybody may mend: `USUAL` says each in words of a day.
 */
import { instant, milliseconds } from '../../core/instant.ts';
import { liveOf } from '../../rota/domain/shift.ts';
import { type Chance, chanceOf, drawnBetween, oneOf } from './chance.ts';
import { HOUR, MINUTE, playersOf, type Script } from './script.ts';

export interface TroubleRates {
  /** Of a hundred speakers, how many are late, how many of these say so, and how many never come. */
  readonly lateSpeakers: number;
  readonly lateSayingSo: number;
  readonly lostSpeakers: number;
  /** Of a hundred places on shifts, how many are not taken, taken late, or taken without saying `here`. */
  readonly noShows: number;
  readonly lateVolunteers: number;
  readonly silentVolunteers: number;
  /** Alerts of a device, in a room and hour with sessions. */
  readonly alerts: number;
  /** Pages that people open, in an hour. */
  readonly pages: number;
  /** Attendees who ask for help, in an hour. */
  readonly requests: number;
  /** Outages of the texts' and calls' provider, and of Slack, in ten hours. */
  readonly providerOutages: number;
  readonly slackOutages: number;
  /** How often the programme's feed loses most of its sessions, in ten hours. */
  readonly madFeeds: number;
}

export const USUAL: TroubleRates = {
  lateSpeakers: 12,
  lateSayingSo: 50,
  lostSpeakers: 2,
  noShows: 6,
  lateVolunteers: 10,
  silentVolunteers: 10,
  alerts: 0.35,
  pages: 2.5,
  requests: 2,
  providerOutages: 1,
  slackOutages: 0.7,
  madFeeds: 1,
};

interface At {
  /** The same in every play of the seed, `a3`: what people do about it is drawn by it. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export type Trouble =
  /** A speaker is in the house; `says` so many minutes before they are late. Who never comes has no such row. */
  | (At & {
      readonly kind: 'speaker-comes';
      readonly person: string;
      readonly session: string;
      readonly says?: number;
    })
  | (At & {
      readonly kind: 'speaker-says-late';
      readonly person: string;
      readonly session: string;
      readonly minutes: number;
    })
  /** Somebody is at their shift, and says so or not. */
  | (At & {
      readonly kind: 'volunteer-comes';
      readonly person: string;
      readonly shift: string;
      readonly says: boolean;
    })
  | (At & {
      readonly kind: 'alert';
      readonly room: string;
      readonly device: string;
      readonly critical: boolean;
      /** Minutes until it is over by itself, unless somebody has mended it. */
      readonly minutes: number;
    })
  | (At & {
      readonly kind: 'page';
      readonly by: string;
      /** As it is typed: a room's name in quotes, a role's, `oncall`. */
      readonly target: string;
      readonly words: string;
      readonly critical: boolean;
    })
  | (At & { readonly kind: 'help'; readonly by: string; readonly target: string; readonly words: string })
  | (At & { readonly kind: 'outage'; readonly of: 'provider' | 'slack'; readonly until: number })
  | (At & { readonly kind: 'mad-feed'; readonly until: number });

const DEVICES = [
  { device: 'projector', words: 'The projector shows no picture' },
  { device: 'stream', words: 'The stream is black' },
  { device: 'sound', words: 'The microphone is silent' },
] as const;

export const deviceWords = (device: string): string =>
  DEVICES.find((one) => one.device === device)?.words ?? device;

const CALLS = [
  'The queue reaches the stairs',
  'We need two more pairs of hands',
  'A bag stands alone here',
  'The door does not close any more',
  'Somebody feels unwell',
] as const;
const REQUESTS = [
  'I cannot find the cloakroom',
  'The captions do not work for me',
  'I lost my badge',
  'It is too loud to hear the talk',
] as const;

/** How many of something that happens so often on average: whole ones, and one more by chance. */
const countOf = (mean: number, drawn: number): number =>
  Math.floor(mean) + (drawn < mean - Math.floor(mean) ? 1 : 0);

function speakersOf(script: Script, rates: TroubleRates, chance: Chance): Trouble[] {
  return script.sessions.flatMap((session) =>
    [...new Set(session.speakers.flatMap(({ id }) => script.speakers.get(id) ?? []))].flatMap(
      (person): Trouble[] => {
        const draw = (what: string) => chance('speaker', session.code, person, what);
        const start = milliseconds(session.start);
        const fate = draw('fate') * 100;
        if (fate < rates.lostSpeakers) return [];
        const isLate = fate < rates.lostSpeakers + rates.lateSpeakers;
        const by = isLate
          ? Math.round(drawnBetween(draw('late'), -10, 20))
          : -Math.round(drawnBetween(draw('early'), 16, 60));
        const at = start + by * MINUTE;
        const comes: Trouble = {
          id: `s-${session.code}-${person}`,
          kind: 'speaker-comes',
          at,
          person,
          session: session.code,
        };
        if (!isLate || by <= 0 || draw('says') * 100 >= rates.lateSayingSo) return [comes];
        return [
          {
            id: `l-${session.code}-${person}`,
            kind: 'speaker-says-late',
            at: start - Math.round(drawnBetween(draw('when'), 10, 40)) * MINUTE,
            person,
            session: session.code,
            minutes: Math.max(5, Math.ceil(by / 5) * 5),
          },
          comes,
        ];
      },
    ),
  );
}

function volunteersOf(script: Script, rates: TroubleRates, chance: Chance): Trouble[] {
  return script.shifts.flatMap((shift) =>
    liveOf(shift).flatMap(({ person }): Trouble[] => {
      const draw = (what: string) => chance('volunteer', shift.code, person, what);
      const fate = draw('fate') * 100;
      if (fate < rates.noShows) return [];
      const isLate = fate < rates.noShows + rates.lateVolunteers;
      const by = isLate ? drawnBetween(draw('late'), 6, 35) : -drawnBetween(draw('early'), 1, 20);
      return [
        {
          id: `v-${shift.code}-${person}`,
          kind: 'volunteer-comes',
          at: milliseconds(shift.start) + Math.round(by) * MINUTE,
          person,
          shift: shift.code,
          says: draw('says') * 100 >= rates.silentVolunteers,
        },
      ];
    }),
  );
}

/** Hours of the play, from its beginning; the last may be a part of one. */
function* hoursOf({ from, until }: Script): Generator<{ readonly start: number; readonly share: number }> {
  for (let start = from; start < until; start += HOUR)
    yield { start, share: Math.min(1, (until - start) / HOUR) };
}

function alertsOf(script: Script, rates: TroubleRates, chance: Chance): Trouble[] {
  const found: Trouble[] = [];
  for (const { start, share } of hoursOf(script))
    for (const room of script.rooms) {
      const isUsed = script.sessions.some(
        (one) =>
          one.room === room &&
          !one.isBreak &&
          milliseconds(one.start) < start + share * HOUR &&
          milliseconds(one.end) > start,
      );
      if (!isUsed) continue;
      const draw = (...what: (string | number)[]) => chance('alert', room, start, ...what);
      for (let index = 0; index < countOf(rates.alerts * share, draw('count')); index++)
        found.push({
          id: `a-${room}-${start}-${index}`,
          kind: 'alert',
          at: start + draw(index, 'at') * share * HOUR,
          room,
          device: oneOf(draw(index, 'device'), DEVICES)?.device ?? 'projector',
          critical: draw(index, 'critical') < 0.15,
          minutes: Math.round(drawnBetween(draw(index, 'minutes'), 10, 40)),
        });
    }
  return found;
}

/** Where there is a shift at that time; rooms by their names, what has no room by its role. */
function targetsAt(script: Script, at: number): string[] {
  const now = script.shifts.filter(({ start, end }) => milliseconds(start) <= at && milliseconds(end) > at);
  const named = now.map(({ room, role }) => (room === undefined ? `"${role}"` : `"${room}"`));
  return [...new Set(named)].sort();
}

function callsOf(script: Script, rates: TroubleRates, chance: Chance): Trouble[] {
  const found: Trouble[] = [];
  const crew = [...playersOf(script, 'lead'), ...playersOf(script, 'volunteer')];
  const attendees = playersOf(script, 'attendee');
  for (const { start, share } of hoursOf(script)) {
    const draw = (...what: (string | number)[]) => chance('call', start, ...what);
    const put = (kind: 'page' | 'help', mean: number) => {
      for (let index = 0; index < countOf(mean * share, draw(kind, 'count')); index++) {
        const at = start + draw(kind, index, 'at') * share * HOUR;
        const target = oneOf(draw(kind, index, 'target'), targetsAt(script, at));
        // Whoever is drawn lowest: one person more changes who it is seldom, and nothing else.
        const [by] = (kind === 'page' ? crew : attendees)
          .map((player) => ({ player, drawn: draw(kind, index, 'by', player.id) }))
          .sort((a, b) => a.drawn - b.drawn)
          .map(({ player }) => player);
        const words = oneOf(draw(kind, index, 'words'), kind === 'page' ? CALLS : REQUESTS);
        if (target === undefined || by === undefined || words === undefined) continue;
        const common = { id: `${kind[0]}-${start}-${index}`, at, by: by.id, target, words };
        found.push(
          kind === 'page'
            ? { ...common, kind, critical: draw(kind, index, 'critical') < 0.08 }
            : { ...common, kind },
        );
      }
    };
    put('page', rates.pages);
    put('help', rates.requests);
  }
  return found;
}

function outagesOf(script: Script, rates: TroubleRates, chance: Chance): Trouble[] {
  const length = script.until - script.from;
  const several = (name: string, mean: number, make: (id: string, at: number, until: number) => Trouble) =>
    Array.from({ length: countOf((mean * length) / (10 * HOUR), chance(name, 'count')) }, (_, index) => {
      const at = script.from + drawnBetween(chance(name, index, 'at'), 0.1, 0.85) * length;
      return make(`${name}-${index}`, at, at + drawnBetween(chance(name, index, 'long'), 4, 20) * MINUTE);
    });
  return [
    ...several('provider', rates.providerOutages, (id, at, until) => ({
      id,
      kind: 'outage',
      of: 'provider',
      at,
      until,
    })),
    ...several('slack', rates.slackOutages, (id, at, until) => ({
      id,
      kind: 'outage',
      of: 'slack',
      at,
      until,
    })),
    ...several('feed', rates.madFeeds, (id, at, until) => ({
      id,
      kind: 'mad-feed',
      at,
      until: until + 15 * MINUTE,
    })),
  ];
}

/** Of what is played, in order. */
export function drawTrouble(script: Script, seed: number, rates: TroubleRates = USUAL): Trouble[] {
  const chance = chanceOf(seed);
  return [
    ...speakersOf(script, rates, chance),
    ...volunteersOf(script, rates, chance),
    ...alertsOf(script, rates, chance),
    ...callsOf(script, rates, chance),
    ...outagesOf(script, rates, chance),
  ]
    .map((one) => ({ ...one, at: Math.round(one.at) }))
    .filter(({ at }) => at >= script.from - HOUR && at < script.until)
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

/** From when on somebody is at a shift; undefined for who never comes. */
export const cameTo = (trouble: readonly Trouble[], shift: string, person: string): number | undefined =>
  trouble.find((one) => one.kind === 'volunteer-comes' && one.shift === shift && one.person === person)?.at;

/** The clock in the event's zone, `14:05`. */
export const clockText = (ms: number, zone: string): string =>
  instant(new Date(ms).toISOString()).toZonedDateTimeISO(zone).toPlainTime().toString().slice(0, 5);
