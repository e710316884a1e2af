/** `Edit role`: how much rest it asks for, which skills, and what its nights count. */

import type { KnownBlock } from '@slack/types';
import type { Button, Modal } from '../../src/core/command.ts';
import { put, recordFact } from '../../src/core/commit.ts';
import { roleChanged } from '../../src/rota/domain/facts.ts';
import { type Role, roleDocument } from '../../src/rota/domain/shift.ts';
import { textInput } from '../../src/slack/inputs.ts';
import { escape, joined, type Mrkdwn } from '../../src/slack/mrkdwn.ts';
import { modal } from '../../src/slack/views.ts';
import { onRota } from './confirm.ts';

const NONE = /^(none|no|-|nada|ninguno)$/i;

const input = (block: string, label: string, initial: string): KnownBlock =>
  textInput(block, label, { action: 'text', optional: true, max: 200, initial });

export const roleButtons: Readonly<Record<string, Button>> = {
  'rota.role': {
    async run({ value: name, t }, deps) {
      const role = (await deps.roles.read()).get(name)?.value;
      return {
        modal: modal({
          id: 'rota.role',
          meta: name,
          title: name,
          submit: t('rota.availability.submit'),
          close: t('rota.button.discard'),
          blocks: [
            input('rest', t('rota.role.rest'), String(role?.rest ?? 0)),
            input('skills', t('rota.role.skills'), role?.skills?.join(', ') ?? ''),
            input('night', t('rota.role.night'), String(role?.nightWeight ?? 1)),
          ],
        }),
      };
    },
  },
};

export const roleSubmitted: Modal = {
  async run({ values, meta: name, t, now, person }, deps) {
    const typed = (block: string) => {
      if (values[block] === undefined) return undefined;
      const value = values[block]['text'];
      return typeof value === 'string' ? value.trim() : '';
    };
    const errors: Record<string, Mrkdwn> = {};
    const number = (block: string, old: number, empty: number, least: number, most: number) => {
      const text = typed(block);
      const value = text === undefined ? old : text === '' ? empty : Number(text.replace(',', '.'));
      if (!(value >= least && value <= most)) errors[block] = t('rota.availability.badNumber');
      return value;
    };
    const role = await onRota(deps, async () => {
      const old = (await deps.roles.read()).get(name);
      const skills = typed('skills');
      const changed: Role = {
        ...(old?.value ?? { name, leads: [] }),
        rest: number('rest', old?.value.rest ?? 0, 0, 0, 48),
        nightWeight: number('night', old?.value.nightWeight ?? 1, 1, 0.1, 10),
        ...(skills !== undefined && {
          skills: NONE.test(skills)
            ? []
            : skills
                .split(/\s*[,;]\s*/)
                .filter(Boolean)
                .slice(0, 20),
        }),
      };
      if (Object.keys(errors).length > 0) return { result: undefined };
      return {
        result: changed,
        change: {
          put: [put(roleDocument, name, changed, old?.version ?? 0)],
          facts: [
            recordFact(roleChanged, {
              at: now,
              by: person.id,
              about: [`role:${name}`],
              data: { role: name, fields: ['rest', 'skills', 'nightWeight'] },
            }),
          ],
        },
      };
    });
    if (!role) return { errors };
    return {
      text: t('rota.role.saved', {
        role: escape(name),
        rest: role.rest ?? 0,
        night: role.nightWeight ?? 1,
        skills: joined((role.skills ?? []).map(escape), ', ') || t('rota.role.noSkills'),
      }),
    };
  },
};
