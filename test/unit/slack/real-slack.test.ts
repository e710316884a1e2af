/** What the real Slack does and the local one does not: limits, lists by the page, tokens, tombstones, lengths. */

import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { createBudget } from '../../../src/adapters/slack/budget.ts';
import { createChat } from '../../../src/adapters/slack/chat.ts';
import { createDirectory } from '../../../src/adapters/slack/directory.ts';
import { CredentialsRefused } from '../../../src/adapters/slack/errors.ts';
import { heardMessage } from '../../../src/adapters/slack/listen-events.ts';
import { createChannelPace } from '../../../src/adapters/slack/pace.ts';
import { clipBytes, fitBlocks, payload } from '../../../src/adapters/slack/payload.ts';
import { personFrom, renewed, SlackProfile } from '../../../src/adapters/slack/profile.ts';
import { createTokenWatch } from '../../../src/adapters/slack/token-watch.ts';
import { PermanentError, RetryLater } from '../../../src/core/errors.ts';
import { blocksCharacters, MAX_BLOCKS_CHARACTERS, MAX_UPDATE_BYTES } from '../../../src/slack/limits.ts';
import { escape, fromCatalog, mrkdwn } from '../../../src/slack/mrkdwn.ts';
import { fakeWorld } from '../../support/fake-deps.ts';
import { type Answer, type ScriptedSlack, scriptedSlack } from '../../support/scripted-slack.ts';

let slack: ScriptedSlack | undefined;
afterEach(async () => {
  await slack?.stop();
  slack = undefined;
});
const log = { debug() {}, info() {}, warn() {}, error() {} };
const options = async (answer: (method: string, form: Readonly<Record<string, string>>) => Answer) => {
  slack = await scriptedSlack(answer);
  return { token: 'xoxb-x', apiUrl: slack.apiUrl, log };
};
const asked = (method: string) => (slack?.asked ?? []).filter((one) => one.method === method);

/** Seconds that a call has to wait; 0 where it may go. */
const waitOf = async (call: () => Promise<void>): Promise<number> => {
  try {
    await call();
    return 0;
  } catch (error) {
    if (error instanceof RetryLater) return error.seconds;
    throw error;
  }
};

describe('one budget for each method', () => {
  test('a page leaves at once while a thousand first reminders go out', async () => {
    let now = 0;
    const budget = createBudget({ now: () => now });
    /** A Slack that gives 300 messages a minute and not one more; what it refuses is counted. */
    let quota = 300;
    let refused = 0;
    const slackTakes = () => {
      if (quota < 1) refused++;
      else quota--;
    };
    const due = Array.from({ length: 1_000 }, () => 0);
    const pageAt = [1_000, 30_000, 90_000, 200_000];
    const pageWaits: number[] = [];
    let most = 0;
    for (now = 0; due.length > 0 && now < 1_800_000; now += 100) {
      quota = Math.min(300, quota + 0.5);
      if (pageAt.includes(now)) {
        pageWaits.push(await waitOf(() => budget.take('chat.postMessage', 'pages')));
        slackTakes();
      }
      const soon = due.filter((at) => at <= now).length;
      most = Math.max(most, now > 0 ? soon : 0);
      for (let i = due.length - 1; i >= 0; i--) {
        if ((due[i] ?? 0) > now) continue;
        const wait = await waitOf(() => budget.take('chat.postMessage', 'reminders'));
        if (wait === 0) {
          due.splice(i, 1);
          slackTakes();
        } else due[i] = now + wait * 1_000;
      }
    }
    expect(pageWaits).toEqual([0, 0, 0, 0]);
    expect(refused).toBe(0);
    expect(due).toHaveLength(0);
    // A minute's two hundred at once, then evenly: no stampede when they come back.
    expect(most).toBeLessThan(40);
    expect(now).toBeLessThan(400_000);
  });

  test('after a refusal the rest waits, spread out, and a page still tries', async () => {
    const budget = createBudget({ now: () => 0, random: () => 0 });
    budget.refused('conversations.open', 30);
    const waits = await Promise.all(
      Array.from({ length: 5 }, () => waitOf(() => budget.take('conversations.open', 'reminders'))),
    );
    expect(waits[0]).toBeGreaterThanOrEqual(30);
    expect(new Set(waits).size).toBe(5);
    expect(await waitOf(() => budget.take('conversations.open', 'pages'))).toBe(0);
  });

  test('chores leave more to others than reminders do', async () => {
    const taken = async (priority: 'reminders' | 'chores') => {
      const budget = createBudget({ now: () => 0 });
      let count = 0;
      while ((await waitOf(() => budget.take('chat.update', priority))) === 0) count++;
      return count;
    };
    expect(await taken('chores')).toBeLessThan(await taken('reminders'));
    expect(await taken('reminders')).toBeLessThan(40);
  });

  test('a page takes its turn in a channel and does not wait for it', async () => {
    const waits: number[] = [];
    const pace = createChannelPace(
      () => 0,
      async (milliseconds) => void waits.push(milliseconds),
    );
    await pace('C1');
    await pace('C1', true);
    await pace('C1');
    expect(waits).toEqual([2_000]);
  });
});

describe('the chat', () => {
  test('a direct message costs one call, and none to open the conversation', async () => {
    const chat = createChat(
      await options((_method, form) => ({
        channel: form['channel'] === 'U1' ? 'D1' : form['channel'],
        ts: '1.1',
      })),
    );
    expect(await chat.dm('U1', { text: mrkdwn`psst` })).toEqual({ channel: 'D1', ts: '1.1' });
    await chat.dm('U1', { text: mrkdwn`psst` });
    expect(slack?.asked.map(({ method, form }) => [method, form['channel']])).toEqual([
      ['chat.postMessage', 'U1'],
      ['chat.postMessage', 'D1'],
    ]);
  });

  test('a reply may be shown in the channel too', async () => {
    const chat = createChat(await options(() => ({ channel: 'C1', ts: '2.2' })));
    await chat.post('C1', { text: mrkdwn`nobody in command` }, { thread: '1.1', broadcast: true });
    expect(asked('chat.postMessage')[0]?.form).toMatchObject({ thread_ts: '1.1', reply_broadcast: 'true' });
  });

  test('ten thousand channels: nobody waits for the list, and it goes on where Slack stopped it', async () => {
    let calls = 0;
    const chat = createChat(
      await options((_method, form) => {
        if (++calls === 4) return { retryAfter: 20 };
        const from = Number(form['cursor'] ?? 0);
        const channels = Array.from({ length: 1_000 }, (_, i) => ({
          id: `C${from + i}`,
          name: `n${from + i}`,
          is_member: i === 0,
        }));
        const next = from + 1_000 < 10_000 ? String(from + 1_000) : '';
        return { channels, response_metadata: { next_cursor: next } };
      }),
    );
    expect(await chat.channels()).toHaveLength(3_000);
    const all = await chat.channels();
    expect(all).toHaveLength(10_000);
    expect(all[0]).toEqual({ id: 'C0', name: 'n0', isMember: true, isArchived: false });
    expect(asked('conversations.list').map(({ form }) => form['cursor'])).toContain('3000');
  });

  test('the members of a channel come by the page, with the place where to go on', async () => {
    const chat = createChat(
      await options((_method, form) =>
        form['cursor'] === undefined
          ? { members: ['U1', 'U2'], response_metadata: { next_cursor: 'abc' } }
          : { members: ['U3'], response_metadata: { next_cursor: '' } },
      ),
    );
    expect(await chat.members('C1')).toEqual({ people: ['U1', 'U2'], next: 'abc' });
    expect(await chat.members('C1', 'abc')).toEqual({ people: ['U3'] });
    expect(asked('conversations.members').map(({ form }) => [form['limit'], form['cursor']])).toEqual([
      ['1000', undefined],
      ['1000', 'abc'],
    ]);
  });

  test('a token that was revoked is an outage: jobs wait, and /readyz knows why', async () => {
    let error: string | undefined = 'token_revoked';
    const chat = createChat(await options(() => (error ? { error } : {})));
    const failed = await chat.post('C1', { text: mrkdwn`x` }).catch((thrown: unknown) => thrown);
    expect(failed).toBeInstanceOf(CredentialsRefused);
    expect(failed).toBeInstanceOf(RetryLater);
    expect(failed).not.toBeInstanceOf(PermanentError);
    let now = 0;
    const watch = createTokenWatch(chat, () => now);
    expect(await watch()).toBe('token_revoked');
    error = undefined;
    expect(await watch()).toBe('token_revoked');
    now += 20_000;
    expect(await watch()).toBeUndefined();
    expect(await chat.scopes()).toEqual(['chat:write', 'users:read']);
  });
});

describe('people', () => {
  test('twenty thousand members: the list keeps its place and answers from what it has', async () => {
    let calls = 0;
    const given = await options((method, form) => {
      if (method !== 'users.list') return { team_id: 'T1' };
      if (++calls === 12) return { retryAfter: 30 };
      const from = Number(form['cursor'] ?? 0);
      const members = Array.from({ length: Number(form['limit']) }, (_, i) => ({
        id: `U${from + i}`,
        team_id: 'T1',
        name: `person${from + i}`,
      }));
      const next = from + members.length < 20_000 ? String(from + members.length) : '';
      return { members, response_metadata: { next_cursor: next } };
    });
    const { store, clock } = await fakeWorld();
    const waited: number[] = [];
    let knownMeanwhile = 0;
    const directory = createDirectory({
      ...given,
      store,
      clock,
      pause: async (milliseconds) => {
        waited.push(milliseconds);
        knownMeanwhile = (await directory.all()).length;
      },
    });
    await directory.refresh();
    expect(waited).toEqual([30_000]);
    expect(knownMeanwhile).toBeGreaterThanOrEqual(11_000);
    expect((await directory.all()).length).toBeGreaterThanOrEqual(20_000);
    expect(calls).toBe(21);
  });

  test('two people with one display name are nobody until one is named by the handle; a bot is nobody', async () => {
    const members = [
      { id: 'U1', team_id: 'T1', name: 'ana.one', profile: { display_name: 'Ana' } },
      { id: 'U2', team_id: 'T1', name: 'ana.two', profile: { display_name: 'Ana' } },
      { id: 'U3', team_id: 'T1', name: 'printer', is_bot: true, profile: { display_name: 'Printer' } },
      { id: 'U4', team_id: 'T1', name: 'gone', deleted: true, profile: { display_name: 'Gone' } },
    ];
    const given = await options((method, form) =>
      method === 'users.list'
        ? { members }
        : method === 'users.info'
          ? { user: members.find(({ id }) => id === form['user']) }
          : { team_id: 'T1' },
    );
    const { store, clock } = await fakeWorld();
    const directory = createDirectory({ ...given, store, clock });
    await directory.refresh();
    expect(await directory.byHandle('@Ana')).toBeUndefined();
    expect(await directory.byHandle('@ana.two')).toMatchObject({ id: 'U2' });
    expect(await directory.byHandle('@printer')).toBeUndefined();
    expect(await directory.byHandle('@gone')).toBeUndefined();
    await directory.changed({ ...members[0], profile: { display_name: 'Anita' } });
    expect(await directory.byHandle('@anita')).toMatchObject({ id: 'U1' });
    // The other one is the only Ana now.
    expect(await directory.byHandle('@ana')).toMatchObject({ id: 'U2' });
  });

  test('guests of our own workspace are people of it; of another one, or gone, they are not', () => {
    const user = { id: 'U1', team_id: 'T1', name: 'una' };
    expect(personFrom({ ...user, is_restricted: true }, 'T1')).toMatchObject({ restricted: true });
    expect(personFrom({ ...user, is_ultra_restricted: true }, 'T1').guest).toBeUndefined();
    for (const kind of ['is_restricted', 'is_ultra_restricted'])
      expect(personFrom(SlackProfile.parse({ ...user, [kind]: true }), 'T1').guest).toBeUndefined();
    expect(personFrom({ ...user, team_id: 'T2' }, 'T1').guest).toBe(true);
    expect(personFrom({ ...user, is_stranger: true }, 'T1').guest).toBe(true);
    expect(personFrom(user, 'T1').guest).toBeUndefined();
    const gone = personFrom({ ...user, deleted: true }, 'T1');
    expect(gone.deactivated).toBe(true);
    expect(renewed(gone, personFrom(user, 'T1')).person.deactivated).toBeUndefined();
  });
});

describe('what Slack sends', () => {
  test('a tombstone is a deletion by who wrote it', () => {
    const heard = heardMessage({
      subtype: 'message_changed',
      channel: 'C1',
      message: { subtype: 'tombstone', user: 'USLACKBOT', text: 'This message was deleted.', ts: '1.1' },
      previous_message: { user: 'U1', text: 'the lamp', ts: '1.1' },
    });
    expect(heard).toMatchObject({ kind: 'message-deleted', user: 'U1', ts: '1.1', text: 'the lamp' });
  });
});

describe('lengths', () => {
  const section = (text: string) => ({ type: 'section' as const, text: { type: 'mrkdwn' as const, text } });

  test('the text is cut to the bytes that an update may have, and never inside a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 3_000 }), fc.nat(3), (text, times) => {
        const clipped = clipBytes(fromCatalog(text.repeat(times)));
        expect(Buffer.byteLength(clipped)).toBeLessThanOrEqual(3_900);
        expect(Buffer.from(clipped).toString()).toBe(clipped);
      }),
      { numRuns: 60 },
    );
    const cyrillic = 'Ж'.repeat(2_600);
    expect(Buffer.byteLength(payload({ text: escape(cyrillic) }).text)).toBeLessThan(MAX_UPDATE_BYTES);
    expect(clipBytes(mrkdwn`short`)).toBe('short');
  });

  test('all blocks together fit, and what is pressed stays', () => {
    const actions = {
      type: 'actions' as const,
      elements: [
        { type: 'button' as const, action_id: 'a', text: { type: 'plain_text' as const, text: 'Press' } },
      ],
    };
    const blocks = [...Array.from({ length: 6 }, () => section('x'.repeat(2_900))), actions];
    const fitted = fitBlocks(blocks);
    expect(blocksCharacters(fitted)).toBeLessThanOrEqual(MAX_BLOCKS_CHARACTERS);
    expect(fitted.at(-1)).toEqual(actions);
    expect(fitted.some((block) => block.type === 'section' && block.text?.text === '…')).toBe(true);
    expect(fitBlocks([section('x')])).toEqual([section('x')]);
  });
});
