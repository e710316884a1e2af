/** What a rehearsal plays: the event with made-up people in the places of its own. Data alone. */
import type { Day } from '../../agenda/domain/agenda.ts';
import type { Session } from '../../agenda/domain/session.ts';
import type { EventSetup } from '../../callboard/event-file/schema.ts';
import type { Shift } from '../../rota/domain/shift.ts';

export type Part = 'organizer' | 'lead' | 'volunteer' | 'speaker' | 'attendee';

/** Nobody of the event: a made-up name and a number that is kept for stories. */
export interface Player {
  /** Their id in the sandbox's Slack. */
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly part: Part;
  /** Undefined where whoever they stand for has no phone that is verified. */
  readonly phone?: string;
  /** Their number where they have not verified it: nobody reaches them there. */
  readonly unverified?: string;
  /** How they are asked, in seconds from the start of a step; the usual order where nothing is said. */
  readonly order?: readonly { readonly channel: string; readonly after: number }[];
}

export interface Script {
  readonly name: string;
  readonly zone: string;
  /** Milliseconds since 1970: what is played begins and ends there. */
  readonly from: number;
  readonly until: number;
  /** The event file, with the players' ids; without what would reach out of the machine. */
  readonly setup: EventSetup;
  readonly players: readonly Player[];
  /** People of whom there are none yet, for trying what one more would change. */
  readonly spares: readonly Player[];
  readonly sessions: readonly Session[];
  /** The player who gives a talk, by the speaker's id in the agenda. */
  readonly speakers: ReadonlyMap<string, string>;
  /** Players who have a talk on standby, in the order of the list; nobody unless that is tried. */
  readonly standby?: readonly string[];
  readonly days: readonly Day[];
  readonly rooms: readonly string[];
  readonly shifts: readonly Shift[];
}

export const playersOf = ({ players }: Pick<Script, 'players'>, part: Part): readonly Player[] =>
  players.filter((one) => one.part === part);

/** Minutes of a talk on standby. */
export const STANDBY_MINUTES = 20;

export const MINUTE = 60_000;
export const HOUR = 3_600_000;

/** `volunteer 12`: how a player is called in a report, which names nobody. */
export function playerLabel({ players, spares }: Pick<Script, 'players' | 'spares'>, id: string): string {
  const player = players.find((one) => one.id === id);
  if (!player) return spares.some((one) => one.id === id) ? 'somebody new' : id;
  const place = players.filter(({ part }) => part === player.part).indexOf(player);
  return `${player.part} ${place + 1}`;
}
