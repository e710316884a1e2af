/**
 * Who a step means, at the moment when it runs: swaps, cover and late changes count. All of it reads what
 * the caller gathered; nothing here asks anybody.
 */
import { Temporal } from 'temporal-polyfill';
import type { EventSettings } from '../../callboard/domain/event.ts';
import type { Person } from '../../callboard/domain/person.ts';
import { membersOf } from '../../callboard/domain/user-group.ts';
import { milliseconds } from '../../core/instant.ts';
import { type OnShift, onShift } from '../../rota/domain/on-shift.ts';
import { liveOf, type Role, type Shift } from '../../rota/domain/shift.ts';
import { asked, type Page } from './page.ts';
import { DEFAULT_ORDER, FALLBACK, type StepAudience } from './policy.ts';

export interface PagingContext {
  readonly now: Temporal.Instant;
  readonly event: EventSettings;
  readonly shifts: readonly Shift[];
  readonly roles: readonly Role[];
  /** At least everybody whom `everybody` names. */
  readonly people: ReadonlyMap<string, Person>;
  /** Who is giving a talk now, and until when. */
  readonly onStage: ReadonlyMap<string, Temporal.Instant>;
  /** Slack cannot be reached: nothing waits for it. */
  readonly chatLost?: boolean;
  /** Whether this channel has an address for this person. */
  reaches(channel: string, person: Person): boolean;
  newId(): string;
}

export type Duty = Pick<PagingContext, 'now' | 'event' | 'shifts' | 'roles'>;
type Aim = Pick<Page, 'target'> & Partial<Pick<Page, 'readers' | 'stepsRun'>>;

/** The paging channel that is a chat. */
export const CHAT = 'slack';

const ids = (found: readonly OnShift[]): string[] => [
  ...new Set(found.map(({ assignment }) => assignment.person)),
];

/** The duty crew: shifts without a room, else everybody on shift. */
function onCall(duty: Duty): OnShift[] {
  const everyone = onShift(duty.shifts, duty.now);
  const crew = everyone.filter(({ shift }) => shift.room === undefined);
  return crew.length > 0 ? crew : everyone;
}

/** Whoever is named, whether on shift or not: a person, or the members of a user group. */
const named = ({ kind, name }: Page['target'], { event }: Duty): readonly string[] =>
  kind === 'group' ? membersOf(event, name) : [name];

/** The roles that a page concerns: the target's own, or those on shift where it points, else ever there. */
function rolesOf({ target }: Aim, duty: Duty): string[] {
  if (target.kind === 'role') return [target.name];
  const now =
    target.kind === 'room'
      ? onShift(duty.shifts, duty.now, { room: target.name })
      : target.kind === 'oncall'
        ? onCall(duty)
        : onShift(duty.shifts, duty.now).filter(({ assignment }) =>
            named(target, duty).includes(assignment.person),
          );
  if (now.length > 0) return [...new Set(now.map(({ shift }) => shift.role))];
  if (target.kind !== 'room') return [];
  return [...new Set(duty.shifts.filter((shift) => shift.room === target.name).map((shift) => shift.role))];
}

/** Leads on shift in those roles (in the room first), then the roles' leads in their order. */
function leadsOf(page: Aim, duty: Duty): string[] {
  const roles = new Set(rolesOf(page, duty));
  const { target } = page;
  const leading = onShift(duty.shifts, duty.now).filter(
    ({ shift, assignment }) => assignment.lead === true && roles.has(shift.role),
  );
  const here = (onShift: OnShift) => (target.kind === 'room' && onShift.shift.room === target.name ? 0 : 1);
  const standing = duty.roles.filter((role) => roles.has(role.name)).flatMap((role) => role.leads);
  return [...new Set([...ids(leading.sort((a, b) => here(a) - here(b))), ...standing])];
}

/**
 * The people whom `who` means now, who matters most first. For `lead` these are candidates, in order. A
 * confidential page asks nobody to whom it would tell something new.
 */
export function peopleOfStep(who: StepAudience, page: Aim, duty: Duty): string[] {
  const { readers, stepsRun = [] } = page;
  const meant = meantBy(who, page, duty);
  if (readers === undefined) return meant;
  const knows = new Set([...readers, ...asked({ stepsRun })]);
  return meant.filter((id) => knows.has(id));
}

function meantBy(who: StepAudience, page: Aim, duty: Duty): string[] {
  if (who === 'organizers') return [...new Set(duty.event.organizers)];
  if (who === 'lead') return leadsOf(page, duty);
  if (who.startsWith('role:')) return ids(onShift(duty.shifts, duty.now, { role: who.slice(5) }));
  const { target } = page;
  if (target.kind === 'person' || target.kind === 'group') return [...named(target, duty)];
  if (target.kind === 'oncall') return ids(onCall(duty));
  return ids(
    onShift(duty.shifts, duty.now, target.kind === 'room' ? { room: target.name } : { role: target.name }),
  );
}

/** Everybody whom any step of the policy could mean now. */
export const allAskable = (page: Aim & Pick<Page, 'policy'>, duty: Duty): string[] => [
  ...new Set(page.policy.steps.flatMap((step) => peopleOfStep(step.who, page, duty))),
];

/** When the next shift that somebody has begins or ends: nothing else changes who is on duty by itself. */
export function nextDutyChange({ shifts, now }: Pick<Duty, 'shifts' | 'now'>): Temporal.Instant | undefined {
  let next = Number.POSITIVE_INFINITY;
  for (const shift of shifts) {
    if (liveOf(shift).length === 0) continue;
    for (const at of [milliseconds(shift.start), milliseconds(shift.end)])
      if (at > now.epochMilliseconds && at < next) next = at;
  }
  return next === Number.POSITIVE_INFINITY ? undefined : Temporal.Instant.fromEpochMilliseconds(next);
}

/** How somebody is asked: as they said, else as everybody is; what they confirmed of devices rings at once. */
export function orderOf(
  person: Person,
  usual: readonly { readonly channel: string; readonly after: number }[] = DEFAULT_ORDER,
): readonly { readonly channel: string; readonly after: number }[] {
  if (person.contact) return person.contact.order;
  const isPushed = person.devices?.some(({ verifiedAt }) => verifiedAt !== undefined);
  return [
    ...usual,
    ...(isPushed ? [{ channel: 'push', after: 0 }] : []),
    ...(person.ntfy?.verifiedAt === undefined ? [] : [{ channel: 'ntfy', after: 0 }]),
  ];
}

/**
 * This person's channels and when each starts, in seconds: their own order, those without an address left
 * out. What follows one that was left out moves up. Critical: all at once.
 */
export function channelsOf(
  person: Person,
  critical: boolean,
  context: Pick<PagingContext, 'reaches' | 'chatLost'>,
): { channel: string; after: number }[] {
  const verified = person.phone?.verifiedAt !== undefined;
  const usual = verified ? DEFAULT_ORDER : [...DEFAULT_ORDER, FALLBACK];
  const order = [...orderOf(person, usual)].sort((a, b) => a.after - b.after);
  const usable = order.filter(
    ({ channel }) =>
      !(channel === 'sms' && (person.optedOut || person.phone?.landline)) && context.reaches(channel, person),
  );
  if (critical) return usable.map(({ channel }) => ({ channel, after: 0 }));
  let missing = 0;
  const planned: { channel: string; after: number }[] = [];
  for (const one of order) {
    if (!usable.includes(one)) {
      missing++;
      continue;
    }
    // The first that is left starts where the first missing one would have; later ones keep their time.
    const after = missing > 0 && planned.length === 0 ? (order[0]?.after ?? 0) : one.after;
    planned.push({ channel: one.channel, after });
  }
  return context.chatLost ? withoutWaitFor(CHAT, planned) : planned;
}

/** What comes after this channel starts with it, and the rest as much sooner. */
function withoutWaitFor<T extends { readonly channel: string; readonly after: number }>(
  channel: string,
  planned: readonly T[],
): T[] {
  const place = planned.findIndex((one) => one.channel === channel);
  const [lost, next] = [planned[place], planned[place + 1]];
  if (!lost || !next) return [...planned];
  const saved = next.after - lost.after;
  return planned.map((one, index) => (index > place ? { ...one, after: one.after - saved } : one));
}
