/** Slack is lost: pages do not wait for it, organizers are texted what they need, and all of it once. */
import { Temporal } from 'temporal-polyfill';
import { beforeEach, describe, expect, it } from 'vitest';
import { page } from '../../../commands/page/command.ts';
import { rota } from '../../../commands/rota/command.ts';
import { sessionDocument } from '../../../src/agenda/domain/session.ts';
import { suspectChat } from '../../../src/callboard/chat-state.ts';
import { CHAT_ID, chatStateDocument } from '../../../src/callboard/domain/chat-state.ts';
import { watchChat } from '../../../src/callboard/domain/jobs.ts';
import { put, recordFact, scheduleJob } from '../../../src/core/commit.ts';
import { PermanentError } from '../../../src/core/errors.ts';
import { deliver } from '../../../src/page/deliver.ts';
import { segments } from '../../../src/phone/gsm.ts';
import { coverDocument } from '../../../src/rota/domain/cover.ts';
import { mrkdwn } from '../../../src/slack/mrkdwn.ts';
import { planChanged } from '../../../src/speakers/domain/facts.ts';
import { session } from '../../support/agenda.ts';
import { somebody, type World } from '../../support/fake-deps.ts';
import { jobs, pagingWorld, people, shift } from '../page/world.ts';

let world: World;
beforeEach(async () => {
  world = await pagingWorld();
});

const phoneOf = (number: string) => ({ number, verifiedAt: '2019-06-01T00:00:00Z' });

/** Every call of Slack's fails from now on, or none; somebody has noticed. */
const slack = async (isLost: boolean) => {
  const failure = isLost ? new Error('Slack answered HTTP 503') : undefined;
  world.chat.failWith = failure;
  world.channels.slack.failWith = failure;
  if (isLost && !(await world.store.job('watch-chat')))
    await world.store.commit({ jobs: [scheduleJob(watchChat, world.clock.now(), { signs: {} })] });
};
const go = (time: string) => world.advance(time, jobs);
const texts = (person: string) =>
  world.channels.sms.sent.filter(({ to }) => to.id === person).map(({ text }) => text);
const facts = async () =>
  (await world.store.facts()).map(({ name }) => name).filter((name) => name.startsWith('chat.'));

describe('a page', () => {
  it('that is opened then leaves by text at once, and the call as much sooner', async () => {
    await slack(true);
    await go('PT2M');
    await world.type('UANY', page, 'stage-main Help');
    await go('PT1S');
    expect(texts('UVOL')).toHaveLength(1);
    expect(world.channels.voice.sent).toEqual([]);
    await go('PT61S');
    expect(world.channels.voice.sent.map(({ to }) => to.id)).toEqual(['UVOL']);
  });

  it('that waits already is hastened', async () => {
    await slack(true);
    await go('PT1M50S');
    world.channels.slack.failWith = undefined;
    await world.type('UANY', page, 'stage-main Help');
    await go('PT1S');
    expect(texts('UVOL'), 'Slack took it just so').toEqual([]);
    await go('PT9S');
    expect(texts('UVOL')).toHaveLength(1);
    const opened = (await world.store.outbox()).filter(({ name }) => name === 'notify');
    expect(opened.map(({ at }) => at.since(world.clock.now()).total('seconds'))).toEqual([60]);
  });

  it('waits as ever once Slack is back', async () => {
    await slack(true);
    await go('PT3M');
    await slack(false);
    await go('PT2M');
    await world.type('UANY', page, 'stage-main Help');
    await go('PT29S');
    expect(texts('UVOL')).toEqual([]);
    await go('PT2S');
    expect(texts('UVOL')).toHaveLength(1);
  });

  it('says on its card what was, and says nothing of it later', async () => {
    await slack(true);
    await go('PT2M');
    await world.type('UANY', page, 'stage-main Help');
    await go('PT2M');
    await slack(false);
    await go('PT2M');
    const cards = () => [...world.chat.messages].filter(([at]) => at.startsWith('CSTAGE'));
    expect(JSON.stringify(cards())).toMatch(/Slack could not be reached from 10:00 to 10:04: texts/);
    await world.type('UANY', page, 'resolve P1');
    await go('PT1M');
    await world.type('UANY', page, 'stage-main Help again');
    await go('PT1S');
    expect(JSON.stringify(cards().at(-1))).not.toContain('could not be reached');
  });
});

describe('the organizers', () => {
  it('get the numbers and the plan once, and hear once that it is over', async () => {
    const talk = session('S17', 0, 30, { room: 'Main stage', title: 'Falco' });
    await world.store.commit({
      put: [put(sessionDocument, 'S17', talk)],
      facts: [
        recordFact(planChanged, { at: world.clock.now(), by: 'test', about: [], data: { fields: [] } }),
      ],
    });
    await slack(true);
    await go('PT20M');
    expect(texts('UORG')).toEqual([
      'Callboard: no Slack since 10:00. Pages go by text and call at once; answer them by text. On duty now:\nMain stage: Vera +12025550111',
      'Callboard, without Slack. The plan:\nMain stage: until 10:30 S17 Falco',
    ]);
    expect(texts('UVOL')).toEqual([]);
    await slack(false);
    await go('PT10M');
    expect(texts('UORG').slice(2)).toEqual([
      'Callboard: Slack is back. It could not be reached from 10:00 to 10:20; what waited is on its way.',
    ]);
    expect(await facts()).toEqual(['chat.lost', 'chat.loss-told', 'chat.back']);
    expect(world.chat.sent.map(({ text }) => text)).toContain(
      'Slack could not be reached from 10:00 to 10:20. Pages went by text and call meanwhile; what else waited is on its way now.',
    );
  });

  it('are not texted for each blink, and are for one that lasts', async () => {
    await slack(true);
    await go('PT3M');
    await slack(false);
    await go('PT2M');
    expect(texts('UORG')).toHaveLength(3);
    await slack(true);
    await go('PT20M');
    expect(texts('UORG'), 'half an hour has not gone by').toHaveLength(3);
    await go('PT10M');
    expect(texts('UORG')).toHaveLength(5);
    await slack(false);
    await go('PT2M');
    expect(texts('UORG')).toHaveLength(6);
  });

  it('hear of none that is over before their text leaves', async () => {
    await slack(true);
    await go('PT1M50S');
    world.channels.sms.failWith = new Error('in trouble');
    await go('PT20S');
    await slack(false);
    await go('PT75S');
    world.channels.sms.failWith = undefined;
    await go('PT10M');
    expect(texts('UORG').filter((text) => !text.includes('is back'))).toEqual([]);
  });

  it('who have no phone, or take no texts, keep nobody from hearing it', async () => {
    world = await pagingWorld(undefined, [
      ...people().map((one) => (one.id === 'UORG' ? { ...one, optedOut: true } : one)),
    ]);
    await slack(true);
    await go('PT5M');
    expect(texts('UORG')).toEqual([]);
    expect(await facts()).toEqual(['chat.lost']);
  });

  it('lose no number to a full text: what does not fit is counted', async () => {
    const many = Array.from({ length: 40 }, (_, index) => ({
      ...somebody(`UV${index}`, { name: `Volunteer number ${index}` }),
      phone: { number: `+1202555${1000 + index}`, verifiedAt: '2019-06-01T00:00:00Z' },
    }));
    const assignments = many.map(({ id }) => ({ person: id, state: 'accepted' as const }));
    world = await pagingWorld([shift({ assignments })], [...people(), ...many]);
    await slack(true);
    await go('PT3M');
    const [numbers = ''] = texts('UORG');
    expect(segments(numbers)).toBe(3);
    const lines = numbers.split('\n').slice(1);
    expect(
      lines.slice(0, -1).every((line) => /^Main stage: Volunteer number \d+ \+1202555\d{4}$/.test(line)),
    ).toBe(true);
    expect(lines.at(-1)).toBe(`+${40 - (lines.length - 1)} more`);
  });
});

describe('what else goes by Slack', () => {
  const letter = (validFor: number) => ({
    key: 'k',
    to: people()[2] ?? somebody('UVOL'),
    message: { text: mrkdwn`Your talk is next` },
    text: 'Your talk is next',
    validFor,
  });

  it('goes by text where it would be worth nothing later, to whom a text reaches', async () => {
    await slack(true);
    await go('PT3M');
    expect(await deliver(letter(1_800), false, world.deps)).toEqual({ way: 'sms' });
    await expect(deliver(letter(14_400), false, world.deps)).rejects.toThrow('HTTP 503');
    const nobody = { ...letter(1_800), to: somebody('UANY') };
    await expect(deliver(nobody, false, world.deps)).rejects.toThrow('HTTP 503');
  });

  it('asks by text whether somebody can cover', async () => {
    const ben = { ...somebody('UBEN', { name: 'Ben' }), phone: phoneOf('+12025550133') };
    const later = shift({ code: 'H2', start: '2019-06-05T20:00:00Z', end: '2019-06-05T21:00:00Z' });
    const [mine, his] = [
      shift(),
      { ...later, assignments: [{ person: 'UBEN', state: 'accepted' as const }] },
    ];
    world = await pagingWorld([mine, his], [...people(), ben]);
    await slack(true);
    await go('PT3M');
    await world.type('UVOL', rota, 'cover H1 I am ill');
    await go('PT1M');
    expect(texts('UBEN').at(-1)).toMatch(/H1/);
    const [cover] = await world.store.all(coverDocument);
    expect(cover?.value.asked.find(({ person }) => person === 'UBEN')).toMatchObject({ texted: true });
  });

  it('gives the numbers of a page by no message that waits for Slack, once they were texted', async () => {
    await slack(true);
    await go('PT3M');
    await world.type('UANY', page, 'stage-main Help');
    await go('PT5M');
    await slack(false);
    await go('PT5M');
    expect(world.chat.sent.filter(({ to, text }) => to === 'UORG' && text.includes('+12025550111'))).toEqual(
      [],
    );
  });

  it('waits for Slack in its first two minutes', async () => {
    await slack(true);
    await go('PT1M');
    await expect(deliver(letter(1_800), false, world.deps)).rejects.toThrow('HTTP 503');
  });
});

describe('a sign that Slack is out of reach', () => {
  const watching = async () => await world.store.job('watch-chat');
  const waits = () => new Promise((resolve) => setImmediate(resolve));

  it('has it looked at, once for many', async () => {
    let passed = 0;
    const suspicion = suspectChat(world.deps, () => passed);
    suspicion.callFailed();
    suspicion.callFailed();
    await expect.poll(watching).toBeDefined();
    const first = await watching();
    expect(first?.data).toEqual({ signs: { callFailedAt: '2019-06-05T08:00:00Z' } });
    passed = 6_000;
    world.clock.t = Temporal.Instant.from('2019-06-05T08:00:06Z');
    suspicion.callFailed();
    await expect
      .poll(async () => (await watching())?.data)
      .toEqual({ signs: { callFailedAt: '2019-06-05T08:00:06Z' } });
    expect((await watching())?.at.toString(), 'a look is not put off').toBe(first?.at.toString());
  });

  it('of a socket waits for it to open again', async () => {
    suspectChat(world.deps).socketClosed();
    await expect.poll(watching).toBeDefined();
    expect((await watching())?.at.toString()).toBe('2019-06-05T08:00:10Z');
    await go('PT1M');
    expect(await watching()).toBeUndefined();
    expect(await world.store.get(chatStateDocument, CHAT_ID)).toBeUndefined();
  });

  it('is left at that where the store is gone', async () => {
    const commit = world.store.commit.bind(world.store);
    world.store.commit = async () => {
      throw new PermanentError('gone');
    };
    suspectChat(world.deps).callFailed();
    await waits();
    await waits();
    world.store.commit = commit;
    expect(world.logged.some(({ message }) => message === 'nobody looks after Slack')).toBe(true);
  });
});
