/** How a room's stage clock looks in chat. Pure. */
import type { Button } from '@slack/types';
import { isRunning, stageState } from '../../src/agenda/domain/actual.ts';
import type { OnNow } from '../../src/agenda/domain/reading.ts';
import { lastPress, type Stage } from '../../src/agenda/domain/stage.ts';
import type { RoomFigures } from '../../src/agenda/domain/stage-figures.ts';
import { type AgendaReader, sessionCode, titleText } from '../../src/agenda/lines.ts';
import { pressedAtText, type StagePressed } from '../../src/agenda/press-stage.ts';
import { stageFigureLines } from '../../src/agenda/stage-figure-lines.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { clock, epochOf } from '../../src/i18n/time.ts';
import { actions, button, context, section, sections } from '../../src/slack/blocks.ts';
import { escape, joined, type Mrkdwn, mrkdwn, truncate } from '../../src/slack/mrkdwn.ts';
import { roomLines } from './view.ts';

export interface Clock {
  readonly room: string;
  readonly onNow: OnNow;
  readonly stage: Stage | undefined;
  /** The address of the room's tablet; absent where it is not shown. */
  readonly link: Mrkdwn | undefined;
}

const undoPressButton = (id: string, room: string, { t }: AgendaReader): Button =>
  button('agenda.clock-undo', t('agenda.clock.undo'), `${id} ${room}`);

/** `10:02, planned 10:00`, for each that the clock knows to run. */
function actualLines({ onNow }: Clock, { t, zone, locale, now }: AgendaReader): Mrkdwn[] {
  const ms = epochOf(now);
  return onNow.now.flatMap((session) => {
    const state = stageState(session, ms, true);
    if (state.kind !== 'running') return [];
    return [
      t('agenda.clock.began', {
        session: sessionCode(session),
        time: clock(state.since, zone, locale),
        planned: clock(session.start, zone, locale),
      }),
    ];
  });
}

/** What runs and what may be pressed: the end of that, and the start of what is next. */
export function clockView(model: Clock, reader: AgendaReader): Message {
  const { room, onNow, stage, link } = model;
  const { t } = reader;
  const lines = roomLines(onNow, reader);
  const started = onNow.now.filter((one) => isRunning(one) || !one.isBreak);
  const toStart = [...onNow.now.filter((one) => one.actual === undefined), ...onNow.next]
    .filter(({ isBreak }) => !isBreak)
    .slice(0, 1);
  const press = lastPress(stage);
  const text = joined([...lines, ...actualLines(model, reader)], '\n');
  return {
    text,
    blocks: [
      section(text),
      ...(link === undefined
        ? []
        : [section(t('agenda.clock.link', { url: link })), context(t('agenda.stage.wall'))]),
      ...actions(
        [
          ...started
            .slice(0, 1)
            .map(({ code }) => button('agenda.clock-end', t('agenda.clock.end', { session: code }), code)),
          ...toStart.map(({ code }) =>
            button('agenda.clock-start', t('agenda.clock.start', { session: code }), code),
          ),
          ...(press ? [undoPressButton(press.id, room, reader)] : []),
          button('agenda.clock', t('agenda.refresh'), room),
        ],
        'agenda.clock',
      ),
      ...(press
        ? [
            context(
              t(press.what === 'start' ? 'agenda.clock.lastStart' : 'agenda.clock.lastEnd', {
                session: escape(press.session),
                time: pressedAtText(press, reader),
              }),
            ),
          ]
        : []),
    ],
  };
}

/** `:arrow_forward: S17 began at 10:02 …`, with the way back. */
export function pressedView({ press, session }: StagePressed, room: string, reader: AgendaReader): Message {
  const { t, zone, locale } = reader;
  const time = pressedAtText(press, reader);
  const params = { session: sessionCode(session), title: titleText(session), time, room: escape(room) };
  const said =
    press.what === 'start'
      ? t('agenda.clock.started', { ...params, planned: clock(session.start, zone, locale) })
      : t('agenda.clock.ended', { ...params, planned: clock(session.end, zone, locale) });
  const others = press.steps
    .slice(1)
    .map((step) => t('agenda.clock.endedToo', { session: escape(step.session) }));
  const text = joined([said, ...others], '\n');
  return {
    text,
    blocks: [section(text), ...actions([undoPressButton(press.id, room, reader)], 'agenda.clock')],
  };
}

/** How the rooms kept to the plan: a line a room. */
export function figuresView(figures: readonly RoomFigures[], { t }: AgendaReader): Message {
  const title = t('agenda.clock.figures');
  if (figures.length === 0) return { text: t('agenda.clock.noFigures') };
  const lines = stageFigureLines(figures.slice(0, 40), t);
  return {
    text: truncate(joined([title, ...lines], '\n'), 3000),
    blocks: [section(mrkdwn`*${title}*`), ...sections(lines), context(t('agenda.clock.figuresFoot'))],
  };
}

export function undoneView({ press }: StagePressed, room: string, reader: AgendaReader): Message {
  const params = { session: escape(press.session), room: escape(room) };
  const text = reader.t(
    press.what === 'start' ? 'agenda.clock.startUndone' : 'agenda.clock.endUndone',
    params,
  );
  return { text, blocks: [section(text)] };
}
