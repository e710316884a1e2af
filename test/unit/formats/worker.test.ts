/** Reading in a thread: the same answer, nobody delayed, and no file that can hold the bot up. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import { parseAgenda } from '../../../src/formats/index.ts';
import { MAX_BYTES } from '../../../src/formats/limits.ts';
import { parseInWorker, stopWorker } from '../../../src/formats/worker.ts';
import { fixture } from './conformance.ts';

// The machine may be busy with other tests; none of these waits for anything.
vi.setConfig({ testTimeout: 60_000 });

afterAll(stopWorker);

/** 5 MB of frab, as a very large event would have it. */
const large = (): Uint8Array => {
  const event = (i: number): string =>
    JSON.stringify({
      guid: `0b5f7a10-0000-4000-8000-${String(i).padStart(12, '0')}`,
      id: i + 1,
      slug: `t-${i}`,
      date: '2026-06-06T10:00:00+02:00',
      start: '10:00',
      duration: '00:30',
      title: `Talk ${i}`,
      room: `R${i % 40}`,
      abstract: 'word '.repeat(300),
      persons: [{ id: i, public_name: `P ${i}` }],
    });
  const events = Array.from({ length: 3000 }, (_, i) => event(i)).join(',');
  return Buffer.from(
    `{"schedule":{"conference":{"title":"Large","acronym":"large","days":[{"index":1,"date":"2026-06-06","day_start":"2026-06-06T04:00:00+02:00","day_end":"2026-06-07T04:00:00+02:00","rooms":{"R":[${events}]}}]}}}`,
  );
};

describe('the parsing thread', () => {
  it('answers what the parser answers, and leaves the caller its bytes', async () => {
    const bytes = fixture('harbour.frab.json');
    const before = Buffer.from(bytes);
    expect(await parseInWorker(bytes)).toEqual(parseAgenda(bytes));
    expect(Buffer.compare(Buffer.from(bytes), before)).toBe(0);
  });

  it('refuses with the same UserError, parameters included', async () => {
    const refused = await parseInWorker(fixture('harbour.csv'), { mapping: { title: 'Nope' } }).catch(
      (error: unknown) => error,
    );
    expect(refused).toBeInstanceOf(UserError);
    expect(refused).toMatchObject({ key: 'format.noColumn', params: { column: 'Nope' } });
    await expect(parseInWorker(new Uint8Array(MAX_BYTES + 1))).rejects.toMatchObject({
      key: 'format.tooLarge',
    });
  });

  it('reads several files, each asked for before the last was done', async () => {
    const files = ['harbour.frab.xml', 'harbour.ics', 'harbour.widget.json'];
    const agendas = await Promise.all(files.map((file) => parseInWorker(fixture(file))));
    expect(agendas.map(({ format }) => format)).toEqual(['frab-xml', 'ical', 'pretalx-widget']);
  });

  it('keeps the main thread free for acks while 5 MB are read', async () => {
    const bytes = large();
    expect(bytes.length).toBeGreaterThan(5_000_000);
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const agenda = await parseInWorker(bytes);
    delay.disable();
    expect(agenda.sessions).toHaveLength(3000);
    // Slack waits 3 s. On an idle machine this is about 15 ms; the tests share two cores with others.
    expect(delay.max / 1e6).toBeLessThan(500);
  });

  it('is stopped when a file takes too long, and the next file is read all the same', async () => {
    await expect(parseInWorker(large(), {}, 1)).rejects.toMatchObject({ key: 'format.tooSlow' });
    expect((await parseInWorker(fixture('harbour.ics'))).sessions).toHaveLength(5);
  });
});
