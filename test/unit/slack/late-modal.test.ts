/** A modal whose work takes longer than Slack waits, and that its person has closed when it is done. */
import type { App } from '@slack/bolt';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { listenToModals, type ModalHandling } from '../../../src/adapters/slack/listen-modals.ts';
import type { Command, ModalResponse } from '../../../src/core/command.ts';
import { PermanentError } from '../../../src/core/errors.ts';
import { UNMEASURED } from '../../../src/core/telemetry.ts';
import { type Mrkdwn, mrkdwn } from '../../../src/slack/mrkdwn.ts';
import { fakeWorld } from '../../support/fake-deps.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Hands in a modal whose work takes ten seconds; what the person is told in the end, in private. */
async function told(response: ModalResponse, updateView: ModalHandling['updateView']): Promise<Mrkdwn[]> {
  const world = await fakeWorld();
  let handIn = async (_: object) => {};
  const app = {
    view: (_: unknown, handler: (given: object) => Promise<void>) => {
      handIn = handler;
    },
  } as unknown as App;
  const slow = async () => {
    await new Promise((resolve) => setTimeout(resolve, 10_000));
    return response;
  };
  const modals = { 'test.save': { run: slow } };
  const command = { rights: { modals: { 'test.save': 'crew' } }, modals } as unknown as Command;
  const handling = {
    chat: world.chat,
    ephemerals: { show: async () => undefined, change: async () => false },
    reception: { asking: async () => await world.asking('UORG'), lastLocale: () => 'en' as const },
    tell: (error: unknown) => mrkdwn`broken: ${String(error) as Mrkdwn}`,
    telemetry: UNMEASURED,
    acted: vi.fn(async () => {}),
    updateView,
    forgetsInitial: false,
  } as unknown as ModalHandling;
  listenToModals(app, [command], world.deps, handling, world.deps.log);
  const view = {
    id: 'V1',
    callback_id: 'test.save',
    title: { type: 'plain_text', text: 'Event' },
    private_metadata: '',
    state: { values: {} },
    blocks: [],
  };
  const ack = vi.fn(async () => {});
  const done = handIn({
    ack,
    body: { user: { id: 'UORG', name: 'uorg' }, trigger_id: 't' },
    view,
    context: {},
  });
  await vi.advanceTimersByTimeAsync(11_000);
  await done;
  expect(ack).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ response_action: 'update' }));
  expect(handling.acted).toHaveBeenCalledOnce();
  return world.chat.sent.filter(({ kind }) => kind === 'dm').map(({ text }) => text as Mrkdwn);
}

const closed = async () => {
  throw new PermanentError('not_found');
};

it('tells the person directly what came of it', async () => {
  expect(await told({ text: mrkdwn`The event is saved.` }, closed)).toEqual(['The event is saved.']);
});

it('tells what was wrong with it too', async () => {
  expect(await told({ errors: { zone: mrkdwn`No such zone.` } }, closed)).toEqual(['No such zone.']);
});

it('says that it is done where there is nothing else to say', async () => {
  expect(await told(undefined, closed)).toEqual([expect.stringMatching(/done/i)]);
});

it('shows it in the modal that is still open, and says nothing besides', async () => {
  const updated = vi.fn(async () => {});
  expect(await told(undefined, updated)).toEqual([]);
  expect(updated).toHaveBeenCalledOnce();
});
