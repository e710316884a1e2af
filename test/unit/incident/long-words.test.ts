/** What people wrote is not lost to Slack's limits: a long postmortem says where all of it is, a long text is given back. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { incident as command } from '../../../commands/incident/command.ts';
import { jobs } from '../../../jobs/index.ts';
import { translator } from '../../../src/i18n/index.ts';
import { incidentDocument } from '../../../src/incident/domain/incident.ts';
import { readModel } from '../../../src/incident/load-postmortem.ts';
import { markdown, type PostmortemModel, postmortemMessage } from '../../../src/incident/postmortem-text.ts';
import { blocksCharacters, MAX_BLOCKS_CHARACTERS, messageFaults } from '../../../src/slack/limits.ts';
import { fakeEvent, fakeWorld, somebody, type World } from '../../support/fake-deps.ts';

const handlers = jobs.filter(({ kind }) => /incident|postmortem/.test(kind.name));
const EMPTY = { incident: 'I1', state: 'draft' as const, factors: [] };
const t = translator('en');
let world: World;
let plain: PostmortemModel;

beforeAll(async () => {
  world = await fakeWorld('2019-06-05T10:00:00Z', [somebody('UORG')], fakeEvent());
  await world.type('UORG', command, 'declare sev2 Power cut');
  await world.settle(handlers);
  const incident = (await world.store.get(incidentDocument, 'I1'))?.value;
  if (!incident) throw new Error('no incident');
  plain = await readModel(incident, EMPTY, 'Europe/Madrid', 'en', world.deps);
});

/** As much as the forms take, of letters that are five characters each once they are written for Slack. */
const written = (letter: string, share = 1): PostmortemModel => {
  const words = (count: number) => letter.repeat(Math.round(count * share));
  const item = (n: number) => ({
    code: `A${n}`,
    incident: 'I1',
    text: words(500) || 'x',
    owner: 'UORG',
    due: '2019-06-12',
    state: 'open' as const,
    snoozed: [],
  });
  return {
    ...plain,
    postmortem: {
      ...EMPTY,
      summary: words(2_000),
      wentWell: words(2_000),
      lucky: words(2_000),
      factors: Array.from({ length: 5 }, () => ({
        steps: Array.from({ length: 5 }, () => words(400) || 'x'),
      })),
    },
    lines: Array.from({ length: 40 }, () => ({ at: '12:00', text: words(1_000) || 'x' })),
    actions: Array.from({ length: 10 }, (_, n) => item(n + 1)),
  } as PostmortemModel;
};
const shown = (model: PostmortemModel) => JSON.stringify(postmortemMessage(model, t));

describe('a postmortem', () => {
  it('of everyday length is shown whole', () => {
    const model = {
      ...plain,
      postmortem: { ...EMPTY, summary: 'The breaker tripped.', wentWell: 'x'.repeat(900) },
    };
    expect(shown(model)).toContain('x'.repeat(900));
    expect(shown(model)).not.toContain('shortened');
  });

  it.each(['x', '&', 'Ж', '\n', '🙂'])(
    'as long as the forms take, of %j, fits and says where all of it is',
    (letter) => {
      const message = postmortemMessage(written(letter), t);
      expect(messageFaults(message)).toEqual([]);
      expect(blocksCharacters(message.blocks)).toBeLessThanOrEqual(MAX_BLOCKS_CHARACTERS);
      const buttons = JSON.stringify(message.blocks?.at(-1));
      expect(buttons).toContain('incident.publish');
    },
  );

  it('says so wherever anything was left out, and the file has all of it', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom('x', '&'), (share, letter) => {
        const model = written(letter, share);
        const message = postmortemMessage(model, t);
        expect(blocksCharacters(message.blocks)).toBeLessThanOrEqual(MAX_BLOCKS_CHARACTERS);
        const isCut = shown(model).includes('…');
        expect(shown(model).includes('/incident export I1')).toBe(isCut);
        expect(markdown(model, t)).toContain(letter.repeat(Math.round(2_000 * share)));
      }),
      { numRuns: 40 },
    );
  });
});

it('an update that is too long is given back, and nothing of it is posted', async () => {
  const update = (count: number) => world.type('UORG', command, `update I1 ${'&'.repeat(count)}`);
  await expect(update(2_001)).rejects.toMatchObject({
    key: 'common.longText',
    params: { count: 10_005, max: 10_000 },
  });
  const before = world.chat.sent.length;
  await update(2_000);
  await world.settle(handlers);
  expect(world.chat.sent.length).toBeGreaterThan(before);
});
