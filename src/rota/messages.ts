/** What Callboard says by itself about shifts. Pure: the rota as it is when the message goes out. */

import type { KnownBlock } from '@slack/types';
import type { Session } from '../agenda/domain/session.ts';
import { milliseconds } from '../core/instant.ts';
import type { Message } from '../core/ports/chat.ts';
import { between, clock } from '../i18n/time.ts';
import { actions, button, section, sections } from '../slack/blocks.ts';
import { code, escape, italic, joined, type Mrkdwn, mrkdwn, truncate } from '../slack/mrkdwn.ts';
import { liveOf, type Shift } from './domain/shift.ts';
import { type NameOf, type ShiftReader, shiftText, what } from './words.ts';

/** A message whose first block has `key`, so that it is found again after a crash. */
export function keyed(key: string, text: Mrkdwn, ...rest: readonly KnownBlock[]): Message {
  return { text, blocks: [{ ...section(text), block_id: key }, ...rest] };
}

const crew = (shift: Shift, without: string, who: NameOf) =>
  joined(
    liveOf(shift)
      .filter(({ person }) => person !== without)
      .map(({ person }) => who(person)),
    ', ',
  );

/** Within so many milliseconds before a shift it is soon: who comes may say that they are here. */
const SOON = 3_600_000;
/** @param now - ISO 8601 */
export const isSoon = ({ start }: Pick<Shift, 'start'>, now: string): boolean =>
  milliseconds(start) - milliseconds(now) <= SOON;

/** Before a shift: what, where, when, how long until then, with whom, what is on stage, who leads. */
export function reminder(
  options: {
    key: string;
    shift: Shift;
    person: string;
    sessions: readonly Session[];
    leads: readonly string[];
    /** What is open where they go, a line each; undefined where they are not told. */
    briefing?: readonly Mrkdwn[] | undefined;
  },
  reader: ShiftReader,
  who: NameOf,
): Message {
  const { t, now, zone, locale } = reader;
  const { shift, person, sessions } = options;
  const text = t('rota.remind', { left: between(now, shift.start), shift: shiftText(shift, reader) });
  const others = crew(shift, person, who);
  const details = [
    ...(shift.note ? [italic(truncate(shift.note, 300))] : []),
    ...(others ? [t('rota.remind.with', { people: others })] : []),
    ...(options.leads.length > 0
      ? [t('rota.remind.lead', { people: joined(options.leads.map(who), ', ') })]
      : []),
    ...sessions
      .slice(0, 6)
      .map((one) => mrkdwn`${clock(one.start, zone, locale)} ${truncate(escape(one.title), 100)}`),
  ];
  const soon = isSoon(shift, now.toString());
  const { briefing } = options;
  return keyed(
    options.key,
    text,
    ...sections(details),
    ...(briefing ? [section(joined([t('rota.remind.open'), ...briefing], '\n'))] : []),
    ...actions([
      ...(soon ? [button('rota.here', t('rota.button.here'), shift.code, 'primary' as const)] : []),
      button('rota.cant', t('rota.button.cant'), shift.code),
    ]),
  );
}

/** The change of shift, for the room's channel: who begins, who goes. */
export function changeOfShift(
  begins: readonly Shift[],
  ends: readonly Shift[],
  reader: ShiftReader,
  who: NameOf,
): Message {
  const { t } = reader;
  const crewOf = (shift: Shift) =>
    joined(
      liveOf(shift).map(({ person }) => who(person)),
      ', ',
    ) || t('rota.nobody');
  const texts = [
    ...begins.map(
      (shift) =>
        mrkdwn`:arrow_right: ${what(shift)} ${code(shift.code)}: ${crewOf(shift)} · ${t('rota.now.until', { time: clock(shift.end, reader.zone, reader.locale) })}`,
    ),
    ...ends.map(
      (shift) =>
        mrkdwn`:white_check_mark: ${what(shift)} ${code(shift.code)}: ${t('rota.change.thanks', { people: crewOf(shift) })}`,
    ),
  ];
  return {
    text: truncate(joined([t('rota.change.title'), ...texts], '\n'), 2900),
    blocks: [section(mrkdwn`*${t('rota.change.title')}*`), ...sections(texts)],
  };
}
