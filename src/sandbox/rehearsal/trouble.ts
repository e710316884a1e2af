/**
 * What goes wrong on a rehearsed day, as data. Pure. How often it happens is a guess that anybody may mend: `USUAL`
 * says each in words of a day. It is drawn in `draw-trouble.ts`.
 */
import { instant } from '../../core/instant.ts';

export interface TroubleRates {
  /** Of a hundred speakers, how many are late, how many of these say so, and how many never come. */
  readonly lateSpeakers: number;
  readonly lateSayingSo: number;
  readonly lostSpeakers: number;
  /** Of a hundred places on shifts, how many are not taken, taken late, or taken without saying `here`. */
  readonly noShows: number;
  readonly lateVolunteers: number;
  readonly silentVolunteers: number;
  /** Of a hundred places, for how many somebody asks in time that others cover for them. */
  readonly cannotCome: number;
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
  cannotCome: 5,
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
  /** Somebody cannot do their shift, and asks for cover then. */
  | (At & { readonly kind: 'cannot-come'; readonly person: string; readonly shift: string })
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

/** From when on somebody is at a shift; undefined for who never comes. */
export const cameTo = (trouble: readonly Trouble[], shift: string, person: string): number | undefined =>
  trouble.find((one) => one.kind === 'volunteer-comes' && one.shift === shift && one.person === person)?.at;

/** The clock in the event's zone, `14:05`. */
export const clockText = (ms: number, zone: string): string =>
  instant(new Date(ms).toISOString()).toZonedDateTimeISO(zone).toPlainTime().toString().slice(0, 5);
