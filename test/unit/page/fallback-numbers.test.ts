/** Organizers get the numbers to dial when nothing else rings, or nobody has answered by the next step; and not before. */
import { describe, expect, it } from 'vitest';
import { page } from '../../../commands/page/command.ts';
import { MayHaveLeft, PermanentError, ProviderDown } from '../../../src/core/errors.ts';
import { reportDelivery } from '../../../src/page/report-delivery.ts';
import type { World } from '../../support/fake-deps.ts';
import { jobs, pagingWorld, sent } from './world.ts';

const DIAL = 'Please dial by hand';
const HAVE = 'organizers have the numbers';

async function troubledWorld() {
  const world = await pagingWorld();
  const texts = () => [...world.chat.messages.values()].map((one) => JSON.stringify(one));
  /** How often an organizer was told to dial. */
  const dials = () => texts().filter((text) => text.includes(DIAL)).length;
  const card = () => JSON.stringify([...world.chat.messages].find(([at]) => at.startsWith('CSTAGE'))?.[1]);
  const calls = () => sent(world).filter((one) => one === 'voice UVOL').length;
  return { world, dials, card, calls };
}

/** What the provider says of the call that left last. */
async function callIs(state: 'ringing' | 'failed', world: World, code?: string): Promise<void> {
  const call = world.channels.voice.sent.at(-1)?.notification ?? '';
  expect(await reportDelivery(call, { state, ...(code !== undefined && { code }) }, world.deps)).toBe(true);
  await world.settle(jobs);
}

describe('one provider may have sent the text, and does not say so', () => {
  const inDoubt = () => new MayHaveLeft('twilio', 'telnyx');

  it('says nothing while the call rings, and gives the numbers when the next step is due', async () => {
    const { world, dials, card, calls } = await troubledWorld();
    world.channels.sms.failWith = inDoubt();
    await world.type('UANY', page, 'stage-main Help');
    await world.advance('PT40S', jobs);
    await callIs('ringing', world);
    await world.advance('PT2M15S', jobs);
    expect(calls()).toBe(1);
    expect(dials()).toBe(0);
    expect(card()).toContain('is in trouble');
    expect(card()).not.toContain(HAVE);
    await world.advance('PT10S', jobs);
    expect(dials()).toBe(1);
    expect(card()).toContain(HAVE);
    await world.advance('PT5M', jobs);
    expect(dials(), 'once').toBe(1);
  });

  it('never gives them where the call is answered, or where the text is known to have arrived', async () => {
    const answered = await troubledWorld();
    answered.world.channels.sms.failWith = inDoubt();
    await answered.world.type('UANY', page, 'stage-main Help');
    await answered.world.advance('PT40S', jobs);
    await callIs('ringing', answered.world);
    await answered.world.advance('PT10S', jobs);
    await answered.world.type('UVOL', page, 'ack P1');
    await answered.world.advance('PT9M', jobs);
    expect(answered.dials()).toBe(0);

    const arrived = await troubledWorld();
    arrived.world.channels.sms.failWith = inDoubt();
    await arrived.world.type('UANY', page, 'stage-main Help');
    await arrived.world.advance('PT40S', jobs);
    await callIs('ringing', arrived.world);
    expect(arrived.card()).toContain('is in trouble');
    arrived.world.channels.sms.failWith = undefined;
    await arrived.world.advance('PT5M', jobs);
    expect(sent(arrived.world)).toContain('sms UVOL');
    expect(arrived.dials()).toBe(0);
  });

  it.each(['busy', 'voicemail'])(
    'gives them at once where the call ends without having rung: %s',
    async (code) => {
      const { world, dials } = await troubledWorld();
      world.channels.sms.failWith = inDoubt();
      await world.type('UANY', page, 'stage-main Help');
      await world.advance('PT40S', jobs);
      expect(dials()).toBe(0);
      await callIs('failed', world, code);
      expect(dials()).toBe(1);
    },
  );

  it('gives them at once where the call is accepted and does not ring', async () => {
    const { world, dials, calls } = await troubledWorld();
    world.channels.sms.failWith = inDoubt();
    await world.type('UANY', page, 'stage-main Help');
    await world.advance('PT35S', jobs);
    expect(calls()).toBe(1);
    expect(dials()).toBe(0);
    await world.advance('PT35S', jobs);
    expect(dials()).toBe(1);
  });
});

describe('no provider takes anything', () => {
  it.each([
    ['down', () => new ProviderDown(5)],
    ['refused', () => new PermanentError('21211')],
  ])('gives the numbers within half a minute: the call is %s', async (_, failure) => {
    const { world, dials } = await troubledWorld();
    world.channels.sms.failWith = new ProviderDown(5);
    world.channels.voice.failWith = failure();
    await world.type('UANY', page, 'stage-main Help');
    await world.advance('PT30S', jobs);
    expect(dials(), 'the text leaves after half a minute').toBe(0);
    await world.advance('PT20S', jobs);
    expect(dials()).toBe(1);
  });
});
