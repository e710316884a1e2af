/**
 * Words planted in a private incident, searched for in all that leaves us: every message to somebody who is no
 * responder, what each role reads, App Home, modals, doors over HTTP, figures, the log. The same search finds
 * them where responders look, so that it is known to find.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { incident } from '../../../commands/incident/command.ts';
import { commands, routes } from '../../../commands/index.ts';
import { page } from '../../../commands/page/command.ts';
import { jobs } from '../../../jobs/index.ts';
import { createMetrics } from '../../../src/adapters/prometheus/metrics.ts';
import { PERMISSIONS } from '../../../src/callboard/domain/permission.ts';
import type { Change } from '../../../src/core/commit.ts';
import { UserError } from '../../../src/core/errors.ts';
import type { Route } from '../../../src/core/route.ts';
import { actionDocument } from '../../../src/incident/domain/action.ts';
import { isPrivateWork } from '../../../src/incident/domain/privacy.ts';
import { homeView } from '../../../src/slack/home.ts';
import type { World } from '../../support/fake-deps.ts';
import { publishDraft } from '../../support/publish.ts';
import {
  emptyWorld,
  liveThrough,
  OUTSIDERS,
  type PrivateWorld,
  privateWorld,
  RESPONDERS,
  WORD,
  WORDS,
} from './private-world.ts';

const wordsIn = (text: string): string[] => [...new Set(text.match(WORD) ?? [])].sort();

let told: PrivateWorld;
let world: World;
let action: string;
const changes: Change[] = [];
/** What those outside read while it was open. */
const whileOpen: string[] = [];
/** How many messages had left when it became private. */
let before = 0;

beforeAll(async () => {
  world = await emptyWorld();
  const commit = world.store.commit.bind(world.store);
  world.store.commit = async (change) => {
    const done = await commit(change);
    changes.push(change);
    return done;
  };
  const declared = world.chat.post.bind(world.chat);
  world.chat.post = async (...args) => {
    // The page's own card stood in the channel of operations until then.
    if (before === 0 && world.chat.made.has(args[0])) before = world.chat.sent.length;
    return await declared(...args);
  };
  told = await privateWorld(world);
  // A public one of the same kind, room and time, with its own postmortem: neighbours tell nothing either.
  await world.type('UBOB', incident, 'declare sev2 Power cut in Main hall');
  await world.type('UBOB', incident, 'role I1 commander @ubob');
  for (const role of PERMISSIONS) whileOpen.push(await readAll(OUTSIDERS[role]));
  await liveThrough(told);
  await world.type('UBOB', incident, 'resolve I1 A breaker');
  await world.settle(jobs);
  await publishDraft(world, 'UBOB', 'I1');
  await world.type('UBOB', incident, 'action I1 @ubob 2019-06-20 Label it');
  await world.advance('PT200H', jobs);
  [action = ''] = (await world.store.all(actionDocument))
    .filter(({ value }) => value.incident === told.code)
    .map(({ id }) => id);
}, 60_000);

/** Everything that somebody can read here: each answer or refusal, and what opens. */
async function readAll(person: string): Promise<string> {
  const { code } = told;
  const seen: unknown[] = [];
  const trying = async (work: Promise<unknown>) => {
    try {
      seen.push(await work);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      seen.push(error.key, error.params);
    }
  };
  const texts = [
    '',
    ...['show', 'timeline', 'export', 'resolve', 'reopen', 'private', 'public', 'erase'].map(
      (verb) => `${verb} ${code}`,
    ),
    // The beginning of every planted word: what is typed is quoted back, and is none of them.
    'search quokka',
    'stats',
    'actions',
    'actions mine',
    'actions overdue',
    'timeline I1',
    'export I1',
    'help',
    `shwo ${code}`,
    'show I2',
  ];
  for (const text of texts) await trying(world.type(person, incident, text));
  for (const text of ['list', 'show P1', 'ack P1', 'note P1 hm', 'help'])
    await trying(world.type(person, page, text));
  // Whoever may decide it would make it public, or be rid of it: that is not reading.
  const decided = new Set(RESPONDERS.includes(person) ? ['incident.public', 'incident.erase'] : []);
  for (const id of Object.keys(incident.rights.buttons ?? {}).filter((one) => !decided.has(one)))
    for (const value of [code, action, 'P1', JSON.stringify({ code, title: 'x' }), `${code} sev3`])
      await trying(world.press(person, incident, id, value));
  const request = await world.asking(person);
  seen.push(await homeView(commands, request, world.deps));
  return JSON.stringify(seen);
}

describe('the words of a private incident', () => {
  it('are all found by its responders, by the same search', async () => {
    const read = await readAll('UANA');
    const posted = JSON.stringify(world.chat.sent.filter(({ to }) => to === told.channel));
    expect(wordsIn(read + posted)).toEqual(Object.values(WORDS).toSorted());
    expect(read).toContain(told.code);
  });

  it.each(PERMISSIONS)('are read by no %s outside, nor is its channel', async (role) => {
    const read = await readAll(OUTSIDERS[role]);
    expect(wordsIn(read)).toEqual([]);
    expect(read).not.toContain(told.channel);
  });

  it('are read by nobody outside while it is open', () => {
    expect(whileOpen).toHaveLength(PERMISSIONS.length);
    expect(wordsIn(whileOpen.join())).toEqual([]);
  });

  it('are in no message to anybody else, from the moment it was declared', () => {
    const own = new Set([told.channel, ...RESPONDERS]);
    const others = world.chat.sent.slice(before).filter(({ to, kind }) => !own.has(to) && kind !== 'remove');
    expect(others.length).toBeGreaterThan(10);
    const text = JSON.stringify(others);
    expect(wordsIn(text)).toEqual([]);
    expect(text).not.toContain(told.code);
    expect(text).not.toContain(action);
  });

  it('stand in no channel but its own, the page’s card among them', () => {
    const standing = [...world.chat.messages]
      .filter(([at]) => ![told.channel ?? '', 'DDEC', 'DANA'].some((own) => at.startsWith(`${own}:`)))
      .map(([, message]) => message);
    expect(standing.length).toBeGreaterThan(3);
    expect(wordsIn(JSON.stringify(standing))).toEqual([]);
    expect([...(world.chat.made.get(told.channel ?? '') ?? [])].toSorted()).toEqual(RESPONDERS.toSorted());
  });

  it('are in no text, no call, no line of the log', () => {
    const outside = Object.values(world.channels)
      .flatMap(({ sent }) => sent)
      .filter(({ to }) => !RESPONDERS.includes(to.id));
    expect(wordsIn(JSON.stringify(outside))).toEqual([]);
    expect(wordsIn(JSON.stringify(world.logged))).toEqual([]);
  });

  it('are behind no door over HTTP', async () => {
    const answers: unknown[] = [];
    for (const { method, path, run } of routes) {
      if (method !== 'GET') continue;
      const params = { token: 'x', room: 'Main hall', key: told.code };
      const request = {
        path,
        params,
        query: { room: 'Main hall' },
        headers: {},
        body: '',
        ip: '203.0.113.9',
      };
      answers.push(await run(request as unknown as Parameters<Route['run']>[0], world.deps).catch(String));
    }
    expect(answers.length).toBeGreaterThan(0);
    expect(wordsIn(JSON.stringify(answers))).toEqual([]);
  });

  it('are in no figure: neither its facts nor its work are counted by name', async () => {
    const metrics = createMetrics();
    const mine = changes.filter(({ facts = [] }) =>
      facts.some(({ about }) => about.includes(`incident:${told.code}`)),
    );
    expect(mine.length).toBeGreaterThan(20);
    for (const change of mine) metrics.committed(change);
    const text = await metrics.text({
      now: () => 0,
      standing: () => world.store.outboxCounts(world.clock.now()),
      ready: async () => {},
      providers: [],
    });
    expect(text).not.toMatch(/fact="(incident|postmortem|action)\./);
    const work = changes.flatMap(({ jobs: put = [] }) => put.flatMap((one) => ('id' in one ? [one] : [])));
    const own = work.filter(({ id }) => id.includes(told.code) || id.includes(action));
    expect(own.length).toBeGreaterThan(10);
    expect(own.filter((one) => !isPrivateWork(one))).toEqual([]);
  });
});
