/** Who is on shift now, and who is next. Pure. */

import { Temporal } from 'temporal-polyfill';
import { instant, milliseconds } from '../../src/core/instant.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { clockFrom } from '../../src/i18n/time.ts';
import { onShift } from '../../src/rota/domain/on-shift.ts';
import { byShiftStart, type Shift, shortOf } from '../../src/rota/domain/shift.ts';
import { actions, button, header, sections } from '../../src/slack/blocks.ts';
import { bold, code, escape, type Mrkdwn, mrkdwn } from '../../src/slack/mrkdwn.ts';
import { names, type RotaReader } from './view.ts';

const AHEAD_HOURS = 12;

/** Who is on shift in each room and role, until when, and who is next: the same people that are paged. */
export function rotaNowView(shifts: readonly Shift[], reader: RotaReader): Message {
  const { t, now, zone, locale, who } = reader;
  const on = onShift(shifts, now);
  const end = now.add({ hours: AHEAD_HOURS });
  const coming = shifts
    .filter((shift) => {
      const start = instant(shift.start);
      return Temporal.Instant.compare(now, start) < 0 && Temporal.Instant.compare(start, end) <= 0;
    })
    .sort(byShiftStart);
  const begun = shifts.filter(
    (shift) =>
      milliseconds(shift.start) <= now.epochMilliseconds && now.epochMilliseconds < milliseconds(shift.end),
  );
  const key = (shift: Shift) => shift.room ?? '';
  const rooms = [...new Set([...begun, ...coming].map(key))].sort(
    (a, b) => Number(a === '') - Number(b === '') || a.localeCompare(b),
  );
  const texts: Mrkdwn[] = [];
  for (const room of rooms) {
    texts.push(room === '' ? mrkdwn`*${t('rota.now.everywhere')}*` : bold(room));
    const here = on.filter(({ shift }) => key(shift) === room);
    for (const { shift, assignment } of here) {
      const state = assignment.missing
        ? mrkdwn` · ${t('rota.state.missing')}`
        : assignment.state === 'arrived'
          ? mrkdwn` · ${t('rota.state.arrived')}`
          : mrkdwn``;
      const lead = assignment.lead ? mrkdwn` (${t('rota.lead')})` : mrkdwn``;
      const reach = escape(reader.reach(assignment.person));
      texts.push(
        mrkdwn`• ${who(assignment.person)}${lead} · ${escape(shift.role)} ${code(shift.code)} · ${t('rota.now.until', { time: clockFrom(shift.end, now, zone, locale) })} · ${reach || t('rota.now.unreachable')}${state}`,
      );
    }
    for (const shift of begun.filter((one) => key(one) === room && shortOf(one) > 0))
      texts.push(
        mrkdwn`• :warning: ${t('rota.now.short', { count: shortOf(shift), role: escape(shift.role), shift: escape(shift.code) })}`,
      );
    if (here.length === 0 && !begun.some((one) => key(one) === room))
      texts.push(mrkdwn`• ${t('rota.now.nobody')}`);
    const next = nextOf(coming.filter((one) => key(one) === room));
    for (const shift of next)
      texts.push(
        mrkdwn`   ${t('rota.now.next', { time: clockFrom(shift.start, now, zone, locale) })} ${names(shift, reader)} · ${escape(shift.role)} ${code(shift.code)}`,
      );
  }
  if (texts.length === 0) texts.push(t('rota.now.none'));
  return {
    text: t('rota.now.title'),
    blocks: [
      header(t('rota.now.title')),
      ...sections(texts).slice(0, 45),
      ...actions([
        button('rota.refresh', t('rota.button.refresh')),
        button('rota.me', t('rota.button.mine')),
      ]),
    ],
  };
}

/** The next shift of each role. */
function nextOf(coming: readonly Shift[]): Shift[] {
  const seen = new Set<string>();
  return coming.filter(({ role }) => !seen.has(role) && seen.add(role));
}
