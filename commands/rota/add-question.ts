/** What of a shift to add is asked about first, and what would be better. Pure. */

import { Temporal } from 'temporal-polyfill';
import type { Person } from '../../src/callboard/domain/person.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { answerButton, consentTo, type Harm, type Marks, questionMessage } from '../../src/core/question.ts';
import { dayAndClock, day as dayText, span as spanText } from '../../src/i18n/time.ts';
import { spanHarms } from '../../src/rota/domain/harm.ts';
import { when } from '../../src/rota/words.ts';
import { escape } from '../../src/slack/mrkdwn.ts';
import { type Actor, reading } from './confirm.ts';
import { addWords, type TypedAdd, type TypedSpan } from './parse.ts';

/** What speaks against it, each in a sentence. */
export function addHarms({ role, room, near, span }: TypedAdd, actor: Actor): Harm[] {
  const { t, now, zone, locale } = actor;
  const until = dayAndClock(span.end, zone, locale);
  const times = spanHarms(span, span.turned, now).map(({ kind, hours }): Harm => {
    if (kind === 'past') {
      const slot = { start: span.start.toString(), end: span.end.toString() };
      return { kind, text: t('rota.ask.past', { when: when(slot, reading(actor)) }) };
    }
    const params = { hours: Math.round(hours * 10) / 10, until };
    return { kind, text: kind === 'long' ? t('rota.ask.long', params) : t('rota.ask.backwards', params) };
  });
  const typo = (kind: 'role' | 'room', typed: string, meant: string): Harm => ({
    kind: `new-${kind}`,
    text: t(`rota.ask.${kind}`, { typed: escape(typed), near: escape(meant) }),
  });
  return [
    ...times,
    ...(near.role === undefined ? [] : [typo('role', role, near.role)]),
    ...(near.room === undefined || room === undefined ? [] : [typo('room', room, near.room)]),
  ];
}

interface Better {
  readonly label: string;
  readonly typed: TypedAdd;
}

/** The same wall clock times on the day after. */
function nextDay(span: TypedSpan, zone: string): TypedSpan {
  const [start, end] = [span.start, span.end].map((at) =>
    at.toZonedDateTimeISO(zone).add({ days: 1 }).toInstant(),
  );
  return { ...span, start: start ?? span.start, end: end ?? span.end, dated: true };
}

/** From the earlier clock time to the later one, on the day that was meant. */
function turnedRound(span: TypedSpan, zone: string): TypedSpan {
  const start = span.start.toZonedDateTimeISO(zone);
  const end = start.withPlainTime(span.end.toZonedDateTimeISO(zone).toPlainTime());
  return { ...span, start: end.toInstant(), end: span.start, turned: false };
}

/** What was more likely meant: all that can be mended at once, so that nobody is asked twice. */
function betterThan(typed: TypedAdd, harms: readonly Harm[], { zone, locale, now }: Actor): Better[] {
  const has = (kind: string) => harms.some((harm) => harm.kind === kind);
  const names = [typed.near.role, typed.near.room].filter((name) => name !== undefined);
  const named: TypedAdd = {
    ...typed,
    role: typed.near.role ?? typed.role,
    room: typed.near.room ?? typed.room,
    near: {},
  };
  let { span } = typed;
  if (has('backwards')) span = turnedRound(span, zone);
  if (has('past') && !span.dated && Temporal.Instant.compare(span.start, now) < 0) span = nextDay(span, zone);
  const isTimeMended = span !== typed.span;
  const label = [
    ...names,
    ...(isTimeMended
      ? [
          `${has('past') ? `${dayText(span.start, zone, locale)} ` : ''}${spanText(span.start, span.end, zone, locale)}`,
        ]
      : []),
  ].join(', ');
  return label === '' ? [] : [{ label, typed: { ...named, span } }];
}

/** Everything that was typed and what came of it. */
interface Asking {
  readonly text: string;
  readonly typed: TypedAdd;
  readonly typedAt: Temporal.Instant;
  readonly people: readonly Person[];
  readonly harms: readonly Harm[];
  readonly on: Marks;
}

/** As somebody is typed. */
const personWords = ({ slack, email }: Person): string => (slack ? `<@${slack}>` : (email ?? ''));

export function addQuestion({ text, typed, typedAt, people, harms, on }: Asking, actor: Actor): Message {
  const { t, zone } = actor;
  const [only, second] = harms;
  const label =
    second !== undefined || only === undefined
      ? t('rota.ask.addAnyway')
      : only.kind === 'new-role'
        ? t('rota.ask.createRole', { name: typed.role })
        : only.kind === 'new-room'
          ? t('rota.ask.createRoom', { name: typed.room ?? '' })
          : t('rota.ask.addAnyway');
  const better = betterThan(typed, harms, actor).map((one) => {
    const words = [addWords(one.typed, zone), ...people.map(personWords)].join(' ').trim();
    // Another shift: it is weighed for itself when it is wanted.
    return answerButton('rota.add-instead', one.label, consentTo(words, typedAt, [], {}), 'primary');
  });
  return questionMessage(
    harms,
    better,
    answerButton('rota.add-anyway', label, consentTo(text, typedAt, harms, on), 'danger'),
  );
}
