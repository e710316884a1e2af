/** The modals behind `Delay`, `Move` and `Cancel session`; their private_metadata is the session's code. */

import type { View } from '@slack/types';
import type { Session } from '../../src/agenda/domain/session.ts';
import type { Translate } from '../../src/i18n/index.ts';
import { plainText } from '../../src/slack/blocks.ts';
import { truncate } from '../../src/slack/mrkdwn.ts';
import { modal, selectInput, textInput } from './inputs.ts';

const heading = (session: Session) => ({
  type: 'context' as const,
  elements: [plainText(`${session.code} · ${truncate(session.title, 150)}`)],
});

export const delayModal = (session: Session, t: Translate): View =>
  modal(
    'agenda.delay',
    t('agenda.delay'),
    t('agenda.preview'),
    t('agenda.close'),
    [
      heading(session),
      textInput('by', t('agenda.delayBy'), { placeholder: '15m' }),
      {
        type: 'input',
        block_id: 'only',
        optional: true,
        label: plainText(t('agenda.delayOnlyLabel')),
        element: {
          type: 'checkboxes',
          action_id: 'value',
          options: [{ text: plainText(t('agenda.delayOnly'), 75), value: 'only' }],
        },
      },
      textInput('reason', t('agenda.reason'), { optional: true }),
    ],
    session.code,
  );

export const moveModal = (session: Session, rooms: readonly string[], t: Translate): View =>
  modal(
    'agenda.move',
    t('agenda.move'),
    t('agenda.preview'),
    t('agenda.close'),
    [
      heading(session),
      textInput('time', t('agenda.moveTime'), {
        optional: true,
        placeholder: '14:30, tomorrow 9:00, day 2 9:00',
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
    session.code,
  );

export const cancelModal = (session: Session, t: Translate): View =>
  modal(
    'agenda.cancel',
    t('agenda.cancelSession'),
    t('agenda.preview'),
    t('agenda.close'),
    [heading(session), textInput('reason', t('agenda.reason'), { optional: true })],
    session.code,
  );
