/** `availability`: a modal that asks when somebody can, and which roles they do. */

import type { KnownBlock, View } from '@slack/types';
import { Temporal } from 'temporal-polyfill';
import type { Button, Modal, RequestContext, Verb } from '../../src/core/command.ts';
import { mergeChanges, put, recordFact } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { milliseconds } from '../../src/core/instant.ts';
import { type DayWindow, parseClock, resolveWall } from '../../src/core/time.ts';
import type { Translate } from '../../src/i18n/index.ts';
import { clock, longDate } from '../../src/i18n/time.ts';
import { volunteerChanged } from '../../src/rota/domain/facts.ts';
import { newVolunteer, type Volunteer, volunteerDocument } from '../../src/rota/domain/volunteer.ts';
import { loadInviteAnswer } from '../../src/rota/invite.ts';
import { type LoadedRota, loadRota, rotaTime } from '../../src/rota/load.ts';
import { context } from '../../src/slack/blocks.ts';
import { checkboxesInput, textInput } from '../../src/slack/inputs.ts';
import { escape, joined, type Mrkdwn } from '../../src/slack/mrkdwn.ts';
import { modal } from '../../src/slack/views.ts';
import { onRota } from './confirm.ts';
import { roleNames } from './parse.ts';

type Windows = NonNullable<Volunteer['windows']>;

/** So many days and roles fit a modal that people still read; a group of checkboxes holds ten. */
const MAX_DAYS = 14;
const MAX_ROLES = 30;
const GROUP = 10;

const ALL = /^(all|any|todo|siempre)$/i;
const NONE = /^(none|no|-|nada|nunca)$/i;

/** `10:00-18:00, 22:00-02:00`, `all`, `none`, on a day of the event; undefined where it cannot be read. */
export function parseAvailability(text: string, day: DayWindow, zone: string): Windows | undefined {
  if (ALL.test(text.trim())) return [{ start: day.start, end: day.end }];
  if (NONE.test(text.trim())) return [];
  const date = Temporal.PlainDate.from(day.date);
  const windows: Windows = [];
  for (const part of text.split(/[,;\n]+/).filter((one) => one.trim() !== '')) {
    const [, from = '', to = ''] = /^\s*(\S+?)\s*[-–—]\s*(\S+)\s*$/.exec(part) ?? [];
    const [first, last] = [parseClock(from), to === '24:00' ? new Temporal.PlainTime(0) : parseClock(to)];
    if (!first || !last) return undefined;
    const start = resolveWall(date.toPlainDateTime(first), zone);
    const same = Temporal.PlainTime.compare(last, first) > 0;
    const end = resolveWall(date.add({ days: same ? 0 : 1 }).toPlainDateTime(last), zone);
    if (!('at' in start) || !('at' in end)) return undefined;
    windows.push({ start: start.at.toString(), end: end.at.toString() });
  }
  return windows.length > 0 ? windows : undefined;
}

/** What was said about a day, as it would be typed in the language of `t`. */
export function availabilityText(
  windows: Volunteer['windows'],
  day: DayWindow,
  zone: string,
  t: Translate,
): string {
  const all = t('rota.availability.all');
  if (windows === undefined) return all;
  const [from, to] = [milliseconds(day.start), milliseconds(day.end)];
  const theirs = windows.filter(({ start }) => from <= milliseconds(start) && milliseconds(start) < to);
  if (theirs.length === 0) return t('rota.availability.none');
  if (theirs.some(({ start, end }) => milliseconds(start) <= from && milliseconds(end) >= to)) return all;
  return theirs.map(({ start, end }) => `${clock(start, zone, 'en')}-${clock(end, zone, 'en')}`).join(', ');
}

const days = (rota: LoadedRota, request: Pick<RequestContext, 'now' | 'zone'>) =>
  rotaTime(rota, request).days.slice(0, MAX_DAYS);

function availabilityView(
  rota: LoadedRota,
  profile: Volunteer,
  request: Pick<RequestContext, 't' | 'locale' | 'now' | 'zone'>,
): View {
  const { t } = request;
  const roles = roleNames(rota).sort().slice(0, MAX_ROLES);
  const known = days(rota, request);
  const blocks: KnownBlock[] = [];
  for (let from = 0; from < roles.length; from += GROUP)
    blocks.push(
      checkboxesInput(
        `roles-${from / GROUP}`,
        t('rota.availability.roles'),
        roles.slice(from, from + GROUP).map((role) => ({ text: role, value: role.slice(0, 150) })),
        { action: 'roles', optional: true, initial: profile.roles },
      ),
    );
  for (const day of known)
    blocks.push(
      textInput(`day-${day.index}`, longDate(day.date, request.locale), {
        action: 'text',
        optional: true,
        ...(day === known[0] && { hint: t('rota.availability.hint') }),
        initial: availabilityText(profile.windows, day, request.zone, t),
      }),
    );
  const field = (block: string, label: string, initial: string | undefined) =>
    textInput(block, label, { action: 'text', optional: true, initial });
  blocks.push(
    field('hours', t('rota.availability.maxHours'), profile.maxHours?.toString()),
    field('nights', t('rota.availability.maxNights'), profile.maxNights?.toString()),
    field('skills', t('rota.availability.skills'), profile.skills.join(', ')),
  );
  if (known.length === 0) blocks.push(context(t('rota.availability.noDays')));
  return modal({
    id: 'rota.availability',
    title: t('rota.availability.title'),
    submit: t('rota.availability.submit'),
    close: t('rota.button.close'),
    blocks,
  });
}

async function open(request: RequestContext, deps: Deps) {
  const rota = await loadRota(deps);
  const profile = rota.volunteers.get(request.person.id)?.value ?? newVolunteer(request.person.id);
  return { modal: availabilityView(rota, profile, request) };
}

type Values = Parameters<Modal['run']>[0]['values'];

/** What stands in an input; empty where the person emptied it, undefined where the modal had no such input. */
const typedIn = (values: Values, block: string): string | undefined => {
  if (values[block] === undefined) return undefined;
  const value = values[block]['text'];
  return typeof value === 'string' ? value.trim() : '';
};

function limit(values: Values, block: string, old: number | undefined): number | undefined | 'bad' {
  const text = typedIn(values, block);
  if (text === undefined) return old;
  if (text === '' || NONE.test(text)) return undefined;
  const number = Number(text.replace(',', '.'));
  return Number.isFinite(number) && number >= 0 && number <= 500 ? number : 'bad';
}

/** The roles of each group of checkboxes as ticked; a group that was not touched keeps what it had. */
function rolesIn(values: Values, rota: LoadedRota, old: readonly string[]): string[] {
  const shown = roleNames(rota).sort().slice(0, MAX_ROLES);
  const kept = old.filter((role) => !shown.includes(role));
  const chosen: string[] = [];
  for (let from = 0; from < shown.length; from += GROUP) {
    const group = shown.slice(from, from + GROUP);
    const ticked = values[`roles-${from / GROUP}`]?.['roles'];
    chosen.push(
      ...(ticked === undefined
        ? group.filter((role) => old.includes(role))
        : group.filter((role) => ticked.includes(role))),
    );
  }
  return [...kept, ...chosen];
}

type Saved = { readonly errors: Readonly<Record<string, Mrkdwn>> } | { readonly profile: Volunteer };

const submitted: Modal = {
  async run({ values, t, person, now, zone }, deps) {
    const result = await onRota<Saved>(deps, async (rota) => {
      const old = rota.volunteers.get(person.id);
      const before = old?.value ?? newVolunteer(person.id);
      const errors: Record<string, Mrkdwn> = {};
      const known = days(rota, { now, zone });
      let touched = false;
      const windows = known.flatMap((day) => {
        const text = typedIn(values, `day-${day.index}`);
        const shown = availabilityText(before.windows, day, zone, t);
        touched ||= text !== undefined && text !== shown;
        // A day that was emptied is one on which they do not come.
        const parsed = text === '' ? [] : parseAvailability(text ?? shown, day, zone);
        if (!parsed) errors[`day-${day.index}`] = t('rota.availability.badSpan');
        return parsed ?? [];
      });
      const hours = limit(values, 'hours', before.maxHours);
      const nights = limit(values, 'nights', before.maxNights);
      if (hours === 'bad' || hours === 0) errors['hours'] = t('rota.availability.badNumber');
      if (nights === 'bad' || (nights !== undefined && !Number.isInteger(nights)))
        errors['nights'] = t('rota.availability.badNumber');
      if (Object.keys(errors).length > 0) return { result: { errors } };
      const skills = typedIn(values, 'skills');
      const { maxHours: _, maxNights: __, windows: ___, ...rest } = before;
      const profile: Volunteer = {
        ...rest,
        roles: rolesIn(values, rota, before.roles),
        skills:
          skills === undefined
            ? before.skills
            : NONE.test(skills)
              ? []
              : skills
                  .split(/\s*[,;\n]\s*/)
                  .filter(Boolean)
                  .slice(0, 30),
        // Whoever changed nothing about the days can still come at any time, on days that are added later too.
        ...(touched ? { windows } : before.windows && { windows: before.windows }),
        ...(typeof hours === 'number' && { maxHours: hours }),
        ...(typeof nights === 'number' && { maxNights: nights }),
      };
      // Whoever says when they can has answered the invitation, whatever they changed.
      const answer = await loadInviteAnswer(deps, { now, by: person.id }, 'available');
      return {
        result: { profile },
        change: mergeChanges(answer, {
          put: [put(volunteerDocument, person.id, profile, old?.version ?? 0)],
          facts: [
            recordFact(volunteerChanged, {
              at: now,
              by: person.id,
              about: [`person:${person.id}`],
              data: { person: person.id, fields: ['roles', 'windows', 'limits', 'skills'] },
            }),
          ],
        }),
      };
    });
    if ('errors' in result) return result;
    const { roles, windows } = result.profile;
    const total = (windows ?? []).reduce(
      (sum, { start, end }) => sum + (milliseconds(end) - milliseconds(start)) / 3_600_000,
      0,
    );
    return {
      text: t('rota.availability.saved', {
        roles: joined(roles.map(escape), ', ') || t('rota.availability.noRoles'),
        when: windows
          ? t('rota.availability.windows', { count: windows.length, hours: Math.round(total) })
          : t('rota.availability.anytime'),
      }),
    };
  },
};

export const availabilityVerb: Verb = {
  usage: { availability: 'rota.use.availability' },
  run: open,
};
export const availabilityModal = submitted;
export const availabilityButtons: Readonly<Record<string, Button>> = {
  'rota.availability': { run: open },
};
