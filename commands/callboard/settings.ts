/** `/callboard settings`: the doors for machines. A token is shown once, to the organizer who made it. */

import type { View } from '@slack/types';
import type { Button, Modal, Reply, RequestContext, Verb } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { dayAndClock } from '../../src/i18n/time.ts';
import { hookDocument } from '../../src/page/domain/alert.ts';
import { createHook, revokeHook } from '../../src/page/domain/hooks.ts';
import { hashOf, newHookToken } from '../../src/page/hook-token.ts';
import { readTarget } from '../../src/page/target.ts';
import { targetName } from '../../src/page/words.ts';
import { actions, button, section } from '../../src/slack/blocks.ts';
import { textInput } from '../../src/slack/inputs.ts';
import { code, escape, mrkdwn } from '../../src/slack/mrkdwn.ts';
import { modal } from '../../src/slack/views.ts';

/** The same as the doors use: a token is known by its hash only. */

async function list({ t, zone, locale }: RequestContext, deps: Deps): Promise<Reply> {
  const hooks = (await deps.store.all(hookDocument)).filter(
    ({ value }) => value.revokedAt === undefined && !value.heartbeats,
  );
  const people = new Map((await deps.directory.all()).map((person) => [person.id, person]));
  const lines = hooks
    .sort((a, b) => a.value.createdAt.localeCompare(b.value.createdAt))
    .slice(0, 20)
    .flatMap(({ id, value }) => [
      section(
        t('page.hooks.line', {
          code: escape(value.code),
          name: escape(value.name),
          target: escape(targetName(value.target, people, t)),
          time: dayAndClock(value.createdAt, zone, locale),
        }),
      ),
      ...actions([button('callboard.revoke-hook', t('page.hooks.revoke'), id, 'danger')]),
    ]);
  const head = hooks.length === 0 ? t('page.hooks.none') : t('page.hooks.head');
  const limits = deps.publicUrl
    ? t('page.hooks.where', { url: escape(deps.publicUrl) })
    : t('page.hooks.noUrl');
  return {
    text: head,
    blocks: [
      section(mrkdwn`*${head}*\n${limits}`),
      ...lines,
      ...actions([button('callboard.new-hook', t('page.hooks.new'), 'new', 'primary')]),
    ],
  };
}

const hookModal = ({ t }: RequestContext): View =>
  modal({
    id: 'callboard.hook',
    title: t('page.hooks.title'),
    submit: t('page.hooks.create'),
    close: t('page.modal.close'),
    blocks: [
      textInput('name', t('page.hooks.name'), { max: 40 }),
      textInput('target', t('page.hooks.target'), { max: 100 }),
    ],
  });

export const settingsVerb: Verb = {
  usage: { settings: 'page.hooks.usage' },
  run: (call, deps) => list(call, deps),
};

export const settingsButtons: Readonly<Record<string, Button>> = {
  'callboard.new-hook': { run: async (click) => ({ modal: hookModal(click) }) },
  'callboard.revoke-hook': {
    async run(click, deps) {
      await withOptimisticRetry(deps.store, async () => {
        const hook = await deps.store.get(hookDocument, click.value);
        const change = hook && revokeHook(hook, { at: click.now, by: click.person.id });
        return { change, result: undefined };
      });
      return await list(click, deps);
    },
  },
};

/** To be pasted into a shell: a page that says what it is. */
const tryLine = (url: string, token: string): string =>
  `curl -fsS -H 'Authorization: Bearer ${token}' -H 'Content-Type: application/json' -d '{"id":"try","message":"Only a try"}' ${url}/hooks/generic`;

export const settingsModals: Readonly<Record<string, Modal>> = {
  'callboard.hook': {
    async run(submission, deps) {
      const { t, values, now, person } = submission;
      const text = (block: string) => {
        const value = values[block]?.['value'];
        return typeof value === 'string' ? value.trim() : '';
      };
      const name = text('name');
      if (name === '') return { errors: { name: t('page.hooks.noName') } };
      const found = await readTarget(text('target'), submission.event, deps).catch((error: unknown) => {
        if (error instanceof UserError) return undefined;
        throw error;
      });
      if (found?.message !== '') return { errors: { target: t('page.hooks.badTarget') } };
      const token = newHookToken();
      const hook = { code: `K${await deps.store.next('hook')}`, name, target: found.target };
      await deps.store.commit(createHook(hashOf(token), hook, { at: now, by: person.id }));
      const created = t('page.hooks.created', { name: escape(name), token: code(token) });
      if (!deps.publicUrl) return { text: created };
      return { text: mrkdwn`${created}\n${t('page.hooks.try')}\n${code(tryLine(deps.publicUrl, token))}` };
    },
  },
};
