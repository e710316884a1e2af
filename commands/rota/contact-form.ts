/** The form of `/rota contact`: how it looks, and what somebody who hands it in wants. Nothing is committed here. */
import type { View } from '@slack/types';
import type { Person } from '../../src/callboard/domain/person.ts';
import { ownNumber, type TypedNumber } from '../../src/callboard/domain/phone.ts';
import type { ModalSubmission } from '../../src/core/command.ts';
import { isBareNumber, parseDuration } from '../../src/core/time.ts';
import type { Translate } from '../../src/i18n/index.ts';
import { orderOf } from '../../src/page/domain/context.ts';
import { context, section } from '../../src/slack/blocks.ts';
import { radioInput, textInput } from '../../src/slack/inputs.ts';
import { escape, type Mrkdwn, quoted } from '../../src/slack/mrkdwn.ts';
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

/** @param address - of their own page for push messages, where there can be one */
export function contactModal(person: Person, t: Translate, address?: string): View {
  const via = (value: 'sms' | 'voice') => ({ text: t(`page.contact.via.${value}`), value });
  const after = (channel: string) => orderOf(person).find((one) => one.channel === channel)?.after;
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

export const codeModal = (number: string, t: Translate): View =>
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
export const typedIn = (submission: ModalSubmission, block: string): string | undefined => {
  const text = standing(submission, block);
  return text === '' ? '-' : text;
};

export type Errors = Record<string, Mrkdwn>;

/** The person as the modal wants them, apart from a number that has to be verified first. */
export function preferences(person: Person, submission: ModalSubmission, errors: Errors): Person {
  const { t } = submission;
  const known = orderOf(person);
  const next = CHANNELS.flatMap((channel) => {
    const text = typedIn(submission, channel);
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

export type Wanted = TypedNumber | 'keep' | 'remove';

export function wantedNumber(text: string | undefined, person: Person): Wanted {
  if (text === undefined) return 'keep';
  if (DASH.test(text)) return 'remove';
  const typed = ownNumber(text);
  if (typeof typed !== 'object') return typed;
  return typed.number === person.phone?.number && person.phone.verifiedAt !== undefined ? 'keep' : typed;
}
