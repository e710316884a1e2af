/** User groups of Slack as whom a page is for, and as crew: named, renamed, disabled, changed under an open page. */
import { afterEach, describe, expect, it } from 'vitest';
import { callboard } from '../../../commands/callboard/command.ts';
import { page } from '../../../commands/page/command.ts';
import { createClient } from '../../../src/adapters/slack/client.ts';
import { createGroups } from '../../../src/adapters/slack/groups.ts';
import type { UserGroup } from '../../../src/callboard/domain/user-group.ts';
import { refreshGroups } from '../../../src/callboard/groups.ts';
import { RetryLater } from '../../../src/core/errors.ts';
import { loadPermission } from '../../../src/core/permission.ts';
import { pageDocument } from '../../../src/page/domain/page.ts';
import { somebody, type World } from '../../support/fake-deps.ts';
import { type Answer, type ScriptedSlack, scriptedSlack } from '../../support/scripted-slack.ts';
import { jobs, pagingWorld, people, sent, textOf } from '../page/world.ts';

const CREW: UserGroup = { id: 'S1', handle: 'stage-crew', name: 'Stage crew', members: ['UBEN', 'UCLEO'] };
const ben = somebody('UBEN', { name: 'Ben' });
const cleo = somebody('UCLEO', { name: 'Cleo' });

interface InSlack {
  readonly world: World;
  /** What Slack says of the group from now on. */
  says(group: UserGroup | Error): void;
  asked(): number;
}

async function withGroup(group: UserGroup | Error | 'none' = CREW): Promise<InSlack> {
  const world = await pagingWorld(undefined, [...people(), ben, cleo]);
  let said: UserGroup | Error | 'none' = group;
  let count = 0;
  world.deps.directory.group = async (name) => {
    count += 1;
    if (said instanceof Error) throw said;
    return said !== 'none' && (said.id === name || said.handle === name) ? said : undefined;
  };
  return {
    world,
    says(next) {
      said = next;
    },
    asked: () => count,
  };
}
const change = async ({ world, says }: InSlack, more: Partial<UserGroup>) => {
  says({ ...CREW, ...more });
  await refreshGroups(world.deps);
  await world.advance('PT1S', jobs);
};
const slackOf = (world: World) => sent(world).filter((one) => one.startsWith('slack'));
const isCrew = async ({ deps }: World, person: typeof ben) =>
  (await loadPermission(person, await deps.events.settings(), deps)) === 'crew';

describe('a page for a user group', () => {
  it.each(['@stage-crew', '<!subteam^S1>', '<!subteam^S1|@stage-crew>'])(
    'asks who is in %s',
    async (typed) => {
      const { world } = await withGroup();
      await world.type('UORG', page, `${typed} The lamp is dead`);
      await world.advance('PT1S', jobs);
      expect(slackOf(world)).toEqual(['slack UBEN', 'slack UCLEO']);
      const { target } = (await world.store.get(pageDocument, 'P1'))?.value ?? {};
      expect(target).toEqual({ kind: 'group', name: 'S1', label: '@stage-crew' });
      const told = JSON.stringify(world.channels.slack.sent[0]?.message);
      expect(told).toContain('You are asked because you are in @stage-crew.');
      // A mention would notify the whole group whenever the card is drawn.
      expect(told).not.toContain('subteam');
    },
  );

  it('may be critical, and goes on to the organizers when nobody of it answers', async () => {
    const { world } = await withGroup();
    await world.type('UORG', page, '@stage-crew! Smoke');
    await world.advance('PT7M', jobs);
    expect(slackOf(world)).toContain('slack UORG');
    expect((await world.store.get(pageDocument, 'P1'))?.value.critical).toBe(true);
  });

  it('follows who is in it: whoever joins is asked, whoever leaves may not answer for it any more', async () => {
    const slack = await withGroup();
    const { world } = slack;
    await world.type('UORG', page, '@stage-crew The lamp is dead');
    await world.advance('PT1S', jobs);
    await change(slack, { members: ['UBEN', 'UANY'] });
    expect(slackOf(world)).toEqual(['slack UBEN', 'slack UCLEO', 'slack UANY']);
    const ran = (await world.store.get(pageDocument, 'P1'))?.value.stepsRun[0]?.people;
    expect(ran?.find(({ person }) => person === 'UCLEO')?.offAt).toBeDefined();
  });

  it('is known by its id: renamed it is the same, and is asked for without Slack', async () => {
    const slack = await withGroup();
    const { world } = slack;
    await world.type('UORG', page, '@stage-crew The lamp is dead');
    await change(slack, { handle: 'lights' });
    slack.says(new RetryLater(30));
    const before = slack.asked();
    await world.type('UORG', page, '@lights Another lamp');
    await world.advance('PT1S', jobs);
    expect((await world.store.get(pageDocument, 'P2'))?.value.target).toMatchObject({
      name: 'S1',
      label: '@lights',
    });
    expect(slack.asked()).toBe(before);
  });

  it('is refused where it was disabled, is everybody, or cannot be seen; nothing is kept of it', async () => {
    const members = Array.from({ length: 51 }, (_, i) => `U${i}`);
    for (const [group, typed, why] of [
      [{ ...CREW, disabled: true }, '@stage-crew', 'group.disabled'],
      [{ ...CREW, members }, '@stage-crew', 'group.large'],
      ['none', '<!subteam^S1|@stage-crew>', 'group.unseen'],
      ['none', '@stage-crew', 'person.nobody'],
      [new RetryLater(30), '@stage-crew', 'person.nobody'],
    ] as const) {
      const { world } = await withGroup(group);
      await expect(world.type('UORG', page, `${typed} Help`)).rejects.toMatchObject({ key: why });
      expect((await world.deps.events.settings()).groups).toBeUndefined();
    }
  });

  it('is not for attendees, as people by name are not', async () => {
    const { world } = await withGroup();
    const refused = world.type('UCLEO', page, '@stage-crew Help');
    await expect(refused).rejects.toMatchObject({ key: 'page.help.person' });
    expect(await world.store.get(pageDocument, 'P1')).toBeUndefined();
    expect((await world.deps.events.settings()).groups).toBeUndefined();
  });
});

describe('a user group as crew', () => {
  it('makes its members crew, as they are in it now', async () => {
    const slack = await withGroup();
    const { world } = slack;
    expect(await isCrew(world, ben)).toBe(false);
    expect(textOf(await world.type('UORG', callboard, 'crew add @stage-crew'))).toContain('2 people');
    expect([await isCrew(world, ben), await isCrew(world, cleo)]).toEqual([true, true]);
    expect(textOf(await world.type('UORG', callboard, 'crew'))).toContain('@stage-crew');
    await change(slack, { members: ['UCLEO'] });
    expect([await isCrew(world, ben), await isCrew(world, cleo)]).toEqual([false, true]);
    await change(slack, { members: ['UCLEO'], disabled: true });
    expect(await isCrew(world, cleo)).toBe(false);
  });

  it('is taken off again; a guest in it is a stranger all the same', async () => {
    const { world } = await withGroup();
    await world.type('UORG', callboard, 'crew add <!subteam^S1|@stage-crew>');
    expect(await isCrew(world, { ...ben, guest: true })).toBe(false);
    expect(await isCrew(world, { ...ben, deactivated: true })).toBe(false);
    await world.type('UORG', callboard, 'crew remove @stage-crew');
    expect(await isCrew(world, ben)).toBe(false);
  });

  it('is for organizers to name', async () => {
    const { world } = await withGroup();
    const refused = world.type('UANY', callboard, 'crew add @stage-crew');
    await expect(refused).rejects.toMatchObject({ key: 'common.notOrganizer' });
    expect((await world.deps.events.settings()).crewGroups).toBeUndefined();
  });
});

describe('the groups of Slack', () => {
  let slack: ScriptedSlack | undefined;
  afterEach(async () => {
    await slack?.stop();
    slack = undefined;
  });
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const groups = async (answer: () => Answer, now: () => number = () => 0) => {
    slack = await scriptedSlack(answer);
    return createGroups(createClient({ token: 'xoxb-x', apiUrl: slack.apiUrl, log }), log, now);
  };
  const listed = (more: object = {}) => ({
    id: 'S1',
    handle: 'stage-crew',
    name: 'Stage crew',
    date_delete: 0,
    users: ['UBEN'],
    ...more,
  });

  it('come with their members in one call, which is believed until Slack says otherwise', async () => {
    let now = 0;
    const known = await groups(
      () => ({ usergroups: [listed()] }),
      () => now,
    );
    const expected = { id: 'S1', handle: 'stage-crew', name: 'Stage crew', members: ['UBEN'] };
    expect(await known.group('Stage-Crew')).toEqual(expected);
    expect(await known.group('S1')).toEqual(expected);
    expect(await known.group('S2')).toBeUndefined();
    expect(slack?.asked).toHaveLength(1);
    expect(slack?.asked[0]?.form).toMatchObject({ include_users: 'true', include_disabled: 'true' });
    known.forget();
    await known.group('S1');
    now += 300_001;
    await known.group('S1');
    expect(slack?.asked).toHaveLength(3);
  });

  it('that were disabled are told as such, and a living one of that handle goes first', async () => {
    const old = listed({ id: 'S0', date_delete: 1_700_000_000, users: [] });
    const known = await groups(() => ({ usergroups: [old, listed()] }));
    expect(await known.group('S0')).toMatchObject({ disabled: true });
    expect(await known.group('stage-crew')).toMatchObject({ id: 'S1' });
  });

  it('are none where the app may not ask, and patience is told', async () => {
    const refused = await groups(() => ({ error: 'missing_scope' }));
    expect(await refused.group('stage-crew')).toBeUndefined();
    await slack?.stop();
    let patient = true;
    const later = await groups(() => (patient ? { retryAfter: 10 } : { usergroups: [listed()] }));
    await expect(later.group('S1')).rejects.toBeInstanceOf(RetryLater);
    patient = false;
    expect(await later.group('S1')).toBeDefined();
  });
});
