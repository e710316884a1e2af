/**
 * What every paging channel has to do, whatever it is made of. A new channel's test runs this suite: with a
 * provider that works, that refuses the address, that asks for patience, and that is gone.
 */

import { describe, expect, it } from 'vitest';
import type { Person } from '../../src/callboard/domain/person.ts';
import { PermanentError, RetryLater } from '../../src/core/errors.ts';
import type { Outgoing, PagingChannel } from '../../src/core/ports/paging.ts';
import { mrkdwn } from '../../src/slack/mrkdwn.ts';

export interface Provided {
  readonly channel: PagingChannel;
  /** How many messages have reached the provider, and the last of them as text. */
  left(): number;
  last(): string;
}

export interface Subject {
  readonly name: string;
  /** Somebody whom it can reach, and what must never be shown of their address. */
  readonly reachable: Person;
  readonly secret: string;
  works(): Provided;
  refuses(): Provided;
  /** Undefined for a provider that never asks for patience. */
  busy?: () => Provided;
  gone(): Provided;
  /** It refuses us, and not the address: the account is suspended, the key is no good. Undefined where it has none. */
  refusesUs?: () => Provided;
  /** What it was given is over by the time that it is taken back. Undefined for what cannot be taken back. */
  over?: () => Provided;
  /** It takes what it is given, and does not say what it calls it. Undefined where it cannot be so. */
  unnamed?: () => Provided;
}

export const outgoingTo = (to: Person, more: Partial<Outgoing> = {}): Outgoing => ({
  notification: 'n-7fz2',
  attempt: 1,
  to,
  text: 'P3 Main stage (from Ana): Projector is dead. Reply 7K to acknowledge',
  message: {
    text: mrkdwn`P3`,
    blocks: [{ type: 'section', block_id: 'page:n-7fz2', text: { type: 'mrkdwn', text: 'P3' } }],
  },
  validFor: 300,
  ...more,
});

const failure = async (promise: Promise<unknown>): Promise<unknown> => {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('it should have failed');
};

export function channelConformance(subject: Subject): void {
  const { reachable, secret } = subject;
  const nobody: Person = { id: 'x-nobody', name: 'Nobody' };

  describe(`${subject.name} is a paging channel`, () => {
    it('has a name that is a word of the catalog', () => {
      expect(['slack', 'sms', 'voice', 'email', 'push', 'ntfy']).toContain(subject.works().channel.name);
    });

    it('shows an address without giving it away, and has none for somebody without', () => {
      const { channel } = subject.works();
      const shown = channel.address(reachable);
      expect(shown).toBeTruthy();
      expect(shown).not.toContain(secret);
      expect(channel.address(nobody)).toBeUndefined();
    });

    it('delivers once, and answers what the provider calls it', async () => {
      const { channel, left, last } = subject.works();
      const { reference } = await channel.send(outgoingTo(reachable));
      expect(reference).not.toBe('');
      expect(left()).toBe(1);
      expect(last()).not.toBe('');
    });

    it('says of an address that it does not have that it never will', async () => {
      const { channel, left } = subject.works();
      expect(await failure(channel.send(outgoingTo(nobody)))).toBeInstanceOf(PermanentError);
      expect(left()).toBe(0);
    });

    it('says of an address that the provider refuses that it never will, by its code alone', async () => {
      const error = await failure(subject.refuses().channel.send(outgoingTo(reachable)));
      expect(error).toBeInstanceOf(PermanentError);
      expect(String(error)).not.toContain(secret);
    });

    it.skipIf(!subject.busy)('asks for patience when the provider does', async () => {
      const channel = subject.busy?.().channel;
      const error = channel && (await failure(channel.send(outgoingTo(reachable))));
      expect(error).toBeInstanceOf(RetryLater);
    });

    it('lets a provider in trouble be tried again, and gives nothing away', async () => {
      const error = await failure(subject.gone().channel.send(outgoingTo(reachable)));
      expect(error).toBeInstanceOf(Error);
      expect(error).not.toBeInstanceOf(PermanentError);
      expect(`${String(error)} ${(error as Error).stack}`).not.toContain(secret);
    });

    it.skipIf(!subject.refusesUs)('does not blame the address where the provider refuses us', async () => {
      const channel = subject.refusesUs?.().channel;
      const error = channel && (await failure(channel.send(outgoingTo(reachable))));
      expect(error).toBeInstanceOf(Error);
      expect(error).not.toBeInstanceOf(PermanentError);
      expect(`${String(error)} ${(error as Error).stack}`).not.toContain(secret);
    });

    it.skipIf(!subject.over)('takes back what is over without a word', async () => {
      await expect(subject.over?.().channel.withdraw?.('any')).resolves.toBeUndefined();
    });

    it.skipIf(!subject.unnamed)('says of what has no name that it may have left', async () => {
      const one = subject.unnamed?.();
      const error = one && (await failure(one.channel.send(outgoingTo(reachable))));
      expect(one?.left()).toBe(1);
      expect(error).not.toBeInstanceOf(PermanentError);
      expect(error).not.toBeInstanceOf(RetryLater);
    });

    it('finds what may have left, and nothing where nothing did', async () => {
      const { channel } = subject.works();
      if (!channel.find) return;
      expect(await channel.find(outgoingTo(reachable))).toBeUndefined();
      const { reference } = await channel.send(outgoingTo(reachable));
      expect((await channel.find(outgoingTo(reachable)))?.reference).toBe(reference);
    });
  });
}
