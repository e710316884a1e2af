/** `generate`: shifts from the agenda, and the modal that says what rooms need. */

import type { View } from '@slack/types';
import { liveSessions } from '../../src/agenda/load.ts';
import type { Button, Modal, RequestContext, Verb } from '../../src/core/command.ts';
import { put, recordFact } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { parseDuration } from '../../src/core/time.ts';
import type { Translate } from '../../src/i18n/index.ts';
import { duration } from '../../src/i18n/time.ts';
import { rotaSettingsChanged } from '../../src/rota/domain/facts.ts';
import { differFromAgenda, draftsFromAgenda } from '../../src/rota/domain/generate.ts';
import {
  type Need,
  ROTA_ID,
  type RotaSettings,
  rotaSettingsDocument,
} from '../../src/rota/domain/settings.ts';
import { type LoadedRota, loadRota, rotaSettings } from '../../src/rota/load.ts';
import { textInput } from '../../src/slack/inputs.ts';
import { escape, joined, type Mrkdwn, mrkdwn, quoted } from '../../src/slack/mrkdwn.ts';
import { modal } from '../../src/slack/views.ts';
import { type Actor, onRota } from './confirm.ts';
import { findRotaRoom, roleOrNew } from './parse.ts';
import { previewRotaPlan } from './plans.ts';

const minutes = (count: number) => duration(count * 60);
const typed = (count: number): Mrkdwn => (count % 60 === 0 ? mrkdwn`${count / 60}h` : mrkdwn`${count}m`);

/** As it would be typed in the language of `t`. */
export const needText = (need: Need, t: Translate): string =>
  [
    need.role,
    `x${need.people}`,
    ...(need.rooms ? [`${t('rota.needs.in')} ${need.rooms.join(', ')}`] : []),
    `${t('rota.needs.before')} ${typed(need.before)}`,
    `${t('rota.needs.after')} ${typed(need.after)}`,
  ].join(' ');

export async function generate(actor: Actor, deps: Deps): Promise<Message> {
  const rota = await loadRota(deps);
  const sessions = liveSessions(rota.agenda);
  if (sessions.length === 0) throw new UserError('rota.generate.noAgenda');
  const drafts = draftsFromAgenda(sessions, rota.settings, actor.now);
  const difference = differFromAgenda(drafts, [...rota.shifts.values()], actor.now);
  const { needs, block, handover } = rota.settings;
  const about = actor.t('rota.generate.needs', {
    needs: joined(
      needs.map((need) => escape(needText(need, actor.t))),
      ' · ',
    ),
    block: minutes(block),
    handover: minutes(handover),
  });
  return await previewRotaPlan(actor, deps, rota, 'generate', difference, {
    title: actor.t('rota.generate.title'),
    about,
    oddities: [],
  });
}

/** `Stage x2 in Main hall, Room B before 15m after 10m`; `undefined` where it cannot be read. */
export function parseNeed(text: string, rota: LoadedRota, event: RequestContext['event']): Need | undefined {
  const found =
    /^(.+?)(?:\s+[x×](\d{1,2}))?(?:\s+(?:in|en)\s+(.+?))?(?:\s+(?:before|antes)\s+(\S+(?:\s?(?:min|h))?))?(?:\s+(?:after|despu[eé]s)\s+(\S+(?:\s?(?:min|h))?))?$/i.exec(
      text.trim(),
    );
  if (!found) return undefined;
  const [, role = '', people = '1', rooms, before = '0m', after = '0m'] = found;
  const [first, last] = [parseDuration(before), parseDuration(after)];
  if (!first || !last || Number(people) < 1) return undefined;
  return {
    role: roleOrNew(role, rota),
    people: Number(people),
    ...(rooms !== undefined && {
      rooms: rooms.split(/\s*,\s*/).map((room) => findRotaRoom(room, rota, event)),
    }),
    before: Math.round(first.total('minutes')),
    after: Math.round(last.total('minutes')),
  };
}

const input = (block: string, label: string, initial: string, multiline = false, hint?: string) =>
  textInput(block, label, {
    action: 'text',
    // Untouched, the local Slack submits nothing: what was shown then stays.
    optional: true,
    multiline,
    initial,
    ...(hint !== undefined && { hint }),
  });

function needsModal({ t }: Pick<RequestContext, 't'>, settings: RotaSettings): View {
  return modal({
    id: 'rota.needs',
    title: t('rota.needs.title'),
    submit: t('rota.needs.submit'),
    close: t('rota.button.close'),
    blocks: [
      input(
        'needs',
        t('rota.needs.lines'),
        settings.needs.map((need) => needText(need, t)).join('\n'),
        true,
        t('rota.needs.hint'),
      ),
      input('block', t('rota.needs.block'), typed(settings.block)),
      input('handover', t('rota.needs.handover'), typed(settings.handover)),
      input('reminders', t('rota.needs.reminders'), settings.reminders.map(typed).join(' ')),
    ],
  });
}

export const needsSubmitted: Modal = {
  async run(submission, deps) {
    const { t } = submission;
    const rota = await loadRota(deps);
    const errors: Record<string, Mrkdwn> = {};
    const text = (block: string) => {
      const value = submission.values[block]?.['text'];
      return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
    };
    const length = (block: string, shown: number, least: number) => {
      const value = text(block);
      if (value === undefined) return shown;
      const parsed = parseDuration(value)?.total('minutes');
      if (parsed === undefined || parsed < least)
        errors[block] = t('rota.needs.badLine', { line: quoted(value) });
      return Math.round(parsed ?? shown);
    };
    const needs = text('needs')
      ?.split('\n')
      .filter((one) => one.trim() !== '')
      .flatMap((one) => {
        try {
          const need = parseNeed(one, rota, submission.event);
          if (need) return [need];
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
        }
        errors['needs'] = t('rota.needs.badLine', { line: quoted(one) });
        return [];
      });
    const reminders = text('reminders')
      ?.split(/[\s,]+/)
      .map((one) => parseDuration(one)?.total('minutes') ?? 0);
    if (reminders?.some((one) => one < 1))
      errors['reminders'] = t('rota.needs.badLine', { line: quoted(text('reminders') ?? '') });
    const settings: RotaSettings = {
      ...rota.settings,
      block: length('block', rota.settings.block, 15),
      handover: length('handover', rota.settings.handover, 0),
      needs: needs ?? rota.settings.needs,
      reminders: reminders ?? rota.settings.reminders,
    };
    if (settings.handover >= settings.block)
      errors['handover'] = t('rota.needs.badLine', { line: typed(settings.handover) });
    if (Object.keys(errors).length > 0) return { errors };
    await onRota(deps, async () => {
      const old = await deps.store.get(rotaSettingsDocument, ROTA_ID);
      return {
        result: undefined,
        change: {
          put: [put(rotaSettingsDocument, ROTA_ID, settings, old?.version ?? 0)],
          facts: [
            recordFact(rotaSettingsChanged, {
              at: submission.now,
              by: submission.person.id,
              about: ['rota:settings'],
              data: { fields: ['needs', 'block', 'handover', 'reminders'] },
            }),
          ],
        },
      };
    });
    return await generate(submission, deps);
  },
};

export const generateVerb: Verb = {
  usage: { generate: 'rota.use.generate' },
  run: (call, deps) => generate(call, deps),
};

export const generateButtons: Readonly<Record<string, Button>> = {
  'rota.generate': { run: (click, deps) => generate(click, deps) },
  'rota.needs': {
    run: async (click, deps) => ({ modal: needsModal(click, await rotaSettings(deps)) }),
  },
};
