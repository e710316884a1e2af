/** What goes into which file, what stays in the ledger, and the file itself. */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { LedgerFileError, readLedgerFile, writeLedgerFile } from '../../../src/callboard/archive/file.ts';
import { archiveAge, archiveLateSince, expectArchive } from '../../../src/callboard/archive/state.ts';
import {
  dayOfFile,
  firstKeptDay,
  isNeeded,
  lastAskedOf,
  nextArchive,
} from '../../../src/callboard/domain/archive.ts';
import type { Deps } from '../../../src/core/deps.ts';
import { isCounterBefore } from '../../../src/page/domain/fuse.ts';
import { pagingWorld } from '../page/world.ts';

const at = (text: string) => Temporal.Instant.from(text);

describe('when', () => {
  it('is at half past four by the event’s clock', () => {
    expect(nextArchive('Europe/Madrid', at('2019-06-05T02:29:59Z')).toString()).toBe('2019-06-05T02:30:00Z');
    expect(nextArchive('Europe/Madrid', at('2019-06-05T02:30:00Z')).toString()).toBe('2019-06-06T02:30:00Z');
  });
  it('days are of UTC', () => {
    expect(firstKeptDay(at('2019-03-01T23:59:59Z'), 30)).toBe('2019-01-30');
    expect(firstKeptDay(at('2019-03-02T00:00:00Z'), 30)).toBe('2019-01-31');
  });
});

it('is late like any other where it never was well from the start on, and a start anew changes nothing in that', async () => {
  const world = await pagingWorld();
  const deps = { ...world.deps, archive: {} as Deps['archive'] };
  expect(await archiveAge(deps)).toBeUndefined();
  await expectArchive(deps);
  expect(await archiveAge(deps)).toBe(0);
  await world.advance('PT49H', []);
  await expectArchive(deps);
  expect(await archiveAge(deps)).toBe(49 * 3_600_000);
  expect(await archiveLateSince(deps)).toBeDefined();
  expect(await archiveAge({ ...deps, archive: undefined })).toBeUndefined();
});

describe('the day of a file', () => {
  /** The days of facts in the ledger's order, told by the clocks of several machines. */
  const times = fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 40 });
  const days = (all: readonly number[], earlier?: string): string[] => {
    let current: string | undefined;
    return all.map((day) => {
      current = dayOfFile(`2019-06-0${day + 1}T10:00:00Z`, earlier, current);
      return current;
    });
  };

  it('is never one before: each file is one piece of the ledger, and comes after those before it', () => {
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 6 }), (all, closed) => {
        const found = days(all, `2019-06-0${closed}`);
        expect(found).toEqual(found.toSorted());
        for (const day of found) expect(day > `2019-06-0${closed}`).toBe(true);
      }),
    );
  });
  it('is its own where clocks agree', () => {
    fc.assert(
      fc.property(times, (all) => {
        const sorted = all.toSorted();
        expect(days(sorted)).toEqual(sorted.map((day) => `2019-06-0${day + 1}`));
      }),
    );
  });
});

describe('what stays', () => {
  const needs = {
    pages: new Set(['P1']),
    incidents: [
      {
        code: 'I1',
        room: 'Main',
        from: Date.parse('2019-06-05T10:00:00Z'),
        to: Date.parse('2019-06-05T11:00:00Z'),
      },
    ],
  };
  const fact = (about: string[], name = 'x.done', time = '2019-06-05T10:30:00Z') => ({
    name,
    about,
    at: time,
  });
  it('is what a page that is not over, an incident or the chain of keys reads', () => {
    expect(isNeeded(fact(['page:P1']), needs)).toBe(true);
    expect(isNeeded(fact(['page:P11']), needs)).toBe(false);
    expect(isNeeded(fact(['incident:I1'], 'x', '2019-07-01T00:00:00Z'), needs)).toBe(true);
    expect(isNeeded(fact([], 'keys.approved'), needs)).toBe(true);
    expect(isNeeded(fact(['person:U1', 'shift:H1']), needs)).toBe(false);
  });
  it('of a room is what happened there during an incident', () => {
    expect(isNeeded(fact(['room:Main', 'session:S1']), needs)).toBe(true);
    expect(isNeeded(fact(['room:Other', 'session:S1']), needs)).toBe(false);
    expect(isNeeded(fact(['room:Main'], 'x', '2019-06-05T11:00:01Z'), needs)).toBe(false);
  });
  it('is all of the agenda since an incident that nobody has finished', () => {
    const unfinished = { ...needs, incidents: needs.incidents.map((one) => ({ ...one, to: undefined })) };
    expect(isNeeded(fact(['room:Other', 'session:S1'], 'x', '2019-09-01T00:00:00Z'), unfinished)).toBe(true);
    expect(isNeeded(fact(['session:S1'], 'x', '2019-06-05T09:59:59Z'), unfinished)).toBe(false);
  });
  it('is the last of some, of each thing', () => {
    expect(lastAskedOf({ name: 'person.left', about: ['person:U1'] })).not.toBe(
      lastAskedOf({ name: 'person.left', about: ['person:U2'] }),
    );
    expect(lastAskedOf({ name: 'page.opened', about: [] })).toBeUndefined();
  });
  it('counts of days go by their day', () => {
    const old = ['fuse:texts:2019-06-04', 'fuse:money:2019-06-04:twilio'];
    const all = [...old, 'fuse:texts:2019-06-05', 'page', 'fuse', 'P'];
    expect(all.filter((name) => isCounterBefore(name, '2019-06-05'))).toEqual(old);
  });
});

describe('the file', () => {
  const facts = fc.array(
    fc.record({
      id: fc.string(),
      name: fc.string(),
      at: fc.constant('2019-06-05T10:00:00Z'),
      by: fc.string({ unit: 'binary' }),
      about: fc.array(fc.string({ unit: 'binary' })),
      data: fc.string({ unit: 'binary' }),
    }),
  );
  it('gives back what went into it, and is the same whoever writes it', async () => {
    await fc.assert(
      fc.asyncProperty(facts, async (all) => {
        const file = await writeLedgerFile('2019-06-05', all);
        expect(await readLedgerFile(file)).toEqual({ day: '2019-06-05', facts: all });
        const reversed = all.map((one) => Object.fromEntries(Object.entries(one).reverse()) as typeof one);
        expect(Buffer.compare(await writeLedgerFile('2019-06-05', reversed), file)).toBe(0);
      }),
      { numRuns: 50 },
    );
  });
  it('is refused where it was cut or changed', async () => {
    const file = await writeLedgerFile('2019-06-05', []);
    await expect(readLedgerFile(file.subarray(0, file.length - 20))).rejects.toThrow(LedgerFileError);
    await expect(readLedgerFile(new Uint8Array([1, 2, 3]))).rejects.toThrow(LedgerFileError);
    const { gunzipSync, gzipSync } = await import('node:zlib');
    const text = gunzipSync(file).toString().replace('2019-06-05', '2019-06-06');
    await expect(readLedgerFile(gzipSync(text))).rejects.toThrow('cut off or changed');
  });
});
