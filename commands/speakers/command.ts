/** `/speakers`: who is linked, reminded and in the house; and what speakers say about their own talks. */

import { z } from 'zod';
import { loadAgenda, timeContext } from '../../src/agenda/load.ts';
import { isOrganizer } from '../../src/callboard/domain/event.ts';
import { permits } from '../../src/callboard/domain/permission.ts';
import type { ButtonClick, Command, CommandInvocation, Reply } from '../../src/core/command.ts';
import { put, recordFact } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { showAll, usage } from '../../src/core/help.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { parsePressed, pressedAs } from '../../src/core/pressed.ts';
import { RIGHTS } from '../../src/core/rights.ts';
import { translator } from '../../src/i18n/index.ts';
import { mentionIds } from '../../src/slack/mrkdwn.ts';
import { typedDay } from '../../src/slack/typed-time.ts';
import { readBoard } from '../../src/speakers/board.ts';
import { boardPosted, speakerBoardDocument } from '../../src/speakers/domain/board.ts';
import { takeDelay } from './delay.ts';
import { leaveUnfilled, takeStandIn } from './fill.ts';
import { ownTalks, speakersHome } from './home.ts';
import { confirmMatch, linkByName, mute, proposals, proposeMatches, unlink } from './links.ts';
import { plan } from './plan.ts';
import {
  help,
  here,
  late,
  pressConfirm,
  pressHelp,
  pressHere,
  pressLate,
  pressLateBy,
  pressSeen,
  submitHelp,
} from './present.ts';
import { pressRemind, previewReminder, remindVerb } from './reach.ts';
import { onSpeakerEvent } from './slack-events.ts';
import { speakersSynonyms } from './synonyms.ts';
import { linkByTable, tableButtons, tableModals } from './table.ts';
import { pressDiscard, pressSend, tell } from './tell.ts';
import { speakersSms } from './texts.ts';

const DATE = /^\d{4}-\d\d-\d\d$/;
const BoardTurn = z.object({ date: z.string(), page: z.number().int().nonnegative() });

/** Crew see the board; a speaker sees their own talks. */
const maySeeBoard = ({ permission }: Pick<CommandInvocation, 'permission'>): boolean =>
  permits(RIGHTS['/speakers'].verbs[''], permission, false);

async function board(
  date: string | undefined,
  page: number,
  asking: CommandInvocation | ButtonClick,
  deps: Deps,
) {
  const mayRemind = isOrganizer(asking.event, asking.person.id);
  return await readBoard({ date, page, mayRemind, posted: false }, asking, deps);
}

async function showToday(call: CommandInvocation, deps: Deps): Promise<Reply> {
  if (maySeeBoard(call)) return await board(undefined, 0, call, deps);
  const own = await ownTalks(call, deps);
  if (own) return own;
  throw new UserError('speakers.notForYou', {
    organizers: mentionIds(call.event.organizers),
  });
}

async function showDay(call: CommandInvocation, deps: Deps): Promise<Reply> {
  if (!maySeeBoard(call)) return await showToday(call, deps);
  const state = await loadAgenda(deps);
  const { date } = typedDay(
    /^\d+$/.test(call.text) ? `day ${call.text}` : call.text,
    timeContext(state, call),
  );
  return await board(date.toString(), 0, call, deps);
}

async function turn(click: ButtonClick, deps: Deps): Promise<Reply> {
  const { date, page } = parsePressed(BoardTurn, click.value);
  return { replace: await board(date, page, click, deps) };
}

/** The board for everybody in this channel, kept current from now on. */
async function post(click: ButtonClick, deps: Deps): Promise<Reply> {
  const { t, event, now, person } = click;
  const channel = click.at?.channel ?? event.channels.ops;
  if (!channel) throw new UserError('speakers.board.nowhere');
  const locale = event.language;
  const words = { t: translator(locale), locale, zone: event.zone };
  const day = pressedAs(z.iso.date(), click.value);
  const message = await readBoard({ date: day, page: 0, mayRemind: true, posted: true }, words, deps);
  const posted = await deps.chat.post(channel, message);
  await deps.chat.pin(posted);
  await withOptimisticRetry(deps.store, async () => {
    const read = await deps.store.get(speakerBoardDocument, posted.channel);
    const value = { channel: posted.channel, ts: posted.ts, day };
    const about = ['speakers', `channel:${posted.channel}`];
    const facts = [
      recordFact(boardPosted, { at: now, by: person.id, about, data: { channel: posted.channel } }),
    ];
    return {
      change: { put: [put(speakerBoardDocument, posted.channel, value, read?.version)], facts },
      result: undefined,
    };
  });
  return { text: t('speakers.board.posted') };
}

/** Without words it is the question that every command answers. */
const helpOrUsage = async (call: CommandInvocation, deps: Deps): Promise<Reply> =>
  call.text === '' ? usage(speakers, call) : await help(call, deps);

export const speakers: Command = {
  name: '/speakers',
  rights: RIGHTS['/speakers'],
  summary: 'speakers.summary',
  verbs: {
    '': { usage: { '': 'speakers.use.board' }, run: showToday },
    today: { usage: { today: 'speakers.use.today' }, run: showToday },
    day: { usage: { 'day N': 'speakers.use.day' }, run: showDay },
    match: { usage: { match: 'speakers.use.match' }, run: proposeMatches },
    link: {
      usage: {
        'link NAME @user|e-mail|+phone': 'speakers.use.link',
        link: 'speakers.use.table',
      },
      run: async (call, deps) => (await linkByTable(call.text, call, deps)) ?? (await linkByName(call, deps)),
    },
    unlink: { usage: { 'unlink NAME': 'speakers.use.unlink' }, run: unlink },
    plan: {
      usage: {
        'plan 24h 2h 30m': 'speakers.use.plan',
        'plan check-in 15m': 'speakers.use.planCheckIn',
        'plan S17 1h 15m': 'speakers.use.planSession',
        'plan bring TEXT': 'speakers.use.planBring',
      },
      run: plan,
    },
    remind: { usage: { 'remind S17 [text]': 'speakers.use.remind' }, run: remindVerb },
    preview: { usage: { 'preview S17': 'speakers.use.preview' }, run: previewReminder },
    mute: { usage: { 'mute NAME': 'speakers.use.mute' }, run: mute },
    tell: {
      usage: { 'tell room R: TEXT': 'speakers.use.tell' },
      run: tell,
    },
    here: { usage: { here: 'speakers.use.here' }, run: here },
    late: { usage: { 'late 10m': 'speakers.use.late' }, run: late },
    help: { usage: { 'help TEXT': 'speakers.use.help' }, run: helpOrUsage },
  },
  synonyms: speakersSynonyms,
  buttons: {
    'speakers.all': showAll(() => speakers),
    // With a day where it is another than today.
    'speakers.today': {
      run: (click, deps) => board(DATE.test(click.value) ? click.value : undefined, 0, click, deps),
    },
    'speakers.remind': { run: pressRemind },
    'speakers.more': { run: turn },
    'speakers.refresh': { run: turn },
    'speakers.post': { run: post },
    'speakers.link': { run: confirmMatch },
    'speakers.match': { run: (click, deps) => proposals(0, click, deps) },
    'speakers.match-more': {
      run: async (click, deps) => ({ replace: await proposals(Number(click.value), click, deps) }),
    },
    'speakers.send': { run: pressSend },
    'speakers.discard': { run: pressDiscard },
    'speakers.seen': { run: pressSeen },
    'speakers.confirm': { run: pressConfirm },
    'speakers.here': { run: pressHere },
    'speakers.late': { run: pressLate },
    'speakers.late-by': { run: pressLateBy },
    'speakers.help': { run: pressHelp },
    'speakers.delay': { run: takeDelay },
    'speakers.fill': { run: takeStandIn },
    'speakers.fill-leave': { run: leaveUnfilled },
    ...tableButtons,
  },
  modals: { 'speakers.help': { run: submitHelp }, ...tableModals },
  onSlackEvent: onSpeakerEvent,
  texts: speakersSms,
  home: speakersHome,
  quick: { 'speakers.today': 'speakers.quick' },
};
