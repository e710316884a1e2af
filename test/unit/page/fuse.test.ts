/** How much leaves the house, whatever anybody asks for: fuses of the day, rings of one phone, costly numbers. */
import { describe, expect, it } from 'vitest';
import { page } from '../../../commands/page/command.ts';
import { rota } from '../../../commands/rota/command.ts';
import { speakers } from '../../../commands/speakers/command.ts';
import { isCostly, ownNumber, phoneNumber } from '../../../src/callboard/domain/phone.ts';
import { PermanentError, StoreUnavailable } from '../../../src/core/errors.ts';
import { notificationDocument } from '../../../src/page/domain/notification.ts';
import { somebody, type World } from '../../support/fake-deps.ts';
import { add, session } from '../speakers/world.ts';
import { jobs, pagingWorld, people, sent, shift, textOf } from './world.ts';

const count = (world: World, channel: 'sms' | 'voice' | 'slack') => world.channels[channel].sent.length;
const ops = (world: World) =>
  world.chat.sent.filter(({ to, kind }) => to === 'COPS' && kind === 'post').map(({ text }) => text);
const alarms = (world: World) => ops(world).filter((text) => text.includes('ceiling'));
const codes = async (world: World, channel: string) =>
  (await world.store.all(notificationDocument))
    .filter(({ value }) => value.channel === channel && value.code !== undefined)
    .map(({ value }) => value.code);
/** Critical pages, all at once. */
const bomb = (world: World, pages: number) =>
  Promise.all(
    Array.from({ length: pages }, (_, i) => world.type('UORG', page, `stage-main! bomb ${i}`)),
  ).then(() => world.settle(jobs));

describe('the fuse of a day', () => {
  it('lets no more texts leave than its ceiling, tells organizers once, and goes on in Slack', async () => {
    const world = await pagingWorld();
    await world.type('UORG', page, 'fuse texts 5');
    await bomb(world, 12);
    expect(count(world, 'sms')).toBe(5);
    expect(count(world, 'slack')).toBeGreaterThanOrEqual(12);
    expect(alarms(world)).toHaveLength(1);
    expect(alarms(world)[0]).toContain('ceiling of 5 texts');
    expect(await codes(world, 'sms')).toContain('fuse');
    const shown = textOf(await world.type('UORG', page, 'show P12'));
    expect(shown).toContain('P12');
  });

  it('tells them although the database was gone in the moment in which it would', async () => {
    const world = await pagingWorld();
    await world.type('UORG', page, 'fuse texts 1');
    const commit = world.store.commit.bind(world.store);
    let deaths = 0;
    world.store.commit = async (change) => {
      if (change.put?.some(({ kind }) => kind.name === 'page-fuse-told') && deaths++ === 0)
        throw new StoreUnavailable('nobody answers');
      return await commit(change);
    };
    await bomb(world, 2);
    expect(alarms(world)).toEqual([]);
    await world.advance('PT2M', jobs);
    expect(deaths).toBeGreaterThan(1);
    expect(alarms(world)).toHaveLength(1);
  });

  it('is raised in the middle of the day, and tells again when that is reached too', async () => {
    const world = await pagingWorld();
    await world.type('UORG', page, 'fuse texts 2');
    await bomb(world, 3);
    expect(count(world, 'sms')).toBe(2);
    await world.type('UORG', page, 'fuse texts 4');
    await bomb(world, 3);
    await world.advance('PT61S', jobs);
    await bomb(world, 5);
    expect(count(world, 'sms')).toBe(4);
    expect(alarms(world).map((text) => /ceiling of (\d+)/.exec(text)?.[1])).toEqual(['2', '4']);
  });

  it('begins anew at midnight by the event’s clock', async () => {
    const world = await pagingWorld([shift({ end: '2019-06-07T18:00:00Z' })]);
    await world.type('UORG', page, 'fuse calls 1');
    await bomb(world, 2);
    expect(count(world, 'voice')).toBe(1);
    // Midnight in Madrid is at 22:00 of UTC.
    world.clock.t = world.clock.t.add({ hours: 13, minutes: 59 });
    await world.type('UORG', page, 'stage-main! late');
    const before = world.channels.voice.sent.length;
    world.clock.t = world.clock.t.add({ minutes: 2 });
    await world.type('UORG', page, 'stage-main! later');
    await world.settle(jobs);
    expect(before).toBe(1);
    expect(count(world, 'voice')).toBe(2);
  });

  it('counts what left, not what the provider did not take', async () => {
    const world = await pagingWorld();
    world.channels.sms.failWith = new PermanentError('30005');
    await world.type('UORG', page, 'stage-main! Fire');
    await world.settle(jobs);
    world.channels.sms.failWith = undefined;
    expect(textOf(await world.type('UORG', page, 'fuse'))).toContain('0 of 2000 texts, 1 of 1000 calls');
  });

  it('says at once where a ceiling that is set is reached already', async () => {
    const world = await pagingWorld();
    await world.type('UORG', page, 'stage-main! Fire');
    await world.settle(jobs);
    const set = textOf(await world.type('UORG', page, 'fuse calls 1'));
    expect(set).toMatch(/1 of 1 calls[\s\S]*until midnight nobody is called/);
    expect(textOf(await world.type('UORG', page, 'fuse calls 2'))).not.toContain('nobody is called');
  });

  it('has a ceiling on money, by what the organizers say that it costs', async () => {
    const world = await pagingWorld();
    await world.type('UORG', page, 'fuse price 0.10 0,25');
    const set = textOf(await world.type('UORG', page, 'fuse money 1'));
    expect(set).toContain('0.00 of 1.00');
    await bomb(world, 12);
    const { fuse } = { fuse: textOf(await world.type('UORG', page, 'fuse')) };
    const spent = Number(/about ([\d.]+) of 1.00/.exec(fuse)?.[1]);
    expect(spent).toBeLessThanOrEqual(1);
    expect(spent).toBeGreaterThan(0.7);
    expect(alarms(world).every((text) => text.includes('ceiling of 1.00'))).toBe(true);
    expect(textOf(await world.type('UORG', page, 'fuse money off'))).toContain('no ceiling on money');
  });

  it.each(['lots', 'texts', 'texts -1', 'texts 5 6', 'texts 999999', 'money 0', 'price 1', 'calls 1.5'])(
    '`fuse %s` is refused with what to type',
    async (typed) => {
      const world = await pagingWorld();
      await expect(world.type('UORG', page, `fuse ${typed}`)).rejects.toMatchObject({ key: 'page.fuse.how' });
    },
  );

  it('is the organizers’ to see and to set', async () => {
    const world = await pagingWorld();
    await expect(world.type('UANY', page, 'fuse texts 1')).rejects.toThrow();
  });
});

describe('one phone', () => {
  it('is rung six times in ten minutes at the most, critical or not; then the next one is asked', async () => {
    const world = await pagingWorld([shift({ assignments: [{ person: 'UVOL', state: 'accepted' }] })]);
    await bomb(world, 10);
    const rings = () => world.channels.voice.sent.filter(({ to }) => to.id === 'UVOL').length;
    expect(rings()).toBe(6);
    expect(await codes(world, 'voice')).toContain('rung-enough');
    expect(count(world, 'sms')).toBeGreaterThanOrEqual(10);
    await world.type('UORG', page, 'stage-main! after');
    await world.settle(jobs);
    expect(rings()).toBe(6);
    // Ten minutes later it may ring again.
    world.clock.t = world.clock.t.add({ minutes: 10, seconds: 1 });
    await world.type('UORG', page, 'stage-main! much later');
    await world.settle(jobs);
    expect(rings()).toBeGreaterThan(6);
  });

  it('leaves no number in the name of a key', async () => {
    const world = await pagingWorld();
    await bomb(world, 1);
    expect(JSON.stringify(await world.store.facts({}))).not.toContain('2025550111');
  });
});

describe('numbers', () => {
  it.each([
    '+19005550100',
    '+34803123456',
    '+34806123456',
    '+34902123456',
    '+34905123',
    '+449098790000',
    '+448443123456',
    '+443001231234',
    '+447012345678',
    '+491806123456',
    '+33899123456',
    '+979123456789',
    '+881612345678',
    '+88213012345',
    '+870773111632',
    '+80812345678',
  ])('%s has a high price', (number) => {
    expect(isCostly(number)).toBe(true);
    expect(ownNumber(number)).toBe('costly');
  });

  it.each(['+34600123456', '+12025550101', '+4915112345678', '+447400123456', '+34911234567'])(
    '%s has not',
    (number) => {
      expect(isCostly(number)).toBe(false);
      expect(ownNumber(number)).toMatchObject({ number });
    },
  );

  it.each(['112', '911', '+112', '+911', '+34112', '+34 091', '+1911', '+44999', '999', '+1 211', ''])(
    '%s, an emergency or short number, is nobody’s',
    (number) => {
      expect(ownNumber(number)).toBe('bad');
      expect(phoneNumber(number)).toBeUndefined();
    },
  );

  it('with a high price are refused where they are typed', async () => {
    const world = await pagingWorld();
    const submit = async (phone: string) =>
      JSON.stringify(
        await rota.modals?.['rota.contact']?.run(
          {
            ...(await world.asking('UANY')),
            values: { phone: { value: phone }, via: { value: 'sms' } },
            meta: '',
          } as never,
          world.deps,
        ),
      );
    expect(await submit('+1 900 555 0100')).toContain('number with a high price');
    expect(await submit('112')).toContain('no valid number');
    await world.settle(jobs);
    expect(count(world, 'sms')).toBe(0);
    await add(world, session('S9', '2019-06-05T12:00:00Z'));
    await expect(world.type('UORG', speakers, 'link Name +34 803 123 456')).rejects.toMatchObject({
      key: 'speakers.costlyPhone',
    });
  });

  it('that were verified before they were refused are not used either, and the card says why', async () => {
    const own = { phone: { number: '+19005550100', verifiedAt: '2019-06-01T00:00:00Z' } };
    const world = await pagingWorld(
      [shift()],
      people().map((one) => (one.id === 'UVOL' ? somebody('UVOL', { ...one, ...own }) : one)),
    );
    await world.type('UORG', page, 'stage-main! Fire');
    await world.settle(jobs);
    expect(sent(world).filter((one) => /^(sms|voice) UVOL/.test(one))).toEqual([]);
    expect(sent(world)).toContain('slack UVOL');
    await world.advance('PT3S', jobs);
    const card = JSON.stringify([...world.chat.messages].find(([at]) => at.startsWith('CSTAGE'))?.[1]);
    expect(card).toContain('a number with a high price: not used');
  });
});
