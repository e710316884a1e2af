/**
 * `/rota contact`: phone, channels in order, quiet hours. What is emptied is taken away, as with a dash. A new number is paged only after the code that is sent to it has been typed.
 */

import { randomInt } from 'node:crypto';
import type { View } from '@slack/types';
import { type Person, personChanged, personDocument } from '../../src/callboard/domain/person.ts';
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
import type { Translate } from '../../src/i18n/index.ts';
import { duration } from '../../src/i18n/time.ts';
import { beginDojoFor } from '../../src/page/dojo.ts';
import { orderOf } from '../../src/page/domain/context.ts';
import { dojoDocument } from '../../src/page/domain/dojo.ts';
import { askForCode, checkCode, verificationDocument } from '../../src/page/domain/verification.ts';
import { withOpenPages } from '../../src/page/follow-duty.ts';
import { type PushAddressDeps, pushAddress } from '../../src/page/push/enter.ts';
import { channelName } from '../../src/page/words.ts';
import { escape, joined, type Mrkdwn, mention, mrkdwn } from '../../src/slack/mrkdwn.ts';
import { findPerson } from '../../src/slack/people.ts';
import {
  codeModal,
  contactModal,
  type Errors,
  preferences,
  typedIn,
  type Wanted,
  wantedNumber,
} from './contact-form.ts';

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
  const text = typedIn(submission, 'phone');
  const wanted = wantedNumber(text, person);
  if (wanted === 'bad') errors['phone'] = t('page.contact.badNumber');
  if (wanted === 'costly') errors['phone'] = t('page.contact.costlyNumber');
  if (typeof wanted === 'object') {
    const owner = await deps.directory.byPhone(wanted.number);
    if (owner && owner.id !== person.id && owner.phone?.verifiedAt) errors['phone'] = t('page.contact.taken');
  }
  const landline = typeof wanted === 'object' && wanted.landline;
  const via = landline || typedIn(submission, 'via') === 'voice' ? 'voice' : 'sms';
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
  const ways = orderOf(person)
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
  const answer = typedIn(submission, 'code') ?? '';
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
