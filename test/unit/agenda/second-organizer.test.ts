/** Changes of the programme that need two organizers, once a budget is spent whose terms say so. */
import { beforeEach, describe, expect, it } from 'vitest';
import { agenda } from '../../../commands/agenda/command.ts';
import { jobs } from '../../../jobs/index.ts';
import {
  NOT_WARNED,
  PROMISES_ID,
  promisesCounted,
  promisesDocument,
} from '../../../src/callboard/domain/promise-warnings.ts';
import { type Counts, DEFAULT_TERMS } from '../../../src/callboard/domain/promises.ts';
import type { Reply } from '../../../src/core/command.ts';
import { put, recordFact } from '../../../src/core/commit.ts';
import type { Message } from '../../../src/core/ports/chat.ts';
import { exportFrab } from '../../../src/formats/frab-export.ts';
import { session, time } from '../../support/agenda.ts';
import { fakeEvent, fakeWorld, somebody, type World } from '../../support/fake-deps.ts';
import { add } from '../speakers/world.ts';

const none = { kept: 0, missed: 0, recent: {} };
const event = (organizers: string[], secondOrganizer: boolean) =>
  fakeEvent({
    organizers,
    promises: {
      ...DEFAULT_TERMS,
      started: { ...DEFAULT_TERMS.started, ...(secondOrganizer && { secondOrganizer }) },
    },
  });

let world: World;

async function open(organizers: string[], secondOrganizer = true): Promise<void> {
  world = await fakeWorld(
    time(10),
    ['UORG', 'UTWO', 'UVOL'].map((id) => somebody(id)),
    event(organizers, secondOrganizer),
  );
  await add(world, session('S1', 0, 30), session('S3', 30, 60), session('S5', 90, 120));
}

/** So many talks of ten that did not start in time. */
async function late(missed: number): Promise<void> {
  const counts: Counts = {
    reached: none,
    answered: none,
    reminded: none,
    started: { kept: 10 - missed, missed, recent: {} },
  };
  const old = await world.store.get(promisesDocument, PROMISES_ID);
  const at = world.clock.now();
  await world.store.commit({
    put: [
      put(
        promisesDocument,
        PROMISES_ID,
        { at: at.toString(), counts, toil: {}, warned: NOT_WARNED },
        old?.version ?? 0,
      ),
    ],
    facts: [
      recordFact(promisesCounted, { at, by: 'callboard', about: [], data: { upTo: '0', warnings: [] } }),
    ],
  });
}

const messageOf = (reply: Reply): Message => {
  if (reply && 'replace' in reply) return reply.replace;
  if (reply && 'text' in reply) return reply;
  throw new Error('no message');
};
const valueOf = (message: Message, label: string): string => {
  const elements = (message.blocks ?? []).flatMap((block) =>
    block.type === 'actions' ? block.elements : [],
  );
  const found = elements.find((one) => one.type === 'button' && one.text.text === label);
  if (found?.type !== 'button' || found.value === undefined) throw new Error(`no button ${label}`);
  return found.value;
};
const press = (who: string, action: string, value: string) => world.press(who, agenda, action, value);
const startOf = async (code: string) => (await world.deps.sessions.read()).get(code)?.value.start;
const asked = () => world.chat.sent.filter(({ text }) => text.includes('wants to change the programme'));
const askedFor = (at: number): Message => {
  const sent = asked().at(at);
  if (!sent) throw new Error('nobody was asked');
  return sent.content as Message;
};
const settle = () => world.settle(jobs);

async function applied(text = 'delay S3 15m projector'): Promise<Message> {
  const preview = messageOf(await world.type('UORG', agenda, text));
  return messageOf(await press('UORG', 'agenda.apply', valueOf(preview, 'Apply')));
}

describe('while the budget is spent', () => {
  beforeEach(async () => {
    await open(['UORG', 'UTWO']);
    await late(3);
  });

  it('a change waits for a second organizer, who sees what it does', async () => {
    const before = await startOf('S3');
    const waits = await applied();
    expect(waits.text).toContain('A talk starts within 5 min of the plan');
    expect(waits.text).toContain('Nothing has changed yet');
    await settle();
    expect(await startOf('S3')).toBe(before);
    expect(asked()).toMatchObject([{ to: 'COPS', text: expect.stringContaining('S3') }]);
    expect(asked()[0]?.text).toContain('projector');

    const too = valueOf(askedFor(0), 'Apply too');
    await expect(press('UORG', 'agenda.apply-second', too)).rejects.toMatchObject({
      key: 'agenda.second.same',
    });
    await expect(press('UVOL', 'agenda.apply-second', too)).rejects.toThrow();
    expect(await startOf('S3')).toBe(before);
    const done = messageOf(await press('UTWO', 'agenda.apply-second', too));
    expect(done.text).toContain('By <@UORG> and <@UTWO>');
    expect(await startOf('S3')).not.toBe(before);
    const facts = await world.store.facts({});
    expect(facts.filter(({ name }) => name === 'agenda.changed').at(-1)).toMatchObject({
      by: 'UORG',
      data: { how: 'delay' },
    });
    expect(facts.filter(({ name }) => name === 'agenda.seconded')).toMatchObject([
      { by: 'UTWO', data: { alone: false } },
    ]);
    expect(messageOf(await press('UTWO', 'agenda.apply-second', too)).text).toContain('Nothing was changed');
  });

  it('asks once, however often it is pressed', async () => {
    const preview = messageOf(await world.type('UORG', agenda, 'delay S3 15m'));
    for (let press_ = 0; press_ < 3; press_++) {
      await press('UORG', 'agenda.apply', valueOf(preview, 'Apply'));
      await settle();
    }
    expect(asked()).toHaveLength(1);
  });

  it('what cannot wait is applied alone, and everybody hears of it', async () => {
    const before = await startOf('S3');
    const alone = valueOf(await applied(), 'Apply alone');
    await expect(press('UTWO', 'agenda.apply-alone', alone)).rejects.toMatchObject({
      key: 'agenda.second.notYours',
    });
    await press('UORG', 'agenda.apply-alone', alone);
    await settle();
    expect(await startOf('S3')).not.toBe(before);
    expect(world.chat.sent.filter(({ text }) => text.includes('without waiting for a second'))).toHaveLength(
      1,
    );
  });

  it('an agenda that changed meanwhile is not overwritten by the second', async () => {
    await applied();
    await settle();
    const too = valueOf(askedFor(0), 'Apply too');
    const other = messageOf(await world.type('UTWO', agenda, 'delay S5 5m'));
    const waits = messageOf(await press('UTWO', 'agenda.apply', valueOf(other, 'Apply')));
    await press('UTWO', 'agenda.apply-alone', valueOf(waits, 'Apply alone'));
    const before = await startOf('S3');
    expect(messageOf(await press('UTWO', 'agenda.apply-second', too)).text).toContain('changed');
    expect(await startOf('S3')).toBe(before);
  });

  it('what is thrown away is not asked for any more', async () => {
    const waits = await applied();
    await press('UORG', 'agenda.discard', valueOf(waits, 'Discard'));
    await settle();
    expect(asked()).toHaveLength(0);
  });

  it('an undo needs two as well', async () => {
    await press('UORG', 'agenda.apply-alone', valueOf(await applied(), 'Apply alone'));
    const moved = await startOf('S3');
    const waits = await applied('undo');
    await settle();
    expect(await startOf('S3')).toBe(moved);
    expect(waits.text).toContain('Nothing has changed yet');
    await press('UTWO', 'agenda.apply-second', valueOf(askedFor(-1), 'Apply too'));
    expect(await startOf('S3')).not.toBe(moved);
  });
});

it('an import needs two as well, and is counted for the second', async () => {
  await open(['UORG', 'UTWO']);
  await late(3);
  const days = [{ index: 1, date: '2019-06-05', start: '2019-06-05T02:00:00Z', end: '2019-06-06T02:00:00Z' }];
  const sessions = [session('S1', 0, 30), session('S9', 200, 230, { title: 'A new one' })];
  const file = {
    title: 'TestConf',
    zone: 'Europe/Madrid',
    days,
    rooms: ['Main hall'],
    sessions,
    version: '1',
  };
  const body = new TextEncoder().encode(exportFrab(file));
  Object.assign(world.deps, { fetch: async () => ({ status: 'ok', body, contentType: 'application/json' }) });
  const preview = messageOf(await world.type('UORG', agenda, 'import https://conf.example/schedule.json'));
  const button = JSON.stringify(preview.blocks).includes('agenda.apply-anyway') ? 'Apply anyway' : 'Apply';
  const action = button === 'Apply' ? 'agenda.apply' : 'agenda.apply-anyway';
  await press('UORG', action, valueOf(preview, button));
  await settle();
  const titles = async () => [...(await world.deps.sessions.read()).values()].map(({ value }) => value.title);
  expect(await titles()).not.toContain('A new one');
  expect(askedFor(0).text).toContain('1 new');
  await press('UTWO', 'agenda.apply-second', valueOf(askedFor(0), 'Apply too'));
  expect(await titles()).toContain('A new one');
});

describe('one organizer is enough', () => {
  const isApplied = async () => {
    const before = await startOf('S3');
    await applied();
    await settle();
    expect(await startOf('S3')).not.toBe(before);
    expect(asked()).toHaveLength(0);
  };

  it('while something of the budget is left', async () => {
    await open(['UORG', 'UTWO']);
    await late(1);
    await isApplied();
  });

  it('where the terms do not ask for two', async () => {
    await open(['UORG', 'UTWO'], false);
    await late(3);
    await isApplied();
  });

  it('where there is no other', async () => {
    await open(['UORG']);
    await late(3);
    await isApplied();
  });
});
