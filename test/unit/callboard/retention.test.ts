/** What is kept how long: counted from the event's end, told a week before, and gone then. */
import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import keepRetentionJob from '../../../jobs/callboard/keep-retention.ts';
import { jobs } from '../../../jobs/index.ts';
import { keepRetention } from '../../../src/callboard/domain/jobs.ts';
import { personDocument } from '../../../src/callboard/domain/person.ts';
import { lookAt, nextLook } from '../../../src/callboard/domain/retention.ts';
import { fakeEvent, fakeWorld, somebody } from '../../support/fake-deps.ts';

const at = (text: string) => Temporal.Instant.from(text);
const event = fakeEvent({
  zone: 'Europe/Madrid',
  organizers: ['UORG'],
  dates: { first: '2019-06-05', last: '2019-06-07' },
});
const END = at('2019-06-08T00:00:00+02:00');
const people = [
  somebody('UORG', { phone: { number: '+12025550101' } }),
  somebody('UVAL', { name: 'Val Volunteer', phone: { number: '+12025550111' }, email: 'val@example.org' }),
];

/** The chore at each of these times, as the outbox would run it. */
async function lived(...times: string[]) {
  const world = await fakeWorld('2019-06-05T08:00:00Z', people, event);
  const { store } = world.deps;
  for (const time of times) {
    const deps = { ...world.deps, clock: { ...world.deps.clock, now: () => at(time) } };
    const change = await keepRetentionJob.run({}, deps, {} as never);
    if (change) await store.commit(change);
  }
  const told = (await store.outbox()).filter(({ name }) => name === 'tell-organizers');
  const numbers = (await store.all(personDocument)).flatMap(({ value }) => value.phone?.number ?? []);
  const names = (await store.all(personDocument)).map(({ value }) => value.name);
  return { store, told: told.map(({ data }) => data), numbers, names };
}

it('nothing goes before its time, and organizers hear of it a week before', async () => {
  const { told, numbers } = await lived(
    '2019-06-20T02:00:00Z',
    '2019-07-01T02:00:00Z',
    '2019-07-07T02:00:00Z',
  );
  expect(told).toEqual([{ key: 'callboard.retention.numbers', params: { day: '2019-07-08' } }]);
  expect(numbers).toHaveLength(2);
});

it('numbers and addresses go 30 days after the end, and a fact says how many', async () => {
  const { store, numbers, names } = await lived('2019-07-01T02:00:00Z', '2019-07-08T02:00:00Z');
  expect(numbers).toEqual([]);
  expect(names).toContain('Val Volunteer');
  const [fact] = (await store.facts()).filter(({ name }) => name === 'retention.numbers');
  expect(fact?.data).toEqual({ people: 2 });
  expect(await store.find(personDocument, 'email:val@example.org')).toEqual([]);
});

it('a wrong date empties nothing without a week of warning', async () => {
  const { told, numbers, names } = await lived('2021-01-01T03:00:00Z', '2021-01-02T03:00:00Z');
  expect(told).toHaveLength(2);
  expect(numbers).toHaveLength(2);
  expect(names).toContain('Val Volunteer');
});

it('people are forgotten after a year, organizers excepted', async () => {
  const { store, names } = await lived(
    '2020-06-01T02:00:00Z',
    '2020-06-01T02:01:00Z',
    '2020-06-09T02:00:00Z',
  );
  expect(names.filter((name) => name !== '(forgotten)')).toEqual([people[0]?.name]);
  const [fact] = (await store.facts()).filter(({ name }) => name === 'person.forgotten');
  expect(fact?.data).toMatchObject({ why: 'retention' });
  expect((await store.outbox()).map(({ name }) => name)).toContain('erase-facts');
});

it('the event says otherwise: zero days, many days, no end', () => {
  const none = lookAt(event, undefined, {}, at('2030-01-01T00:00:00Z'));
  expect(none).toEqual({ due: [], tell: [] });
  const told = { numbers: { end: END.toString(), at: '2019-06-01T00:00:00Z' } };
  const asked = (days: number, now: string) =>
    lookAt({ ...event, retention: { numbers: days } }, END, told, at(now)).due;
  expect(asked(0, '2019-06-07T21:59:59Z')).toEqual([]);
  expect(asked(0, '2019-06-08T00:00:00Z')).toEqual(['numbers']);
  expect(asked(300, '2019-09-08T00:00:00Z')).toEqual([]);
});

it('is looked at daily at four by the event’s clock, over both changes of it', () => {
  expect(nextLook('Europe/Madrid', at('2019-03-31T01:30:00Z')).toString()).toBe('2019-03-31T02:00:00Z');
  expect(nextLook('Europe/Madrid', at('2019-03-31T02:00:00Z')).toString()).toBe('2019-04-01T02:00:00Z');
  expect(nextLook('Europe/Madrid', at('2019-10-26T12:00:00Z')).toString()).toBe('2019-10-27T03:00:00Z');
  expect(jobs.some(({ kind }) => kind.name === keepRetention.name)).toBe(true);
});
