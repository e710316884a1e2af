/** What an answer promises to send while no living process runs the queue: it says so, whichever command it is of. */
import { describe, expect, it } from 'vitest';
import { callboard } from '../../../commands/callboard/command.ts';
import { page } from '../../../commands/page/command.ts';
import { rota } from '../../../commands/rota/command.ts';
import type { Command, ModalResponse, ModalSubmission } from '../../../src/core/command.ts';
import type { QueueName } from '../../../src/core/commit.ts';
import type { Deps } from '../../../src/core/deps.ts';
import { handInModal } from '../../../src/core/run-command.ts';
import { translator } from '../../../src/i18n/index.ts';
import type { World } from '../../support/fake-deps.ts';
import { jobs, pagingWorld, people, textOf } from '../page/world.ts';

const WAITS = 'Nobody runs the';

async function webOf(unattended: readonly QueueName[]) {
  const guest = { id: 'UGUEST', slack: 'UGUEST', handle: 'guest', name: 'Gus' };
  const world = await pagingWorld(undefined, [...people(), guest]);
  const heard = { unattended };
  const deps = world.deps as { -readonly [K in keyof Deps]: Deps[K] };
  deps.lastUnattended = () => heard.unattended;
  return { world, heard, deps };
}

/** Ana types a new number into `/rota contact`. */
async function handInContact({ clock }: World, deps: Deps): Promise<ModalResponse> {
  const [person, event] = await Promise.all([deps.directory.person('UANY'), deps.events.settings()]);
  if (!person) throw new Error('nobody');
  const submission: ModalSubmission = {
    ...{ person, event, t: translator('en'), permission: 'crew', locale: 'en' },
    ...{ now: clock.now(), zone: event.zone, trigger: '', meta: '' },
    values: { phone: { value: '+12025550119' }, slack: { value: '0s' } },
  };
  return await handInModal(rota, 'rota.contact', submission, deps);
}

describe('what is promised while nobody sends it', () => {
  it.each<[QueueName, string, Command, string]>([
    ['pages', 'UVOL', page, 'test'],
    ['reminders', 'UVOL', callboard, 'dojo'],
    ['reminders', 'UORG', callboard, 'drill the phones'],
  ])('%s, for %s', async (queue, who, command, typed) => {
    const { world, heard } = await webOf([queue]);
    const said = JSON.stringify(await world.type(who, command, typed));
    expect(said).toContain(`${WAITS} queue \`${queue}\``);
    expect(said).toContain('until the operator has started a worker');
    // Asked for all the same.
    expect((await world.store.outbox()).some((job) => job.queue === queue)).toBe(true);
    heard.unattended = [];
    await world.settle(jobs);
    expect(JSON.stringify(await world.type('UANY', page, 'test'))).not.toContain(WAITS);
  });

  it('of a press, and of what is answered with a modal', async () => {
    const { world, deps } = await webOf(['reminders', 'pages']);
    const pressed = textOf(await world.press('UORG', page, 'page.remind-untested'));
    expect(pressed).toContain(`${WAITS} queue \`reminders\``);
    const answer = await handInContact(world, deps);
    expect(answer).toHaveProperty('update');
    expect(JSON.stringify(answer)).toContain(`${WAITS} queue \`pages\``);
  });

  it('is said once, in the words that a page has for it', async () => {
    const { world } = await webOf(['pages']);
    const text = textOf(await world.type('UVOL', page, 'stage-main The projector is dead'));
    expect(text).toContain('Nobody sends pages at this moment');
    expect(text).not.toContain(WAITS);
  });

  it('is said without queues and workers to whoever is not of the crew', async () => {
    const { world } = await webOf(['pages']);
    const text = textOf(await world.type('UGUEST', page, 'test'));
    expect(text).not.toMatch(/worker|queue/);
    expect(text).toContain('nothing is sent at this moment');
    expect(text).toContain('<@UORG>');
  });

  it('is not said where nothing waits there, nor of boards and cards, nor of a queue that is run', async () => {
    const { world, heard } = await webOf(['reminders', 'webhooks', 'chores']);
    expect(textOf(await world.type('UVOL', page, 'test'))).not.toContain(WAITS);
    expect(textOf(await world.type('UVOL', page, 'stage-main The lamp is out'))).not.toContain(WAITS);
    heard.unattended = ['pages'];
    expect(JSON.stringify(await world.type('UVOL', page, 'show P1'))).not.toContain(WAITS);
  });
});

describe('where neither texts nor calls can leave', () => {
  it('a test says so, and who does what about it', async () => {
    const { world, deps } = await webOf([]);
    const phones = deps.channels;
    deps.channels = phones.filter(({ name }) => name === 'slack');
    const text = textOf(await world.type('UANY', page, 'test'));
    expect(text).toContain('have the operator set up Twilio or Telnyx');
    expect(text).not.toContain('`/rota contact`');
    deps.channels = phones;
    expect(textOf(await world.type('UANY', page, 'test'))).toContain('`/rota contact`');
  });

  it('no code is promised to a number', async () => {
    const { world, deps } = await webOf([]);
    deps.channels = deps.channels.filter(({ name }) => name === 'slack');
    const answer = await handInContact(world, deps);
    expect(JSON.stringify(answer)).toContain('no provider for texts and calls is configured');
    expect(await world.store.outbox()).toEqual([]);
  });
});
