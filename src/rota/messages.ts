/** What Callboard says by itself about shifts. Pure: the rota as it is when the message goes out. */
import type { KnownBlock } from '@slack/types';
import type { Session } from '../domain/agenda/session.ts';
import type { Cover } from '../domain/rota/cover.ts';
import { liveOf, type Shift } from '../domain/rota/shift.ts';
import type { Swap } from '../domain/rota/swap.ts';
import { between, clock } from '../i18n/time.ts';
import type { Message } from '../ports.ts';
import { code, escape } from '../slack-text.ts';
import { actions, type ButtonSpec, context, lines, section } from './blocks.ts';
import { type Reader, shiftText, type Who, what, when } from './words.ts';

/** A message whose first block has `key`, so that it is found again after a crash. */
export function keyed(key: string, text: string, ...rest: readonly KnownBlock[]): Message {
  return { text, blocks: [{ ...section(text), block_id: key }, ...rest] };
}

const crew = (shift: Shift, without: string, who: Who) =>
  liveOf(shift)
    .filter(({ person }) => person !== without)
    .map(({ person }) => who(person))
    .join(', ');

/** Before a shift: what, where, when, how long until then, with whom, what is on stage, who leads. */
export function reminder(
  it: { key: string; shift: Shift; person: string; sessions: readonly Session[]; leads: readonly string[] },
  reader: Reader,
  who: Who,
): Message {
  const { t, now, zone, locale } = reader;
  const { shift, person, sessions } = it;
  const text = t('rota.remind', { left: between(now, shift.start), shift: shiftText(shift, reader) });
  const others = crew(shift, person, who);
  const details = [
    ...(shift.note ? [`_${escape(shift.note).replaceAll('_', ' ').slice(0, 300)}_`] : []),
    ...(others ? [t('rota.remind.with', { people: others })] : []),
    ...(it.leads.length > 0 ? [t('rota.remind.lead', { people: it.leads.map(who).join(', ') })] : []),
    ...sessions
      .slice(0, 6)
      .map((one) => `${clock(one.start, zone, locale)} ${escape(one.title).slice(0, 100)}`),
  ];
  const soon = Date.parse(shift.start) - Date.parse(now.toString()) <= 3_600_000;
  return keyed(
    it.key,
    text,
    ...lines(details),
    actions(
      ...(soon
        ? [
            {
              action: 'rota.here',
              label: t('rota.button.here'),
              value: shift.code,
              style: 'primary' as const,
            },
          ]
        : []),
      { action: 'rota.cant', label: t('rota.button.cant'), value: shift.code },
    ),
  );
}

/** The change of shift, for the room's channel: who begins, who goes. */
export function changeOfShift(
  begins: readonly Shift[],
  ends: readonly Shift[],
  reader: Reader,
  who: Who,
): Message {
  const { t } = reader;
  const crewOf = (shift: Shift) =>
    liveOf(shift)
      .map(({ person }) => who(person))
      .join(', ') || t('rota.nobody');
  const texts = [
    ...begins.map(
      (shift) =>
        `:arrow_right: ${what(shift)} ${code(shift.code)}: ${crewOf(shift)} · ${t('rota.now.until', { time: clock(shift.end, reader.zone, reader.locale) })}`,
    ),
    ...ends.map(
      (shift) =>
        `:white_check_mark: ${what(shift)} ${code(shift.code)}: ${t('rota.change.thanks', { people: crewOf(shift) })}`,
    ),
  ];
  return {
    text: [t('rota.change.title'), ...texts].join('\n').slice(0, 2900),
    blocks: [section(`*${t('rota.change.title')}*`), ...lines(texts)],
  };
}

/** The question to somebody who could cover, or what has become of it. */
export function coverQuestion(
  cover: Cover,
  shift: Shift | undefined,
  key: string,
  reader: Reader,
  who: Who,
): Message {
  const { t } = reader;
  const which = shift ? shiftText(shift, reader) : code(cover.shift);
  const asked = t('rota.cover.question', { person: who(cover.person), shift: which });
  const reason = cover.reason ? [context(escape(cover.reason).slice(0, 300))] : [];
  if (cover.state === 'taken')
    return keyed(key, t('rota.cover.hasIt', { person: who(cover.takenBy ?? ''), shift: which }));
  if (cover.state === 'closed' || !shift) return keyed(key, t('rota.cover.closed', { shift: which }));
  return keyed(
    key,
    asked,
    ...reason,
    actions(
      { action: 'rota.cover-take', label: t('rota.button.take'), value: cover.id, style: 'primary' },
      { action: 'rota.cover-decline', label: t('rota.button.cannot'), value: cover.id },
    ),
  );
}

/** The question of a swap to one of the two, or what has become of it. */
export function swapQuestion(
  swap: Swap,
  shifts: { readonly shift: Shift | undefined; readonly other: Shift | undefined },
  person: string,
  key: string,
  reader: Reader,
  who: Who,
): Message {
  const { t } = reader;
  const text = (shift: Shift | undefined, known: string) => (shift ? shiftText(shift, reader) : code(known));
  const deal =
    swap.other === undefined
      ? t('rota.swap.give', { from: who(swap.from), to: who(swap.to), shift: text(shifts.shift, swap.shift) })
      : t('rota.swap.deal', {
          from: who(swap.from),
          to: who(swap.to),
          shift: text(shifts.shift, swap.shift),
          other: text(shifts.other, swap.other),
        });
  const state =
    swap.state === 'done'
      ? t('rota.swap.done')
      : swap.state === 'declined'
        ? t('rota.swap.declined', { person: who(swap.ended ?? '') })
        : swap.state === 'void'
          ? t('rota.swap.void')
          : swap.accepted.includes(person)
            ? t('rota.swap.waiting', { person: who(person === swap.from ? swap.to : swap.from) })
            : undefined;
  if (state !== undefined) return keyed(key, `${deal}\n${state}`);
  return keyed(
    key,
    deal,
    actions(
      { action: 'rota.swap-accept', label: t('rota.button.accept'), value: swap.id, style: 'primary' },
      { action: 'rota.swap-decline', label: t('rota.button.decline'), value: swap.id },
    ),
  );
}

/** News of one kind about some shifts; see the job `tell-rota`. */
export function news(
  it: {
    readonly key: string;
    readonly kind:
      | 'assigned'
      | 'removed'
      | 'shift-moved'
      | 'shift-gone'
      | 'proposed'
      | 'covered'
      | 'cover-taken'
      | 'still-yours'
      | 'missing-you'
      | 'missing'
      | 'dropped-late'
      | 'nobody-covers'
      | 'agenda-gone';
    readonly shifts: readonly Shift[];
    readonly codes: readonly string[];
    readonly people: readonly string[];
    readonly reason?: string | undefined;
    readonly was?: { role: string; room?: string; start: string; end: string } | undefined;
  },
  reader: Reader,
  who: Who,
): Message {
  const { t } = reader;
  const which = it.shifts.length > 0 ? it.shifts.map((one) => shiftText(one, reader)) : it.codes.map(code);
  const shift = which[0] ?? '';
  const [first = ''] = it.codes;
  const person = it.people[0] === undefined ? '' : who(it.people[0]);
  const reason = it.reason ? [context(escape(it.reason).slice(0, 300))] : [];
  const was = it.was ? `${what(it.was)}, ${when(it.was, reader)}` : '';
  const cant: ButtonSpec = { action: 'rota.cant', label: t('rota.button.cant'), value: first };
  switch (it.kind) {
    case 'assigned':
      return keyed(it.key, t('rota.news.assigned', { shift }), actions(cant));
    case 'removed':
      return keyed(it.key, t('rota.news.removed'), ...lines(which));
    case 'shift-moved':
      return keyed(it.key, t('rota.news.moved', { shift, was }), actions(cant));
    case 'shift-gone':
      return keyed(it.key, t('rota.news.gone', { shift: `${code(first)} ${was}` }));
    case 'proposed':
      return keyed(
        it.key,
        t('rota.news.proposed', { count: which.length }),
        ...lines(which).slice(0, 30),
        ...(it.codes.length === 1
          ? [
              actions(
                { action: 'rota.agree', label: t('rota.button.accept'), value: first, style: 'primary' },
                cant,
              ),
            ]
          : [
              actions(
                {
                  action: 'rota.agree',
                  label: t('rota.button.acceptAll'),
                  value: it.codes.join(',').slice(0, 1990),
                  style: 'primary',
                },
                { action: 'rota.me', label: t('rota.button.mine') },
              ),
            ]),
        context(t('rota.news.settles')),
      );
    case 'covered':
      return keyed(it.key, t('rota.news.covered', { shift, person: who(it.people[1] ?? '') }));
    case 'cover-taken':
      return keyed(it.key, t('rota.news.coverTaken', { shift, from: person, to: who(it.people[1] ?? '') }));
    case 'still-yours':
      return keyed(it.key, t('rota.news.stillYours', { shift }));
    case 'missing-you':
      return keyed(
        it.key,
        t('rota.news.missingYou', { shift }),
        actions({ action: 'rota.here', label: t('rota.button.here'), value: first, style: 'primary' }, cant),
      );
    case 'missing':
      return keyed(
        it.key,
        t('rota.news.missing', { shift, people: it.people.map(who).join(', ') }),
        actions(
          ...it.people.slice(0, 5).map(
            (one): ButtonSpec => ({
              action: `rota.offer-cover#${one}`,
              label: t('rota.button.offerCover'),
              value: `${first}:${one}`,
              style: 'primary',
            }),
          ),
        ),
      );
    case 'dropped-late':
      return keyed(it.key, `:rotating_light: ${t('rota.news.droppedLate', { shift, person })}`);
    case 'nobody-covers':
      return keyed(it.key, `:rotating_light: ${t('rota.news.nobodyCovers', { shift, person })}`, ...reason);
    case 'agenda-gone':
      return keyed(
        it.key,
        t('rota.news.agenda'),
        ...lines([
          ...which,
          ...(it.people.length > 0
            ? [t('rota.news.agendaRules', { people: it.people.map(who).join(', ') })]
            : []),
        ]),
        actions({ action: 'rota.generate', label: t('rota.button.generate') }),
      );
  }
}
