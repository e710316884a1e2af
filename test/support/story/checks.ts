/** What Slack and Twilio themselves would have refused: the local ones take anything. */
import type { View } from '@slack/types';
import type { Message } from '../../../src/core/ports/chat.ts';
import { messageFaults, viewFaults } from '../slack-limits.ts';
import { specFaults } from '../twilio-spec.ts';
import type { Logged } from './slack-desk.ts';

const parsed = (value: unknown): unknown => (typeof value === 'string' ? JSON.parse(value) : value);

/** Everything that the bot sent to the local Slack and the real one would refuse. */
export function slackFaults(log: readonly Logged[]): string[] {
  return log
    .filter((one) => one.direction === 'from_bot')
    .flatMap(({ summary, detail }) => {
      const sent = (detail ?? {}) as Record<string, unknown>;
      if (sent['view'] !== undefined)
        return viewFaults(parsed(sent['view']) as View).map((fault) => `${summary}: ${fault}`);
      if (sent['blocks'] === undefined) return [];
      const text = typeof sent['text'] === 'string' ? sent['text'] : '';
      const message = { text, blocks: parsed(sent['blocks']) } as Message;
      return messageFaults(message).map((fault) => `${summary}: ${fault}`);
    });
}

export interface TwilioRequest {
  readonly method: string;
  readonly path: string;
  readonly form: Readonly<Record<string, string | readonly string[]>>;
}

/** What is wrong with the requests, by Twilio's own description of its API. Values are judged by the strict phones. */
export const twilioFaults = (requests: readonly TwilioRequest[]): string[] => requests.flatMap(specFaults);
