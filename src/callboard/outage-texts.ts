/** What organizers read on their phones while Slack is lost: whom to call, and how the day goes on. Pure. */
import type { OnNow } from '../agenda/domain/reading.ts';
import type { Session } from '../agenda/domain/session.ts';
import type { Language } from '../i18n/index.ts';
import { clock } from '../i18n/time.ts';
import { fitItems } from '../phone/gsm.ts';
import type { OnShift } from '../rota/domain/on-shift.ts';
import type { Person } from './domain/person.ts';

/** Septets of three segments. With the plan an organizer gets six at most in an outage, and one when it is over. */
const MAX_SEPTETS = 459;
/** Characters of a title: enough to know it by. */
const MAX_TITLE = 40;

interface Reading extends Language {
  readonly zone: string;
}

/** Whom to call: a line a person, leads first, in the order of the rota. */
export function outageNumbersText(
  since: string,
  on: readonly OnShift[],
  people: ReadonlyMap<string, Person>,
  { t, locale, zone }: Reading,
): string {
  const seen = new Set<string>();
  const lines = on.flatMap(({ shift, assignment }) => {
    const person = people.get(assignment.person);
    if (!person || seen.has(person.id)) return [];
    seen.add(person.id);
    const number = person.phone?.number ?? t('callboard.outage.noNumber');
    return [`${shift.room ?? shift.role}: ${person.name} ${number}`];
  });
  const head = t('callboard.outage.numbers', { time: clock(since, zone, locale) });
  if (lines.length === 0) return fitItems(head, [t('callboard.outage.nobody')], () => '', MAX_SEPTETS);
  return fitItems(head, lines, (count) => t('callboard.outage.more', { count }), MAX_SEPTETS);
}

/** How the day goes on: a line a room. */
export function outagePlanText(rooms: readonly OnNow[], { t, locale, zone }: Reading): string {
  const time = (at: string) => clock(at, zone, locale);
  const title = ({ code, title }: Session) =>
    `${code} ${title.length > MAX_TITLE ? `${title.slice(0, MAX_TITLE - 3).trimEnd()}...` : title}`;
  const lines = rooms.flatMap(({ room, now, next }) => {
    const parts = [
      ...now.map((one) => t('callboard.outage.now', { title: title(one), time: time(one.end) })),
      ...next.map((one) => `${time(one.start)} ${title(one)}`),
    ];
    return parts.length > 0 ? [`${room || t('agenda.noRoom')}: ${parts.join('; ')}`] : [];
  });
  const head = t('callboard.outage.plan');
  if (lines.length === 0) return fitItems(head, [t('callboard.outage.nothing')], () => '', MAX_SEPTETS);
  return fitItems(head, lines, (count) => t('callboard.outage.more', { count }), MAX_SEPTETS);
}
