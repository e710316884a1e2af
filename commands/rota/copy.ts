/** `copy DAY DAY [with people]`: the shifts of one day again on another, with a preview. */

import type { Temporal } from 'temporal-polyfill';
import type { Verb } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { instant } from '../../src/core/instant.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { type ParsedDay, parseDay, type TimeContext, windowAt } from '../../src/core/time.ts';
import { date as dateText } from '../../src/i18n/time.ts';
import { copyOfDay, type DayCopy } from '../../src/rota/domain/copy.ts';
import { makePlan, type RotaPlan } from '../../src/rota/domain/plan.ts';
import type { Shift } from '../../src/rota/domain/shift.ts';
import { type LoadedRota, loadRota, rotaTime } from '../../src/rota/load.ts';
import { loadNames, type NameOf, rulesText, what, when } from '../../src/rota/words.ts';
import { actions, button, header, sections } from '../../src/slack/blocks.ts';
import { code, escape, joined, type Mrkdwn, mrkdwn, quoted } from '../../src/slack/mrkdwn.ts';
import { type Actor, deciding, reading } from './confirm.ts';

interface TypedCopy {
  readonly from: Exclude<ParsedDay, { problem: string }>;
  readonly to: Exclude<ParsedDay, { problem: string }>;
  readonly withPeople: boolean;
}

/** `day 1 day 2`, `friday to saturday with people`, `día 1 a día 2 con personas`. */
function parseCopy(text: string, context: TimeContext): TypedCopy {
  const withPeople = /\s(?:with people|con (?:las )?personas|con gente)\s*$/i.test(text);
  const words = text
    .replace(/\s(?:with people|con (?:las )?personas|con gente)\s*$/i, '')
    .trim()
    .split(/\s+/)
    .filter((word) => !/^(?:to|a|al|→|->)$/i.test(word));
  for (let at = 1; at < words.length; at++) {
    const [from, to] = [words.slice(0, at), words.slice(at)].map((part) => parseDay(part.join(' '), context));
    if (from && to && 'date' in from && 'date' in to) return { from, to, withPeople };
  }
  throw new UserError('rota.copy.how', { typed: quoted(text) });
}

/** The day's window says what belongs to it; without one it is the calendar's day. */
const isOfDay =
  ({ from }: TypedCopy, { days, zone }: TimeContext) =>
  (shift: Shift): boolean => {
    const at = instant(shift.start);
    const window = windowAt(days, at);
    if (window) return window.date === from.date.toString();
    return at.toZonedDateTimeISO(zone).toPlainDate().equals(from.date);
  };

export const copyVerb: Verb = {
  usage: { 'copy day 1 day 2 [with people]': 'rota.use.copy' },
  run: (call, deps) => copyDay(call.text, call, deps),
};

async function copyDay(text: string, actor: Actor, deps: Deps): Promise<Message> {
  const rota = await loadRota(deps);
  const context = rotaTime(rota, actor);
  const typed = parseCopy(text, context);
  const { from, to, withPeople } = typed;
  if (from.date.equals(to.date)) throw new UserError('rota.copy.same', { typed: quoted(text) });
  const days = { from: from.date, to: to.date, isOfDay: isOfDay(typed, context), zone: actor.zone };
  const copy = copyOfDay(rota, days, withPeople);
  const plan = planOfCopy(copy, rota, actor, deps);
  if (copy.shifts.length > 0) await deps.store.commit(makePlan(deciding(actor, rota), plan));
  return copyView(copy, { plan: plan.id, from: from.date, to: to.date, rota }, actor, await loadNames(deps));
}

/** Bound to the shifts that it copies, and to those that the other day has already. */
function planOfCopy(copy: DayCopy, rota: LoadedRota, actor: Actor, deps: Pick<Deps, 'newId'>): RotaPlan {
  const seen = [...copy.shifts.map(({ of }) => of), ...copy.there];
  return {
    id: deps.newId(),
    kind: 'copy',
    by: actor.person.id,
    at: actor.now.toString(),
    state: 'open',
    versions: Object.fromEntries(seen.map((one) => [one, rota.shifts.get(one)?.version ?? 0])),
    add: copy.shifts.map(({ draft, people }) => ({
      draft,
      ...(people.length > 0 && { people: [...people] }),
    })),
    change: [],
    remove: [],
    give: [],
    take: [],
  };
}

/** As many shifts and people as are named; the others are counted. */
const MAX_NAMED = 15;

interface Shown {
  readonly plan: string;
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
  readonly rota: LoadedRota;
}

function copyView(copy: DayCopy, { plan, from, to, rota }: Shown, actor: Actor, who: NameOf): Message {
  const { t, locale } = actor;
  const day = (one: Temporal.PlainDate) => dateText(one.toString(), locale);
  const head = t('rota.copy.title', { count: copy.shifts.length, from: day(from), to: day(to) });
  const named = (lines: readonly Mrkdwn[]): Mrkdwn[] => [
    ...lines.slice(0, MAX_NAMED),
    ...(lines.length > MAX_NAMED ? [t('rota.list.left', { count: lines.length - MAX_NAMED })] : []),
  ];
  const codes = (all: readonly string[]) => joined(all.slice(0, 30).map(code), ', ');
  const past = copy.shifts.filter(({ draft }) => Date.parse(draft.end) <= actor.now.epochMilliseconds).length;
  const lines = [
    ...(copy.shifts.length === 0 ? [t('rota.plan.nothing')] : []),
    ...named(
      copy.shifts.map(({ of, draft, people }) => {
        const crew = people.length > 0 ? mrkdwn` · ${joined(people.map(who), ', ')}` : mrkdwn``;
        return mrkdwn`• ${code(of)} → ${what(draft)}, ${when(draft, reading(actor))} ×${draft.min}${crew}`;
      }),
    ),
    ...(past > 0 ? [mrkdwn`:warning: ${t('rota.copy.past', { count: past })}`] : []),
    ...(copy.there.length > 0 ? [t('rota.copy.there', { shifts: codes(copy.there) })] : []),
    ...(copy.impossible.length > 0
      ? [
          mrkdwn`:warning: ${t('rota.copy.impossible', { shifts: codes(copy.impossible), zone: escape(rota.zone) })}`,
        ]
      : []),
    ...(copy.left.length > 0
      ? [
          t('rota.copy.left'),
          ...named(
            copy.left.map(
              ({ shift, person, broken }) =>
                mrkdwn`${code(shift)} ${who(person)}:\n${rulesText(broken, actor)}`,
            ),
          ),
        ]
      : []),
  ];
  return {
    text: head,
    blocks: [
      header(head),
      ...sections(lines),
      ...(copy.shifts.length > 0
        ? actions([
            button('rota.apply', t('rota.button.apply'), plan, 'primary'),
            button('rota.discard', t('rota.button.discard'), plan),
          ])
        : []),
    ],
  };
}
