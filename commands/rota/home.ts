/** The rota's part of App Home: my next shift, who is on, what is short in the next four hours. */

import type { KnownBlock } from '@slack/types';
import { isOrganizer } from '../../src/callboard/domain/event.ts';
import { includes } from '../../src/callboard/domain/permission.ts';
import type { HomePart, RequestContext } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { milliseconds } from '../../src/core/instant.ts';
import { clockFrom } from '../../src/i18n/time.ts';
import { dojoOfferFor } from '../../src/page/dojo.ts';
import { onShift } from '../../src/rota/domain/on-shift.ts';
import { shiftsOf } from '../../src/rota/domain/rota.ts';
import { assignmentOf, byShiftStart, shortOf } from '../../src/rota/domain/shift.ts';
import { loadRota } from '../../src/rota/load.ts';
import { loadNames, shiftText } from '../../src/rota/words.ts';
import { actions, button, section, sections } from '../../src/slack/blocks.ts';
import { escape, mrkdwn } from '../../src/slack/mrkdwn.ts';
import { reading } from './confirm.ts';
import { fairnessLine } from './fairness.ts';

const HOUR = 3_600_000;
const MAX_ON = 20;

export async function rotaHome(request: Omit<RequestContext, 'trigger'>, deps: Deps): Promise<HomePart> {
  const { t, person, now, zone, locale, event } = request;
  const rota = await loadRota(deps);
  if (rota.shifts.size === 0) return { mine: [], event: [] };
  const at = now.epochMilliseconds;
  const mine: KnownBlock[] = [];
  const next = shiftsOf(rota, person.id)
    .sort(byShiftStart)
    .find((shift) => milliseconds(shift.end) > at);
  if (next) {
    const begun = milliseconds(next.start) <= at;
    const text = shiftText(next, reading(request as RequestContext));
    mine.push(section(begun ? t('rota.home.on', { shift: text }) : t('rota.home.next', { shift: text })));
    const soon = milliseconds(next.start) - at <= HOUR;
    const arrived = assignmentOf(next, person.id)?.state === 'arrived';
    mine.push(
      ...actions([
        ...(soon && !arrived
          ? [button('rota.here', t('rota.button.here'), next.code, 'primary' as const)]
          : []),
        ...(arrived ? [button('rota.done', t('rota.button.done'), next.code)] : []),
        button('rota.cant', t('rota.button.cant'), next.code),
        button('rota.me', t('rota.button.mine')),
      ]),
    );
  }
  if (next) mine.push(...(await dojoOfferFor(request, deps)));
  if (!includes(request.permission, 'crew')) return { mine, event: [] };
  const who = await loadNames(deps);
  const all = [...rota.shifts.values()].map(({ value }) => value);
  const on = onShift(all, now);
  const texts = on
    .slice(0, MAX_ON)
    .map(
      ({ shift, assignment }) =>
        mrkdwn`• ${shift.room ? mrkdwn`${escape(shift.room)} · ` : ''}${escape(shift.role)}: ${who(assignment.person)} ${t('rota.now.until', { time: clockFrom(shift.end, now, zone, locale) })}`,
    );
  if (on.length > MAX_ON) texts.push(mrkdwn`• ${t('rota.list.left', { count: on.length - MAX_ON })}`);
  const short = all.filter(
    (shift) =>
      shortOf(shift) > 0 && milliseconds(shift.end) > at && milliseconds(shift.start) < at + 4 * HOUR,
  );
  const glance: KnownBlock[] = [
    ...sections([
      mrkdwn`*${t('rota.home.now')}*`,
      ...(texts.length > 0 ? texts : [mrkdwn`• ${t('rota.nobody')}`]),
    ]),
  ];
  if (short.length > 0)
    glance.push(section(mrkdwn`:warning: ${t('rota.home.gaps', { count: short.length })}`));
  if (isOrganizer(event, person.id)) glance.push(fairnessLine(rota, t));
  return { mine, event: glance };
}
