/** A page from the command to the answer, over the world in memory. */
import { describe, expect, it } from 'vitest';
import { page } from '../../../commands/page/command.ts';
import { pageDocument } from '../../../src/page/domain/page.ts';
import { jobs, pagingWorld, sent, shift, textOf } from './world.ts';

const codeOf = async (world: Awaited<ReturnType<typeof pagingWorld>>, code = 'P1') =>
  (await world.store.get(pageDocument, code))?.value;

describe('a page', () => {
  it('asks whoever is on shift: Slack at once, a text after 30 s, a call after 90', async () => {
    const world = await pagingWorld();
    const reply = await world.type('UANY', page, 'stage-main Projector is dead');
    expect(textOf(reply)).toContain('<@UVOL>');
    await world.settle(jobs);
    expect(sent(world)).toEqual(['slack UVOL']);
    await world.advance('PT29S', jobs);
    expect(sent(world)).toEqual(['slack UVOL']);
    await world.advance('PT1S', jobs);
    expect(sent(world)).toEqual(['slack UVOL', 'sms UVOL']);
    await world.advance('PT60S', jobs);
    expect(sent(world)).toEqual(['slack UVOL', 'sms UVOL', 'voice UVOL']);
    expect(world.channels.sms.sent[0]?.text).toMatch(
      /P1 Main stage .*Projector is dead\. Reply \w\w to acknowledge/,
    );
  });

  it('goes to the lead after 3 minutes, to the organizers and @here after 6, twice more, then gives up in red', async () => {
    const world = await pagingWorld();
    await world.type('UANY', page, 'stage-main Help');
    await world.advance('PT3M', jobs);
    expect(sent(world)).toContain('slack ULEAD');
    expect(sent(world)).not.toContain('slack UORG');
    await world.advance('PT3M', jobs);
    expect(sent(world)).toContain('slack UORG');
    expect(world.chat.sent.some(({ to, text }) => to === 'COPS' && text.includes('<!here>'))).toBe(true);
    await world.advance('PT30M', jobs);
    expect(sent(world).filter((one) => one === 'slack UVOL')).toHaveLength(3);
    expect(sent(world).filter((one) => one === 'slack UORG')).toHaveLength(3);
    expect((await codeOf(world))?.gaveUpAt).toBeDefined();
    const card = [...world.chat.messages].find(([at]) => at.startsWith('CSTAGE'))?.[1];
    expect(card?.text).toContain('Nobody answered');
    // Whoever comes on shift next is asked: nothing else is due.
    expect((await world.store.outbox()).map(({ id }) => id)).toEqual(['recheck:P1']);
  });

  it('stops everything at the acknowledgement, asks again after 20 minutes, begins again after 30', async () => {
    const world = await pagingWorld();
    await world.type('UANY', page, 'stage-main Help');
    await world.advance('PT10S', jobs);
    await world.press('UORG', page, 'page.ack', 'P1');
    await world.advance('PT19M', jobs);
    expect(sent(world)).toEqual(['slack UVOL']);
    // Nobody is asked anything; only who asked has heard who has it.
    expect(world.chat.sent.filter(({ kind }) => kind === 'dm').map(({ to }) => to)).toEqual(['UANY']);
    await world.advance('PT1M', jobs);
    expect(world.chat.sent.filter(({ kind, to }) => kind === 'dm' && to === 'UORG')).toHaveLength(1);
    await world.advance('PT10M', jobs);
    expect(sent(world).filter((one) => one === 'slack UVOL')).toHaveLength(2);
    expect((await codeOf(world))?.state).toBe('open');
  });

  it('answers a late press with what is true now', async () => {
    const world = await pagingWorld();
    await world.type('UANY', page, 'stage-main Help');
    await world.settle(jobs);
    await world.press('UVOL', page, 'page.ack', 'P1');
    const late = await world.press('UORG', page, 'page.ack', 'P1');
    expect(textOf(late)).toContain('<@UVOL> has it');
    expect((await codeOf(world))?.acknowledged?.by).toBe('UVOL');
  });

  it('is one page when the same author asks the same within a minute', async () => {
    const world = await pagingWorld();
    await Promise.all([
      world.type('UANY', page, 'stage-main Help'),
      world.type('UANY', page, 'stage-main Help'),
    ]);
    expect(await world.store.all(pageDocument)).toHaveLength(1);
    await world.advance('PT61S', jobs);
    await world.type('UANY', page, 'stage-main Help');
    expect(await world.store.all(pageDocument)).toHaveLength(2);
  });

  it('passes a step with nobody at once, and says so', async () => {
    const world = await pagingWorld([shift({ assignments: [] })]);
    const reply = await world.type('UANY', page, 'stage-main Help');
    expect(textOf(reply)).toContain('passed at once');
    await world.settle(jobs);
    expect(sent(world)).toEqual(['slack ULEAD']);
  });

  it('asks on every channel at once when it is critical', async () => {
    const world = await pagingWorld();
    await world.type('UANY', page, 'stage-main! Fire');
    await world.settle(jobs);
    expect(sent(world).sort()).toEqual(['slack UVOL', 'sms UVOL', 'voice UVOL']);
  });
});
