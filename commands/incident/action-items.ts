/** Action items: what is to be different next time. Closing one needs a word on what was done. */

import type { KnownBlock } from '@slack/types';
import { Temporal } from 'temporal-polyfill';
import { loadDays } from '../../src/agenda/load.ts';
import type {
  Button,
  CommandInvocation,
  Modal,
  Reply,
  RequestContext,
  Verb,
} from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { requireOwn } from '../../src/core/refuse.ts';
import { RIGHTS } from '../../src/core/rights.ts';
import { splitFirstWord } from '../../src/core/text.ts';
import { type DayWindow, isBareNumber, parseDuration, SPACED_DURATION } from '../../src/core/time.ts';
import { date } from '../../src/i18n/time.ts';
import { newCode } from '../../src/incident/declare.ts';
import {
  type ActionItem,
  addAction,
  closeAction,
  snoozeAction,
  whenDue,
} from '../../src/incident/domain/action.ts';
import { isPrivate, isVisibleTo, type Viewer } from '../../src/incident/domain/privacy.ts';
import { findIncident } from '../../src/incident/load.ts';
import { actionModal, doneModal, snoozeModal } from '../../src/incident/modals.ts';
import { possibleOwners } from '../../src/incident/owners.ts';
import { type Item, readAction, readActions } from '../../src/incident/read.ts';
import { actions, button, section } from '../../src/slack/blocks.ts';
import {
  bold,
  escape,
  joined,
  link,
  type Mrkdwn,
  mention,
  mentionId,
  mrkdwn,
  truncate,
} from '../../src/slack/mrkdwn.ts';
import { findPerson, requirePresent } from '../../src/slack/people.ts';
import { typedDay } from '../../src/slack/typed-time.ts';
import { blameNote } from './blame-note.ts';
import { codeAndText } from './parse.ts';

type Who = Pick<RequestContext, 'person' | 'now' | 't' | 'zone' | 'locale'>;

const FORM = mrkdwn`/incident action I2 @user 2019-06-12 TEXT`;
const SHOWN = 20;

type Asked = Pick<RequestContext, 'now' | 'zone'> & { readonly days?: readonly DayWindow[] };

/** `tomorrow`, `friday`, `day 2`, `2019-06-12`, `7d`, `in 2 days`: a calendar date in the event's zone. */
export function dueDate(text: string, { now, zone, days = [] }: Asked): string {
  const length = text.replace(/^(?:in|en|dentro de)\s+/i, '');
  const duration = isBareNumber(length) ? undefined : parseDuration(length);
  if (duration) return now.toZonedDateTimeISO(zone).add(duration).toPlainDate().toString();
  return typedDay(text, { now, zone, days }).date.toString();
}

/** A day as it may stand before what is to be done: `next friday`, `el viernes`, `day 2`, `in 2 days`, `tomorrow`. */
const DUE = new RegExp(
  `^(?:(?:on|next|el|este|day|d[ií]a)\\s+\\S+|(?:in|en|dentro de)\\s+(?:${SPACED_DURATION}|\\S+)|${SPACED_DURATION}|\\S+)`,
  'i',
);

/** The day that the text begins with, as a date, and what follows it. */
export function splitDue(text: string, asked: Asked): readonly [due: string, rest: string] {
  const [due = ''] = DUE.exec(text.trim()) ?? [];
  return [dueDate(due, asked), text.trim().slice(due.length).trim()];
}

async function add(
  incidentCode: string,
  item: { readonly owner: string; readonly due: string; readonly text: string },
  { person, now, zone, t, locale }: Who,
  deps: Deps,
): Promise<Reply> {
  const { value: incident } = await findIncident(incidentCode, person, deps);
  // An item tells its owner what it is about: of a private incident that is for its responders to decide.
  if (!isVisibleTo(incident, { id: item.owner }))
    throw new UserError('incident.private.owner', {
      person: mentionId(item.owner),
      code: escape(incident.code),
    });
  const code = await newCode('action', isPrivate(incident), deps);
  await withOptimisticRetry(deps.store, async () => {
    const open = await readActions('open', 'everybody', deps);
    const { change } = addAction({ ...item, code }, incident, {
      by: person.id,
      zone,
      now,
      firstOpen: open.length === 0 && !isPrivate(incident),
    });
    return { change, result: undefined };
  });
  const added = t('incident.action.added', {
    code: escape(code),
    text: escape(item.text),
    owner: mentionId(item.owner),
    due: date(item.due, locale),
  });
  return { text: mrkdwn`${added}${blameNote(item.text, t)}` };
}

async function typed(call: CommandInvocation, deps: Deps): Promise<Reply> {
  const [code, rest] = codeAndText(call.text, FORM);
  const [whom, behind] = splitFirstWord(rest);
  if (whom === '') throw new UserError('incident.textMissing', { form: FORM });
  const owner = await findPerson(whom, deps.directory);
  requirePresent([owner]);
  const [due, text] = splitDue(behind, { ...call, days: await loadDays(deps) });
  if (text === '') throw new UserError('incident.textMissing', { form: FORM });
  return await add(code, { owner: owner.id, due, text: truncate(text, 500) }, call, deps);
}

/** Where it is outside, with the address that the tracker gave. */
const trackedWords = ({ tracked = [] }: ActionItem, t: Who['t']): Mrkdwn[] =>
  tracked.map(({ tracker, state, url }) =>
    state === 'asked'
      ? t('incident.action.trackAsked', { tracker: escape(tracker) })
      : url === undefined
        ? escape(tracker)
        : link(url, t('incident.action.trackLink', { tracker: escape(tracker) })),
  );

function itemBlocks(item: ActionItem, { t, zone, now, locale }: Who): KnownBlock[] {
  const late = whenDue(item, zone, now) === 'overdue' ? mrkdwn`*${t('incident.action.overdue')}* ` : '';
  const where = joined(
    [mentionId(item.owner), date(item.due, locale), escape(item.incident), ...trackedWords(item, t)],
    ' · ',
  );
  const text = mrkdwn`${late}${bold(item.code)} ${escape(item.text)}\n${where}`;
  return [
    section(text),
    ...actions(
      [
        button('incident.done', t('incident.button.done'), item.code),
        button('incident.snooze', t('incident.button.snooze'), item.code),
      ],
      `incident.item.${item.code}`,
    ),
  ];
}

async function list(call: CommandInvocation, deps: Deps): Promise<Reply> {
  const which = call.text.toLowerCase();
  if (which !== '' && which !== 'mine' && which !== 'overdue') {
    throw new UserError('incident.textMissing', { form: mrkdwn`/incident actions [mine|overdue]` });
  }
  const open = (await readActions('open', call.person, deps))
    .map(({ item }) => item.value)
    .filter((item) => which !== 'mine' || item.owner === call.person.id)
    .filter((item) => which !== 'overdue' || whenDue(item, call.zone, call.now) === 'overdue')
    .sort((a, b) => a.due.localeCompare(b.due));
  if (open.length === 0) return { text: call.t('incident.action.none') };
  const head = call.t('incident.action.list', { count: open.length });
  return {
    text: head,
    blocks: [section(mrkdwn`*${head}*`), ...open.slice(0, SHOWN).flatMap((item) => itemBlocks(item, call))],
  };
}

async function item(code: string, viewer: Viewer, deps: Deps): Promise<Item> {
  const found = await readAction(code, viewer, deps);
  if (!found) throw new UserError('incident.action.unknown', { code: truncate(escape(code), 20) });
  return found;
}

/** An attendee who owns an action item may close it; whose it is not, only crew. */
async function theirs(code: string, request: RequestContext, deps: Deps): Promise<void> {
  const own = (await item(code, request.person, deps)).item.value.owner === request.person.id;
  requireOwn(RIGHTS['/incident'].buttons['incident.done'], own, request);
}

export const actionVerbs: Readonly<Record<string, Verb>> = {
  action: { usage: { 'action I2 @user DUE TEXT': 'incident.usage.action' }, run: typed },
  actions: { usage: { 'actions [mine|overdue]': 'incident.usage.actions' }, run: list },
};

const inAWeek = ({ now, zone }: Who): string =>
  now.toZonedDateTimeISO(zone).toPlainDate().add({ weeks: 1 }).toString();

export const actionButtons: Readonly<Record<string, Button>> = {
  'incident.addAction': {
    async run(click, deps) {
      const { value: incident } = await findIncident(click.value, click.person, deps);
      const owners = await possibleOwners(incident, click.person.id, click.event, deps);
      return { modal: actionModal(incident.code, owners, inAWeek(click), click.t) };
    },
  },
  'incident.done': {
    async run(click, deps) {
      await theirs(click.value, click, deps);
      return { modal: doneModal(click.value, click.t) };
    },
  },
  'incident.snooze': {
    async run(click, deps) {
      await theirs(click.value, click, deps);
      return { modal: snoozeModal(click.value, inAWeek(click), click.t) };
    },
  },
};

type Values = Readonly<Record<string, Readonly<Record<string, string | readonly string[] | undefined>>>>;
const given = (values: Values, block: string, action: string): string => {
  const value = values[block]?.[action];
  return typeof value === 'string' ? value.trim() : '';
};

/** The date picker gives a date; nothing else gets further. */
const pickedDate = (values: Values): string | undefined => {
  try {
    return Temporal.PlainDate.from(given(values, 'due', 'pick')).toString();
  } catch {
    return undefined;
  }
};

export const actionModals: Readonly<Record<string, Modal>> = {
  'incident.action': {
    async run(submission, deps) {
      const { values, meta, t } = submission;
      const due = pickedDate(values);
      if (!due) return { errors: { due: t('incident.action.dueMissing') } };
      const owner = await deps.directory.person(given(values, 'owner', 'pick'));
      if (!owner) return { errors: { owner: t('incident.action.ownerMissing') } };
      const reply = await add(
        meta,
        { owner: owner.id, due, text: given(values, 'text', 'text') },
        submission,
        deps,
      );
      return reply && 'text' in reply ? reply : undefined;
    },
  },
  'incident.done': {
    async run(submission, deps) {
      const { values, meta, t, person, now, zone } = submission;
      await theirs(meta, submission, deps);
      const text = given(values, 'text', 'text');
      if (text === '') return { errors: { text: t('incident.action.whatWasDone') } };
      const closed = await withOptimisticRetry(deps.store, async () => {
        const read = await item(meta, person, deps);
        return {
          change: closeAction(read.item, read.incident, text, { by: person.id, zone, now }),
          result: read.item.value,
        };
      });
      return { text: t('incident.action.closed', { code: escape(closed.code), person: mention(person) }) };
    },
  },
  'incident.snooze': {
    async run(submission, deps) {
      const { values, meta, t, locale, person, now, zone } = submission;
      await theirs(meta, submission, deps);
      const due = pickedDate(values);
      const reason = given(values, 'text', 'text');
      if (!due) return { errors: { due: t('incident.action.dueMissing') } };
      if (reason === '') return { errors: { text: t('incident.action.why') } };
      const put = await withOptimisticRetry(deps.store, async () => {
        const read = await item(meta, person, deps);
        const change = snoozeAction(read.item, read.incident, due, reason, { by: person.id, zone, now });
        return { change, result: read.item.value };
      });
      return { text: t('incident.action.snoozed', { code: escape(put.code), due: date(due, locale) }) };
    },
  },
};
