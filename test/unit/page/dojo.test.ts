/** A new volunteer learns to answer a page: each lesson waits for them, explains itself, and can be left out. */
import { describe, expect, it } from 'vitest';
import { callboard } from '../../../commands/callboard/command.ts';
import { page } from '../../../commands/page/command.ts';
import { rota } from '../../../commands/rota/command.ts';
import { answerPage } from '../../../src/page/answer.ts';
import { dojoDocument } from '../../../src/page/domain/dojo.ts';
import { pageDocument } from '../../../src/page/domain/page.ts';
import { neverTested, testedDocument } from '../../../src/page/domain/tests.ts';
import type { World } from '../../support/fake-deps.ts';
import { jobs, pagingWorld, people, shift, textOf } from './world.ts';

const latest = async (world: World) => (await world.store.all(pageDocument)).at(-1)?.value;
const dojoOf = async (world: World, person = 'UVOL') => (await world.store.get(dojoDocument, person))?.value;
const dms = (world: World, person = 'UVOL') =>
  world.chat.sent.filter(({ kind, to }) => kind === 'dm' && to === person).map(({ text }) => text);
const names = async (world: World, about = 'person:UVOL') =>
  (await world.store.facts({ about })).map(({ name }) => name);

/** What the person does with the lesson's page, over this way. */
async function answers(world: World, verb: 'ack' | 'escalate' | 'resolve', via: 'slack' | 'sms' | 'voice') {
  const open = await latest(world);
  await answerPage(open?.code ?? '', verb, { by: 'UVOL', via, now: world.clock.now() }, world.deps);
  await world.advance('PT6S', jobs);
}

const begin = async (world: World) => {
  const reply = await world.type('UVOL', callboard, 'dojo');
  await world.advance('PT6S', jobs);
  return textOf(reply);
};

describe('the dojo', () => {
  it('goes through card, text, call, passing on and resolving, and leaves a tested phone', async () => {
    const world = await pagingWorld();
    expect(await begin(world)).toContain('direct messages');
    expect(dms(world).at(-1)).toContain('*1 of 5.*');
    expect((await latest(world))?.stepsRun[0]?.people[0]?.planned.map(({ channel }) => channel)).toEqual([
      'slack',
    ]);
    expect(world.channels.sms.sent).toEqual([]);
    const card = JSON.stringify(await world.type('UVOL', page, 'show P1'));
    expect(card).toMatch(/[Ff]rom Callboard/);
    await answers(world, 'ack', 'slack');
    expect(dms(world).at(-1)).toMatch(/You had it, with one press[\s\S]*\*2 of 5\.\*/);
    expect(world.channels.sms.sent).toHaveLength(1);
    await answers(world, 'ack', 'sms');
    expect(world.channels.voice.sent).toHaveLength(1);
    await answers(world, 'ack', 'voice');
    // A phone is left in peace for 45 s between two calls.
    await world.advance('PT45S', jobs);
    expect(world.channels.voice.sent).toHaveLength(2);
    expect(dms(world).at(-1)).toContain('press `2`');
    await answers(world, 'escalate', 'voice');
    await answers(world, 'ack', 'slack');
    expect((await dojoOf(world))?.lesson).toBe('resolve');
    await answers(world, 'resolve', 'slack');
    expect(dms(world).at(-1)).toContain('you know how to answer a page');
    expect((await dojoOf(world))?.state).toBe('done');
    expect(await names(world)).toEqual(expect.arrayContaining(['dojo.begun', 'dojo.done', 'paging.tested']));
    const tested = await world.store.get(testedDocument, 'UVOL');
    expect(tested?.value).toMatchObject({ reached: ['slack', 'sms', 'voice'], failed: [] });
    expect(neverTested([shift()], new Set(['UVOL']), world.clock.now())).toEqual([]);
    // Nobody else was asked, no channel saw it, and nothing of it is open.
    expect(world.chat.sent.filter(({ to }) => to !== 'UVOL')).toEqual([]);
    const left = (await world.store.all(pageDocument)).filter(({ value }) => value.state !== 'resolved');
    expect(left).toEqual([]);
    expect(await world.store.outbox()).toEqual([]);
  });

  it('takes no other way for the one that it teaches, and waits', async () => {
    const world = await pagingWorld();
    await begin(world);
    await answers(world, 'ack', 'sms');
    expect((await dojoOf(world))?.lesson).toBe('card');
    const said = dms(world).length;
    await world.advance('PT20M', jobs);
    expect(dms(world)).toHaveLength(said);
    expect(world.channels.sms.sent).toEqual([]);
  });

  it('is over after an hour without a word, with its page', async () => {
    const world = await pagingWorld();
    await begin(world);
    await world.advance('PT61M', jobs);
    expect(dms(world).at(-1)).toContain('waited for an hour');
    expect((await latest(world))?.state).toBe('resolved');
    expect(await names(world)).toContain('dojo.stopped');
    expect(await names(world)).not.toContain('dojo.done');
  });

  it('leaves out what is skipped, sends again what went astray so often, and stops', async () => {
    const world = await pagingWorld();
    await begin(world);
    expect(await world.press('UVOL', callboard, 'callboard.dojo-skip', '1 card')).toBeUndefined();
    // Pressed twice, and by somebody whose dojo it is not: nothing more happens.
    await world.press('UVOL', callboard, 'callboard.dojo-skip', '1 card');
    expect(textOf(await world.press('UANY', callboard, 'callboard.dojo-skip', '1 card'))).toContain(
      'is over',
    );
    await world.advance('PT6S', jobs);
    expect((await dojoOf(world))?.lesson).toBe('text');
    for (let again = 1; again <= 3; again++) {
      await world.press('UVOL', callboard, 'callboard.dojo-again', '1 text');
      await world.advance('PT6S', jobs);
      expect(world.channels.sms.sent).toHaveLength(again + 1);
    }
    await expect(world.press('UVOL', callboard, 'callboard.dojo-again', '1 text')).rejects.toThrow(
      'page.dojo.often',
    );
    const open = (await world.store.all(pageDocument)).filter(({ value }) => value.state !== 'resolved');
    expect(open).toHaveLength(1);
    const before = dms(world).length;
    expect(await world.press('UVOL', callboard, 'callboard.dojo-stop', '1 text')).toBeUndefined();
    await world.advance('PT6S', jobs);
    // Its end is said once, by the message that stays.
    expect(dms(world).slice(before)).toEqual([expect.stringMatching(/^The dojo is over\./)]);
    expect((await dojoOf(world))?.state).toBe('stopped');
    expect((await latest(world))?.state).toBe('resolved');
    expect(await world.store.get(testedDocument, 'UVOL')).toBeUndefined();
    expect(await world.store.outbox()).toEqual([]);
  });

  it('is begun again ten minutes later, not sooner', async () => {
    const world = await pagingWorld();
    await begin(world);
    await expect(begin(world)).rejects.toMatchObject({ key: 'page.dojo.going', params: { count: 10 } });
    await world.press('UVOL', callboard, 'callboard.dojo-stop', '1 card');
    await expect(begin(world)).rejects.toMatchObject({ key: 'page.dojo.wait', params: { count: 10 } });
    await world.advance('PT10M', jobs);
    expect(await begin(world)).toContain('direct messages');
    const open = (await world.store.all(pageDocument)).filter(({ value }) => value.state !== 'resolved');
    expect(open).toHaveLength(1);
  });

  it('begins with the phone where none is verified, and goes on by itself', async () => {
    const world = await pagingWorld();
    const reply = await world.type('UANY', callboard, 'dojo');
    expect(textOf(reply)).toContain('First I need your number');
    expect(JSON.stringify(reply)).toContain('rota.contact');
    const asking = await world.asking('UANY');
    const submit = (callback: string, values: Record<string, string>) =>
      rota.modals?.[callback]?.run(
        {
          ...asking,
          values: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value }])),
          meta: '',
        },
        world.deps,
      );
    await submit('rota.contact', { phone: '+12025550177' });
    await world.settle(jobs);
    const code = /\b\d{6}\b/.exec(world.channels.sms.sent.at(-1)?.text ?? '')?.[0] ?? '';
    await submit('rota.code', { code });
    await world.advance('PT6S', jobs);
    expect(dms(world, 'UANY').at(-1)).toContain('*1 of 5.*');
  });

  it('counts in no figure of pages', async () => {
    const world = await pagingWorld();
    await begin(world);
    await answers(world, 'ack', 'slack');
    expect(textOf(await world.type('UORG', page, 'list'))).not.toContain('PRACTICE');
  });

  it('is offered once to whoever has never tried, in Home and with their first shift', async () => {
    const world = await pagingWorld();
    const home = async () => JSON.stringify(await rota.home?.(await world.asking('UVOL'), world.deps));
    expect(await home()).toContain('callboard.dojo');
    await begin(world);
    await world.press('UVOL', callboard, 'callboard.dojo-stop', '1 card');
    expect(await home()).not.toContain('callboard.dojo');
  });

  it('speaks the language of its person', async () => {
    const world = await pagingWorld(
      [shift()],
      people().map((one) => (one.id === 'UVOL' ? { ...one, language: 'es' } : one)),
    );
    await begin(world);
    expect(dms(world).at(-1)).toMatch(/\*1 de 5\.\*[\s\S]*`Lo tengo`/);
    expect((await latest(world))?.message).toContain('PRÁCTICA');
  });
});
