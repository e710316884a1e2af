/**
 * Gets a message to a person: Slack where they have it, a text where they do not, or where Slack is lost and it cannot
 * wait. Once, crash or not; but a
 * text is found by its words, so one that says how many minutes are left may come again within the crash.
 */

import { readChatState } from '../callboard/chat-state.ts';
import { isChatLost } from '../callboard/domain/chat-state.ts';
import type { Person } from '../callboard/domain/person.ts';
import type { Deps } from '../core/deps.ts';
import { PermanentError } from '../core/errors.ts';
import { sendOnce } from '../core/once.ts';
import type { Message, Posted } from '../core/ports/chat.ts';
import type { Outgoing, PagingChannel } from '../core/ports/paging.ts';
import { toGsm } from '../phone/gsm.ts';
import type { ContactChannel } from '../speakers/domain/attendance.ts';
import { sendOut } from './send-out.ts';

export interface Letter {
  /** Names this message among all: the id of one of its blocks. What has one is found again after a crash. */
  readonly key: string;
  readonly to: Person;
  readonly message: Message;
  /** The same for a phone. */
  readonly text: string;
  /** Seconds after which it is worth nothing. */
  readonly validFor: number;
}

export interface Delivered {
  readonly way: ContactChannel;
  readonly posted?: Posted;
}

/** Slack's codes for people whom no direct message reaches; a phone may. */
const GONE: ReadonlySet<string> = new Set([
  'user_not_found',
  'user_disabled',
  'users_not_found',
  'cannot_dm_bot',
  'user_not_visible',
  'messages_tab_disabled',
]);

/**
 * In GSM-7 where that loses accents only: one character it lacks would halve what fits into a text. What has
 * other letters altogether stays as it is.
 */
function short(text: string): string {
  const plain = toGsm(text);
  const marks = (text: string) => text.split('?').length;
  return marks(plain) === marks(text) ? plain : text;
}

/** Seconds: what is worth something for longer waits for Slack. */
const SOON = 3_600;

/**
 * Whether it goes by text although they have Slack, which is lost: what would be worth nothing when Slack is back,
 * to whom a text reaches.
 */
async function isForPhone(
  { to, validFor }: Letter,
  sms: PagingChannel | undefined,
  deps: Pick<Deps, 'chatState'>,
): Promise<boolean> {
  const takesTexts = sms?.address(to) !== undefined && !to.phone?.landline;
  return takesTexts && validFor <= SOON && isChatLost(await readChatState(deps));
}

/** `again`: an earlier run may have sent it. PermanentError('unreachable') where there is no way to them. */
export async function deliver(
  letter: Letter,
  mayHaveRunBefore: boolean,
  deps: Pick<Deps, 'chat' | 'channels' | 'store' | 'clock' | 'events' | 'chatState'>,
): Promise<Delivered> {
  const { to } = letter;
  const sms = deps.channels.find((channel) => channel.name === 'sms');
  if (to.slack !== undefined && !(await isForPhone(letter, sms, deps))) {
    try {
      const { key, message } = letter;
      const posted = await sendOnce(deps.chat, { person: to.slack }, { key, message, mayHaveRunBefore });
      return { way: 'slack', posted };
    } catch (error) {
      if (!(error instanceof PermanentError && GONE.has(error.code))) throw error;
    }
  }
  if (!sms || sms.address(to) === undefined) throw new PermanentError('unreachable');
  const outgoing: Outgoing = {
    notification: letter.key.replace(/[^A-Za-z0-9]+/g, '-'),
    attempt: 1,
    to,
    text: short(letter.text),
    validFor: letter.validFor,
  };
  const left = mayHaveRunBefore ? await sms.find?.(outgoing) : undefined;
  if (!left) await sendOut(sms, outgoing, deps);
  return { way: 'sms' };
}
