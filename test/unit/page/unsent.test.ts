/** While no living process sends pages, whoever asks for one is told in the same answer, and so is its card. */
import { describe, expect, it } from 'vitest';
import { page } from '../../../commands/page/command.ts';
import type { QueueName } from '../../../src/core/commit.ts';
import type { Deps } from '../../../src/core/deps.ts';
import { jobs, pagingWorld, people, textOf } from './world.ts';

const UNSENT = 'Nobody sends pages at this moment';

/** A web, as it heard of the others last. */
async function webOf(unattended: readonly QueueName[]) {
  const guest = { id: 'UGUEST', slack: 'UGUEST', handle: 'guest', name: 'Gus' };
  const world = await pagingWorld(undefined, [...people(), guest]);
  const heard = { unattended };
  Object.assign(world.deps as { -readonly [K in keyof Deps]: Deps[K] }, {
    lastUnattended: () => heard.unattended,
    // What would be another round trip is not asked for.
    unattended: async () => {
      throw new Error('asked');
    },
  });
  return { ...world, world, heard };
}

describe('a page that nobody sends', () => {
  it.each(['stage-main The projector is dead', 'stage-main! The projector is dead'])(
    'is answered with that, and with what to do: %s',
    async (typed) => {
      const { type, store } = await webOf(['pages']);
      const text = textOf(await type('UANY', page, typed));
      expect(text).toContain(UNSENT);
      expect(text).toContain('`/rota now`');
      expect(text).toContain('have the operator start a worker');
      expect(text).toContain('is kept, and asks as soon as somebody sends it');
      expect(text).not.toContain('is out');
      // Taken all the same, with what is due.
      expect((await store.outbox()).some(({ queue }) => queue === 'pages')).toBe(true);
    },
  );

  it('sends whoever may only ask for help to people, and not to workers', async () => {
    const { type } = await webOf(['pages', 'chores']);
    const text = textOf(await type('UGUEST', page, 'stage-main I cannot find the exit'));
    expect(text).toContain('nobody sends requests at this moment');
    expect(text).toContain('<@UORG>');
    expect(text).not.toMatch(/worker|queue|is out/);
  });

  it('is said where somebody passes one on, and on a card that others draw', async () => {
    const { world, heard, chat } = await webOf([]);
    const calm = textOf(await world.type('UANY', page, 'stage-main The lamp is out'));
    expect(calm).not.toContain(UNSENT);
    await world.settle(jobs);
    heard.unattended = ['pages'];
    expect(textOf(await world.type('UVOL', page, 'escalate P1'))).toContain(UNSENT);
    await world.settle(jobs.filter(({ kind }) => kind.queue !== 'pages'));
    expect(JSON.stringify([...chat.messages.values()])).toContain('this one waits for a worker');
    heard.unattended = [];
    await world.advance('PT1M', jobs);
    expect(JSON.stringify([...chat.messages.values()])).not.toContain('this one waits for a worker');
  });

  it('is not said of other queues, nor of one that waits for a quiet room', async () => {
    const { world, heard } = await webOf(['reminders']);
    expect(textOf(await world.type('UANY', page, 'stage-main The lamp is out'))).not.toContain(UNSENT);
    heard.unattended = ['pages'];
    await world.type('UORG', page, 'quiet stage-main 30m');
    const held = textOf(await world.type('UANY', page, 'stage-main The other lamp is out'));
    expect(held).toContain('waits until');
    expect(held).not.toContain(UNSENT);
  });
});
