/** `status`, `audit` and `revoke`: what there is, what happened, and who no longer counts. */

import type { KnownBlock } from '@slack/types';
import { isOrganizer } from '../../src/callboard/domain/event.ts';
import { tellOrganizers } from '../../src/callboard/domain/jobs.ts';
import type { Button, CommandInvocation, Reply, Verb } from '../../src/core/command.ts';
import { put, scheduleJob } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { instantText } from '../../src/core/instant.ts';
import { splitFirstWord } from '../../src/core/text.ts';
import type { Translate } from '../../src/i18n/index.ts';
import { holdsAny, setsFor } from '../../src/keys/access.ts';
import { stepName, stepWords } from '../../src/keys/audit-words.ts';
import { ceremonyCard, setCard } from '../../src/keys/cards.ts';
import { ABOUT_KEYS, StepFact, verifyChain } from '../../src/keys/domain/chain.ts';
import { withdrawShare } from '../../src/keys/domain/hold-ceremony.ts';
import { ASK_EVERY_HOURS, askToRotate } from '../../src/keys/domain/jobs.ts';
import { rotateBy } from '../../src/keys/domain/leave.ts';
import { showSet } from '../../src/keys/domain/make-set.ts';
import {
  ableHolders,
  holderOf,
  isRevoked,
  keySetDocument,
  secretDocument,
} from '../../src/keys/domain/set.ts';
import { openCeremonies, setNamed } from '../../src/keys/find.ts';
import { offlineFile } from '../../src/keys/offline-file.ts';
import { decideKeys, readChain } from '../../src/keys/on-chain.ts';
import { actions, button, section } from '../../src/slack/blocks.ts';
import { code, escape, joined, mentionId, mrkdwn, truncate } from '../../src/slack/mrkdwn.ts';
import { findPerson } from '../../src/slack/people.ts';

export const status: Verb = {
  usage: { status: 'keys.usage.status', 'status NAME': 'keys.usage.statusOf' },
  async run(call, deps) {
    return call.text === '' ? await overview(call, deps) : await oneSet(call, deps);
  },
};

async function overview(call: CommandInvocation, deps: Deps): Promise<Reply> {
  const { store, guarded } = deps;
  const { t, person } = call;
  const sets = await setsFor(call, deps);
  if (sets.length === 0)
    return { text: t(isOrganizer(call.event, person.id) ? 'keys.noSets' : 'keys.nothingOfYours') };
  const chain = (await readChain(store)).value;
  const names = new Set(sets.map(({ name }) => name));
  const open = (await openCeremonies(deps)).map(({ value }) => value).filter(({ set }) => names.has(set));
  const secrets = (await store.all(secretDocument)).map(({ value }) => value);
  // As the organizers' own copy, so that approving is at hand; a holder sees what is theirs to press.
  const whose = isOrganizer(call.event, person.id) ? undefined : person.id;
  const blocks: KnownBlock[] = [];
  for (const ceremony of open) {
    const action = guarded.all.find(({ name }) => name === ceremony.target);
    blocks.push(...(ceremonyCard(ceremony, action, chain, call, person.id).blocks ?? []).slice(0, -1));
  }
  for (const set of sets) {
    blocks.push(...(setCard(set, chain, t, whose).blocks ?? []).slice(0, -1));
    const sealed = secrets.filter((secret) => secret.set === set.name).map(({ id }) => code(id));
    if (sealed.length > 0) blocks.push(section(t('keys.seals', { secrets: joined(sealed, ', ') })));
    const actions = guarded.all.filter((action) => action.set === set.name);
    for (const { name, says, quorum } of actions)
      blocks.push(
        section(
          t('keys.guards', {
            action: code(name),
            says: escape(says),
            fire: quorum.fire,
            restore: quorum.restore,
          }),
        ),
      );
  }
  const shown = blocks.slice(0, 48);
  if (blocks.length > shown.length) shown.push(section(t('keys.moreSets')));
  return { text: t('keys.statusTitle', { sets: sets.length, open: open.length }), blocks: shown };
}

/** One set, with the file that the command line needs when Slack or Redis is down. Nothing in it is secret. */
async function oneSet(call: CommandInvocation, deps: Deps): Promise<Reply> {
  const set = (await setNamed(call.text, deps)).value;
  const { person, event, t } = call;
  if (!isOrganizer(event, person.id) && !holdsAny(set, person.id))
    throw new UserError('keys.notHolder', { set: escape(set.name) });
  if (!set.current) throw new UserError('keys.setNotReady', { set: escape(set.name) });
  const secrets = (await deps.store.find(secretDocument, `set:${set.name}`)).map(({ value }) => value);
  const people = await Promise.all(set.current.holders.map(({ person: id }) => deps.directory.person(id)));
  const holders = set.current.holders.map(({ index }, at) => ({ index, name: people[at]?.name ?? '' }));
  const file = offlineFile(set.name, set.current, holders, secrets, deps.guarded);
  return {
    file: { name: `callboard-keys-${set.name}.json`, content: `${JSON.stringify(file, undefined, 2)}\n` },
    comment: t('keys.offlineComment', { set: escape(set.name) }),
  };
}

export const revoke: Verb = {
  usage: { 'revoke NAME @user': 'keys.usage.revoke' },
  async run(call, deps) {
    const { now, person, t } = call;
    const [typed, whom] = splitFirstWord(call.text);
    if (typed === '' || whom === '') throw new UserError('keys.revokeUsage');
    const { name } = (await setNamed(typed, deps)).value;
    const gone = await findPerson(whom, deps.directory);
    const left = await decideKeys(deps.store, now, person.id, async () => {
      const set = await deps.store.get(keySetDocument, name);
      const current = set?.value.current;
      if (!set || !current) throw new UserError('keys.setNotReady', { set: escape(name) });
      const holder = holderOf(current.holders, gone.id);
      if (!holder) throw new UserError('keys.notAHolder', { set: escape(name), person: mentionId(gone.id) });
      if (isRevoked(current, holder.index)) throw new UserError('keys.alreadyRevoked');
      const revoked = [...current.revoked, { index: holder.index, by: person.id, at: instantText(now) }];
      const changed = { ...current, revoked, rotateBy: rotateBy(current, now) };
      const tell = {
        key: 'keys.alarmRevoked',
        params: { set: name, person: { mrkdwn: mentionId(gone.id) }, by: { mrkdwn: mentionId(person.id) } },
      };
      const gathering = (await openCeremonies(deps)).filter(
        ({ value }) =>
          value.state === 'gathering' &&
          value.set === name &&
          value.submitted.some(({ index }) => index === holder.index),
      );
      const withdrawn = gathering.map((one) => withdrawShare(one, holder.index, now));
      const draft = {
        put: [
          put(keySetDocument, name, { ...set.value, current: changed }, set.version),
          ...withdrawn.flatMap(({ put: puts = [] }) => puts),
        ],
        steps: [
          {
            name: 'keys.revoked' as const,
            about: [`keyset:${name}`, `person:${gone.id}`],
            data: { set: name, setId: current.setId, index: holder.index, person: gone.id },
          },
        ],
        jobs: [
          ...withdrawn.flatMap(({ jobs = [] }) => jobs),
          showSet(name, now),
          scheduleJob(tellOrganizers, now, tell, `tell-organizers:keys-revoked:${deps.newId()}`),
          scheduleJob(askToRotate, now.add({ hours: ASK_EVERY_HOURS }), { set: name, setId: current.setId }),
        ],
      };
      return { draft, result: { able: ableHolders(changed).length, k: current.manifest.k } };
    });
    const text = t('keys.revoked', { person: mentionId(gone.id), set: escape(name) });
    return {
      text:
        left.able < left.k
          ? mrkdwn`${text}\n${t('keys.revokedTooMany', { set: escape(name), k: left.k })}`
          : text,
    };
  },
};

const PAGE = 12;

export const audit: Verb = {
  usage: { audit: 'keys.usage.audit' },
  async run(call, deps) {
    return await auditPage(deps, call.t, 0);
  },
};

async function auditPage({ store }: Pick<Deps, 'store'>, t: Translate, before: number): Promise<Reply> {
  const chain = (await readChain(store)).value;
  const facts = (await store.facts({ about: ABOUT_KEYS })).filter(({ name }) => name.startsWith('keys.'));
  const verdict = verifyChain(facts, chain);
  const verdictText = verdict.whole
    ? t('keys.auditWhole', { length: verdict.length, head: escape(verdict.head.slice(0, 12)) })
    : t('keys.auditBroken', { at: verdict.at, why: t(`keys.audit.${verdict.why}`) });
  const end = before > 0 ? Math.min(before, facts.length) : facts.length;
  const start = Math.max(0, end - PAGE);
  const lines = facts
    .slice(start, end)
    .reverse()
    .map((fact, at) => {
      const parsed = StepFact.safeParse(fact.data);
      const number = parsed.success ? parsed.data.link.number : end - at;
      const said = parsed.success ? stepWords(parsed.data.step, t) : mrkdwn``;
      const by = fact.by === 'callboard' ? mrkdwn`Callboard` : mentionId(fact.by);
      return truncate(
        mrkdwn`\`${number}\` ${escape(fact.at.toString().slice(0, 19))}Z ${by} ${stepName(fact.name, t)} ${said}`,
        700,
      );
    });
  const blocks: KnownBlock[] = [section(verdictText), ...lines.map((line) => section(line))];
  if (start > 0) blocks.push(...actions([button('keys.more', t('keys.more'), String(start))]));
  return { text: verdictText, blocks };
}

export const more: Button = {
  async run(click, deps) {
    return await auditPage(deps, click.t, Number(click.value) || 0);
  },
};
