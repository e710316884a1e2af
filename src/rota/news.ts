/** What Callboard tells by itself when something about a shift has changed. Pure. */

import type { Button } from '@slack/types';
import type { Message } from '../core/ports/chat.ts';
import { actions, button, context, sections } from '../slack/blocks.ts';
import { code, escape, joined, mrkdwn, truncate } from '../slack/mrkdwn.ts';
import { assignmentOf, type Shift } from './domain/shift.ts';
import { keyed } from './messages.ts';
import { type NameOf, type ShiftReader, shiftText, what, when } from './words.ts';

/** Whoever is done may be stood in for; whoever was dropped has no place to pass on. */
const coverFor = (shifts: readonly Shift[], people: readonly string[], t: ShiftReader['t']) => {
  const [shift] = shifts;
  const person = people.find((one) => shift && assignmentOf(shift, one));
  if (!shift || person === undefined) return [];
  return actions([
    button(`rota.offer-cover#${person}`, t('rota.button.offerCover'), `${shift.code}:${person}`, 'primary'),
  ]);
};

/** As many as fit a button's value whole: half a code would be another shift's. */
const MAX_AGREED = 150;

/** News of one kind about some shifts; see the job `tell-rota`. */
export function news(
  options: {
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
      | 'left-empty'
      | 'restored'
      | 'back'
      | 'nobody-covers'
      | 'agenda-gone'
      | 'held-over';
    readonly shifts: readonly Shift[];
    readonly codes: readonly string[];
    readonly people: readonly string[];
    readonly reason?: string | undefined;
    readonly was?: { role: string; room?: string; start: string; end: string } | undefined;
  },
  reader: ShiftReader,
  who: NameOf,
): Message {
  const { t } = reader;
  const which =
    options.shifts.length > 0 ? options.shifts.map((one) => shiftText(one, reader)) : options.codes.map(code);
  const shift = which[0] ?? mrkdwn``;
  const [first = ''] = options.codes;
  const person = options.people[0] === undefined ? mrkdwn`` : who(options.people[0]);
  const reason = options.reason ? [context(truncate(escape(options.reason), 300))] : [];
  const was = options.was ? mrkdwn`${what(options.was)}, ${when(options.was, reader)}` : mrkdwn``;
  const cant: Button = button('rota.cant', t('rota.button.cant'), first);
  switch (options.kind) {
    case 'assigned':
      return keyed(options.key, t('rota.news.assigned', { shift }), ...actions([cant]));
    case 'removed':
      return keyed(options.key, t('rota.news.removed'), ...sections(which));
    case 'shift-moved':
      return keyed(options.key, t('rota.news.moved', { shift, was }), ...actions([cant]));
    case 'held-over':
      return keyed(options.key, t('rota.news.heldOver', { shift }));
    case 'shift-gone':
      return keyed(options.key, t('rota.news.gone', { shift: mrkdwn`${code(first)} ${was}` }));
    case 'proposed':
      return keyed(
        options.key,
        t('rota.news.proposed', { count: which.length }),
        ...sections(which).slice(0, 30),
        ...(options.codes.length === 1
          ? [...actions([button('rota.agree', t('rota.button.accept'), first, 'primary'), cant])]
          : [
              ...actions([
                button(
                  'rota.agree',
                  t('rota.button.acceptAll'),
                  options.codes.slice(0, MAX_AGREED).join(','),
                  'primary',
                ),
                button('rota.me', t('rota.button.mine')),
              ]),
            ]),
        context(t('rota.news.settles')),
      );
    case 'covered':
      return keyed(options.key, t('rota.news.covered', { shift, person: who(options.people[1] ?? '') }));
    case 'cover-taken':
      return keyed(
        options.key,
        t('rota.news.coverTaken', { shift, from: person, to: who(options.people[1] ?? '') }),
      );
    case 'still-yours':
      return keyed(options.key, t('rota.news.stillYours', { shift }));
    case 'missing-you':
      return keyed(
        options.key,
        t('rota.news.missingYou', { shift }),
        ...actions([button('rota.here', t('rota.button.here'), first, 'primary'), cant]),
      );
    case 'missing':
      return keyed(
        options.key,
        t('rota.news.missing', { shift, people: joined(options.people.map(who), ', ') }),
        ...actions(
          options.people
            .slice(0, 5)
            .map(
              (one): Button =>
                button(`rota.offer-cover#${one}`, t('rota.button.offerCover'), `${first}:${one}`, 'primary'),
            ),
        ),
      );
    case 'dropped-late':
      return keyed(options.key, mrkdwn`:rotating_light: ${t('rota.news.droppedLate', { shift, person })}`);
    case 'left-empty':
      return keyed(
        options.key,
        mrkdwn`:rotating_light: ${t('rota.news.leftEmpty', { shift, person })}`,
        ...coverFor(options.shifts, options.people, t),
      );
    case 'restored':
      return keyed(
        options.key,
        t('rota.news.restored'),
        ...sections(which),
        ...(options.codes.length === 1
          ? actions([cant])
          : actions([button('rota.me', t('rota.button.mine'))])),
      );
    case 'back':
      return keyed(options.key, t('rota.news.back', { shift, person }));
    case 'nobody-covers':
      return keyed(
        options.key,
        mrkdwn`:rotating_light: ${t('rota.news.nobodyCovers', { shift, person })}`,
        ...reason,
      );
    case 'agenda-gone':
      return keyed(
        options.key,
        t('rota.news.agenda'),
        ...sections([
          ...which,
          ...(options.people.length > 0
            ? [t('rota.news.agendaRules', { people: joined(options.people.map(who), ', ') })]
            : []),
        ]),
        ...actions([button('rota.generate', t('rota.button.generate'))]),
      );
  }
}
