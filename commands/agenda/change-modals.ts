/** The modals behind `Delay`, `Move` and `Cancel session`; their private_metadata is the session's code. */

import type { View } from '@slack/types';
import type { Session } from '../../src/agenda/domain/session.ts';
import type { Translate } from '../../src/i18n/index.ts';
import { context } from '../../src/slack/blocks.ts';
import { checkboxesInput, selectInput, textInput } from '../../src/slack/inputs.ts';
import { escape, mrkdwn, truncate } from '../../src/slack/mrkdwn.ts';
import { modal } from '../../src/slack/views.ts';

const heading = (session: Session) =>
  context(mrkdwn`${escape(session.code)} · ${escape(truncate(session.title, 150))}`);

export const delayModal = (session: Session, t: Translate): View =>
  modal({
    id: 'agenda.delay',
    title: t('agenda.delay'),
    submit: t('agenda.preview'),
    close: t('agenda.close'),
    meta: session.code,
    blocks: [
      heading(session),
      textInput('by', t('agenda.delayBy'), { placeholder: '15m' }),
      checkboxesInput('only', t('agenda.delayOnlyLabel'), [{ text: t('agenda.delayOnly'), value: 'only' }], {
        optional: true,
      }),
      textInput('reason', t('agenda.reason'), { optional: true }),
    ],
  });

export const moveModal = (session: Session, rooms: readonly string[], t: Translate): View =>
  modal({
    id: 'agenda.move',
    title: t('agenda.move'),
    submit: t('agenda.preview'),
    close: t('agenda.close'),
    meta: session.code,
    blocks: [
      heading(session),
      textInput('time', t('agenda.moveTime'), {
        optional: true,
        placeholder: t('agenda.timeExample'),
      }),
      ...(rooms.some((room) => room.length <= 150)
        ? [
            selectInput(
              'room',
              t('agenda.moveTo'),
              rooms.map((room) => ({ text: room, value: room })),
              { optional: true },
            ),
          ]
        : []),
    ],
  });

export const cancelModal = (session: Session, t: Translate): View =>
  modal({
    id: 'agenda.cancel',
    title: t('agenda.cancelSession'),
    submit: t('agenda.preview'),
    close: t('agenda.close'),
    meta: session.code,
    blocks: [heading(session), textInput('reason', t('agenda.reason'), { optional: true })],
  });
