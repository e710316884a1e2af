/**
 * The keys as people live them: three holders reveal and confirm, two of them close registration, the desk
 * goes dark and comes back. Then everything that was said and kept is searched for a share.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { deskState, HOLDERS, pressOf, takesShare } from '../support/story/keys-in-hand.ts';
import { hasSandbox, openStory, type Story, until, wholeText } from '../support/story.ts';

let story: Story | undefined;
afterEach(async ({ task }) => {
  if (story && task.result?.state === 'fail') console.error(story.sandbox.log());
  await story?.abandon();
  story = undefined;
});

const files = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((one) =>
    one.isDirectory() ? files(join(folder, one.name)) : [join(folder, one.name)],
  );

describe.skipIf(!hasSandbox)('two of three people, and nobody alone', () => {
  it('the desk goes dark when two holders fire, comes back on restore, and no share is left anywhere', async () => {
    story = await openStory();
    const evening = story;
    // A whole ceremony in half a minute: its cards change oftener than Slack allows.
    evening.hurries('chat.update');
    evening.ignore(/./);
    const shares: string[] = [];
    for (const handle of HOLDERS) shares.push(await takesShare(evening, handle, 'ingress'));
    expect(new Set(shares).size).toBe(3);
    expect(await deskState(evening)).toBe('restored');

    for (const [verb, state, code] of [
      ['fire', 'fired', 'K1'],
      ['restore', 'restored', 'K2'],
    ] as const) {
      await evening.as('organizer').types(`/keys ${verb} registration-ingress under attack`);
      const card = await evening.posted('ops', `${code}:`);
      const [first, second] = verb === 'fire' ? [0, 2] : [1, 2];
      for (const at of [first, second]) {
        const holder = evening.as(HOLDERS[at] ?? '');
        const own = await holder.told(`${code}:`);
        await holder.presses(own, 'Submit my share');
        (await holder.modal('Compare the digest')).submit({ share: shares[at] ?? '' });
        await holder.told(/your share counts|1 of 2|2 of 2/);
        if (at === first) expect(await deskState(evening)).not.toBe(state);
      }
      await evening.becomes(card, /Read back/);
      expect(await deskState(evening)).toBe(state);
    }
    const organizer = evening.as('organizer');
    await organizer.types('/keys audit');
    expect(wholeText(await organizer.answered('The record is whole'))).toContain('quorum complete');

    await evening.settle();
    const bare = shares.flatMap((share) => {
      const joined = share.replaceAll(' ', '');
      // The letters after the public head (version, k, n, index, set): the share itself.
      return [joined.slice(28), joined.slice(28).toLowerCase(), share.slice(35)];
    });
    const messages = JSON.stringify(await evening.desk.messages());
    const outside = (await evening.desk.log())
      .map((one) => JSON.stringify(one))
      .filter((text) => !/views\.open|view_submission|views\.update/.test(text));
    const kept = files(evening.sandbox.dataDir)
      .filter((file) => statSync(file).isFile())
      .map((file) => readFileSync(file, 'latin1'));
    for (const share of bare) {
      expect(messages).not.toContain(share);
      expect(outside.filter((text) => text.includes(share))).toEqual([]);
      expect(kept.filter((text) => text.includes(share))).toEqual([]);
    }
    expect(kept.length).toBeGreaterThan(1);
    story = undefined;
    await evening.end();
  });

  it('the owner killed at k−1: nothing can be read, and the holders submit again', async () => {
    story = await openStory();
    const evening = story;
    evening.ignore(/./);
    // A set of keys and two ceremonies within ten seconds: more updates of cards than Slack gives in a minute.
    evening.hurries('chat.update');
    const shares: string[] = [];
    for (const handle of HOLDERS) shares.push(await takesShare(evening, handle, 'ingress'));
    await evening.as('organizer').types('/keys fire registration-ingress under attack');
    let card = await evening.posted('ops', 'K1:');
    const submit = async (at: number, digestDiffersFrom = '') => {
      const holder = evening.as(HOLDERS[at] ?? '');
      await pressOf(evening, HOLDERS[at] ?? '', card, 'keys.submit', 'K1');
      const window = await until('a window of the ceremony as it is now', async () => {
        const open = await holder.modal('Compare the digest');
        return digestDiffersFrom !== '' && open.text.includes(digestDiffersFrom) ? undefined : open;
      });
      const digest = /[0-9A-F]{4}( [0-9A-F]{4}){3}/.exec(window.text)?.[0] ?? '';
      window.submit({ share: shares[at] ?? '' });
      return digest;
    };
    const digest = await submit(0);
    await evening.becomes(card, /1 of 2/);
    await evening.kill();
    await submit(1);
    await evening.settle();
    await evening.becomes(card, /is gone/);
    card = await evening.posted('ops', /0 of 2/);
    expect(await deskState(evening)).toBe('restored');
    await submit(0, digest);
    await submit(2, digest);
    await until('the desk to go dark', async () =>
      (await deskState(evening)) === 'fired' ? true : undefined,
    );
    story = undefined;
    await evening.end();
  });
});
