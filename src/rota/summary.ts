/** The thanks at the end: what one volunteer did, in numbers and by name. */

import { loadKeptCards } from '../callboard/cards/load.ts';
import { cardsInThanks } from '../callboard/cards/messages.ts';
import type { Deps } from '../core/deps.ts';
import type { Message } from '../core/ports/chat.ts';
import { sections } from '../slack/blocks.ts';
import { escape, mrkdwn } from '../slack/mrkdwn.ts';
import { hoursOf, isNight } from './domain/hours.ts';
import { byShiftStart } from './domain/shift.ts';
import { rotaSettings } from './load.ts';
import { keyed } from './messages.ts';
import { type ShiftReader, shiftText } from './words.ts';

/** Undefined for somebody who did no shift to the end. */
export async function volunteerSummary(
  person: string,
  key: string,
  reader: ShiftReader,
  deps: Pick<Deps, 'store' | 'shifts' | 'events' | 'directory'>,
): Promise<Message | undefined> {
  const { t } = reader;
  const [event, settings, shifts] = await Promise.all([
    deps.events.settings(),
    rotaSettings(deps),
    deps.shifts.read(),
  ]);
  const done = [...shifts.values()]
    .map(({ value }) => value)
    .filter(({ assignments }) => assignments.some((one) => one.person === person && one.state === 'done'))
    .sort(byShiftStart);
  if (done.length === 0) return undefined;
  const hours = done.reduce((sum, shift) => sum + hoursOf(shift), 0);
  const nights = done.filter((shift) => isNight(shift, settings.night, event.zone)).length;
  const text = t('rota.thanks', {
    event: escape(event.name),
    shifts: done.length,
    hours: Math.round(hours * 10) / 10,
  });
  return keyed(
    key,
    nights > 0 ? mrkdwn`${text} ${t('rota.thanks.nights', { nights })}` : text,
    ...sections(done.map((shift) => mrkdwn`• ${shiftText(shift, { ...reader, own: undefined })}`)).slice(
      0,
      20,
    ),
    ...cardsInThanks(await loadKeptCards(person, reader, deps), t),
  );
}
