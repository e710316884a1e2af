import { expect, it } from 'vitest';
import { page as pageCommand } from '../../../commands/page/command.ts';
import { eventChanged } from '../../../src/callboard/domain/event.ts';
import { put, recordFact } from '../../../src/core/commit.ts';
import { type Page, pageDocument } from '../../../src/page/domain/page.ts';
import { defaultPolicy } from '../../../src/page/domain/policy.ts';
import { weekOf } from '../../../src/page/domain/week.ts';
import { fakeWorld } from '../../support/fake-deps.ts';

const opened = (code: string, openedAt: string, more: Partial<Page> = {}): Page =>
  ({
    code,
    kind: 'page',
    target: { kind: 'oncall', name: '' },
    critical: false,
    message: `Secret ${code}`,
    author: 'UANA',
    openedAt,
    policy: { ...defaultPolicy },
    state: 'resolved',
    nextStep: 0,
    endStep: 0,
    countsFromStep: 0,
    stepsRun: [],
    ...more,
  }) as Page;
const answered = (at: string) => ({ acknowledged: { by: 'UANA', at, via: 'slack' as const } });

const pages = [
  opened('P1', '2019-06-05T08:00:00Z', answered('2019-06-05T08:01:00Z')),
  opened('P2', '2019-06-05T08:10:00Z', answered('2019-06-05T08:13:00Z')),
  opened('P3', '2019-06-04T22:30:00Z', {
    gaveUpAt: '2019-06-04T22:50:00Z',
    ...answered('2019-06-04T23:00:00Z'),
  }),
  opened('P4', '2019-06-05T09:00:00Z', { state: 'open' }),
  opened('P5', '2019-06-05T09:00:00Z', { kind: 'test' }),
  opened('P6', '2019-06-05T09:00:00Z', { readers: ['UORG'], ...answered('2019-06-05T09:01:00Z') }),
  opened('P7', '2019-05-20T09:00:00Z'),
];

it('counts answered, missed and waiting by day and hour; no test, nothing private, nothing older', () => {
  const week = weekOf(pages, ['2019-06-04', '2019-06-05'], ({ openedAt }) => ({
    date: openedAt.slice(0, 10),
    hour: Number(openedAt.slice(11, 13)),
  }));
  expect(week.days).toEqual([
    { date: '2019-06-04', answered: 0, missed: 1, waiting: 0, median: 1800 },
    { date: '2019-06-05', answered: 2, missed: 0, waiting: 1, median: 180 },
  ]);
  expect(week.hours[8]).toEqual({ answered: 2, missed: 0, waiting: 0 });
  expect(week).toMatchObject({ answered: 2, missed: 1, waiting: 1 });
});

it('/page stats says it in words and as a picture, without what a page says', async () => {
  const world = await fakeWorld('2019-06-05T10:00:00Z');
  expect(await world.type('UORG', pageCommand, 'stats')).toEqual({
    text: 'Nobody was paged in the last seven days.',
  });
  await world.store.commit({
    put: pages.map((one) => put(pageDocument, one.code, one)),
    facts: [recordFact(eventChanged, { at: world.clock.now(), by: 'test', about: [], data: { fields: [] } })],
  });
  const reply = (await world.type('UORG', pageCommand, 'stats')) as {
    comment: string;
    file: { alt: string };
  };
  expect(reply.comment).toContain('4 pages: 2 answered, 1 missed, 1 waiting');
  // Half past midnight in Madrid is Wednesday's.
  expect(reply.comment).toContain('Wed 5 Jun: 2 answered, 1 missed, 1 waiting');
  expect(reply.comment).toContain('Busiest hour: 10, 2 pages');
  expect(reply.file.alt).toContain('4 pages');
  expect(JSON.stringify([reply, world.pictures.drawn])).not.toContain('Secret');
});
