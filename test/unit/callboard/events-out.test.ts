/** Events out: what leaves, to whom, once each; what was never delivered; and what never leaves. */
import { readFileSync } from 'node:fs';
import { CloudEvent, HTTP } from 'cloudevents';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { callboard } from '../../../commands/callboard/command.ts';
import { incident } from '../../../commands/incident/command.ts';
import { page } from '../../../commands/page/command.ts';
import {
  deadEventDocument,
  eventCursorDocument,
  eventTargetDocument,
  passes,
  publishEvents,
} from '../../../src/callboard/domain/event-target.ts';
import { EVENT_TYPE_NAMES, EVENT_TYPES } from '../../../src/callboard/event-types.ts';
import { envelopeOf } from '../../../src/callboard/outgoing-event.ts';
import { publishedWith, publishLeft } from '../../../src/callboard/publish.ts';
import { recordFact } from '../../../src/core/commit.ts';
import { jittered } from '../../../src/core/run-job.ts';
import { pageGaveUp } from '../../../src/page/domain/facts.ts';
import type { FakeWebhooks, World } from '../../support/fake-deps.ts';
import { jobs, pagingWorld, textOf } from '../page/world.ts';
import { eventsOutPage, eventsOutSchema, PAGE, SCHEMA } from './events-out-page.ts';

const URL_ = 'https://wall.example.org/in/s3cret?key=1';

interface Out {
  readonly world: World;
  readonly hooks: FakeWebhooks;
  readonly secret: string;
  /** Has what was stated looked at and delivered. */
  go(after?: string): Promise<void>;
  events(): { id: string; type: string; subject: string; data: Record<string, unknown> }[];
}

async function out(filter = ''): Promise<Out> {
  const world = await pagingWorld();
  const hooks = world.deps.webhooks as FakeWebhooks;
  const made = textOf(await world.type('UORG', callboard, `hooks add wall ${URL_} ${filter}`));
  const secret = /cbs_[\w-]+/.exec(made)?.[0] ?? '';
  const go = async (after = 'PT2S') => {
    await publishLeft(world.deps);
    await world.advance(after, jobs);
  };
  await go();
  const events = () => hooks.delivered.map(({ body }) => JSON.parse(body));
  return { world, hooks, secret, go, events };
}

const typesOf = ({ events }: Out) => events().map(({ type }) => type);
const told = (world: World) => world.chat.sent.filter(({ text }) => text.includes('Events do not reach'));

describe('an event', () => {
  it('leaves as a CloudEvent of its type, and says nothing of people or what they wrote', async () => {
    const one = await out();
    await one.world.type('UANY', page, 'stage-main The projector of Ada +34600111222 is dead');
    await one.go();
    await one.world.type('UORG', page, 'resolve P1 it was unplugged');
    await one.go();
    expect(typesOf(one)).toEqual([
      'callboard.target.added.v1',
      'callboard.page.opened.v1',
      'callboard.page.resolved.v1',
    ]);
    for (const { body, contentType, key } of one.hooks.delivered) {
      const read = HTTP.toEvent({ headers: { 'content-type': contentType }, body });
      if (Array.isArray(read)) throw new Error('one event');
      expect(new CloudEvent({ ...read }, false).validate()).toBe(true);
      expect(key).toBe(read.id);
      const type = EVENT_TYPE_NAMES.find((name) => name === read.type);
      envelopeOf(type ?? 'callboard.page.opened.v1').parse(JSON.parse(body));
      expect(body).not.toMatch(/projector|Ada|600111222|unplugged|UANY|UORG|s3cret|cbs_/);
    }
  });

  it('keeps the secret and the address’s path from everybody', async () => {
    const { world, secret } = await out();
    expect(secret).toMatch(/^cbs_[\w-]{43}$/);
    const list = JSON.stringify(await world.type('UORG', callboard, 'hooks'));
    expect(list).toContain('wall.example.org');
    for (const text of [
      list,
      JSON.stringify(await world.store.facts()),
      JSON.stringify(await world.store.outbox()),
    ])
      expect(text).not.toMatch(/cbs_|s3cret/);
    expect(eventTargetDocument.sealed).toBe(true);
  });

  it('of the past is for no target that comes later', async () => {
    const world = await pagingWorld();
    await world.type('UANY', page, 'stage-main Too early');
    await world.advance('PT1S', jobs);
    const hooks = world.deps.webhooks as FakeWebhooks;
    await world.type('UORG', callboard, `hooks add wall ${URL_}`);
    await publishLeft(world.deps);
    await world.advance('PT2S', jobs);
    expect(hooks.delivered.map(({ body }) => JSON.parse(body).type)).toEqual(['callboard.target.added.v1']);
  });

  it('goes to whom it passes the filter of', async () => {
    const one = await out('page.resolved in Main stage');
    await one.world.type('UANY', page, 'stage-main Projector');
    await one.world.type('UORG', page, 'oncall Something else');
    await one.world.type('UORG', page, 'resolve P1');
    await one.world.type('UORG', page, 'resolve P2');
    await one.go();
    expect(one.events().map(({ type, subject }) => `${type} ${subject}`)).toEqual([
      'callboard.target.added.v1 T1',
      'callboard.page.resolved.v1 P1',
    ]);
  });

  it('is looked at once, whatever runs twice, and leaves the ledger as it is while nothing happens', async () => {
    const one = await out();
    await one.world.type('UANY', page, 'stage-main Projector');
    await one.go();
    const before = (await one.world.store.facts()).length;
    for (let i = 0; i < 5; i++) await one.go();
    expect((await one.world.store.facts()).length).toBe(before);
    expect(new Set(one.events().map(({ id }) => id)).size).toBe(one.events().length);
    expect(one.events()).toHaveLength(2);
  });

  it('is found among very many facts', async () => {
    const one = await out('page.unanswered');
    const { store, clock } = one.world;
    await one.world.type('UANY', page, 'stage-main Projector');
    const about = ['page:P1'];
    for (let i = 0; i < 700; i++)
      await store.commit({
        facts: [recordFact(pageGaveUp, { at: clock.now(), by: 'callboard', about, data: { page: 'P1' } })],
      });
    await one.go('PT10S');
    expect(one.events().filter(({ type }) => type === 'callboard.page.unanswered.v1')).toHaveLength(700);
    expect(new Set(one.events().map(({ id }) => id)).size).toBe(701);
  });
});

describe('what is private', () => {
  it('never leaves, nor do its pages', async () => {
    const one = await out();
    const { world } = one;
    await world.type('UORG', incident, 'declare private sev1 Somebody was harassed in Main stage');
    await one.go();
    await world.type('UORG', incident, 'declare sev2 Power cut in the foyer');
    await one.go();
    const said = JSON.stringify(one.events());
    expect(one.events().filter(({ type }) => type.includes('incident'))).toHaveLength(1);
    expect(said).not.toMatch(/I\d{6}|harassed|Power cut/);
  });

  it('does not leave when it became private on its way', async () => {
    const one = await out();
    const { world, hooks } = one;
    await world.type('UORG', incident, 'declare sev2 Power cut in Main stage');
    let tried = 0;
    hooks.answer = () => {
      tried++;
      return { ok: false, code: '503' };
    };
    await one.go();
    expect(tried).toBe(1);
    await world.type('UORG', incident, 'private I1');
    hooks.answer = () => ({ ok: true });
    await one.go('PT2H');
    await world.type('UORG', callboard, 'hooks replay wall since 3h');
    await one.go('PT1M');
    expect(one.events().filter(({ type }) => type.includes('incident'))).toEqual([]);
    expect(await world.store.all(deadEventDocument)).toEqual([]);
  });
});

describe('a target that does not answer', () => {
  it('is tried for a hundred minutes, then told of once, and tried again when an organizer says so', async () => {
    const one = await out();
    const { world, hooks } = one;
    let tried = 0;
    hooks.answer = () => {
      tried++;
      return { ok: false, code: '503' };
    };
    await world.type('UANY', page, 'stage-main Projector');
    await world.type('UORG', page, 'resolve P1');
    await one.go('PT3H');
    expect(tried).toBe(32);
    expect(told(world)).toHaveLength(1);
    expect(world.chat.sent.filter(({ text }) => text.includes('deliver-event'))).toEqual([]);
    expect(await world.store.all(deadEventDocument)).toHaveLength(2);
    const list = JSON.stringify(await world.type('UORG', callboard, 'hooks'));
    expect(list).toContain('takes nothing since');
    expect(list).toContain('2 never delivered');
    hooks.answer = () => ({ ok: true });
    await world.press('UORG', callboard, 'callboard.retry-hook', 'T1');
    await one.go();
    expect(await world.store.all(deadEventDocument)).toEqual([]);
    expect(one.events()).toHaveLength(3);
    expect(await world.store.all(eventTargetDocument)).toMatchObject([{ value: { undelivered: 0 } }]);
    expect((await world.store.get(eventTargetDocument, 'T1'))?.value.deadSince).toBeUndefined();
    // It is told of again when it dies again.
    hooks.answer = () => ({ ok: false, code: 'timeout' });
    await world.type('UANY', page, 'stage-main Once more');
    await one.go('PT3H');
    expect(told(world)).toHaveLength(2);
  });

  it('that says 410 is believed at once', async () => {
    const one = await out();
    let tried = 0;
    one.hooks.answer = () => {
      tried++;
      return { ok: false, code: '410' };
    };
    await one.world.type('UANY', page, 'stage-main Projector');
    await one.go();
    expect(tried).toBe(1);
    expect(await one.world.store.all(deadEventDocument)).toMatchObject([{ value: { code: '410' } }]);
  });

  it('and is removed leaves nothing behind', async () => {
    const one = await out();
    one.hooks.answer = () => ({ ok: false, code: '410' });
    await one.world.type('UANY', page, 'stage-main Projector');
    await one.go();
    await one.world.type('UORG', callboard, 'hooks remove wall');
    await one.go('PT3H');
    expect(await one.world.store.all(deadEventDocument)).toEqual([]);
    expect(await one.world.store.all(eventTargetDocument)).toEqual([]);
  });

  it('waits longer each time, and not all at once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 600 }), fc.string(), (seconds, key) => {
        const wait = jittered(seconds, 0.25, key);
        expect(wait).toBe(jittered(seconds, 0.25, key));
        expect(wait).toBeGreaterThanOrEqual(seconds * 0.75);
        expect(wait).toBeLessThanOrEqual(seconds * 1.25);
      }),
    );
    const waits = Array.from({ length: 100 }, (_, i) => Math.round(jittered(100, 0.25, `event:T1:${i}-0 3`)));
    expect(new Set(waits).size).toBeGreaterThan(25);
  });
});

describe('replay', () => {
  it('sends what happened since once more, with the same ids', async () => {
    const one = await out();
    await one.world.type('UANY', page, 'stage-main Before');
    await one.go('PT2H');
    await one.world.type('UANY', page, 'stage-main Since');
    await one.go();
    const before = one.events();
    one.hooks.delivered.length = 0;
    await one.world.type('UORG', callboard, 'hooks replay wall since 30m');
    await one.go();
    expect(one.events().map(({ subject }) => subject)).toEqual(['P2']);
    expect(before.map(({ id }) => id)).toContain(one.events()[0]?.id);
  });
});

describe('the job that looks', () => {
  it('is in the commit of what it is to see, and in no other', async () => {
    const { world } = await out();
    const with_ = publishedWith({ peek: async () => new Map(await keyed(world)) }, world.clock);
    const fact = (name: string) => ({ name, at: world.clock.now(), by: 'x', about: [], data: {} });
    expect(await with_({ facts: [fact('page.opened')] })).toMatchObject([{ name: publishEvents.name }]);
    expect(await with_({ facts: [fact('notification.moved')] })).toEqual([]);
    expect(await with_({ jobs: [] })).toEqual([]);
    const nobody = publishedWith({ peek: async () => new Map() }, world.clock);
    expect(await nobody({ facts: [fact('page.opened')] })).toEqual([]);
  });

  const keyed = async (world: World) =>
    (await world.store.all(eventTargetDocument)).map((one) => [one.id, one] as const);

  it('is one for all of a second', async () => {
    const { world } = await out();
    world.clock.t = Temporal.Instant.from('2019-06-05T09:00:00.250Z');
    await publishLeft(world.deps);
    world.clock.t = Temporal.Instant.from('2019-06-05T09:00:00.900Z');
    await publishLeft(world.deps);
    const waiting = (await world.store.outbox()).filter(({ name }) => name === publishEvents.name);
    expect(waiting.map(({ at }) => at.toString())).toEqual(['2019-06-05T09:00:01Z']);
    expect(await world.store.all(eventCursorDocument)).toHaveLength(1);
  });
});

describe('a filter', () => {
  it.each([
    ['page', 'callboard.page.opened.v1', true],
    ['page.*', 'callboard.page.opened.v1', true],
    ['callboard.page.opened.v1', 'callboard.page.opened.v1', true],
    ['*', 'callboard.shift.missing.v1', true],
    ['page.open', 'callboard.page.opened.v1', false],
    ['incident', 'callboard.page.opened.v1', false],
  ])('%s lets %s through: %s', (wanted, type, expected) => {
    expect(passes({ types: [wanted], rooms: [], severities: [] }, { type })).toBe(expected);
  });

  it.each([
    ['add', 'You typed'],
    ['add wall http://wall.example.org', 'https'],
    ['add wall nonsense', 'no address'],
    [`add wall ${URL_} pages`, 'no event'],
    [`add wall ${URL_} severity sev9`, 'no severity'],
    ['remove wall', 'no'],
    ['replay wall', 'You typed'],
  ])('and what is typed wrong is told: %s', async (typed) => {
    const world = await pagingWorld();
    await expect(world.type('UORG', callboard, `hooks ${typed}`)).rejects.toThrow('callboard.hooks.');
    expect(await world.store.all(eventTargetDocument)).toEqual([]);
  });
});

describe('docs/events-out.md', () => {
  it('has an example for each type that fits its schema', () => {
    for (const type of EVENT_TYPE_NAMES) EVENT_TYPES[type].data.parse(EVENT_TYPES[type].example);
  });

  it('is as the code is', () => {
    expect(readFileSync(PAGE, 'utf8')).toBe(eventsOutPage());
    // The formatter has a say in its lines, and none in what it says.
    expect(JSON.parse(readFileSync(SCHEMA, 'utf8'))).toEqual(JSON.parse(eventsOutSchema()));
  });
});
