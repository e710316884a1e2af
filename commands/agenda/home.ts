/** The agenda's part of App Home: the person's next starred session, and what is on now. */

import { nowAndNext } from '../../src/agenda/domain/reading.ts';
import { sessionLine } from '../../src/agenda/lines.ts';
import { loadAgenda, readAgenda } from '../../src/agenda/load.ts';
import type { HomePart, RequestContext } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { milliseconds } from '../../src/core/instant.ts';
import { actions, button, sections } from '../../src/slack/blocks.ts';
import { bold } from '../../src/slack/mrkdwn.ts';
import { agendaReaderOf } from './import-preview.ts';
import { ownOf } from './own.ts';
import { roomLines } from './view.ts';

const MAX_ROOMS = 8;

export async function agendaHome(request: Omit<RequestContext, 'trigger'>, deps: Deps): Promise<HomePart> {
  const state = await loadAgenda(deps);
  if (state.sessions.size === 0) return { mine: [], event: [] };
  const reader = agendaReaderOf(request);
  const { t, now } = request;
  const own = await ownOf(request.person.id, deps);
  // Own talks are in the speakers' part, with what can be done about them.
  const [next] = own.starred
    .filter((one) => one.state === 'scheduled' && milliseconds(one.end) > now.epochMilliseconds)
    .sort((a, b) => a.start.localeCompare(b.start));
  const rooms = nowAndNext(readAgenda(state.sessions), state.agenda.rooms, now.epochMilliseconds).filter(
    (one) => one.now.length > 0 || one.next.length > 0,
  );
  const lines = rooms.slice(0, MAX_ROOMS).flatMap((one) => roomLines(one, reader));
  const more = rooms.length - MAX_ROOMS;
  return {
    mine: next ? sections([bold(t('agenda.home.next')), sessionLine(next, reader)]) : [],
    event: [
      ...sections([
        bold(t('agenda.home.now')),
        ...(lines.length > 0 ? lines : [t('agenda.allOver')]),
        ...(more > 0 ? [t('agenda.andMore', { count: more })] : []),
      ]),
      ...actions(
        [button('agenda.today', t('agenda.today'), ''), button('agenda.mine', t('agenda.my'), '')],
        'agenda.home',
      ),
    ],
  };
}
