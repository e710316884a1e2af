/** What the phones need to know of a provider: its number, its words, and how it speaks to the bot. */
import type { PhoneProvider } from './providers.ts';
import type { Call, Text, Told } from './state.ts';

export interface Line {
  readonly provider: PhoneProvider;
  /** The bot's own number there. */
  readonly number: string;
  /** What a text costs of what the number sends in a second. */
  costOf(body: string): number;
  newTextId(): string;
  /** What the bot is told of a text's status; undefined where the provider says nothing of it. */
  textTold(text: Text): Told | undefined;
  /** The fields of a call, in everything that is said of it. */
  callFields(call: Call): Readonly<Record<string, string>>;
  /** Who answered, in the provider's words. */
  answeredWord(by: NonNullable<Call['answeredBy']>): string;
  /** A text of somebody to the bot: where to, and in which words. */
  textIn(id: string, number: string, body: string): { readonly path: string; readonly told: Told };
  /** Whether what the bot answers to a text is its answer. */
  readonly takesAnswers: boolean;
  /** A signed request to the bot; answers its body. Throws where the bot does not answer with 2xx. */
  ask(url: string, told: Told, method?: 'GET' | 'POST'): Promise<string>;
  /** Told of each status, where somebody else keeps them too. */
  keep?(kind: 'text' | 'call', id: string, status: string): Promise<unknown>;
}

export const form = (fields: Readonly<Record<string, string>>): Told => ({ form: { ...fields } });
