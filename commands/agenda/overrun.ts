/** The buttons of a session that runs over: `Delay 5m` moves what follows, `Cut to time` tells the room and its screens. */
import { applyAgendaPlan } from '../../src/agenda/domain/live.ts';
import { cutToTime, isOverrun } from '../../src/agenda/domain/overrun.ts';
import { setStageMessage } from '../../src/agenda/domain/stage-room.ts';
import { loadAgenda } from '../../src/agenda/load.ts';
import {
  loadOverrunOffer,
  Overrun,
  overrunCut,
  overrunOffer,
  overrunTaken,
} from '../../src/agenda/overrun-offer.ts';
import { readStage } from '../../src/agenda/press-stage.ts';
import type { Button, ButtonClick, Reply } from '../../src/core/command.ts';
import { mergeChanges } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { parsePressed } from '../../src/core/pressed.ts';
import { requireOwn } from '../../src/core/refuse.ts';
import { RIGHTS } from '../../src/core/rights.ts';
import { translator } from '../../src/i18n/index.ts';
import { onShift } from '../../src/rota/domain/on-shift.ts';
import { agendaReaderOf } from './import-preview.ts';

/** Who is on shift in the room, each once. */
async function peopleIn(room: string, { clock, shifts }: Deps): Promise<string[]> {
  const all = [...(await shifts.read()).values()].map(({ value }) => value);
  return [...new Set(onShift(all, clock.now(), { room }).map(({ assignment }) => assignment.person))];
}

/** Whoever is on shift in the room decides there; elsewhere organizers do. */
async function requireRoom(
  button: 'agenda.overrun-delay' | 'agenda.overrun-cut',
  session: string,
  click: ButtonClick,
  deps: Deps,
): Promise<void> {
  const room = (await deps.sessions.read()).get(session)?.value.room;
  // A session that there is not is nobody's: what follows says that it is gone.
  if (room === undefined) return;
  const own = (await peopleIn(room, deps)).includes(click.person.id);
  requireOwn(RIGHTS['/agenda'].buttons[button], own, click);
}

const delayButton: Button = {
  async run(click, deps): Promise<Reply> {
    const asked = parsePressed(Overrun, click.value);
    await requireRoom('agenda.overrun-delay', asked.session, click, deps);
    const reader = agendaReaderOf(click);
    return await withOptimisticRetry<Reply>(deps.store, async () => {
      const offer = await loadOverrunOffer(asked.session, asked.minutes, click.event, deps);
      if (!offer) return { result: { replace: { text: click.t('agenda.overrun.gone') } } };
      if (offer.state.version !== asked.version)
        return { result: { replace: overrunOffer({ ...offer, renewed: true }, reader) } };
      return {
        change: applyAgendaPlan(offer.state, offer.plan, click.person.id, click.now),
        result: { replace: overrunTaken(offer, click.person, reader) },
      };
    });
  },
};

const cutButton: Button = {
  async run(click, deps): Promise<Reply> {
    await requireRoom('agenda.overrun-cut', click.value, click, deps);
    return await withOptimisticRetry<Reply>(deps.store, async () => {
      const session = (await loadAgenda(deps)).sessions.get(click.value)?.value;
      if (!session || !isOverrun(session, click.now))
        return { result: { replace: { text: click.t('agenda.overrun.gone') } } };
      const stage = await readStage(session.room, deps);
      const screen = setStageMessage(
        session.room,
        stage,
        translator(click.event.language)('agenda.overrun.onScreen'),
        {
          ...{ by: click.person.id, now: click.now, session: session.code },
        },
      );
      const there = (await peopleIn(session.room, deps)).filter((person) => person !== click.person.id);
      return {
        change: mergeChanges(cutToTime(session, there, click.person.id, click.now), screen),
        result: { replace: overrunCut(session, there.length, click.person, agendaReaderOf(click)) },
      };
    });
  },
};

export const overrunButtons: Record<string, Button> = {
  'agenda.overrun-delay': delayButton,
  'agenda.overrun-cut': cutButton,
};
