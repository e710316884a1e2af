/** What `/rota` shows: who is on, lists of shifts, gaps. Pure: what is there, and who reads. */
import type { KnownBlock } from '@slack/types';
import { Temporal } from 'temporal-polyfill';
import { instant, milliseconds } from '../../src/domain/instant.ts';
import type { Gaps } from '../../src/domain/rota/gaps.ts';
import { onShift } from '../../src/domain/rota/on-shift.ts';
import { byStart, isLive, liveOf, type Shift, shortOf } from '../../src/domain/rota/shift.ts';
import { clockFrom, span } from '../../src/i18n/time.ts';
import type { Message } from '../../src/ports.ts';
import { actions, type ButtonSpec, context, header, lines, section } from '../../src/rota/blocks.ts';
import { type Reader, shiftText, type Who, what, when } from '../../src/rota/words.ts';
import { bold, code, escape } from '../../src/slack-text.ts';

export interface RotaReader extends Reader {
  readonly now: Temporal.Instant;
  readonly who: Who;
  /** How somebody can be reached, in a word or two; '' where not at all. */
  readonly reach: (person: string) => string;
}

const AHEAD_HOURS = 12;

/** Who is on shift in each room and role, until when, and who is next: the same people that are paged. */
export function nowView(shifts: readonly Shift[], reader: RotaReader): Message {
  const { t, now, zone, locale, who } = reader;
  const on = onShift(shifts, now);
  const end = now.add({ hours: AHEAD_HOURS });
  const coming = shifts
    .filter((shift) => {
      const start = instant(shift.start);
      return Temporal.Instant.compare(now, start) < 0 && Temporal.Instant.compare(start, end) <= 0;
    })
    .sort(byStart);
  const begun = shifts.filter(
    (shift) =>
      milliseconds(shift.start) <= now.epochMilliseconds && now.epochMilliseconds < milliseconds(shift.end),
  );
  const key = (shift: Shift) => shift.room ?? '';
  const rooms = [...new Set([...begun, ...coming].map(key))].sort(
    (a, b) => Number(a === '') - Number(b === '') || a.localeCompare(b),
  );
  const texts: string[] = [];
  for (const room of rooms) {
    texts.push(room === '' ? `*${t('rota.now.everywhere')}*` : bold(room));
    const here = on.filter(({ shift }) => key(shift) === room);
    for (const { shift, assignment } of here) {
      const state = assignment.missing
        ? ` · ${t('rota.state.missing')}`
        : assignment.state === 'arrived'
          ? ` · ${t('rota.state.arrived')}`
          : '';
      const lead = assignment.lead ? ` (${t('rota.lead')})` : '';
      const reach = reader.reach(assignment.person);
      texts.push(
        `• ${who(assignment.person)}${lead} · ${escape(shift.role)} ${code(shift.code)} · ${t('rota.now.until', { time: clockFrom(shift.end, now, zone, locale) })} · ${reach || t('rota.now.unreachable')}${state}`,
      );
    }
    for (const shift of begun.filter((one) => key(one) === room && shortOf(one) > 0))
      texts.push(
        `• :warning: ${t('rota.now.short', { count: shortOf(shift), role: escape(shift.role), shift: shift.code })}`,
      );
    if (here.length === 0 && !begun.some((one) => key(one) === room)) texts.push(`• ${t('rota.now.nobody')}`);
    const next = nextOf(coming.filter((one) => key(one) === room));
    for (const shift of next)
      texts.push(
        `   ${t('rota.now.next', { time: clockFrom(shift.start, now, zone, locale) })} ${names(shift, reader)} · ${escape(shift.role)} ${code(shift.code)}`,
      );
  }
  if (texts.length === 0) texts.push(t('rota.now.none'));
  return {
    text: t('rota.now.title'),
    blocks: [
      header(t('rota.now.title')),
      ...lines(texts).slice(0, 45),
      actions(
        { action: 'rota.refresh', label: t('rota.button.refresh') },
        { action: 'rota.me', label: t('rota.button.mine') },
      ),
    ],
  };
}

/** The next shift of each role. */
function nextOf(coming: readonly Shift[]): Shift[] {
  const seen = new Set<string>();
  return coming.filter(({ role }) => !seen.has(role) && seen.add(role));
}

export const names = (shift: Shift, { who, t }: Pick<RotaReader, 'who' | 't'>): string =>
  liveOf(shift)
    .map(({ person, state, lead, missing }) => {
      const marks = [
        ...(lead ? [t('rota.lead')] : []),
        ...(missing
          ? [t('rota.state.missing')]
          : state === 'accepted'
            ? []
            : [t(`rota.state.${state}` as 'rota.state.arrived')]),
      ];
      return marks.length > 0 ? `${who(person)} (${marks.join(', ')})` : who(person);
    })
    .join(', ') || t('rota.nobody');

const shiftLine = (shift: Shift, reader: RotaReader): string => {
  const short = shortOf(shift);
  const missing = short > 0 ? ` · :warning: ${reader.t('rota.short', { count: short })}` : '';
  return `${code(shift.code)} ${when(shift, reader)} ${what(shift)} · ${names(shift, reader)}${missing}`;
};

export const PAGE = 25;

export interface Listed {
  readonly title: string;
  readonly shifts: readonly Shift[];
  readonly page: number;
  /** The question again, for `More`; its page is filled in. */
  readonly more: (page: number) => string;
  readonly buttons?: readonly ButtonSpec[];
}

export function listView(list: Listed, reader: RotaReader): Message {
  const { t } = reader;
  const sorted = [...list.shifts].sort(byStart);
  const shown = sorted.slice(list.page * PAGE, (list.page + 1) * PAGE);
  const left = sorted.length - (list.page + 1) * PAGE;
  const buttons: ButtonSpec[] = [
    ...(left > 0
      ? [{ action: 'rota.more', label: t('rota.button.more'), value: list.more(list.page + 1) }]
      : []),
    ...(list.buttons ?? []),
  ];
  return {
    text: escape(list.title),
    blocks: [
      header(list.title),
      ...lines(shown.length > 0 ? shown.map((shift) => shiftLine(shift, reader)) : [t('rota.list.none')]),
      ...(left > 0 ? [context(t('rota.list.left', { count: left }))] : []),
      ...(buttons.length > 0 ? [actions(...buttons)] : []),
    ],
  };
}

/** A person's own shifts, with what can be done about each that is to come. */
export function mineView(
  shifts: readonly Shift[],
  person: string,
  page: number,
  reader: RotaReader,
  total: string,
): Message {
  const { t, now } = reader;
  const sorted = [...shifts].sort(byStart);
  const coming = sorted.filter((shift) => milliseconds(shift.end) > now.epochMilliseconds);
  const size = 12;
  const shown = coming.slice(page * size, (page + 1) * size);
  const left = coming.length - (page + 1) * size;
  const blocks: KnownBlock[] = [header(t('rota.me.title')), context(total)];
  if (coming.length === 0) blocks.push(section(t('rota.me.none')));
  for (const shift of shown) {
    const place = shift.assignments.find((one) => one.person === person && isLive(one));
    blocks.push(section(`${shiftText(shift, reader)} · ${names(shift, reader)}`));
    const soon = milliseconds(shift.start) - now.epochMilliseconds <= 3_600_000;
    const buttons: ButtonSpec[] = [
      ...(place?.state === 'proposed'
        ? [
            {
              action: 'rota.agree',
              label: t('rota.button.accept'),
              value: shift.code,
              style: 'primary' as const,
            },
          ]
        : []),
      ...(soon && place?.state !== 'arrived'
        ? [
            {
              action: 'rota.here',
              label: t('rota.button.here'),
              value: shift.code,
              style: 'primary' as const,
            },
          ]
        : []),
      ...(place?.state === 'arrived'
        ? [{ action: 'rota.done', label: t('rota.button.done'), value: shift.code }]
        : []),
      { action: 'rota.cant', label: t('rota.button.cant'), value: shift.code },
    ];
    blocks.push(actions(...buttons));
  }
  const more = JSON.stringify({ q: 'me', page: page + 1 });
  blocks.push(
    actions(...(left > 0 ? [{ action: 'rota.more', label: t('rota.button.more'), value: more }] : []), {
      action: 'rota.availability',
      label: t('rota.button.availability'),
    }),
  );
  return { text: t('rota.me.title'), blocks };
}

const MOST_GAPS = 15;

export function gapsView(gaps: Gaps, title: string, reader: RotaReader): Message {
  const { t, who, zone, locale, now } = reader;
  const part = (heading: string, texts: readonly string[]): string[] =>
    texts.length === 0
      ? []
      : [
          `*${heading}* (${texts.length})`,
          ...texts.slice(0, MOST_GAPS).map((text) => `• ${text}`),
          ...(texts.length > MOST_GAPS
            ? [`• ${t('rota.list.left', { count: texts.length - MOST_GAPS })}`]
            : []),
        ];
  const texts = [
    ...part(
      t('rota.gaps.short'),
      gaps.short.map(
        ({ shift, missing }) => `${shiftText(shift, reader)} · ${t('rota.short', { count: missing })}`,
      ),
    ),
    ...part(
      t('rota.gaps.uncovered'),
      gaps.uncovered.map(
        (session) =>
          `${code(session.code)} ${escape(session.title).slice(0, 80)} · ${escape(session.room)} · ${clockFrom(session.start, now, zone, locale)}`,
      ),
    ),
    ...part(
      t('rota.gaps.broken'),
      gaps.broken.map(({ person, rule, first, second }) =>
        t(rule === 'overlap' ? 'rota.gaps.overlap' : 'rota.gaps.rest', {
          person: who(person),
          first: `${first.code} ${span(first.start, first.end, zone, locale)}`,
          second: `${second.code} ${span(second.start, second.end, zone, locale)}`,
        }),
      ),
    ),
    ...part(
      t('rota.gaps.unreachable'),
      gaps.unreachable.map((person) => who(person)),
    ),
  ];
  return {
    text: title,
    blocks: [header(title), ...lines(texts.length > 0 ? texts : [t('rota.gaps.none')]).slice(0, 45)],
  };
}
