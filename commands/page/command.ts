/**
 * `/page`: asks for whoever is on duty, now. Everything that a button, a text or a call can do is here as
 * words too.
 */

import { includes, permits } from '../../src/callboard/domain/permission.ts';
import type {
  ButtonClick,
  Command,
  CommandInvocation,
  Reply,
  RequestContext,
} from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { notUnderstood, showAll } from '../../src/core/help.ts';
import { requireOwn } from '../../src/core/refuse.ts';
import { RIGHTS } from '../../src/core/rights.ts';
import { guessVerb } from '../../src/core/synonyms.ts';
import { splitFirstWord } from '../../src/core/text.ts';
import { type AnswerVerb, addNote, answerPage } from '../../src/page/answer.ts';
import { missingPage } from '../../src/page/archived.ts';
import { concerns, isAskedBy } from '../../src/page/domain/concerns.ts';
import type { Via } from '../../src/page/domain/page.ts';
import { askedNow, mayRead, pageDocument, pageNumber } from '../../src/page/domain/page.ts';
import { loadDuty } from '../../src/page/load.ts';
import { loadCard } from '../../src/page/load-card.ts';
import { readTarget } from '../../src/page/target.ts';
import { escape, mrkdwn, quoted, truncate } from '../../src/slack/mrkdwn.ts';
import { blockVerb } from './block.ts';
import { fuseVerb } from './fuse.ts';
import { heartbeatVerb } from './heartbeat.ts';
import { openModal, openSubmission } from './open-modal.ts';
import { MAX_CHARACTERS, openAndTell } from './open-page.ts';
import { takePage } from './parse.ts';
import { policyModalSubmission, policyVerb } from './policy.ts';
import { quietVerb } from './quiet.ts';
import { statsVerb } from './stats.ts';
import { pageSynonyms } from './synonyms.ts';
import { testButtons, testVerb } from './test.ts';
import { pageSms } from './texts.ts';
import { pagesToday } from './today.ts';
import { unsentNote } from './unsent.ts';
import { answeredMessage, homeBlocks, listMessage, ownMessage, showMessage } from './view.ts';
import { askWhichTarget, pageTo } from './which-target.ts';

/** How many of one's own requests are shown. */
const MAX_OWN = 10;

/** A word alone, or before a page's code, is no message for anybody: a verb misspelt. */
const LIKE_A_VERB = /^[\p{L}]+(\s+p\d{1,9}\b.*)?$/iu;

async function byText(call: CommandInvocation, deps: Deps): Promise<Reply> {
  const verb = LIKE_A_VERB.test(call.text)
    ? guessVerb(splitFirstWord(call.text)[0], Object.keys(page.verbs), pageSynonyms)
    : undefined;
  try {
    return await openAndTell(await readTarget(call.text, call.event, deps, call), call, deps);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (error.key === 'page.noTarget' && verb !== undefined) return notUnderstood(page, call);
    const question = await askWhichTarget(error, call, deps);
    if (question) return question;
    throw error;
  }
}

const rights = RIGHTS['/page'];

/** The state of what somebody asked for themself, the latest first. */
async function ownRequests(request: RequestContext, deps: Deps): Promise<Reply> {
  const pages = (await deps.store.find(pageDocument, `help:${request.person.id}`)).map(({ value }) => value);
  const latest = pages
    .filter(({ kind }) => kind === 'page')
    .sort((a, b) => pageNumber(b.code) - pageNumber(a.code))
    .slice(0, MAX_OWN);
  return ownMessage(await Promise.all(latest.map((page) => loadCard(page, deps))), request);
}

/** The unresolved pages that this person may read, newest first. */
async function unresolved(person: string, { store }: Pick<Deps, 'store'>) {
  const pages = (await store.find(pageDocument, 'unresolved')).map(({ value }) => value);
  return pages
    .filter((page) => page.kind === 'page' && mayRead(page, person))
    .sort((a, b) => Number(b.code.slice(1)) - Number(a.code.slice(1)));
}

async function list(request: RequestContext, deps: Deps, from = 0): Promise<Reply> {
  const own = !permits(rights.verbs.list, request.permission, false);
  if (own) return await ownRequests(request, deps);
  const pages = await unresolved(request.person.id, deps);
  const models = await Promise.all(pages.map((page) => loadCard(page, deps)));
  return listMessage(models, from, request);
}

async function show(call: CommandInvocation, deps: Deps): Promise<Reply> {
  if (call.text === '') return await list(call, deps);
  const { page } = await takePage(call.text, call, deps);
  const { person } = call;
  const isOwn = page.author === person.id || isAskedBy(page, person.id);
  requireOwn(rights.verbs.show, isOwn, call);
  const model = await loadCard(page, deps);
  if (!permits(rights.verbs.show, call.permission, false)) return ownMessage([model], call);
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
  const { person, now } = request;
  const known = await deps.store.get(pageDocument, code);
  if (!known) throw await missingPage(code, request, deps);
  if (!mayRead(known.value, person.id)) throw new UserError('page.noPage', { typed: quoted(code) });
  const isOwn = concerns(known.value, person.id, request.permission, { ...(await loadDuty(deps)), now });
  const right = verb === 'keep' || verb === 'take' ? rights.verbs.ack : rights.verbs[verb];
  if (!permits(right, request.permission, isOwn))
    throw new UserError(includes(request.permission, 'crew') ? 'page.notConcerned' : 'page.help.notYours', {
      code: escape(known.id),
    });
  const who = { by: person.id, via, now };
  const passing = verb === 'escalate' ? person.id : undefined;
  const answered = await answerPage(code, verb, who, deps, {
    ...(note && { note }),
    ...(passing && { passing }),
  });
  if (!answered) throw new UserError('page.noPage', { typed: quoted(code) });
  const message = answeredMessage(await loadCard(answered.page, deps), answered.outcome, verb, request);
  const asksOthers = verb === 'escalate' && answered.outcome === 'done';
  const unsent = asksOthers ? unsentNote(request, deps) : undefined;
  return unsent ? { text: mrkdwn`${message.text}\n${unsent}` } : message;
}

const byWord = (verb: AnswerVerb) => async (call: CommandInvocation, deps: Deps) => {
  const { page, rest } = await takePage(call.text, call, deps);
  return await say(page.code, verb, 'command', call, deps, rest);
};

const byButton = (verb: AnswerVerb) => async (click: ButtonClick, deps: Deps) =>
  await say(click.value, verb, 'slack', click, deps);

async function note(call: CommandInvocation, deps: Deps): Promise<Reply> {
  const { page, rest } = await takePage(call.text, call, deps);
  if (rest === '') throw new UserError('page.noNote');
  await addNote(page.code, truncate(rest, MAX_CHARACTERS), { by: call.person.id, now: call.now }, deps);
  return { text: call.t('page.noted', { code: escape(page.code) }) };
}

export const page: Command = {
  name: '/page',
  rights: RIGHTS['/page'],
  summary: 'page.summary',
  acksWhenKept: true,
  verbs: {
    '': {
      usage: { '': 'page.usage.modal' },
      run: async (call, deps) => ({ modal: await openModal(call, deps) }),
    },
    list: { usage: { list: 'page.usage.list' }, run: (call, deps) => list(call, deps) },
    show: { usage: { 'show P3': 'page.usage.show' }, run: show },
    ack: { usage: { 'ack P3': 'page.usage.ack' }, run: byWord('ack') },
    resolve: { usage: { 'resolve P3 [note]': 'page.usage.resolve' }, run: byWord('resolve') },
    escalate: { usage: { 'escalate P3': 'page.usage.escalate' }, run: byWord('escalate') },
    note: { usage: { 'note P3 TEXT': 'page.usage.note' }, run: note },
    stats: statsVerb,
    test: testVerb,
    policy: policyVerb,
    quiet: quietVerb,
    block: blockVerb,
    fuse: fuseVerb,
    heartbeat: heartbeatVerb,
  },
  synonyms: pageSynonyms,
  otherwise: { usage: { 'TARGET[!] MESSAGE': 'page.usage.page' }, run: byText },
  buttons: {
    'page.all': showAll(() => page),
    'page.ack': { run: byButton('ack') },
    'page.take': { run: byButton('take') },
    'page.resolve': { run: byButton('resolve') },
    'page.escalate': { run: byButton('escalate') },
    'page.keep': { run: byButton('keep') },
    ...testButtons,
    'page.more': { run: (click, deps) => list(click, deps, Number(click.value) || 0) },
    'page.to': pageTo,
    'page.new': {
      run: async (click, deps) => ({ modal: await openModal(click, deps) }),
    },
  },
  modals: {
    'page.open': { run: openSubmission },
    'page.policy': { run: policyModalSubmission },
  },
  texts: pageSms,
  quick: { 'page.new': 'home.page' },
  async home(request, deps) {
    const me = request.person.id;
    const pages = await unresolved(me, deps);
    const requests = pages.filter((one) => one.help && one.author === me);
    const waiting = pages.filter(
      (one) =>
        (one.state === 'open' && askedNow(one).includes(me)) ||
        (one.state === 'acknowledged' && one.handover?.to.includes(me)),
    );
    const mine = pages.filter((one) => one.acknowledged?.by === request.person.id);
    const [models, own] = await Promise.all(
      [[...waiting, ...mine], requests].map((some) => Promise.all(some.map((one) => loadCard(one, deps)))),
    );
    const isCrew = includes(request.permission, 'crew');
    return {
      mine: [
        ...homeBlocks(models ?? [], request.person.id, request),
        ...(own && own.length > 0 ? (ownMessage(own, request).blocks ?? []) : []),
      ],
      event: isCrew ? await pagesToday(pages.length, request, deps) : [],
    };
  },
};
