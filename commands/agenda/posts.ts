/** `live` and `announce`: what the agenda posts by itself, and where. */
import type { Verb } from '../../src/command.ts';
import { decide } from '../../src/decide.ts';
import {
  ANNOUNCING_ID,
  announceOff,
  announceOn,
  announcingDocument,
  boardDocument,
  boardOff,
  boardOn,
} from '../../src/domain/agenda/board.ts';
import { UserError } from '../../src/errors.ts';
import { typedDuration } from '../../src/typed.ts';

const LONGEST_MINUTES = 120;

/** `<#C0OPS|ops>` as Slack sends it, or the id itself. */
export function channelOf(text: string): string | undefined {
  return /^<#([CG][A-Z0-9]+)(?:\|[^>]*)?>$/.exec(text)?.[1] ?? /^[CG][A-Z0-9]{7,}$/.exec(text)?.[0];
}

const live: Verb = {
  usage: { 'live #channel': 'agenda.usage.live', 'live off #channel': 'agenda.usage.liveOff' },
  may: 'organizer',
  async run(call, deps) {
    const words = call.text.split(/\s+/).filter(Boolean);
    const off = words[0]?.toLowerCase() === 'off';
    const named = words[off ? 1 : 0];
    const channel = named === undefined ? (off ? call.channel : undefined) : channelOf(named);
    if (channel === undefined || words.length > (off ? 2 : 1)) throw new UserError('agenda.liveUsage');
    const by = { by: call.person.id, now: call.now };
    return await decide(deps.store, async () => {
      const old = await deps.store.get(boardDocument, channel);
      const where = `<#${channel}>`;
      if (off) {
        if (!old) return { result: { text: call.t('agenda.noBoard', { channel: where }) } };
        return { change: boardOff(by, old), result: { text: call.t('agenda.boardOff', { channel: where }) } };
      }
      const change = boardOn(by, channel, old);
      return {
        change,
        result: { text: call.t(change ? 'agenda.boardOn' : 'agenda.boardAlready', { channel: where }) },
      };
    });
  },
};

const announce: Verb = {
  usage: { 'announce #channel 5m': 'agenda.usage.announce', 'announce off': 'agenda.usage.announceOff' },
  may: 'organizer',
  async run(call, deps) {
    const [first = '', second = '5m', ...more] = call.text.split(/\s+/).filter(Boolean);
    const by = { by: call.person.id, now: call.now };
    if (first.toLowerCase() === 'off')
      return await decide(deps.store, async () => {
        const old = await deps.store.get(announcingDocument, ANNOUNCING_ID);
        if (!old) return { result: { text: call.t('agenda.notAnnouncing') } };
        return { change: announceOff(by, old), result: { text: call.t('agenda.announceOff') } };
      });
    const channel = channelOf(first);
    if (channel === undefined || more.length > 0) throw new UserError('agenda.announceUsage');
    const minutes = Math.round(typedDuration(second).total('minutes'));
    if (minutes < 1 || minutes > LONGEST_MINUTES) throw new UserError('agenda.announceLength');
    return await decide(deps.store, async () => {
      const old = await deps.store.get(announcingDocument, ANNOUNCING_ID);
      return {
        change: announceOn(by, old, channel, minutes),
        result: { text: call.t('agenda.announceOn', { channel: `<#${channel}>`, minutes }) },
      };
    });
  },
};

export const postVerbs: Record<string, Verb> = { live, announce };
