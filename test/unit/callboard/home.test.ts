/** App Home: everybody's part in its place, and never more than Slack takes. */
import type { KnownBlock } from '@slack/types';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { callboard } from '../../../commands/callboard/command.ts';
import { whenIs } from '../../../commands/callboard/home.ts';
import { commands } from '../../../commands/index.ts';
import { eventDates } from '../../../src/callboard/domain/dates.ts';
import type { Command } from '../../../src/core/command.ts';
import { translator } from '../../../src/i18n/index.ts';
import { composeHome, homeView, type NamedPart } from '../../../src/slack/home.ts';
import { fakeEvent, fakeWorld } from '../../support/fake-deps.ts';
import { checkView } from '../../support/slack-limits.ts';

const section = (text: string): KnownBlock => ({ type: 'section', text: { type: 'mrkdwn', text } });
const part = (name: string, count: number): NamedPart => ({
  name: `/${name}`,
  mine: Array.from({ length: count }, (_, i) => section(`my ${name} ${i}`)),
  event: Array.from({ length: count }, (_, i) => section(`all ${name} ${i}`)),
});

describe('the composition', () => {
  test('mine goes first; both in the order of what matters', async () => {
    const world = await fakeWorld();
    const view = composeHome(
      [part('other', 1), part('rota', 2), part('page', 1)],
      await world.asking('UANY'),
    );
    checkView(view);
    const texts = JSON.stringify(view.blocks).match(/(my|all) \w+ \d/g);
    expect(texts).toEqual([
      'my page 0',
      'my rota 0',
      'my rota 1',
      'my other 0',
      'all rota 0',
      'all rota 1',
      'all page 0',
      'all other 0',
    ]);
  });

  test.each([0, 1, 40, 60, 300])('%i blocks of each kind fit, and what does not is said', async (count) => {
    const world = await fakeWorld();
    const view = composeHome([part('x', count), part('y', 0)], await world.asking('UANY'));
    checkView(view);
    expect(JSON.stringify(view).includes('There is more than fits here')).toBe(count * 2 > 95);
    if (count > 0) expect(JSON.stringify(view)).toContain('all x 0');
  });

  test('a command that fails leaves the others standing', async () => {
    const world = await fakeWorld();
    const failing: Command = {
      name: '/broken',
      rights: { verbs: {} },
      summary: 'slack.done',
      verbs: {},
      home: async () => {
        throw new Error('inside');
      },
    };
    const view = await homeView([failing, callboard], await world.asking('UORG'), world.deps);
    checkView(view);
    expect(JSON.stringify(view)).toContain('`/broken`');
    expect(JSON.stringify(view)).toContain('callboard.edit');
    expect(JSON.stringify(view)).not.toContain('inside');
    expect(world.logged).toMatchObject([{ level: 'error', data: { command: '/broken' } }]);
  });
});

describe('the event at a glance', () => {
  const t = translator('en');
  const event = fakeEvent({ dates: { first: '2019-06-05', last: '2019-06-07' } });
  const when = (at: string) =>
    whenIs({ dates: eventDates(event, []), zone: event.zone }, Temporal.Instant.from(at), t);

  test('counts days in the event’s zone', () => {
    expect(when('2019-06-03T10:00:00Z')).toBe('starts in 2 days');
    expect(when('2019-06-04T10:00:00Z')).toBe('starts in 1 day');
    // Half past midnight in Madrid is still the evening before in UTC.
    expect(when('2019-06-04T22:30:00Z')).toBe('day 1 of 3');
    expect(when('2019-06-07T21:59:00Z')).toBe('day 3 of 3');
    expect(when('2019-06-07T22:01:00Z')).toBeUndefined();
  });

  test('organizers have their buttons, others do not; a new workspace asks who it is', async () => {
    const world = await fakeWorld();
    const home = async (id: string) =>
      JSON.stringify(await homeView([callboard], await world.asking(id), world.deps));
    expect(await home('UORG')).toContain('callboard.edit');
    expect(await home('UANY')).not.toContain('callboard.edit');
    const fresh = await fakeWorld(undefined, undefined, fakeEvent({ organizers: [] }));
    const asked = await homeView([callboard], await fresh.asking('UANY'), fresh.deps);
    expect(JSON.stringify(asked)).toContain('callboard.claim');
  });
});

test('organizers get the buttons for what they do most, each with a handler behind it', async () => {
  const world = await fakeWorld();
  const view = async (id: string) => {
    const shown = await homeView(commands, await world.asking(id), world.deps);
    checkView(shown);
    return JSON.stringify(shown);
  };
  expect(await view('UANY')).not.toContain('home.quick');
  expect(await view('UORG')).toContain('home.quick');
  for (const command of commands)
    for (const id of Object.keys(command.quick ?? {}))
      expect(Object.keys(command.buttons ?? {})).toContain(id);
});
