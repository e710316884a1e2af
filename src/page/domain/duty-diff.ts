/**
 * How what a page asks differs from who is on duty now. People are resolved whenever they are asked, not when a
 * step began: shifts are dropped, reassigned, swapped and covered under an open page, and the hour strikes.
 * Nothing differs for most pages most of the time, so that this is looked at before every text and call.
 */
import { Temporal } from 'temporal-polyfill';
import type { Person } from '../../callboard/domain/person.ts';
import { instant } from '../../core/instant.ts';
import { isAskable } from './ask-person.ts';
import { channelsOf, type PagingContext, peopleOfStep } from './context.ts';
import { liveSteps, type Page, type Ran } from './page.ts';
import { type StepAudience, stepAt } from './policy.ts';
import { isQuiet, type PassedOver, passedOver } from './quiet-hours.ts';

export type Place = Ran['people'][number];

export interface DutyDiff {
  /** Asked by a step that does not mean them any more. */
  readonly off: readonly { readonly sequence: number; readonly place: Place }[];
  /** To be asked now, by the latest step that means them. */
  readonly on: readonly { readonly sequence: number; readonly person: Person }[];
  /** Their quiet hours (or their talk) began or end otherwise than was known; no `until`: they are free now. */
  readonly aside: readonly {
    readonly sequence: number;
    readonly place: Place;
    readonly aside: PassedOver | undefined;
  }[];
}

/** Whom that step means now. */
export const meantBy = (page: Page, sequence: number, context: PagingContext): string[] => {
  const who = stepAt(page.policy, sequence)?.step.who;
  return who === undefined ? [] : peopleOfStep(who, page, context);
};

/** Whether a page can ask this person, and has a channel for it. */
export function reachablePerson(id: string, page: Page, context: PagingContext): Person | undefined {
  const person = context.people.get(id);
  return isAskable(person) && channelsOf(person, page.critical, context).length > 0 ? person : undefined;
}

/** The latest run of each step that counts, by whom it asks. */
function latestOfEach(page: Page): Map<StepAudience, Ran> {
  const latest = new Map<StepAudience, Ran>();
  for (const ran of liveSteps(page)) {
    const who = stepAt(page.policy, ran.sequence)?.step.who;
    if (who !== undefined) latest.set(who, ran);
  }
  return latest;
}

/** For an open page; one that somebody has is handed over instead. */
export function dutyDiff(page: Page, context: PagingContext): DutyDiff {
  const off: { sequence: number; place: Place }[] = [];
  const aside: { sequence: number; place: Place; aside: PassedOver | undefined }[] = [];
  const staying = new Set<string>();
  for (const { sequence, at, people } of liveSteps(page)) {
    const meant = meantBy(page, sequence, context);
    for (const place of people) {
      if (place.offAt) continue;
      const person = context.people.get(place.person);
      if (!meant.includes(place.person) || !isAskable(person)) {
        off.push({ sequence, place });
        continue;
      }
      staying.add(place.person);
      const over = beganBefore(place, at, person, context) ? undefined : passedOver(person, page, context);
      if (isOtherwise(place, over?.until, context.now)) aside.push({ sequence, place, aside: over });
    }
  }
  const on: { sequence: number; person: Person }[] = [];
  const isComing = new Set<string>();
  for (const [who, { sequence, people }] of latestOfEach(page)) {
    const held = new Map(aside.map((one) => [one.place, one.aside]));
    const isAsked = (place: Place) =>
      staying.has(place.person) &&
      !place.offAt &&
      (held.has(place) ? held.get(place) === undefined : !isAside(place, context.now));
    // A step that asks a lead asks one: another only where that one is gone.
    if (who === 'lead' && people.some(isAsked)) continue;
    for (const id of meantBy(page, sequence, context)) {
      const person = staying.has(id) || isComing.has(id) ? undefined : reachablePerson(id, page, context);
      if (!person) continue;
      on.push({ sequence, person });
      isComing.add(id);
      if (who === 'lead' && !passedOver(person, page, context)) break;
    }
  }
  return { off, on, aside };
}

/** Whether a step goes past them now. */
export const isAside = ({ quietUntil }: Place, now: Temporal.Instant): boolean =>
  quietUntil !== undefined && Temporal.Instant.compare(instant(quietUntil), now) > 0;

/** Quiet hours that begin by the clock do not interrupt: somebody who was just asked is asked to the end. */
function beganBefore(
  { quietUntil, since }: Place,
  at: string,
  person: Person,
  { event, onStage }: PagingContext,
): boolean {
  if (quietUntil !== undefined || onStage.has(person.id)) return false;
  return !isQuiet(person, instant(since ?? at), event.zone);
}

/** Whether what is known of their quiet hours is not so any more. That they have ended by the clock is as known. */
function isOtherwise(
  { quietUntil }: Place,
  until: Temporal.Instant | undefined,
  now: Temporal.Instant,
): boolean {
  const known = quietUntil === undefined ? undefined : instant(quietUntil);
  const isPast = known === undefined || Temporal.Instant.compare(known, now) <= 0;
  if (until === undefined) return !isPast;
  return isPast || known.epochMilliseconds !== until.epochMilliseconds;
}

export const isSame = ({ off, on, aside }: DutyDiff): boolean =>
  off.length === 0 && on.length === 0 && aside.length === 0;
