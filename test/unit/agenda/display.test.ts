import { expect, it } from 'vitest';
import { displayRoute } from '../../../commands/agenda/display.ts';
import { sessionDocument } from '../../../src/agenda/domain/session.ts';
import { eventChanged } from '../../../src/callboard/domain/event.ts';
import { put, recordFact } from '../../../src/core/commit.ts';
import { fakeWorld } from '../../support/fake-deps.ts';

it('shows now and next of each room, or of one; what came from outside is no markup', async () => {
  const world = await fakeWorld('2019-06-05T08:00:00Z');
  const session = (code: string, room: string, title: string, start: string, end: string) =>
    put(sessionDocument, code, {
      code,
      guid: code,
      title,
      room,
      start,
      end,
      speakers: [{ id: 'x', name: '"Ann" & Bo' }],
      state: 'scheduled' as const,
    });
  await world.store.commit({
    put: [
      session('S1', 'Main', '<script>alert(1)</script>', '2019-06-05T07:30:00Z', '2019-06-05T08:30:00Z'),
      session('S2', 'Main', 'The next one', '2019-06-05T09:00:00Z', '2019-06-05T09:30:00Z'),
      session('S3', 'Side', 'Elsewhere', '2019-06-05T07:30:00Z', '2019-06-05T08:30:00Z'),
    ],
    facts: [recordFact(eventChanged, { at: world.clock.now(), by: 'test', about: [], data: { fields: [] } })],
  });
  const read = async (query: Record<string, string>) =>
    (await displayRoute.run({ params: {}, query, headers: {}, body: {} }, world.deps)).body;
  const all = await read({});
  for (const words of [
    '&lt;script&gt;',
    'until 10:30 · &quot;Ann&quot; &amp; Bo',
    'next 11:00 The next one',
    'Elsewhere',
  ])
    expect(all).toContain(words);
  expect(all).not.toContain('<script>alert');
  expect(await read({ room: 'side' })).not.toContain('The next one');
  expect(await read({ room: 'nowhere' })).toContain('the agenda is over');
});
