/** What Slack has promised for a while: a trigger for three seconds, a response URL five times in 30 minutes. */
import { randomUUID } from 'node:crypto';
import { RESPONSE_URL_LIVES, RESPONSE_URL_USES, TRIGGER_LIVES } from './rules.ts';

interface Answering {
  readonly url: string;
  readonly at: number;
  uses: number;
}

export interface Promises {
  trigger(id: string): void;
  /** The error that Slack gives, or undefined where the trigger was good; then it is used. */
  useTrigger(id: string): 'invalid_trigger_id' | 'expired_trigger_id' | 'exchanged_trigger_id' | undefined;
  /** Under what id this response URL is kept. */
  answering(url: string): string;
  /** Where an answer goes, or the error that Slack gives. */
  useAnswer(id: string): { readonly url: string } | { readonly error: 'used_url' | 'expired_url' };
  /** A view that Slack has shown, with its hash. */
  shown(view: unknown): void;
  hashOf(view: string): string | undefined;
}

/** @param now real milliseconds: all these are promises to a person who looks at a screen */
export function createPromises(now: () => number): Promises {
  const triggers = new Map<string, number | 'used'>();
  const answers = new Map<string, Answering>();
  const hashes = new Map<string, string>();
  return {
    trigger: (id) => void triggers.set(id, now()),
    useTrigger(id) {
      const at = triggers.get(id);
      if (at === undefined) return 'invalid_trigger_id';
      if (at === 'used') return 'exchanged_trigger_id';
      if (now() - at > TRIGGER_LIVES) return 'expired_trigger_id';
      triggers.set(id, 'used');
      return undefined;
    },
    answering(url) {
      const id = randomUUID();
      answers.set(id, { url, at: now(), uses: 0 });
      return id;
    },
    useAnswer(id) {
      const answer = answers.get(id);
      if (!answer || now() - answer.at > RESPONSE_URL_LIVES) return { error: 'expired_url' };
      if (answer.uses >= RESPONSE_URL_USES) return { error: 'used_url' };
      answer.uses++;
      return { url: answer.url };
    },
    shown(view) {
      const { id, hash } = (view ?? {}) as { id?: unknown; hash?: unknown };
      if (typeof id === 'string' && typeof hash === 'string') hashes.set(id, hash);
    },
    hashOf: (view) => hashes.get(view),
  };
}
