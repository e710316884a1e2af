/** Who notices that nobody hands out what is due. */
import { describe, expect, it, vi } from 'vitest';
import { scheduleCount } from '../../../src/callboard/promises/count.ts';
import { sweep } from '../../../src/chores.ts';
import { fakeWorld } from '../../support/fake-deps.ts';

describe('the sweep', () => {
  it('says what has been due for over two minutes, each queue in a line', async () => {
    const { store, clock } = await fakeWorld('2019-06-05T08:00:00Z', []);
    await store.commit({ jobs: [scheduleCount(clock.now())] });
    const log = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };
    clock.t = clock.t.add({ minutes: 6 });
    await sweep({ store, clock, log });
    expect(log.error).not.toHaveBeenCalled();
    clock.t = clock.t.add({ minutes: 2 });
    await sweep({ store, clock, log });
    expect(log.error.mock.calls).toEqual([
      [expect.objectContaining({ queue: 'chores', jobs: 1, name: 'count-promises' }), 'jobs are overdue'],
    ]);
  });
});
