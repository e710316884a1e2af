/** Who is shown is who is asked: shifts that change under an open page, and pages that change hands with them. */
import { describe, expect, it } from 'vitest';
import { callboard } from '../../../commands/callboard/command.ts';
import { page } from '../../../commands/page/command.ts';
import { rota } from '../../../commands/rota/command.ts';
import { type Person, personChanged, personDocument } from '../../../src/callboard/domain/person.ts';
import { put, recordFact, scheduleJob } from '../../../src/core/commit.ts';
import { pageDocument } from '../../../src/page/domain/page.ts';
import { coverDocument } from '../../../src/rota/domain/cover.ts';
import { recheckPages } from '../../../src/rota/domain/jobs.ts';
import { shiftDocument } from '../../../src/rota/domain/shift.ts';
import { typeAnyway } from '../../support/buttons.ts';
import { somebody, type World } from '../../support/fake-deps.ts';
import { jobs, pagingWorld, people, STAGE, sent, shift, textOf } from './world.ts';

const BEN: Person = somebody('UBEN', {
  name: 'Ben',
  phone: { number: '+12025550112', verifiedAt: '2019-06-01T00:00:00Z' },
});
/** Vera until a quarter past ten, then Ben. */
const BEFORE_CHANGE = [
  shift({ end: '2019-06-05T08:15:00Z' }),
  shift({ code: 'H2', start: '2019-06-05T08:15:00Z', assignments: [{ person: 'UBEN', state: 'accepted' }] }),
];
const worldOf = (shifts = [shift()]): Promise<World> => pagingWorld(shifts, [...people(), BEN]);
const of = (world: World, person: string) => sent(world).filter((one) => one.endsWith(person));
const pageOf = async (world: World, code = 'P1') => (await world.store.get(pageDocument, code))?.value;
const due = async (world: World) =>
  (await world.store.outbox())
    .filter(({ name }) => name === 'notify')
    .map(({ data }) => {
      const { person, channel } = data as { person: string; channel: string };
      return `${channel} ${person}`;
    });
const directOf = (world: World, person: string) => {
  const channel = world.channels.slack.sent.findLast(({ to }) => to.id === person);
  return JSON.stringify(channel?.message);
};

async function putPerson(world: World, id: string, more: Partial<Person>): Promise<void> {
  const known = await world.store.get(personDocument, id);
  const now = world.clock.now();
  await world.store.commit({
    put: [put(personDocument, id, { ...(known?.value as Person), ...more }, known?.version ?? 0)],
    facts: [
      recordFact(personChanged, {
        at: now,
        by: 'slack',
        about: [`person:${id}`],
        data: { person: id, fields: Object.keys(more) },
      }),
    ],
    jobs: [scheduleJob(recheckPages, now, { stamp: id })],
  });
}

describe('shifts that change under an open page', () => {
  it('dropped: nothing more leaves for her, and the step that has nobody left is over at once', async () => {
    const world = await worldOf();
    await world.type('UANY', page, 'stage-main Help');
    await world.advance('PT10S', jobs);
    await typeAnyway(world, 'UORG', rota, 'drop H1 <@UVOL>');
    // In the commit of the change itself: before any job has run.
    expect(await due(world)).toEqual(['slack ULEAD', 'sms ULEAD', 'voice ULEAD']);
    expect((await pageOf(world))?.stepsRun[0]?.people[0]?.offAt).toBeDefined();
    await world.advance('PT2M', jobs);
    expect(of(world, 'UVOL')).toEqual(['slack UVOL']);
    expect(of(world, 'ULEAD')).toEqual(['slack ULEAD', 'sms ULEAD', 'voice ULEAD']);
    expect(textOf(await world.type('UORG', page, 'show P1'))).toContain('P1');
    expect(JSON.stringify(await world.type('UORG', page, 'show P1'))).toContain('no longer on duty');
    const facts = await world.store.facts({ about: 'page:P1' });
    expect(facts.filter(({ name }) => name === 'page.duty-changed').map(({ data }) => data)).toEqual([
      { page: 'P1', off: ['UVOL'], on: [], aside: [] },
    ]);
  });

  it('reassigned: the new one is asked at once, the old one not any more', async () => {
    const world = await worldOf();
    await world.type('UANY', page, 'stage-main Help');
    await world.advance('PT10S', jobs);
    await world.type('UORG', rota, 'assign H1 <@UBEN> anyway short of people');
    expect(await due(world)).toContain('slack UBEN');
    await typeAnyway(world, 'UORG', rota, 'drop H1 <@UVOL>');
    await world.advance('PT90S', jobs);
    expect(of(world, 'UVOL')).toEqual(['slack UVOL']);
    expect(of(world, 'UBEN')).toEqual(['slack UBEN', 'sms UBEN', 'voice UBEN']);
    expect(of(world, 'ULEAD')).toEqual([]);
  });

  it('the hour strikes 20 s after the page: whoever comes on is asked in that second', async () => {
    const world = await worldOf(BEFORE_CHANGE);
    await world.advance('PT14M40S', jobs);
    await world.type('UANY', page, 'stage-main Help');
    await world.advance('PT19S', jobs);
    expect(sent(world)).toEqual(['slack UVOL']);
    await world.advance('PT1S', jobs);
    expect(sent(world)).toEqual(['slack UVOL', 'slack UBEN']);
    await world.advance('PT2M', jobs);
    expect(of(world, 'UVOL')).toEqual(['slack UVOL']);
    expect(of(world, 'UBEN')).toEqual(['slack UBEN', 'sms UBEN', 'voice UBEN']);
  });

  it('covered: whoever takes it is asked, the sick one is not rung', async () => {
    const world = await worldOf();
    await world.type('UANY', page, 'stage-main Help');
    await world.type('UORG', callboard, 'crew add <@UBEN>');
    await world.type('UVOL', rota, 'cover H1 sick');
    await world.advance('PT15S', jobs);
    const [cover] = await world.store.all(coverDocument);
    await world.press('UBEN', rota, 'rota.cover-take', cover?.id);
    await world.advance('PT2M', jobs);
    expect(of(world, 'UVOL')).toEqual(['slack UVOL']);
    expect(of(world, 'UBEN')).toEqual(['slack UBEN', 'sms UBEN', 'voice UBEN']);
  });

  it('finished early (`done`), and the shift removed: off as well', async () => {
    for (const [who, text] of [
      ['UVOL', 'done'],
      ['UORG', 'drop H1'],
    ] as const) {
      const world = await worldOf();
      await world.type('UANY', page, 'stage-main Help');
      await world.advance('PT10S', jobs);
      const reply = await typeAnyway(world, who, rota, text);
      if (text === 'drop H1') {
        const value = JSON.stringify(reply).match(/H1:\d+/)?.[0];
        await world.press('UORG', rota, 'rota.remove', value);
      }
      await world.advance('PT2M', jobs);
      expect(of(world, 'UVOL'), text).toEqual(['slack UVOL']);
    }
  });

  it('deactivated in Slack: not asked any more on any channel', async () => {
    const world = await worldOf();
    await world.type('UANY', page, 'stage-main Help');
    await world.advance('PT10S', jobs);
    await putPerson(world, 'UVOL', { deactivated: true });
    await world.advance('PT2M', jobs);
    expect(of(world, 'UVOL')).toEqual(['slack UVOL']);
    expect(of(world, 'ULEAD')).toContain('slack ULEAD');
    await world.press('UORG', page, 'page.resolve', 'P1');
    await world.type('UANY', page, 'stage-main Again');
    await world.settle(jobs);
    expect(of(world, 'UVOL')).toEqual(['slack UVOL']);
  });

  it('quiet hours that they set now: what makes a noise waits, and others are asked at once', async () => {
    const world = await worldOf();
    await world.type('UANY', page, 'stage-main Help');
    await world.advance('PT10S', jobs);
    const order = [
      { channel: 'slack', after: 0 },
      { channel: 'sms', after: 30 },
    ];
    await putPerson(world, 'UVOL', { contact: { order, quiet: { from: '09:00', to: '11:00' } } });
    await world.advance('PT30S', jobs);
    expect(of(world, 'UVOL')).toEqual(['slack UVOL']);
    expect(of(world, 'ULEAD')).toEqual(['slack ULEAD', 'sms ULEAD']);
    await putPerson(world, 'UVOL', { contact: { order } });
    await world.settle(jobs);
    expect(of(world, 'UVOL')).toEqual(['slack UVOL', 'sms UVOL']);
  });

  it('nobody on shift and given up: whoever signs up later is asked at once', async () => {
    const world = await worldOf([shift({ assignments: [] })]);
    await world.type('UANY', page, 'stage-main Help');
    await world.advance('PT40M', jobs);
    expect((await pageOf(world))?.gaveUpAt).toBeDefined();
    await world.type('UORG', callboard, 'crew add <@UBEN>');
    await world.type('UBEN', rota, 'take H1');
    await world.advance('PT90S', jobs);
    expect(of(world, 'UBEN')).toEqual(['slack UBEN', 'sms UBEN', 'voice UBEN']);
    expect((await pageOf(world))?.gaveUpAt).toBeUndefined();
    await world.advance('PT10M', jobs);
    expect((await pageOf(world))?.gaveUpAt).toBeDefined();
  });

  it('their message says that they are off duty, and has no buttons', async () => {
    const world = await worldOf();
    await world.type('UANY', page, 'stage-main Help');
    await world.advance('PT10S', jobs);
    const model = await pageOf(world);
    expect(directOf(world, 'UVOL')).toContain('on shift for');
    // The channel of these tests keeps no message: what is drawn is what an update would show.
    await typeAnyway(world, 'UORG', rota, 'drop H1 <@UVOL>');
    const { dmMessage } = await import('../../../src/page/direct-message.ts');
    const { languageOf } = await import('../../../src/i18n/index.ts');
    const event = await world.deps.events.settings();
    const after = await pageOf(world);
    const id = model?.stepsRun[0]?.people[0]?.planned[0]?.id ?? '';
    const message = dmMessage(
      { page: after ?? (model as never), notifications: new Map(), names: new Map(), zone: 'UTC', now: 0 },
      'UVOL',
      id,
      languageOf(undefined, event),
    );
    expect(JSON.stringify(message)).toContain('You are no longer on duty');
    expect(JSON.stringify(message)).not.toContain('page.ack');
  });

  it('checks right before a text leaves, whoever changed the rota and however', async () => {
    const world = await worldOf();
    await world.type('UANY', page, 'stage-main Help');
    await world.advance('PT29S', jobs);
    const known = await world.store.get(shiftDocument, 'H1');
    // As another version of the bot would: without a word to the pages.
    await world.store.commit({
      put: [
        put(
          shiftDocument,
          'H1',
          shift({ assignments: [{ person: 'UBEN', state: 'accepted' }] }),
          known?.version ?? 0,
        ),
      ],
      facts: [
        recordFact(personChanged, {
          at: world.clock.now(),
          by: 'test',
          about: [],
          data: { person: '', fields: [] },
        }),
      ],
    });
    await world.advance('PT2M', jobs);
    expect(of(world, 'UVOL')).toEqual(['slack UVOL']);
    expect(of(world, 'UBEN')).toEqual(['slack UBEN', 'sms UBEN', 'voice UBEN']);
  });

  it('leaves many open pages to a job that runs at once, a commit each', async () => {
    const world = await worldOf();
    for (let i = 0; i < 12; i++) await world.type('UANY', page, `stage-main! Help ${i}`);
    await typeAnyway(world, 'UORG', rota, 'drop H1 <@UVOL>');
    const before = (await world.store.all(pageDocument)).filter(
      ({ value }) => value.stepsRun[0]?.people[0]?.offAt,
    );
    expect(before).toHaveLength(8);
    await world.settle(jobs);
    const pages = await world.store.all(pageDocument);
    expect(pages.filter(({ value }) => value.stepsRun[0]?.people[0]?.offAt)).toHaveLength(12);
    expect(of(world, 'UVOL').filter((one) => one.startsWith('sms'))).toEqual([]);
  });
});

describe('a page that somebody has, at the end of their shift', () => {
  async function handedOver(): Promise<World> {
    const world = await worldOf(BEFORE_CHANGE);
    await world.advance('PT10M', jobs);
    await world.type('UANY', page, 'stage-main Help');
    await world.settle(jobs);
    await world.press('UVOL', page, 'page.ack', 'P1');
    await world.advance('PT5M', jobs);
    return world;
  }

  it('is offered to whoever comes on, without ringing; both are told', async () => {
    const world = await handedOver();
    expect((await pageOf(world))?.handover?.to).toEqual(['UBEN']);
    expect(of(world, 'UBEN')).toEqual(['slack UBEN']);
    expect(directOf(world, 'UBEN')).toContain('Take over');
    expect(directOf(world, 'UBEN')).toContain('<@UVOL> has this and has just gone off shift');
    const told = world.chat.sent.filter(({ kind, to }) => kind === 'dm' && to === 'UVOL');
    expect(told.map(({ text }) => text).join()).toContain('Your shift is over');
    const card = JSON.stringify([...world.chat.messages].find(([at]) => at.startsWith('CSTAGE'))?.[1]);
    expect(card).toContain('<@UBEN> is asked to take it over');
  });

  it('is theirs once they press: asked again after 20 minutes like any, and nobody else is rung', async () => {
    const world = await handedOver();
    await world.press('UBEN', page, 'page.take', 'P1');
    expect((await pageOf(world))?.acknowledged?.by).toBe('UBEN');
    expect((await pageOf(world))?.handover).toBeUndefined();
    await world.advance('PT19M', jobs);
    expect(of(world, 'UBEN')).toEqual(['slack UBEN']);
    const asked = () => world.chat.sent.filter(({ kind, to }) => kind === 'dm' && to === 'UBEN').length;
    expect(asked()).toBe(0);
    await world.advance('PT1M', jobs);
    expect(asked()).toBe(1);
    const facts = await world.store.facts({ about: 'page:P1' });
    expect(facts.filter(({ name }) => name === 'page.acknowledged')).toHaveLength(1);
    expect(facts.find(({ name }) => name === 'page.taken-over')?.data).toMatchObject({ from: 'UVOL' });
  });

  it('asks anew after five minutes where nobody takes it', async () => {
    const world = await handedOver();
    await world.advance('PT5M', jobs);
    expect((await pageOf(world))?.state).toBe('open');
    await world.advance('PT90S', jobs);
    expect(of(world, 'UBEN')).toEqual(['slack UBEN', 'slack UBEN', 'sms UBEN', 'voice UBEN']);
    expect(of(world, 'UVOL')).toEqual(['slack UVOL']);
  });

  it('stays with whoever says that they are still on it', async () => {
    const world = await handedOver();
    await world.press('UVOL', page, 'page.keep', 'P1');
    expect((await pageOf(world))?.handover).toBeUndefined();
    await world.advance('PT15M', jobs);
    expect((await pageOf(world))?.acknowledged?.by).toBe('UVOL');
    expect(of(world, 'UBEN')).toEqual(['slack UBEN']);
  });

  it('goes back where they are put on duty again before anybody took it', async () => {
    const world = await handedOver();
    await world.type('UORG', rota, 'assign H2 <@UVOL> anyway stays');
    expect((await pageOf(world))?.handover).toBeUndefined();
    expect((await pageOf(world))?.acknowledged?.by).toBe('UVOL');
    await world.advance('PT10M', jobs);
    expect((await pageOf(world))?.state).toBe('acknowledged');
  });

  it('stays with an organizer or lead who has it, whatever the rota says', async () => {
    const world = await worldOf(BEFORE_CHANGE);
    await world.advance('PT10M', jobs);
    await world.type('UANY', page, 'stage-main Help');
    await world.settle(jobs);
    await world.press('UORG', page, 'page.ack', 'P1');
    await world.advance('PT10M', jobs);
    expect((await pageOf(world))?.handover).toBeUndefined();
    expect(of(world, 'UBEN')).toEqual([]);
  });

  it('asks anew at once where whoever has it left the workspace', async () => {
    const world = await worldOf([
      shift({
        assignments: [
          { person: 'UVOL', state: 'accepted' },
          { person: 'UBEN', state: 'accepted' },
        ],
      }),
    ]);
    await world.type('UANY', page, 'stage-main Help');
    await world.settle(jobs);
    await world.press('UVOL', page, 'page.ack', 'P1');
    await putPerson(world, 'UVOL', { deactivated: true });
    await world.settle(jobs);
    expect((await pageOf(world))?.state).toBe('open');
    expect(of(world, 'UBEN')).toEqual(['slack UBEN', 'slack UBEN']);
  });

  it('is in the post of the change of shift, with `Take over`, as are those that nobody has', async () => {
    const world = await worldOf();
    const now = world.clock.now();
    expect(now.toString()).toBe('2019-06-05T08:00:00Z');
    await typeAnyway(world, 'UORG', rota, 'drop H1 <@UVOL>');
    await typeAnyway(world, 'UORG', rota, `add stage in ${STAGE} 09:00-10:15 <@UVOL>`);
    await world.type('UORG', rota, `add stage in ${STAGE} 10:15-12:00 <@UBEN>`);
    await world.advance('PT10M', jobs);
    await world.type('UANY', page, 'stage-main Help');
    await world.settle(jobs);
    await world.press('UVOL', page, 'page.ack', 'P1');
    await world.type('UANY', page, 'stage-main Also this');
    await world.advance('PT5M', jobs);
    const post = world.chat.sent.find(({ to, text }) => to === 'CSTAGE' && text.includes('Change of shift'));
    expect(post?.text).toMatch(/Open pages[\s\S]*P1[\s\S]*<@UVOL> has it[\s\S]*P2[\s\S]*Nobody has it/);
    expect(JSON.stringify(post?.content)).toContain('page.take');
  });
});

describe('why somebody is asked', () => {
  it('is their name, their duty, their lead or that they organize', async () => {
    const world = await worldOf();
    await world.type('UORG', page, '<@UANY> Call me');
    await world.type('UANY', page, 'stage-main Help');
    await world.advance('PT6M', jobs);
    expect(directOf(world, 'UANY')).toContain('You are asked by name');
    expect(directOf(world, 'UVOL')).toContain('because you are on shift for Main stage');
    expect(directOf(world, 'ULEAD')).toContain('because you lead those who are on shift for Main stage');
    expect(directOf(world, 'UORG')).toContain('because you are an organizer; it is for Main stage');
  });
});
