/** Making a set: `create`, its approval, `Reveal my share`, `Confirm my share`. */

import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { isFullMember } from '../../src/callboard/domain/person.ts';
import type { Button, ButtonClick, Modal, Reply, RequestContext, Verb } from '../../src/core/command.ts';
import { scheduleJob } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { instantText } from '../../src/core/instant.ts';
import { parsePressed } from '../../src/core/pressed.ts';
import { splitFirstWord } from '../../src/core/text.ts';
import { dayAndClock } from '../../src/i18n/time.ts';
import { refuseLocked } from '../../src/keys/access.ts';
import { dealAgain, depositsOf } from '../../src/keys/deal.ts';
import { countsFrom, countsNow } from '../../src/keys/domain/approver.ts';
import { wipe } from '../../src/keys/domain/bytes.ts';
import { checkShare, isBad, type ShareFault } from '../../src/keys/domain/check.ts';
import { openModalAtCustodian } from '../../src/keys/domain/jobs.ts';
import { badPlan, confirmShare, discardNext, planMark, proposeSet } from '../../src/keys/domain/make-set.ts';
import { holderOf, keySetDocument, secretDocument } from '../../src/keys/domain/set.ts';
import { endUnderOldKey, joinDrafts } from '../../src/keys/end-under-old-key.ts';
import { typedName } from '../../src/keys/find.ts';
import { confirmModal } from '../../src/keys/modals.ts';
import { decideKeys } from '../../src/keys/on-chain.ts';
import { revealHoldersShare, revealSecret } from '../../src/keys/reveal.ts';
import { escape, mentionId, mentionIds } from '../../src/slack/mrkdwn.ts';
import { takePeople } from '../../src/slack/people.ts';
import { recordBadShare, saidOf } from './bad-share.ts';

/** `NAME K of @a @b …`, also for the holders of a rotated set. */
export async function typedPlan(text: string, deps: Pick<Deps, 'directory'>) {
  const { people, rest } = await takePeople(text, deps.directory);
  const [, name, k] = /^(\S+)\s+(\d{1,3})\s+(?:of|de)$/i.exec(rest) ?? [];
  if (name === undefined || k === undefined) throw new UserError('keys.createUsage');
  const bad = badPlan(
    Number(k),
    people.map(({ id }) => id),
  );
  if (bad) throw new UserError(`keys.plan.${bad}`);
  if (!people.every(isFullMember)) throw new UserError('keys.plan.guest');
  return { name: typedName(name), k: Number(k), people: people.map(({ id }) => id) };
}

export const create: Verb = {
  usage: { 'create NAME K of @a @b …': 'keys.usage.create' },
  async run(call, deps) {
    const plan = await typedPlan(call.text, deps);
    await decideKeys(deps.store, call.now, call.person.id, async () => {
      const existing = await deps.store.get(keySetDocument, plan.name);
      if (existing?.value.current || existing?.value.next)
        throw new UserError('keys.exists', { set: escape(plan.name) });
      return {
        draft: proposeSet(existing, { ...plan, by: call.person.id, at: call.now }),
        result: undefined,
      };
    });
    const others = call.event.organizers.filter((id) => id !== call.person.id);
    const set = escape(plan.name);
    if (others.length === 0) return { text: call.t('keys.proposedAlone', { set }) };
    const from = (id: string) => countsFrom(id, call.event, deps.configuredOrganizers, call.now) ?? call.now;
    const settled = others.filter((id) => Temporal.Instant.compare(from(id), call.now) <= 0);
    if (settled.length > 0) return { text: call.t('keys.proposed', { set, others: mentionIds(settled) }) };
    const [first = call.now] = others.map(from).sort(Temporal.Instant.compare);
    const time = dayAndClock(instantText(first), call.zone, call.locale);
    return { text: call.t('keys.proposedLater', { set, others: mentionIds(others), time }) };
  },
};

/**
 * One organizer alone could make somebody an organizer for a minute, and have them propose or approve.
 *
 * @throws {UserError} which says from when on their word counts.
 */
function requireSettled(
  person: string,
  why: 'keys.tooNew' | 'keys.proposerTooNew',
  { event, now, zone, locale }: RequestContext,
  { configuredOrganizers }: Pick<Deps, 'configuredOrganizers'>,
): void {
  const asked = [person, event, configuredOrganizers, now] as const;
  if (countsNow(...asked)) return;
  const from = countsFrom(...asked);
  if (from === undefined) throw new UserError('keys.proposerGone', { person: mentionId(person) });
  throw new UserError(why, {
    person: mentionId(person),
    time: dayAndClock(instantText(from), zone, locale),
  });
}

const approve: Button = {
  async run(click, deps) {
    const [name, plan] = splitFirstWord(click.value);
    const set = await deps.store.get(keySetDocument, name);
    if (!set?.value.next) throw new UserError('keys.noNext', { set: escape(name) });
    if (set.value.next.proposedBy === click.person.id) throw new UserError('keys.secondOrganizer');
    if (set.value.next.approvedBy) throw new UserError('keys.alreadyApproved', { set: escape(name) });
    if (planMark(set.value.next) !== plan) throw new UserError('keys.otherPlan', { set: escape(name) });
    requireSettled(click.person.id, 'keys.tooNew', click, deps);
    requireSettled(set.value.next.proposedBy, 'keys.proposerTooNew', click, deps);
    const it = { by: click.person.id, approvedBy: click.person.id, at: click.now, plan };
    const dealt = await dealAgain(deps, name, { ...it, voids: undefined, why: 'approved' });
    if (!dealt) throw new UserError('keys.alreadyApproved', { set: escape(name) });
    return { text: click.t('keys.approved', { set: escape(name) }) };
  },
};

const redeal: Button = {
  async run(click, deps) {
    const next = (await deps.store.get(keySetDocument, click.value))?.value.next;
    if (!next) throw new UserError('keys.noNext', { set: escape(click.value) });
    if (!next.approvedBy) throw new UserError('keys.notApproved', { set: escape(click.value) });
    const it = { by: click.person.id, at: click.now, why: 'again' } as const;
    await dealAgain(deps, click.value, { ...it, voids: next.deal?.custody });
    return { text: click.t('keys.dealtAgain', { set: escape(click.value) }) };
  },
};

const discard: Button = {
  async run(click, deps) {
    let custody: string | undefined;
    await decideKeys(deps.store, click.now, click.person.id, async () => {
      const set = await deps.store.get(keySetDocument, click.value);
      if (!set?.value.next) throw new UserError('keys.noNext', { set: escape(click.value) });
      custody = set.value.next.deal?.custody;
      const left = await depositsOf(deps, set.value.next);
      return { draft: discardNext(set, { at: click.now, left }), result: undefined };
    });
    if (custody !== undefined) deps.keeper.forget(custody);
    return { text: click.t('keys.discarded', { set: escape(click.value) }) };
  },
};

/** What only the owner process can open is asked of it; the window then opens from there. */
async function elsewhere(
  click: ButtonClick,
  what: 'share' | 'secret',
  custody: string,
  deps: Deps,
): Promise<Reply> {
  const { person, value: of, trigger, now } = click;
  const data = { what, of, custody, person: person.id, trigger, hop: 0 };
  await deps.store.commit({
    jobs: [scheduleJob(openModalAtCustodian, now, data)],
  });
  return { text: click.t('keys.asking') };
}

const reveal: Button = {
  async run(click, deps) {
    const next = (await deps.store.get(keySetDocument, click.value))?.value.next;
    if (next?.approvedBy && !next.deal && holderOf(next.holders, click.person.id)) {
      const it = { by: click.person.id, at: click.now, why: 'approved' } as const;
      await dealAgain(deps, click.value, { ...it, voids: undefined });
    }
    const handed = await revealHoldersShare(deps, click.value, {
      person: click.person.id,
      at: click.now,
      t: click.t,
    });
    return 'modal' in handed ? handed : await elsewhere(click, 'share', handed.elsewhere, deps);
  },
};

export const showSecret: Button = {
  async run(click, deps) {
    const handed = await revealSecret(deps, click.value, {
      person: click.person.id,
      at: click.now,
      t: click.t,
    });
    return 'modal' in handed ? handed : await elsewhere(click, 'secret', handed.elsewhere, deps);
  },
};

const confirm: Button = {
  async run(click, deps) {
    await refuseLocked(click, deps);
    const next = (await deps.store.get(keySetDocument, click.value))?.value.next;
    if (!next?.deal) throw new UserError('keys.noNext', { set: escape(click.value) });
    const holder = holderOf(next.holders, click.person.id);
    if (!holder) throw new UserError('keys.notHolder', { set: escape(click.value) });
    if (next.deal.confirmed.includes(holder.index)) throw new UserError('keys.alreadyConfirmed');
    return { modal: confirmModal(click.value, next.deal.setId, holder.index, click.t) };
  },
};

const ConfirmMeta = z.object({ set: z.string(), setId: z.string() });

const confirmed: Modal = {
  secret: true,
  async run(submission, deps) {
    await refuseLocked(submission, deps);
    const { store, keeper } = deps;
    const { person, now, t, values } = submission;
    const { set: name, setId } = parsePressed(ConfirmMeta, submission.meta);
    const typed = String(values['share']?.['share'] ?? '');
    let custody: string | undefined;
    let bad: ShareFault | undefined;
    const active = await decideKeys(store, now, person.id, async () => {
      const set = await store.get(keySetDocument, name);
      const next = set?.value.next;
      if (!set || !next?.deal) throw new UserError('keys.noNext', { set: escape(name) });
      const { deal } = next;
      const holder = holderOf(next.holders, person.id);
      if (!holder) throw new UserError('keys.notHolder', { set: escape(name) });
      if (deal.setId !== setId) throw new UserError('keys.dealtAgain', { set: escape(name) });
      if (deal.confirmed.includes(holder.index)) throw new UserError('keys.alreadyConfirmed');
      const retired = [...set.value.retired, ...(set.value.current ? [set.value.current.setId] : [])];
      const expected = { manifest: deal.manifest, setId, retired, index: holder.index };
      const share = checkShare(typed, expected);
      if (isBad<ShareFault>(share)) {
        bad = share.bad;
        return { result: false };
      }
      wipe(share.data);
      bad = undefined;
      custody = deal.custody;
      const left = await depositsOf(deps, next);
      const secrets = await store.find(secretDocument, `set:${name}`);
      const done = confirmShare(set, next, deal, holder.index, { at: now, left, secrets });
      const draft = done.active ? joinDrafts(done.draft, await endUnderOldKey(name, now, deps)) : done.draft;
      return { draft, result: done.active };
    });
    if (bad !== undefined) {
      await recordBadShare(submission, { about: name, set: name }, bad, deps);
      return { errors: { share: saidOf(bad, t) } };
    }
    if (active && custody !== undefined) keeper.forget(custody);
    return { text: t(active ? 'keys.nowActive' : 'keys.confirmed', { set: escape(name) }) };
  },
};

export const makeButtons: Readonly<Record<string, Button>> = {
  'keys.approve': approve,
  'keys.redeal': redeal,
  'keys.discard': discard,
  'keys.reveal': reveal,
  'keys.confirm': confirm,
};
export const makeModals: Readonly<Record<string, Modal>> = { 'keys.confirm': confirmed };
