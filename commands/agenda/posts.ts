/** `live` and `announce`: what the agenda posts by itself, and where. */

import {
  ANNOUNCING_ID,
  announceOff,
  announceOn,
  announcingDocument,
  boardDocument,
  boardOff,
  boardOn,
} from '../../src/agenda/domain/board.ts';
import type { CommandInvocation, Verb } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { PermanentError, UserError } from '../../src/core/errors.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { splitWords } from '../../src/core/time.ts';
import { translator } from '../../src/i18n/index.ts';
import { section } from '../../src/slack/blocks.ts';
import { findChannel } from '../../src/slack/channels.ts';
import { type Mrkdwn, mentionChannel } from '../../src/slack/mrkdwn.ts';
import { typedDuration } from '../../src/slack/typed-time.ts';

const MAX_MINUTES = 120;

const live: Verb = {
  usage: { 'live #channel': 'agenda.usage.live', 'live off #channel': 'agenda.usage.liveOff' },
  async run(call, deps) {
    const words = call.text.split(/\s+/).filter(Boolean);
    const off = words[0]?.toLowerCase() === 'off';
    const named = words[off ? 1 : 0];
    if (named === undefined || words.length > (off ? 2 : 1)) throw new UserError('agenda.liveUsage');
    const channel = await findChannel(named, deps.chat);
    const by = { by: call.person.id, now: call.now };
    const where = mentionChannel(channel);
    if (off) return { text: await endBoard(channel, where, call, deps) };
    return await withOptimisticRetry(deps.store, async () => {
      const old = await deps.store.get(boardDocument, channel);
      const change = boardOn(by, channel, old);
      const text = call.t(change ? 'agenda.boardOn' : 'agenda.boardAlready', { channel: where });
      return { change, result: { text } };
    });
  },
};

/** A board that nobody keeps current says so, for it must never show what is over. */
async function endBoard(
  channel: string,
  where: Mrkdwn,
  call: CommandInvocation,
  deps: Deps,
): Promise<Mrkdwn> {
  const by = { by: call.person.id, now: call.now };
  const ended = await withOptimisticRetry(deps.store, async () => {
    const old = await deps.store.get(boardDocument, channel);
    return { change: old && boardOff(by, old), result: old };
  });
  if (!ended) return call.t('agenda.noBoard', { channel: where });
  const text = translator(call.event.language)('agenda.boardEnded');
  try {
    if (ended.value.posted) await deps.chat.update(ended.value.posted, { text, blocks: [section(text)] });
  } catch (error) {
    // Deleted by somebody: there is nothing left to end.
    if (!(error instanceof PermanentError)) throw error;
  }
  return call.t('agenda.boardOff', { channel: where });
}

const announce: Verb = {
  usage: { 'announce #channel 5m': 'agenda.usage.announce', 'announce off': 'agenda.usage.announceOff' },
  async run(call, deps) {
    const [first = '', second = '5m', ...more] = splitWords(call.text);
    const by = { by: call.person.id, now: call.now };
    if (first.toLowerCase() === 'off')
      return await withOptimisticRetry(deps.store, async () => {
        const old = await deps.store.get(announcingDocument, ANNOUNCING_ID);
        if (!old) return { result: { text: call.t('agenda.notAnnouncing') } };
        return { change: announceOff(by, old), result: { text: call.t('agenda.announceOff') } };
      });
    if (first === '' || more.length > 0) throw new UserError('agenda.announceUsage');
    const channel = await findChannel(first, deps.chat);
    const minutes = Math.round(typedDuration(second).total('minutes'));
    if (minutes < 1 || minutes > MAX_MINUTES) throw new UserError('agenda.announceLength');
    return await withOptimisticRetry(deps.store, async () => {
      const old = await deps.store.get(announcingDocument, ANNOUNCING_ID);
      return {
        change: announceOn(by, old, channel, minutes),
        result: { text: call.t('agenda.announceOn', { channel: mentionChannel(channel), minutes }) },
      };
    });
  },
};

export const postVerbs: Record<string, Verb> = { live, announce };
