/** How much one phone takes: a place that was taken for a text which then did not leave is nobody's. */
import { describe, expect, it } from 'vitest';
import { page } from '../../../commands/page/command.ts';
import { RetryLater } from '../../../src/core/errors.ts';
import {
  countSend,
  sendWindowDocument,
  sendWindowId,
  uncountSend,
} from '../../../src/page/domain/send-window.ts';
import { jobs, pagingWorld, sent } from './world.ts';

const at = '2019-06-05T08:00:00Z';

describe('a place', () => {
  it('is given back, and another of the same moment stays', () => {
    const limit = { count: 4, seconds: 60 };
    const load = countSend(countSend(undefined, limit, at), limit, at);
    expect(uncountSend(load, at).left).toEqual([at]);
    expect(uncountSend({ left: [] }, at).left).toEqual([]);
  });

  it('is taken once by a text that had to wait for the provider', async () => {
    const world = await pagingWorld();
    world.channels.sms.failWith = new RetryLater(1);
    await world.type('UANY', page, 'stage-main Help');
    await world.advance('PT35S', jobs);
    world.channels.sms.failWith = undefined;
    await world.advance('PT2S', jobs);
    expect(sent(world)).toEqual(['slack UVOL', 'sms UVOL']);
    expect((await world.store.get(sendWindowDocument, sendWindowId('UVOL', 'sms')))?.value.left).toHaveLength(
      1,
    );
  });
});
