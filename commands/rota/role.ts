/** `Edit role`: how much rest it asks for, which skills, what its nights count, and what the agenda needs of it. */

import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import type { Button, Modal, ModalSubmission } from '../../src/core/command.ts';
import { UserError } from '../../src/core/errors.ts';
import { parsePressed } from '../../src/core/pressed.ts';
import { parseDuration } from '../../src/core/time.ts';
import { needsOfRole, saveRole } from '../../src/rota/domain/role-settings.ts';
import { defaultRota, type Need, ROTA_ID, rotaSettingsDocument } from '../../src/rota/domain/settings.ts';
import type { Role } from '../../src/rota/domain/shift.ts';
import type { LoadedRota } from '../../src/rota/load.ts';
import { actions, button, section } from '../../src/slack/blocks.ts';
import { textInput } from '../../src/slack/inputs.ts';
import { escape, joined, type Mrkdwn, mrkdwn } from '../../src/slack/mrkdwn.ts';
import { modal } from '../../src/slack/views.ts';
import { onRota } from './confirm.ts';
import { needText } from './generate.ts';
import { findRotaRoom } from './parse.ts';

const NONE = /^(none|no|-|nada|ninguno)$/i;
const EVERY_ROOM = /^(|all|every|every room|all rooms|todas|todas las salas|\*)$/i;

/** Needs of one role that the window has places for; one more than there are is free, for the next. */
const MAX_NEEDS = 8;
const MAX_PEOPLE = 99;
/** A day: nobody is needed longer before or after a session. */
const MAX_MINUTES = 24 * 60;

/** What the window shows comes back with it, so that needs changed meanwhile are not overwritten. */
const Shown = z.object({ role: z.string(), version: z.number(), needs: z.number() });

const input = (block: string, label: string, initial: string, hint?: string): KnownBlock =>
  textInput(block, label, {
    action: 'text',
    optional: true,
    max: 200,
    initial,
    ...(hint !== undefined && { hint }),
  });

export const roleButtons: Readonly<Record<string, Button>> = {
  'rota.role': {
    async run({ value: name, t }, deps) {
      const [roles, settings] = await Promise.all([
        deps.roles.read(),
        deps.store.get(rotaSettingsDocument, ROTA_ID),
      ]);
      const role = roles.get(name)?.value;
      const needs = needsOfRole(settings?.value ?? defaultRota, name).slice(0, MAX_NEEDS);
      const shown: z.infer<typeof Shown> = {
        role: name,
        version: settings?.version ?? 0,
        needs: needs.length,
      };
      const places: (Need | undefined)[] = needs.length < MAX_NEEDS ? [...needs, undefined] : needs;
      return {
        modal: modal({
          id: 'rota.role',
          meta: JSON.stringify(shown),
          title: name,
          submit: t('rota.availability.submit'),
          close: t('rota.button.close'),
          blocks: [
            input('rest', t('rota.role.rest'), String(role?.rest ?? 0)),
            input('skills', t('rota.role.skills'), role?.skills?.join(', ') ?? ''),
            input('night', t('rota.role.night'), String(role?.nightWeight ?? 1)),
            section(t('rota.role.needs')),
            ...places.flatMap((need, index) => [
              input(
                `people-${index}`,
                t(index === 0 || index < needs.length ? 'rota.role.people' : 'rota.role.morePeople'),
                need ? String(need.people) : '',
                t('rota.role.peopleHint'),
              ),
              input(
                `rooms-${index}`,
                t('rota.role.rooms'),
                need?.rooms?.join(', ') ?? '',
                t('rota.role.roomsHint'),
              ),
              input(`before-${index}`, t('rota.role.before'), need ? String(need.before) : ''),
              input(`after-${index}`, t('rota.role.after'), need ? String(need.after) : ''),
            ]),
          ],
        }),
      };
    },
  },
};

type Errors = Record<string, Mrkdwn>;

/** What was typed in a block; undefined where it was not touched, so that what was shown stays. */
function typedIn({ values }: Pick<ModalSubmission, 'values'>, block: string): string | undefined {
  if (values[block] === undefined) return undefined;
  const value = values[block]['text'];
  return typeof value === 'string' ? value.trim() : '';
}

/** One need of the window; undefined where it wants nobody. What cannot be read is put into `errors`. */
function typedNeed(
  submission: ModalSubmission,
  index: number,
  old: Need | undefined,
  rota: LoadedRota,
  errors: Errors,
): Omit<Need, 'role'> | undefined {
  const { t } = submission;
  const typed = (field: string) => typedIn(submission, `${field}-${index}`);
  const [count, where] = [typed('people'), typed('rooms')];
  const people = count === undefined ? (old?.people ?? 0) : count === '' ? 0 : Number(count);
  if (!(Number.isInteger(people) && people >= 0 && people <= MAX_PEOPLE))
    errors[`people-${index}`] = t('rota.role.badPeople', { most: MAX_PEOPLE });
  const minutes = (field: 'before' | 'after'): number => {
    const text = typed(field);
    if (text === undefined) return old?.[field] ?? 0;
    const value = text === '' ? 0 : parseDuration(text)?.total('minutes');
    if (value === undefined || value > MAX_MINUTES) errors[`${field}-${index}`] = t('rota.role.badMinutes');
    return Math.round(value ?? 0);
  };
  const [before, after] = [minutes('before'), minutes('after')];
  const rooms = where === undefined ? old?.rooms : EVERY_ROOM.test(where) ? undefined : roomsIn(where);
  // A room without a number of people would be thrown away unsaid.
  if (people === 0 && old === undefined && rooms !== undefined)
    errors[`people-${index}`] ??= t('rota.role.badPeople', { most: MAX_PEOPLE });
  return people === 0 ? undefined : { people, ...(rooms && { rooms: [...rooms] }), before, after };

  function roomsIn(text: string): readonly string[] {
    try {
      const names = text
        .split(/\s*[,;]\s*/)
        .filter(Boolean)
        .map((room) => findRotaRoom(room, rota, submission.event));
      return [...new Set(names)];
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      errors[`rooms-${index}`] = t('rota.role.badRooms', { typed: escape(text) });
      return [];
    }
  }
}

export const roleSubmitted: Modal = {
  async run(submission, deps) {
    const { meta, t, now, person } = submission;
    const shown = parsePressed(Shown, meta);
    const name = shown.role;
    const errors: Errors = {};
    const number = (block: string, old: number, empty: number, least: number, most: number) => {
      const text = typedIn(submission, block);
      const value = text === undefined ? old : text === '' ? empty : Number(text.replace(',', '.'));
      if (!(value >= least && value <= most)) errors[block] = t('rota.availability.badNumber');
      return value;
    };
    const saved = await onRota(deps, async (rota) => {
      const old = (await deps.roles.read()).get(name);
      const read = await deps.store.get(rotaSettingsDocument, ROTA_ID);
      const settings = { value: read?.value ?? defaultRota, version: read?.version ?? 0 };
      const skills = typedIn(submission, 'skills');
      const role: Role = {
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
      const before = needsOfRole(settings.value, name);
      // By their places: were they others by now, somebody else's words would be read as an answer to these.
      if (settings.version !== shown.version) errors['people-0'] = t('rota.role.needsChanged');
      const places = Math.min(shown.needs + 1, MAX_NEEDS);
      const needs = Array.from({ length: places }, (_, index) => index).flatMap(
        (index) => typedNeed(submission, index, before[index], rota, errors) ?? [],
      );
      // What the window had no place for stays.
      const all = [...needs, ...before.slice(MAX_NEEDS).map(({ role: _, ...need }) => need)];
      if (Object.keys(errors).length > 0) return { result: undefined };
      return {
        result: { role, needs: all },
        change: saveRole({ role, needs: all }, old, settings, person.id, now),
      };
    });
    if (!saved) return { errors };
    const { role, needs } = saved;
    const text = t('rota.role.saved', {
      role: escape(name),
      rest: role.rest ?? 0,
      night: role.nightWeight ?? 1,
      skills: joined((role.skills ?? []).map(escape), ', ') || t('rota.role.noSkills'),
    });
    const lines = joined(
      needs.map((need) => escape(needText({ role: name, ...need }, t))),
      ' · ',
    );
    const whole = mrkdwn`${text}\n${lines === '' ? t('rota.role.noNeeds') : t('rota.role.savedNeeds', { needs: lines })}`;
    return {
      text: whole,
      blocks: [section(whole), ...actions([button('rota.generate', t('rota.button.generate'))])],
    };
  },
};
