/** Which of the talks that may step in fit a slot: by length, room, language, and whether their speaker is here and free. Pure. */
import type { Temporal } from 'temporal-polyfill';
import type { AgendaState } from '../agenda/domain/agenda.ts';
import { standInProblem } from '../agenda/domain/fill.ts';
import { type Plan, planSteps, scheduledIn } from '../agenda/domain/live.ts';
import type { Session } from '../agenda/domain/session.ts';
import { overlap, type Slot, slotOf } from '../agenda/domain/slots.ts';
import { type StandbyTalk, type StandIn, standInOf } from '../agenda/domain/standby.ts';
import { milliseconds } from '../core/instant.ts';
import type { Shift } from '../rota/domain/shift.ts';
import type { Attendance } from './domain/attendance.ts';
import type { Links } from './domain/link.ts';

const MINUTE = 60_000;
/** Who was here so long ago, or whose talk or shift ended so long ago, may have left. */
const STILL_HERE = 2 * 60 * MINUTE;
/** Somebody was seen today. */
const TODAY = 12 * 60 * MINUTE;

/** How it is known that a speaker is here: they checked in, came to a shift, or were seen. `at` is when. */
export interface Here {
  readonly how: 'checked-in' | 'shift' | 'seen';
  readonly at: string;
}

export type WhyNot =
  /** It has begun, or it is the talk itself. */
  'began' | 'room' | 'language' | 'too-long' | 'speaks' | 'on-shift' | 'not-here';

export interface Fit {
  readonly standIn: StandIn;
  readonly plan: Plan;
  readonly here: Here;
}

export interface NoFit {
  readonly standIn: StandIn;
  readonly why: WhyNot;
}

export interface FitContext {
  readonly state: AgendaState;
  readonly talks: readonly StandbyTalk[];
  readonly links: Links;
  readonly attendances: readonly Attendance[];
  readonly shifts: readonly Shift[];
  readonly now: Temporal.Instant;
  readonly planOf: (standIn: StandIn) => Plan;
}

type HereContext = Pick<FitContext, 'state' | 'links' | 'attendances' | 'shifts' | 'now'>;

const personsOf = ({ speakers }: StandIn, links: Links): string[] => [
  ...new Set(speakers.flatMap(({ id }) => links.get(id)?.person ?? [])),
];

const isAround = (slot: Slot, now: number): boolean =>
  slot.start - now < TODAY && now - slot.end < STILL_HERE;

/** What says that the person is in the house now, the newest. */
function hereBy(person: string, { state, attendances, shifts, now }: HereContext): Here | undefined {
  const ms = now.epochMilliseconds;
  const found: Here[] = [];
  for (const one of attendances) {
    const session = state.sessions.get(one.session)?.value;
    if (one.person !== person || !one.checkedIn || !session || !isAround(slotOf(session), ms)) continue;
    if (ms - milliseconds(one.checkedIn.at) < TODAY) found.push({ how: 'checked-in', at: one.checkedIn.at });
  }
  for (const shift of shifts) {
    const hasCome = shift.assignments.some((one) => one.person === person && one.state === 'arrived');
    const slot = { start: milliseconds(shift.start), end: milliseconds(shift.end) };
    if (hasCome && isAround(slot, ms)) found.push({ how: 'shift', at: shift.start });
  }
  return found.sort((a, b) => b.at.localeCompare(a.at))[0];
}

const seen = ({ here }: StandbyTalk, now: Temporal.Instant): Here | undefined =>
  here && now.epochMilliseconds - milliseconds(here.at) < TODAY ? { how: 'seen', at: here.at } : undefined;

/** Whether one of its speakers is in the house, and how that is known. */
export function standInHere(talk: StandbyTalk, standIn: StandIn, context: HereContext): Here | undefined {
  const [first] = personsOf(standIn, context.links).flatMap((person) => hereBy(person, context) ?? []);
  return first ?? seen(talk, context.now);
}

/** Since when each of its speakers is known to be in the house, by their ids. */
export function speakersHere(
  standIn: StandIn,
  talk: StandbyTalk | undefined,
  context: HereContext,
): ReadonlyMap<string, string> {
  const marked = talk && seen(talk, context.now);
  return new Map(
    personsOf(standIn, context.links).flatMap((person): [string, string][] => {
      const here = hereBy(person, context) ?? marked;
      return here ? [[person, here.at]] : [];
    }),
  );
}

/** What a person does at that time, so that they cannot speak. */
function busy(
  person: string,
  slot: Slot,
  without: readonly (string | undefined)[],
  { state, links, shifts }: HereContext,
): 'speaks' | 'on-shift' | undefined {
  const speaks = scheduledIn(state).some(
    (one) =>
      !one.isBreak &&
      !without.includes(one.code) &&
      overlap(slotOf(one), slot) &&
      one.speakers.some(({ id }) => links.get(id)?.person === person),
  );
  if (speaks) return 'speaks';
  const isOn = shifts.some(
    (shift) =>
      overlap({ start: milliseconds(shift.start), end: milliseconds(shift.end) }, slot) &&
      shift.assignments.some(
        (one) => one.person === person && (one.state === 'accepted' || one.state === 'arrived'),
      ),
  );
  return isOn ? 'on-shift' : undefined;
}

const CODE = /^[a-z]{2}(?=$|[-_])/i;
/** Where both are codes, such as `en` and `en-GB`; a language that is written out is not compared. */
const differ = (one: string | undefined, other: string | undefined): boolean => {
  const [a, b] = [CODE.exec(one ?? '')?.[0], CODE.exec(other ?? '')?.[0]];
  return a !== undefined && b !== undefined && a.toLowerCase() !== b.toLowerCase();
};

/** Whether the talk as such fits the slot, whoever is here. */
export function placeProblem(
  missing: Session,
  standIn: StandIn,
  plan: Plan,
  now: Temporal.Instant,
): WhyNot | undefined {
  if (standInProblem(missing, standIn, now)) return 'began';
  if (standIn.room !== undefined && standIn.room !== missing.room) return 'room';
  if (differ(standIn.language, missing.language)) return 'language';
  if (plan.late.length > 0 || plan.clashes.some(({ kind }) => kind === 'room')) return 'too-long';
  return plan.clashes.length > 0 ? 'speaks' : undefined;
}

function judge(missing: Session, talk: StandbyTalk, standIn: StandIn, context: FitContext): Fit | NoFit {
  if (standInProblem(missing, standIn, context.now)) return { standIn, why: 'began' };
  const plan = context.planOf(standIn);
  const problem = placeProblem(missing, standIn, plan, context.now);
  if (problem) return { standIn, why: problem };
  const here = standInHere(talk, standIn, context);
  if (!here) return { standIn, why: 'not-here' };
  const comes = planSteps(plan).find(({ after }) => after.code === plan.fills?.standIn)?.after;
  const slot = slotOf(comes ?? missing);
  const without = [missing.code, standIn.session?.code];
  const [taken] = personsOf(standIn, context.links).flatMap(
    (person) => busy(person, slot, without, context) ?? [],
  );
  return taken ? { standIn, why: taken } : { standIn, plan, here };
}

/** A talk that leaves its own slot empty is taken last. */
const leavesHole = ({ standIn: { session }, plan }: Fit): boolean =>
  session?.state === 'scheduled' && plan.steps.some(({ after }) => after.state === 'cancelled');

/** Those that fit, the best first (no slot left empty, then the nearest length), and why the others do not. */
export function standbyFits(
  missing: Session,
  context: FitContext,
): { readonly fits: readonly Fit[]; readonly others: readonly NoFit[] } {
  const sessions = [...context.state.sessions.values()].map(({ value }) => value);
  const length = milliseconds(missing.end) - milliseconds(missing.start);
  const judged = context.talks.flatMap((talk) => {
    const standIn = standInOf(talk, sessions);
    return standIn ? [judge(missing, talk, standIn, context)] : [];
  });
  const off = ({ standIn }: Fit) => Math.abs(standIn.length - length);
  return {
    fits: judged
      .flatMap((one) => ('plan' in one ? [one] : []))
      .sort(
        (a, b) =>
          Number(leavesHole(a)) - Number(leavesHole(b)) ||
          off(a) - off(b) ||
          a.standIn.code.localeCompare(b.standIn.code, 'en', { numeric: true }),
      ),
    others: judged.flatMap((one) => ('why' in one ? [one] : [])),
  };
}
