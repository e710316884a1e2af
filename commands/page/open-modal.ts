/** `/page` with nothing behind it: target, urgency, message in a modal. */

import type { PlainTextOption, View } from '@slack/types';
import { includes } from '../../src/callboard/domain/permission.ts';
import type { ModalResponse, ModalSubmission, RequestContext } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { safeText } from '../../src/i18n/index.ts';
import type { Target } from '../../src/page/domain/page.ts';
import { targetKey } from '../../src/page/domain/page.ts';
import { loadPlaces } from '../../src/page/target.ts';
import { plainText } from '../../src/slack/blocks.ts';
import { truncate } from '../../src/slack/mrkdwn.ts';
import { openAndTell } from './open-page.ts';

/** Slack's limit for the options of a select. */
const MAX_OPTIONS = 100;

const option = (text: string, value: string): PlainTextOption => ({
  text: plainText(truncate(text, 75)),
  value,
});

/** A target as an option's value (150 characters at most), and back. */
export const targetOf = (value: string): Target | undefined => {
  if (value === 'oncall') return { kind: 'oncall', name: '' };
  const [, kind, name] = /^(room|role|person):([\s\S]+)$/.exec(value) ?? [];
  return name === undefined ? undefined : { kind: kind as 'room' | 'role' | 'person', name };
};

export async function targetOptions(request: RequestContext, deps: Deps): Promise<PlainTextOption[]> {
  const places = await loadPlaces(request.event, deps);
  return [
    option(request.t('page.target.oncall'), 'oncall'),
    ...places.map(({ target }) =>
      option(
        target.kind === 'role' ? request.t('page.target.role', { name: target.name }) : target.name,
        targetKey(target),
      ),
    ),
  ]
    .filter(({ value }) => (value?.length ?? 0) <= 150)
    .slice(0, MAX_OPTIONS);
}

export async function openModal(request: RequestContext, deps: Deps): Promise<View> {
  const { t } = request;
  const plain = (text: string) => plainText(text);
  return {
    type: 'modal',
    callback_id: 'page.open',
    title: plain(t('page.modal.title')),
    submit: plain(t('page.modal.submit')),
    close: plain(t('page.modal.close')),
    blocks: [
      {
        type: 'input',
        block_id: 'target',
        label: plain(t('page.modal.target')),
        element: { type: 'static_select', action_id: 'target', options: await targetOptions(request, deps) },
      },
      ...(includes(request.permission, 'crew')
        ? [
            {
              type: 'input' as const,
              block_id: 'urgency',
              label: plain(t('page.modal.urgency')),
              element: {
                type: 'radio_buttons' as const,
                action_id: 'urgency',
                options: [
                  option(t('page.modal.normal'), 'normal'),
                  option(t('page.modal.critical'), 'critical'),
                ],
              },
            },
          ]
        : []),
      {
        type: 'input',
        block_id: 'message',
        label: plain(t('page.modal.message')),
        element: { type: 'plain_text_input', action_id: 'message', multiline: true, max_length: 1000 },
      },
    ],
  };
}

export async function openSubmission(submission: ModalSubmission, deps: Deps): Promise<ModalResponse> {
  const one = (name: string) => {
    const value = submission.values[name]?.[name];
    return typeof value === 'string' ? value : '';
  };
  const target = targetOf(one('target'));
  const message = one('message').trim();
  if (!target) return { errors: { target: submission.t('page.modal.noTarget') } };
  if (message === '') return { errors: { message: submission.t('page.noMessage') } };
  try {
    const reply = await openAndTell(
      { target, critical: one('urgency') === 'critical', message },
      submission,
      deps,
    );
    return reply && 'text' in reply ? reply : undefined;
  } catch (error) {
    if (error instanceof UserError) return { errors: { message: safeText(error, submission.locale) } };
    throw error;
  }
}
