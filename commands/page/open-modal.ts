/** `/page` with nothing behind it: target, urgency, message in a modal. */

import type { View } from '@slack/types';
import { includes } from '../../src/callboard/domain/permission.ts';
import type { ModalResponse, ModalSubmission, RequestContext } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { safeText } from '../../src/i18n/index.ts';
import type { Target } from '../../src/page/domain/page.ts';
import { targetKey } from '../../src/page/domain/page.ts';
import { loadPlaces } from '../../src/page/target.ts';
import { type Choice, radioInput, selectInput, textInput } from '../../src/slack/inputs.ts';
import { modal } from '../../src/slack/views.ts';
import { openAndTell } from './open-page.ts';

/** A target as an option's value (150 characters at most), and back. */
export const targetOf = (value: string): Target | undefined => {
  if (value === 'oncall') return { kind: 'oncall', name: '' };
  const [, kind, name] = /^(room|role|person):([\s\S]+)$/.exec(value) ?? [];
  return name === undefined ? undefined : { kind: kind as 'room' | 'role' | 'person', name };
};

export async function targetChoices(request: RequestContext, deps: Deps): Promise<Choice[]> {
  const places = await loadPlaces(request.event, deps);
  return [
    { text: request.t('page.target.oncall'), value: 'oncall' },
    ...places.map(({ target }) => ({
      text: target.kind === 'role' ? request.t('page.target.role', { name: target.name }) : target.name,
      value: targetKey(target),
    })),
  ];
}

export async function openModal(request: RequestContext, deps: Deps): Promise<View> {
  const { t } = request;
  const urgencies = [
    { text: t('page.modal.normal'), value: 'normal' },
    { text: t('page.modal.critical'), value: 'critical' },
  ];
  return modal({
    id: 'page.open',
    title: t('page.modal.title'),
    submit: t('page.modal.submit'),
    close: t('page.modal.close'),
    blocks: [
      selectInput('target', t('page.modal.target'), await targetChoices(request, deps), { action: 'target' }),
      ...(includes(request.permission, 'crew')
        ? [radioInput('urgency', t('page.modal.urgency'), urgencies, { action: 'urgency' })]
        : []),
      textInput('message', t('page.modal.message'), { action: 'message', multiline: true, max: 1000 }),
    ],
  });
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
