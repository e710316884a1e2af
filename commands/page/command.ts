/**
 * `/page`: asks for whoever is on duty, now. Everything that a button, a text or a call can do is here as
 * words too.
 */

import type {
  ButtonClick,
  Command,
  CommandInvocation,
  Reply,
  RequestContext,
} from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { type AnswerVerb, addNote, answerPage } from '../../src/page/answer.ts';
import type { Via } from '../../src/page/domain/page.ts';
import { asked, pageDocument } from '../../src/page/domain/page.ts';
import { loadCard } from '../../src/page/load-card.ts';
import { readTarget } from '../../src/page/target.ts';
import { truncate } from '../../src/slack/mrkdwn.ts';
import { fuseVerb } from './fuse.ts';
import { openModal, openSubmission } from './open-modal.ts';
import { MAX_CHARACTERS, openAndTell } from './open-page.ts';
import { takePage } from './parse.ts';
import { policyModalSubmission, policyVerb } from './policy.ts';
import { quietVerb } from './quiet.ts';
import { testVerb } from './test.ts';
import { pageSms } from './texts.ts';
import { pagesToday } from './today.ts';
import { answeredMessage, homeBlocks, listMessage, showMessage } from './view.ts';

async function byText(call: CommandInvocation, deps: Deps): Promise<Reply> {
  return await openAndTell(await readTarget(call.text, call.event, deps), call, deps);
}

/** The codes of unresolved pages, newest first. */
async function unresolved({ store }: Pick<Deps, 'store'>) {
  const pages = (await store.find(pageDocument, 'unresolved')).map(({ value }) => value);
  return pages
    .filter(({ kind }) => kind === 'page')
    .sort((a, b) => Number(b.code.slice(1)) - Number(a.code.slice(1)));
}

async function list(request: RequestContext, deps: Deps, from = 0): Promise<Reply> {
  const pages = await unresolved(deps);
  const models = await Promise.all(pages.map((page) => loadCard(page, deps)));
  return listMessage(models, from, request);
}

async function show(call: CommandInvocation, deps: Deps): Promise<Reply> {
  if (call.text === '') return await list(call, deps);
  const { page } = await takePage(call.text, deps);
  const model = await loadCard(page, deps);
  const addresses = new Map<string, string>();
  for (const person of model.names.values())
    for (const channel of deps.channels) {
      const address = channel.address(person);
      if (address !== undefined) addresses.set(`${person.id}:${channel.name}`, address);
    }
  return showMessage(model, call, addresses);
}

async function say(
  code: string,
  verb: AnswerVerb,
  via: Via,
  request: RequestContext,
  deps: Deps,
  note?: string,
): Promise<Reply> {
  const who = { by: request.person.id, via, now: request.now };
  const passing = verb === 'escalate' ? request.person.id : undefined;
  const answered = await answerPage(code, verb, who, deps, {
    ...(note && { note }),
    ...(passing && { passing }),
  });
  if (!answered) throw new UserError('page.noPage', { typed: code });
  return answeredMessage(await loadCard(answered.page, deps), answered.outcome, verb, request);
}

const byWord = (verb: AnswerVerb) => async (call: CommandInvocation, deps: Deps) => {
  const { page, rest } = await takePage(call.text, deps);
  return await say(page.code, verb, 'command', call, deps, rest);
};

const byButton = (verb: AnswerVerb) => async (click: ButtonClick, deps: Deps) =>
  await say(click.value, verb, 'slack', click, deps);

async function note(call: CommandInvocation, deps: Deps): Promise<Reply> {
  const { page, rest } = await takePage(call.text, deps);
  if (rest === '') throw new UserError('page.noNote');
  await addNote(page.code, truncate(rest, MAX_CHARACTERS), { by: call.person.id, now: call.now }, deps);
  return { text: call.t('page.noted', { code: page.code }) };
}

export const page: Command = {
  name: '/page',
  summary: 'page.summary',
  verbs: {
    '': {
      usage: { '': 'page.usage.modal' },
      may: 'anyone',
      run: async (call, deps) => ({ modal: await openModal(call, deps) }),
    },
    list: { usage: { list: 'page.usage.list' }, may: 'anyone', run: (call, deps) => list(call, deps) },
    show: { usage: { 'show P3': 'page.usage.show' }, may: 'anyone', run: show },
    ack: { usage: { 'ack P3': 'page.usage.ack' }, may: 'anyone', run: byWord('ack') },
    resolve: { usage: { 'resolve P3 [note]': 'page.usage.resolve' }, may: 'anyone', run: byWord('resolve') },
    escalate: { usage: { 'escalate P3': 'page.usage.escalate' }, may: 'anyone', run: byWord('escalate') },
    note: { usage: { 'note P3 TEXT': 'page.usage.note' }, may: 'anyone', run: note },
    test: testVerb,
    policy: policyVerb,
    quiet: quietVerb,
    fuse: fuseVerb,
  },
  otherwise: { usage: { 'TARGET[!] MESSAGE': 'page.usage.page' }, may: 'anyone', run: byText },
  buttons: {
    'page.ack': { may: 'anyone', run: byButton('ack') },
    'page.resolve': { may: 'anyone', run: byButton('resolve') },
    'page.escalate': { may: 'anyone', run: byButton('escalate') },
    'page.keep': { may: 'anyone', run: byButton('keep') },
    'page.more': { may: 'anyone', run: (click, deps) => list(click, deps, Number(click.value) || 0) },
    'page.new': {
      may: 'anyone',
      run: async (click, deps) => ({ modal: await openModal(click, deps) }),
    },
  },
  modals: {
    'page.open': { may: 'anyone', run: openSubmission },
    'page.policy': { may: 'organizer', run: policyModalSubmission },
  },
  texts: pageSms,
  quick: { 'page.new': 'home.page' },
  async home(request, deps) {
    const pages = await unresolved(deps);
    const waiting = pages.filter((one) => one.state === 'open' && asked(one).includes(request.person.id));
    const mine = pages.filter((one) => one.acknowledged?.by === request.person.id);
    const models = await Promise.all([...waiting, ...mine].map((one) => loadCard(one, deps)));
    return {
      mine: homeBlocks(models, request.person.id, request),
      event: await pagesToday(pages.length, request, deps),
    };
  },
};
