/**
 * The rules of a rota: who may have a shift. Each has a name, and what it found; an organizer may set them
 * aside with a reason. The optimizer, sign-up, swap and cover all obey these and no others.
 */
import { milliseconds } from '../../core/instant.ts';
import { hoursOf, isNight, type Span } from './hours.ts';
import type { RotaSettings } from './settings.ts';
import { liveOf, placesOf, type Role, type Shift } from './shift.ts';
import type { Volunteer } from './volunteer.ts';

export type Broken =
  | { readonly rule: 'double-booking' }
  | { readonly rule: 'overlap'; readonly shift: string }
  | { readonly rule: 'rest'; readonly shift: string; readonly hours: number }
  | { readonly rule: 'availability' }
  | { readonly rule: 'own-talk'; readonly session: string }
  | { readonly rule: 'skill'; readonly skill: string }
  | { readonly rule: 'hours'; readonly hours: number }
  | { readonly rule: 'nights'; readonly nights: number }
  | { readonly rule: 'full' };
export type RuleName = Broken['rule'];

/** A talk of their own: they cannot be anywhere else. */
export interface Talk extends Span {
  readonly code: string;
}

export interface Candidate {
  readonly person: string;
  readonly profile: Volunteer | undefined;
  /** Every shift they have now. */
  readonly shifts: readonly Shift[];
  readonly talks: readonly Talk[];
}

export interface RuleContext {
  readonly roles: ReadonlyMap<string, Role>;
  readonly settings: RotaSettings;
  /** The event's zone. */
  readonly zone: string;
}

const HOUR = 3_600_000;

export const overlaps = (a: Span, b: Span): boolean =>
  milliseconds(a.start) < milliseconds(b.end) && milliseconds(b.start) < milliseconds(a.end);

/** Hours between two shifts that do not overlap; what is too short is compared with the earlier's rest. */
function restBroken(a: Shift, b: Shift, roles: RuleContext['roles']): number | undefined {
  const [first, second] = milliseconds(a.start) <= milliseconds(b.start) ? [a, b] : [b, a];
  const wanted = roles.get(first.role)?.rest ?? 0;
  const gap = (milliseconds(second.start) - milliseconds(first.end)) / HOUR;
  return gap < wanted - 1e-9 ? wanted : undefined;
}

/** Inside one stretch of availability; windows that touch or overlap are one stretch. */
export function isAvailable(profile: Volunteer | undefined, span: Span): boolean {
  if (profile?.windows === undefined) return true;
  let reached = milliseconds(span.start);
  for (const window of [...profile.windows].sort((a, b) => milliseconds(a.start) - milliseconds(b.start))) {
    if (milliseconds(window.start) <= reached) reached = Math.max(reached, milliseconds(window.end));
  }
  return reached >= milliseconds(span.end);
}

/** Everything that speaks against this person having this shift; empty when nothing does. */
export function brokenRules(candidate: Candidate, shift: Shift, context: RuleContext): Broken[] {
  const { profile, talks } = candidate;
  const broken: Broken[] = [];
  const others = candidate.shifts.filter((one) => one.code !== shift.code);
  if (liveOf(shift).some((one) => one.person === candidate.person)) broken.push({ rule: 'double-booking' });
  else if (liveOf(shift).length >= placesOf(shift)) broken.push({ rule: 'full' });
  for (const other of others) {
    if (overlaps(other, shift)) broken.push({ rule: 'overlap', shift: other.code });
    else {
      const hours = restBroken(other, shift, context.roles);
      if (hours !== undefined) broken.push({ rule: 'rest', shift: other.code, hours });
    }
  }
  for (const talk of talks) {
    if (overlaps(talk, shift)) broken.push({ rule: 'own-talk', session: talk.code });
  }
  if (!isAvailable(profile, shift)) broken.push({ rule: 'availability' });
  for (const skill of context.roles.get(shift.role)?.skills ?? []) {
    if (!profile?.skills.includes(skill)) broken.push({ rule: 'skill', skill });
  }
  const max = profile?.maxHours;
  if (max !== undefined) {
    const hours = [...others, shift].reduce((sum, one) => sum + hoursOf(one), 0);
    if (hours > max + 1e-9) broken.push({ rule: 'hours', hours: max });
  }
  const night = (shift: Shift) => isNight(shift, context.settings.night, context.zone);
  if (profile?.maxNights !== undefined && night(shift)) {
    if (others.filter(night).length + 1 > profile.maxNights)
      broken.push({ rule: 'nights', nights: profile.maxNights });
  }
  return broken;
}

/** The rules that two shifts of one person break between them, for a rota as it stands. */
export const clash = (a: Shift, b: Shift, roles: RuleContext['roles']): 'overlap' | 'rest' | undefined =>
  overlaps(a, b) ? 'overlap' : restBroken(a, b, roles) !== undefined ? 'rest' : undefined;
