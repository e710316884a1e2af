/** What is wrong with the rota. Pure. */

import type { Message } from '../../src/core/ports/chat.ts';
import { clockFrom, span } from '../../src/i18n/time.ts';
import type { Gaps } from '../../src/rota/domain/gaps.ts';
import { shiftText } from '../../src/rota/words.ts';
import { actions, button, header, sections } from '../../src/slack/blocks.ts';
import { code, escape, type Mrkdwn, mrkdwn, truncate } from '../../src/slack/mrkdwn.ts';
import type { RotaReader } from './view.ts';

const MAX_GAPS = 15;

/** `day` is the date asked for, '' for all that comes. */
export function gapsView(gaps: Gaps, title: Mrkdwn, day: string, reader: RotaReader): Message {
  const { t, who, zone, locale, now } = reader;
  const part = (heading: Mrkdwn, texts: readonly Mrkdwn[]): Mrkdwn[] =>
    texts.length === 0
      ? []
      : [
          mrkdwn`*${heading}* (${texts.length})`,
          ...texts.slice(0, MAX_GAPS).map((text) => mrkdwn`• ${text}`),
          ...(texts.length > MAX_GAPS
            ? [mrkdwn`• ${t('rota.list.left', { count: texts.length - MAX_GAPS })}`]
            : []),
        ];
  const texts = [
    ...part(
      t('rota.gaps.short'),
      gaps.short.map(
        ({ shift, missing }) => mrkdwn`${shiftText(shift, reader)} · ${t('rota.short', { count: missing })}`,
      ),
    ),
    ...part(
      t('rota.gaps.uncovered'),
      gaps.uncovered.map(
        (session) =>
          mrkdwn`${code(session.code)} ${truncate(escape(session.title), 80)} · ${escape(session.room)} · ${clockFrom(session.start, now, zone, locale)}`,
      ),
    ),
    ...part(
      t('rota.gaps.broken'),
      gaps.broken.map(({ person, rule, first, second }) =>
        t(rule === 'overlap' ? 'rota.gaps.overlap' : 'rota.gaps.rest', {
          person: who(person),
          first: mrkdwn`${escape(first.code)} ${span(first.start, first.end, zone, locale)}`,
          second: mrkdwn`${escape(second.code)} ${span(second.start, second.end, zone, locale)}`,
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
    blocks: [
      header(title),
      ...sections(texts.length > 0 ? texts : [t('rota.gaps.none')]).slice(0, 45),
      ...actions([button('rota.coverage', t('rota.button.coverage'), day)]),
    ],
  };
}
