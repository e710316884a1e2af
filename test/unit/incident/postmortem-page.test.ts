/** The index of the postmortems as a page: for crew with a link, published ones alone, and none that is private. */
import { beforeEach, expect, it } from 'vitest';
import { boardRoutes } from '../../../commands/callboard/board-routes.ts';
import { callboard } from '../../../commands/callboard/command.ts';
import { incident as command } from '../../../commands/incident/command.ts';
import { jobs } from '../../../jobs/index.ts';
import { POSTMORTEMS_PATH } from '../../../src/incident/postmortem-page.ts';
import { fakeEvent, fakeWorld, somebody, type World } from '../../support/fake-deps.ts';
import { publishDraft } from '../../support/publish.ts';

let world: World;
beforeEach(async () => {
  const people = ['UORG', 'UANA', 'UATT'].map((id) => somebody(id));
  world = await fakeWorld('2019-06-05T10:00:00Z', people, fakeEvent({ crew: ['UANA'] }));
});

const ask = async (path: string, query: Record<string, string>, cookie?: string) =>
  await boardRoutes
    .find((route) => route.path === path)
    ?.run({ params: {}, query, headers: { cookie }, body: undefined }, world.deps);

async function cookieOf(person: string): Promise<string> {
  const said = JSON.stringify(await world.type(person, callboard, 'board'));
  const key = /\/board\?key=([\w-]+)/.exec(said)?.[1] ?? '';
  return (await ask('/board', { key }))?.headers?.['set-cookie']?.split(';')[0] ?? '';
}

async function published(title: string): Promise<string> {
  const said = JSON.stringify(await world.type('UORG', command, `declare sev2 ${title}`));
  const code = /I\d+/.exec(said)?.[0] ?? '';
  await world.settle(jobs);
  await world.type('UORG', command, `resolve ${code} over`);
  await world.advance('PT1M', jobs);
  await publishDraft(world, 'UORG', code);
  await world.settle(jobs);
  return code;
}

it('is shut without a link, and to whoever is crew no more', async () => {
  expect((await ask(POSTMORTEMS_PATH, {}))?.status).toBe(401);
  expect((await ask(POSTMORTEMS_PATH, {}, 'callboard_board=made-up'))?.status).toBe(401);
  expect((await ask(POSTMORTEMS_PATH, {}, await cookieOf('UANA')))?.body).toContain('None is published yet.');
});

it('has what was published, escaped, and neither drafts nor what is private', async () => {
  await published('Lights <b>out</b>');
  await world.type('UORG', command, 'declare sev2 A draft of a thing');
  await world.settle(jobs);
  await world.type('UORG', command, 'resolve I2 over');
  await world.advance('PT1M', jobs);
  const hidden = await published('Sound was lost');
  await world.type('UORG', command, `private ${hidden}`);
  await world.settle(jobs);
  const page = await ask(POSTMORTEMS_PATH, {}, await cookieOf('UANA'));
  expect(page?.body).toContain('I1 Lights &lt;b&gt;out&lt;/b&gt;');
  expect(page?.body).toContain('1 published postmortem, the latest first.');
  expect(page?.body).not.toContain('A draft');
  expect(page?.body).not.toContain('Sound was lost');
  expect(page?.headers?.['content-security-policy']).toContain("frame-ancestors 'none'");
  // Its responders read it in Slack: a page is easily shown to others.
  expect((await ask(POSTMORTEMS_PATH, {}, await cookieOf('UORG')))?.body).not.toContain('Sound was lost');
});

it('goes on in parts of ten, and is linked from where people look back', async () => {
  for (let i = 1; i <= 11; i++) await published(`Trouble number ${i}`);
  const cookie = await cookieOf('UANA');
  const first = (await ask(POSTMORTEMS_PATH, {}, cookie))?.body ?? '';
  expect(first).toContain('Trouble number 11');
  expect(first).not.toContain('Trouble number 1<');
  expect(first).toContain('?part=1');
  expect((await ask(POSTMORTEMS_PATH, { part: '1' }, cookie))?.body).toContain('Trouble number 1<');
  expect((await ask(POSTMORTEMS_PATH, { part: 'x' }, cookie))?.body).toContain('Trouble number 11');
  for (const verb of ['stats', 'postmortems'])
    expect(JSON.stringify(await world.type('UANA', command, verb))).toContain(
      `https://callboard.example${POSTMORTEMS_PATH}`,
    );
});
