/** A page goes on for as long as it takes: passed on, acknowledged and asked again, it never breaks and never goes quiet. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { page } from '../../../commands/page/command.ts';
import { jobFailed } from '../../../src/callboard/domain/jobs.ts';
import { MAX_ESCALATIONS } from '../../../src/page/domain/escalate.ts';
import { escalatePage, reopenUnresolvedPage } from '../../../src/page/domain/jobs.ts';
import { pageDocument } from '../../../src/page/domain/page.ts';
import { defaultPolicy } from '../../../src/page/domain/policy.ts';
import type { World } from '../../support/fake-deps.ts';
import { jobs, pagingWorld, sent, shift, textOf } from './world.ts';

const pageOf = async (world: World) => (await world.store.get(pageDocument, 'P1'))?.value;
const waits = async (world: World, job: string) => (await world.store.outbox()).some(({ id }) => id === job);
const failures = async (world: World) =>
  (await world.store.facts({})).filter(({ name }) => name === jobFailed.name);

describe('a page that is kept acknowledged', () => {
  it('begins again after each half hour, a day long', async () => {
    const world = await pagingWorld([shift({ end: '2019-06-08T18:00:00Z' })]);
    await world.type('UANY', page, 'stage-main Help');
    // The first is acknowledged before its message has left.
    for (let half = 0; half < 48; half++) {
      await world.press('UVOL', page, 'page.ack', 'P1');
      await world.advance('PT30M5S', jobs);
      expect((await pageOf(world))?.state).toBe('open');
    }
    expect(await failures(world)).toEqual([]);
    expect(sent(world).filter((one) => one === 'slack UVOL')).toHaveLength(48);
    expect((await pageOf(world))?.policy).toEqual(defaultPolicy);
  });
});

describe('passing a page on', () => {
  it('is bounded for one person, says so, and is free for the next person and after ten minutes', async () => {
    const world = await pagingWorld();
    await world.type('UANY', page, 'stage-main Help');
    for (let time = 0; time < MAX_ESCALATIONS.person; time++)
      expect(textOf(await world.press('UVOL', page, 'page.escalate', 'P1'))).toContain('next step, now');
    const before = await pageOf(world);
    const refused = textOf(await world.press('UVOL', page, 'page.escalate', 'P1'));
    expect(refused).toContain('often enough');
    expect(await pageOf(world)).toEqual(before);
    expect(textOf(await world.press('ULEAD', page, 'page.escalate', 'P1'))).toContain('next step, now');
    await world.advance('PT10M1S', jobs);
    expect(textOf(await world.press('UVOL', page, 'page.escalate', 'P1'))).toContain('next step, now');
  });

  it('is bounded for all together', async () => {
    const world = await pagingWorld();
    await world.type('UANY', page, 'stage-main Help');
    let refused = 0;
    for (let time = 0; time < 4 * MAX_ESCALATIONS.person; time++) {
      const who = ['UORG', 'ULEAD', 'UVOL', 'UANY'][time % 4] ?? '';
      if (textOf(await world.press(who, page, 'page.escalate', 'P1')).includes('often enough')) refused++;
    }
    expect(refused).toBe(4 * MAX_ESCALATIONS.person - MAX_ESCALATIONS.page);
  });
});

it('reads a page of the schema before, whose rounds had grown', () => {
  const { stepsRun, nextStep, countsFromStep, endStep, ...rest } = {
    code: 'P1',
    kind: 'page',
    target: { kind: 'room', name: 'Main stage' },
    critical: false,
    message: 'Help',
    author: 'UANY',
    openedAt: '2019-06-05T08:00:00Z',
    policy: { ...defaultPolicy, rounds: 9 },
    state: 'open',
    nextStep: 7,
    countsFromStep: 6,
    endStep: 27,
    stepsRun: [{ sequence: 6, at: '2019-06-05T08:30:00Z', people: [], passed: 'nobody' }],
  };
  const older = { ...rest, next: nextStep, since: countsFromStep, ran: stepsRun };
  const upgraded = pageDocument.upgrade?.(older, 1);
  expect(pageDocument.schema.parse(upgraded)).toEqual({
    ...rest,
    nextStep,
    countsFromStep,
    endStep,
    stepsRun,
  });
});

type Deed = { readonly do: 'ack' | 'escalate' | 'keep'; readonly who: string } | { readonly wait: number };
const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({
    do: fc.constantFrom('ack' as const, 'escalate' as const, 'escalate' as const, 'keep' as const),
    who: fc.constantFrom('UVOL', 'ULEAD', 'UORG', 'UANY'),
  }),
  fc.record({ wait: fc.constantFrom(5, 31, 190, 700, 1810, 3700) }),
);

test('whatever is done to a page, it never breaks, and it is asked, had, or visibly given up', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 1, maxLength: 40 }), async (deeds) => {
      const world = await pagingWorld();
      await world.type('UANY', page, 'stage-main Help');
      for (const one of deeds) {
        if ('wait' in one) await world.advance(`PT${one.wait}S`, jobs);
        else await world.press(one.who, page, `page.${one.do}`, 'P1');
        const now = await pageOf(world);
        if (now?.state === 'acknowledged')
          expect(await waits(world, reopenUnresolvedPage.id({ page: 'P1' }))).toBe(true);
        else if (now?.gaveUpAt === undefined)
          expect(await waits(world, escalatePage.id({ page: 'P1', sequence: now?.nextStep ?? -1 }))).toBe(
            true,
          );
      }
      await world.advance('PT4H', jobs);
      expect(await failures(world)).toEqual([]);
      expect((await pageOf(world))?.gaveUpAt).toBeDefined();
    }),
    { numRuns: 25 },
  );
}, 60_000);
