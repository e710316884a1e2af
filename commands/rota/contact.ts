/**
 * `/rota contact`: phone, channels in order, quiet hours. What is emptied is taken away, as with a dash. A new number is paged only after the code that is sent to it has been typed.
 */

import { randomInt } from 'node:crypto';
import type { View } from '@slack/types';
import { type Person, personChanged, personDocument } from '../../src/callboard/domain/person.ts';
import { ownNumber, type TypedNumber } from '../../src/callboard/domain/phone.ts';
import { withNextStep } from '../../src/callboard/next-step.ts';
import type {
  Button,
  Modal,
  ModalResponse,
  ModalSubmission,
  Reply,
  RequestContext,
  Verb,
} from '../../src/core/command.ts';
import { put, recordFact, type Versioned } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { requirePermission } from '../../src/core/refuse.ts';
import { isBareNumber, parseDuration } from '../../src/core/time.ts';
import type { Translate } from '../../src/i18n/index.ts';
import { duration } from '../../src/i18n/time.ts';
import { beginDojoFor } from '../../src/page/dojo.ts';
import { orderOf } from '../../src/page/domain/context.ts';
import { dojoDocument } from '../../src/page/domain/dojo.ts';
import { askForCode, checkCode, verificationDocument } from '../../src/page/domain/verification.ts';
import { withOpenPages } from '../../src/page/follow-duty.ts';
import { type PushAddressDeps, pushAddress } from '../../src/page/push/enter.ts';
import { channelName } from '../../src/page/words.ts';
import { context, section } from '../../src/slack/blocks.ts';
import { radioInput, textInput } from '../../src/slack/inputs.ts';
import { escape, joined, type Mrkdwn, mention, mrkdwn, quoted } from '../../src/slack/mrkdwn.ts';
import { findPerson } from '../../src/slack/people.ts';
import { modal } from '../../src/slack/views.ts';

const CHANNELS = ['slack', 'sms', 'voice', 'email', 'push', 'ntfy'] as const;
type ContactChannel = (typeof CHANNELS)[number];

/** What somebody has: a way that takes a device first is offered once there is one. */
const channelsFor = (person: Person): readonly ContactChannel[] =>
  CHANNELS.filter(
    (channel) =>
      (channel !== 'push' || person.devices !== undefined) &&
      (channel !== 'ntfy' || person.ntfy !== undefined),
  );
const DASH = /^(-|–|—|none|never|nunca|no)$/i;
const WALL = /^([01]?\d|2[0-3]):[0-5]\d$/;

const input = (block: string, label: string, initial?: string, placeholder?: string) =>
  textInput(block, label, { optional: true, initial, ...(placeholder && { placeholder }) });

const order = (person: Person) => orderOf(person);

/** @param address - of their own page for push messages, where there can be one */
export function contactModal(person: Person, t: Translate, address?: string): View {
  const via = (value: 'sms' | 'voice') => ({ text: t(`page.contact.via.${value}`), value });
  const after = (channel: string) => order(person).find((one) => one.channel === channel)?.after;
  const quiet = person.contact?.quiet;
  return modal({
    id: 'rota.contact',
    title: t('page.contact.title'),
    submit: t('page.policy.save'),
    close: t('page.modal.close'),
    blocks: [
      input('phone', t('page.contact.phone'), person.phone?.number, '+34600000000'),
      radioInput('via', t('page.contact.via'), [via('sms'), via('voice')], { optional: true }),
      context(t('page.contact.channels')),
      ...channelsFor(person).map((channel) => {
        const seconds = after(channel);
        const shown =
          seconds === undefined
            ? '-'
            : seconds % 60 === 0 && seconds > 0
              ? `${seconds / 60}m`
              : `${seconds}s`;
        return input(channel, t(`page.contact.way.${channel}`), shown);
      }),
      input('from', t('page.contact.quietFrom'), quiet?.from, '23:00'),
      input('to', t('page.contact.quietTo'), quiet?.to, '07:00'),
      ...(address === undefined ? [] : [section(t('page.contact.push', { url: escape(address) }))]),
    ],
  });
}

const codeModal = (number: string, t: Translate): View =>
  modal({
    id: 'rota.code',
    title: t('page.verify.title'),
    submit: t('page.verify.submit'),
    close: t('page.modal.close'),
    blocks: [
      section(t('page.verify.ask', { number: escape(number) })),
      textInput('code', t('page.verify.code')),
    ],
  });

/** What stands in a block, nothing where it was emptied; undefined where the modal had no such input. */
const standing = (submission: ModalSubmission, block: string): string | undefined => {
  if (submission.values[block] === undefined) return undefined;
  const value = submission.values[block]['value'];
  return typeof value === 'string' ? value.trim() : '';
};
/** The same, a dash where it was emptied. */
const typed = (submission: ModalSubmission, block: string): string | undefined => {
  const text = standing(submission, block);
  return text === '' ? '-' : text;
};

type Errors = Record<string, Mrkdwn>;

/** The person as the modal wants them, apart from a number that has to be verified first. */
function preferences(person: Person, submission: ModalSubmission, errors: Errors): Person {
  const { t } = submission;
  const known = order(person);
  const next = CHANNELS.flatMap((channel) => {
    const text = typed(submission, channel);
    const before = known.find((one) => one.channel === channel);
    if (text === undefined) return before ? [before] : [];
    if (DASH.test(text)) return [];
    // A number alone would be minutes; here most people mean seconds, and half an hour is no way to find out.
    const alone = isBareNumber(text) && Number(text) !== 0;
    const seconds = /^0\s*[smh]?$/.test(text) ? 0 : parseDuration(text)?.total('seconds');
    if (alone || seconds === undefined || seconds > 1800) {
      errors[channel] = t(alone ? 'typed.unit' : 'typed.duration', { typed: quoted(text) });
      return [];
    }
    return [{ channel, after: Math.round(seconds) }];
  });
  if (next.length === 0 && Object.keys(errors).length === 0) errors['slack'] = t('page.contact.noChannel');
  const { from, to } = { from: standing(submission, 'from'), to: standing(submission, 'to') };
  const quiet = wantedQuiet(person, from, to, errors, t);
  const { contact: _, ...rest } = person;
  return { ...rest, contact: { order: next, ...(quiet && { quiet }) } };
}

function wantedQuiet(
  person: Person,
  from: string | undefined,
  to: string | undefined,
  errors: Errors,
  t: Translate,
): { from: string; to: string } | undefined {
  const before = person.contact?.quiet;
  if ([from, to].some((one) => one !== undefined && DASH.test(one))) return undefined;
  const wanted = { from: from ?? before?.from ?? '', to: to ?? before?.to ?? '' };
  if (wanted.from === '' && wanted.to === '') return undefined;
  for (const side of ['from', 'to'] as const) {
    if (!WALL.test(wanted[side])) errors[side] = t('page.contact.badTime');
  }
  return { from: wanted.from.padStart(5, '0'), to: wanted.to.padStart(5, '0') };
}

type Wanted = TypedNumber | 'keep' | 'remove';

function wantedNumber(text: string | undefined, person: Person): Wanted {
  if (text === undefined) return 'keep';
  if (DASH.test(text)) return 'remove';
  const typed = ownNumber(text);
  if (typeof typed !== 'object') return typed;
  return typed.number === person.phone?.number && person.phone.verifiedAt !== undefined ? 'keep' : typed;
}

async function save(
  submission: ModalSubmission,
  deps: Deps,
  wanted: Wanted,
  errors: Errors,
): Promise<Person> {
  const { store } = deps;
  return await withOptimisticRetry(store, async () => {
    const known: Versioned<Person> | undefined = await store.get(personDocument, submission.person.id);
    const before = known?.value ?? submission.person;
    const next = preferences(before, submission, errors);
    if (Object.keys(errors).length > 0) return { result: before };
    const { phone, ...without } = next;
    const person: Person = wanted === 'remove' || !phone ? without : next;
    const { id } = person;
    const fields = ['contact', ...(wanted === 'remove' ? ['phone'] : [])];
    const change = {
      put: [put(personDocument, id, person, known?.version ?? 0)],
      facts: [
        recordFact(personChanged, {
          at: submission.now,
          by: id,
          about: [`person:${id}`],
          data: { person: id, fields },
        }),
      ],
    };
    return { change: await withOpenPages(change, deps), result: person };
  });
}

async function submitted(submission: ModalSubmission, deps: Deps): Promise<ModalResponse> {
  const { t, person, now } = submission;
  const errors: Errors = {};
  const text = typed(submission, 'phone');
  const wanted = wantedNumber(text, person);
  if (wanted === 'bad') errors['phone'] = t('page.contact.badNumber');
  if (wanted === 'costly') errors['phone'] = t('page.contact.costlyNumber');
  if (typeof wanted === 'object') {
    const owner = await deps.directory.byPhone(wanted.number);
    if (owner && owner.id !== person.id && owner.phone?.verifiedAt) errors['phone'] = t('page.contact.taken');
  }
  const landline = typeof wanted === 'object' && wanted.landline;
  const via = landline || typed(submission, 'via') === 'voice' ? 'voice' : 'sms';
  if (typeof wanted === 'object' && !deps.channels.some(({ name }) => name === via))
    errors['phone'] = t('page.contact.noProvider');
  const saved = Object.keys(errors).length > 0 ? person : await save(submission, deps, wanted, errors);
  if (Object.keys(errors).length > 0) return { errors };
  if (typeof wanted !== 'object') return { text: savedText(saved, t, deps) };
  const code = String(randomInt(0, 1_000_000)).padStart(6, '0');
  const refused = await withOptimisticRetry(deps.store, async () => {
    const known = await deps.store.get(verificationDocument, person.id);
    const change = askForCode(person.id, { ...wanted, via, code, call: deps.newId() }, known, now);
    return 'refused' in change ? { result: true } : { change, result: false };
  });
  if (refused) return { errors: { phone: t('page.verify.tooMany') } };
  return { update: codeModal(wanted.number, t) };
}

/** By what they are paged as it is: a channel without an address of theirs is none yet. */
function savedText(person: Person, t: Translate, { channels }: Pick<Deps, 'channels'>): Mrkdwn {
  const reaches = (name: string) => channels.find((one) => one.name === name)?.address(person) !== undefined;
  const ways = order(person)
    .filter(({ channel }) => reaches(channel))
    .map(({ channel, after }) =>
      after === 0
        ? channelName(channel, t)
        : t('page.opened.later', { channel: channelName(channel, t), time: duration(after) }),
    );
  const saved =
    ways.length > 0 ? t('page.contact.saved', { ways: joined(ways, ', ') }) : t('page.test.nothing');
  return person.phone?.verifiedAt === undefined ? mrkdwn`${saved}\n${t('page.test.noPhone')}` : saved;
}

async function codeTyped(submission: ModalSubmission, deps: Deps): Promise<ModalResponse> {
  const { t, now } = submission;
  const { store } = deps;
  const answer = typed(submission, 'code') ?? '';
  const checked = await withOptimisticRetry(store, async () => {
    const [person, known] = await Promise.all([
      store.get(personDocument, submission.person.id),
      store.get(verificationDocument, submission.person.id),
    ]);
    if (!person) throw new UserError('page.verify.over');
    const result = checkCode(answer, person, known, now);
    const change = 'change' in result ? result.change : undefined;
    return { change: await withOpenPages(change, deps), result };
  });
  if (checked.outcome === 'verified') await goOnWithDojo(submission, deps);
  if (checked.outcome === 'verified')
    return await withNextStep({ text: t('page.verify.done') }, submission, deps);
  if (checked.outcome === 'over') return { errors: { code: t('page.verify.over') } };
  return { errors: { code: t('page.verify.wrong', { count: checked.left }) } };
}

/** A dojo that waited for the number begins. */
const goOnWithDojo = ({ person }: ModalSubmission, deps: Deps): Promise<void> =>
  withOptimisticRetry(deps.store, async () => {
    const dojo = await deps.store.get(dojoDocument, person.id);
    const begun = dojo?.value.state === 'phone' ? await beginDojoFor(person, deps) : undefined;
    return { change: begun && 'change' in begun ? begun.change : undefined, result: undefined };
  });

/** The form with what is known of whoever asks for it. */
export async function contactModalFor(
  { person, t }: Pick<RequestContext, 'person' | 't'>,
  deps: PushAddressDeps,
): Promise<{ modal: View }> {
  const [known, address] = await Promise.all([
    deps.store.get(personDocument, person.id),
    pushAddress(person.id, deps),
  ]);
  return { modal: contactModal(known?.value ?? person, t, address) };
}

/** The page of somebody without Slack, for an organizer to send on: it stands in no modal of theirs. */
async function addressOf(call: RequestContext & { readonly text: string }, deps: Deps): Promise<Reply> {
  requirePermission('organizer', call);
  const { t } = call;
  const person = await findPerson(call.text, deps.directory, call);
  // Whoever has Slack is shown it there, and nobody else sees it.
  if (person.slack !== undefined) throw new UserError('push.link.own', { person: mention(person) });
  const address = await pushAddress(person.id, deps);
  if (address === undefined) throw new UserError('push.link.nowhere');
  return { text: t('push.link.other', { person: escape(person.name), url: escape(address) }) };
}

export const contactVerb: Verb = {
  usage: { contact: 'page.usage.contact' },
  run: (call, deps) => (call.text.trim() === '' ? contactModalFor(call, deps) : addressOf(call, deps)),
};
export const contactButtons: Readonly<Record<string, Button>> = {
  'rota.contact': { run: (click, deps) => contactModalFor(click, deps) },
};

export const contactModals: Readonly<Record<string, Modal>> = {
  'rota.contact': { run: submitted },
  'rota.code': { run: codeTyped },
};
