/** People may be called anything: no message of any story must do in Slack what a name says. */
import { describe, expect, it } from 'vitest';
import { pageSms } from '../../../commands/page/texts.ts';
import { jobs } from '../../../jobs/index.ts';
import { tellOrganizers } from '../../../src/callboard/domain/jobs.ts';
import { type Person, personChanged, personDocument } from '../../../src/callboard/domain/person.ts';
import { put, recordFact, scheduleJob } from '../../../src/core/commit.ts';
import { type Story, tellDying } from '../../support/dying.ts';
import { fakeEvent, fakeWorld, somebody } from '../../support/fake-deps.ts';
import * as stories from './stories.ts';

const NAMES = [
  'Vic <!channel> & co',
  '<@U0ORGANIZER>',
  '<!here> <!everyone> <!subteam^S1> <#C0SECRET>',
  '*bold* _x_ ~y~ `z`',
  'Vic \u202egnihtemos',
  'Vic \ud83d',
];

/** What turns all that follows around, and what cannot be sent. */
const UNSENDABLE = /[\u202a-\u202e]|\p{Surrogate}/u;

/** Everybody is called so; those who need no Slack in the story may have none. */
async function renamed(story: Story, name: string, withoutSlack: readonly string[]): Promise<Story> {
  const { store, clock } = story.world;
  const everybody = await store.all(personDocument);
  for (const { id, value, version } of everybody) {
    const { slack: _, ...offline } = value;
    const person = withoutSlack.includes(id) ? offline : value;
    await store.commit({
      put: [put(personDocument, id, { ...person, name }, version)],
      facts: [recordFact(personChanged, { at: clock.now(), by: 'test', about: [], data: {} as never })],
    });
  }
  return story;
}

/** What Slack reads as mrkdwn: a message's text, and every text of a block that is not plain. */
function mrkdwnIn(content: unknown): string[] {
  if (Array.isArray(content)) return content.flatMap(mrkdwnIn);
  if (typeof content !== 'object' || content === null) return [];
  const { type, text, ...rest } = content as Record<string, unknown>;
  const own = typeof text === 'string' && type !== 'plain_text' ? [text] : mrkdwnIn(text);
  return [...own, ...Object.values(rest).flatMap(mrkdwnIn)];
}

/** All that is live in Slack: mentions, links, dates, calls to everybody. */
const liveIn = (texts: readonly string[]): string[] =>
  texts.flatMap((text) => text.match(/<[^<>]*>/g) ?? []).sort();

async function textsOf(begin: () => Promise<Story>, name: string, withoutSlack: readonly string[]) {
  const { world } = await tellDying(async () => await renamed(await begin(), name, withoutSlack), '');
  const paged = world.channels.slack.sent.flatMap(({ message }) => mrkdwnIn(message));
  return [...world.chat.sent.flatMap(({ text, content }) => [text, ...mrkdwnIn(content)]), ...paged];
}

/** Says nothing in Slack: drills go to a number alone. */
const SILENT: ReadonlySet<string> = new Set(['aProviderAside']);

describe.each(Object.entries(stories).filter(([name]) => !SILENT.has(name)))(
  'in the story %s',
  (_, begin) => {
    it.each([[[]], [['UVOL', 'UA', 'UB']]])(
      'with nobody, or these, outside Slack: %j',
      async (withoutSlack) => {
        const tame = await textsOf(begin, 'Vic', withoutSlack);
        expect(tame.length).toBeGreaterThan(0);
        for (const name of NAMES) {
          const texts = await textsOf(begin, name, withoutSlack);
          expect(liveIn(texts), `what is live where everybody is called ${name}`).toEqual(liveIn(tame));
          for (const text of texts) expect(text).not.toMatch(UNSENDABLE);
        }
      },
      // A whole story for each name.
      60_000,
    );
  },
);

it.each(NAMES)('the organizers are told about %j as it is written', async (name) => {
  const world = await fakeWorld(undefined, [somebody('UORG')], fakeEvent());
  const said = { key: 'page.optedOutAlarm', params: { person: name } };
  await world.store.commit({ jobs: [scheduleJob(tellOrganizers, world.clock.now(), said, 'tell:x')] });
  await world.settle(jobs);
  const texts = world.chat.sent.map(({ text }) => text);
  expect(texts).toHaveLength(1);
  expect(liveIn(texts)).toEqual([]);
  expect(texts[0]).not.toMatch(UNSENDABLE);
});

it.each(NAMES)('%j without Slack opts out of texts: the ops channel reads a name', async (name) => {
  const vic: Person = {
    id: 'UVIC',
    name,
    phone: { number: '+12025550111', verifiedAt: '2019-06-01T00:00:00Z' },
  };
  const world = await fakeWorld(undefined, [somebody('UORG'), vic], fakeEvent());
  const { trigger: _, ...who } = await world.asking('UVIC');
  await pageSms.handleSms({ ...who, text: 'STOP', id: 'SM1' }, world.deps);
  await world.settle(jobs);
  const texts = world.chat.sent.filter(({ to }) => to === 'COPS').map(({ text }) => text);
  expect(texts).toHaveLength(1);
  expect(liveIn(texts)).toEqual([]);
});
