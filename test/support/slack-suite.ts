/** What must hold however Slack reaches the bot; run by the integration test of each mode. */

import { afterAll, beforeAll, expect, test } from 'vitest';
import { mrkdwn } from '../../src/slack/mrkdwn.ts';
import { until } from './local-slack.ts';
import { type SlackBench, slackBench } from './slack-bench.ts';

const USER = 'U0VOLUNTEER1';
const CHANNEL = 'C0GENERAL';

export function slackSuite(mode: 'socket' | 'http'): { bench(): SlackBench } {
  let bench: SlackBench;
  beforeAll(async () => {
    bench = await slackBench(mode);
  });
  afterAll(async () => {
    await bench?.stop();
  });
  const type = (text: string) => bench.slack.command(USER, '/try', text);
  const sees = (text: string | RegExp) => bench.slack.sees(USER, text);

  test('a command is answered to the asker alone, its text as it was typed', async () => {
    await type('say a & b <here>');
    const answer = await sees('You said');
    expect(answer.text).toContain('a &amp; b &lt;here&gt; in Europe/Madrid as VOLUNTEER1');
    expect(answer.ephemeral_to).toBe(USER);
  });

  test('the ack leaves before the work, and long work says that it goes on', async () => {
    const before = bench.acks.length;
    await type('slow');
    await until('the ack', () => bench.acks[before]);
    expect(bench.acks[before]).toMatchObject({ kind: 'command' });
    await sees('Working on it');
    bench.finish();
    await sees('slow is done');
    const seen = await bench.slack.messages(USER);
    expect(seen.filter((one) => one.text.includes('Working on it'))).toEqual([]);
  });

  test('of what must not be lost the ack follows the commit, and not the answer', async () => {
    await bench.slack.command(USER, '/keep', 'page');
    await sees('acked early: 0');
    const before = bench.acks.length;
    await bench.slack.command(USER, '/keep', 'refuse');
    await until('the ack', () => bench.acks[before]);
    await sees('> /keep refuse');
  });

  test('of its buttons too', async () => {
    const pressed = () => bench.acks.filter(({ kind }) => kind === 'action').length;
    await bench.slack.command(USER, '/keep', 'card');
    const { ts } = await sees('a kept card');
    const before = pressed();
    const action = { type: 'button', action_id: 'keep.press', block_id: 'keep.press', value: 'v1' };
    await bench.slack.control('interact', { channel: CHANNEL, messageTs: ts, user: USER, action });
    await sees(`pressed, after ${before} acks`);
    await until('the ack', () => (pressed() === before + 1 ? true : undefined));
  });

  test('a refused text is quoted back', async () => {
    await type('refuse this & that');
    expect((await sees('I do not understand `that`')).text).toContain('> /try refuse this &amp; that');
  });

  test('but not the share that somebody typed where it is no secret', async () => {
    const share = `CBS1-${'q9w2e3r4t5y6u7'.repeat(5)}`;
    await type(`refuse ${share}`);
    const { text } = await sees('looks like a share');
    expect(text).toContain('> /try refuse [share]');
    expect(text).not.toContain('q9w2e3r4');
  });

  test('what breaks is shown with a reference and logged under it, without its insides', async () => {
    await type('break');
    const { text } = await sees('Tell the operator this reference');
    const reference = /reference: (\S+)/.exec(text)?.[1];
    expect(text).not.toContain('secret');
    const logged = bench.world.logged.find((line) => line.level === 'error');
    expect(logged?.data).toMatchObject({ reference, doing: '/try break' });
  });

  test('a store that refuses or hangs is said within Slack’s three seconds', async () => {
    for (const store of ['refuses', 'hangs'] as const) {
      bench.store = store;
      const begun = performance.now();
      const before = (await bench.slack.messages(USER)).length;
      await type('say anything');
      const told = await until('the word about the store', async () =>
        (await bench.slack.messages(USER))
          .slice(before)
          .find((one) => /cannot reach its database/.test(one.text)),
      );
      expect(told.text).toContain('> /try say anything');
      expect(performance.now() - begun).toBeLessThan(3_000);
    }
    bench.store = 'works';
  });

  test('a button runs its handler whatever stands behind the #', async () => {
    await type('card');
    const card = await sees('a card');
    const action = { type: 'button', action_id: 'try.press#1', block_id: 'try.press#1', value: 'v1' };
    await bench.slack.control('interact', { channel: CHANNEL, messageTs: card.ts, user: USER, action });
    const answer = await sees('pressed v1');
    expect(answer.ephemeral_to).toBe(USER);
    const replace = { type: 'button', action_id: 'try.replace', block_id: 'try.replace', value: 'v1' };
    await bench.slack.control('interact', {
      channel: CHANNEL,
      messageTs: card.ts,
      user: USER,
      action: replace,
    });
    expect((await sees('card replaced')).ts).toBe(card.ts);
  });

  test('a modal shows its errors, survives a fault, and answers where it was opened', async () => {
    const ui = await bench.slack.ui();
    await type('form');
    await ui.got('view', (message) => JSON.stringify(message).includes('try.form'));
    const submit = (value: string | null) =>
      ui.send({
        t: 'view_submit',
        user: USER,
        values: { word: { text: { type: 'plain_text_input', value } } },
      });
    submit('wrong');
    await ui.got('view_errors', (message) => JSON.stringify(message).includes('that is no word'));
    submit('break');
    await ui.got('view_errors', (message) => JSON.stringify(message).includes('reference'));
    submit('fine');
    expect((await sees('got fine with mine')).ephemeral_to).toBe(USER);
    ui.close();
  });

  test('an input left as it was is submitted with what was there', async () => {
    const ui = await bench.slack.ui();
    await type('form');
    await ui.got('view', (message) => JSON.stringify(message).includes('try.form'));
    ui.send({
      t: 'view_submit',
      user: USER,
      values: { word: { text: { type: 'plain_text_input', value: null } } },
    });
    await sees('got there before with mine');
    ui.close();
  });

  test('a file goes to the person directly', async () => {
    await type('file');
    await sees('You have the file as a direct message');
    const log = JSON.stringify(await bench.slack.control('log'));
    expect(log).toContain('list.csv');
  });

  test('messages, edits, deletions and marks are heard; the bot does not hear itself', async () => {
    const { slack, heard } = bench;
    const posted = (await slack.control('message', {
      channel: CHANNEL,
      user: USER,
      text: 'the lamp & the beamer',
    })) as { message?: { ts: string }; ts?: string };
    const first = await until('the message', () => heard.find((one) => one.kind === 'message'));
    expect(first).toMatchObject({ user: USER, channel: CHANNEL, direct: false });
    expect(first.text).toContain('lamp & the beamer');
    const ts = posted.ts ?? posted.message?.ts ?? first.ts;
    await slack.control('reaction', { channel: CHANNEL, ts, user: USER, name: 'pushpin', present: true });
    const mark = await until('the mark', () => heard.find((one) => one.kind === 'reaction-added'));
    expect(mark).toMatchObject({ reaction: 'pushpin', ts, user: USER });
    expect(mark.text).toContain('lamp');
    expect(mark.author).toBe(USER);
    await slack.control('edit-message', { channel: CHANNEL, ts, user: USER, text: 'the lamp' });
    await until('the edit', () => heard.find((one) => one.kind === 'message-edited'));
    await slack.control('delete-message', { channel: CHANNEL, ts, user: USER });
    await until('the deletion', () => heard.find((one) => one.kind === 'message-deleted'));
    expect(heard.every((one) => one.user !== 'U0CALLBOARD')).toBe(true);
  });

  test('App Home is published when it is opened, and again when what it shows has changed', async () => {
    const ui = await bench.slack.ui();
    const homes = () => ui.received.filter((message) => message['t'] === 'home');
    const shows = (text: string) => ui.got('home', (message) => JSON.stringify(message).includes(text));
    await bench.slack.control('open-home', { user: USER });
    await shows('The home of VOLUNTEER1 in Europe/Madrid');
    const published = homes().length;
    await type('say nothing changes by this');
    await sees('nothing changes by this');
    bench.homeSays = 'in another place';
    await type('say and now it does');
    await shows('The home of VOLUNTEER1 in another place');
    expect(homes()).toHaveLength(published + 1);
    ui.close();
  });

  test('the directory finds people by address and handle, and remembers them', async () => {
    const { directory } = bench.deps;
    expect(await directory.byEmail('ORGANIZER@example.org')).toMatchObject({ id: 'U0ORGANIZER' });
    expect(await directory.byHandle('@organizer')).toMatchObject({ zone: 'Europe/Madrid' });
    expect(await directory.byEmail('nobody@example.org')).toBeUndefined();
    expect(await directory.person('U0NOBODY')).toBeUndefined();
    expect((await directory.all()).map((person) => person.id)).toContain('U0ATTENDEE');
  });

  test('the chat: a post, its update, a direct message, a pin that this Slack cannot do', async () => {
    const { chat } = bench.deps;
    const at = await chat.post(CHANNEL, { text: mrkdwn`a board` });
    await chat.update(at, { text: mrkdwn`a board, kept current` });
    expect((await sees('kept current')).ts).toBe(at.ts);
    await chat.pin(at);
    expect((await chat.dm(USER, { text: mrkdwn`psst` })).channel).toMatch(/^D/);
    expect(await chat.permalink(at)).toContain(CHANNEL);
    await expect(chat.post('C0NOWHERE', { text: mrkdwn`x` })).rejects.toMatchObject({
      code: 'channel_not_found',
    });
    await chat.remove(at);
    expect(await chat.channels()).toContainEqual({
      id: CHANNEL,
      name: 'general',
      isMember: true,
      isArchived: false,
    });
  });

  test('what left before a crash is found by its key where it went, and nowhere else', async () => {
    const { chat } = bench.deps;
    const direct = await chat.dm(USER, { text: mrkdwn`psst` }, { key: 'remind:S1:U1:2h:1' });
    await chat.dm(USER, { text: mrkdwn`psst` }, { key: 'remind:S1:U1:30m:1' });
    expect(await chat.sentBefore({ person: USER }, 'remind:S1:U1:2h:1')).toEqual(direct);
    expect(await chat.sentBefore({ person: USER }, 'remind:S1:U1:2h:2')).toBeUndefined();
    expect(await chat.sentBefore({ person: 'U0ATTENDEE' }, 'remind:S1:U1:2h:1')).toBeUndefined();

    const post = await chat.post(CHANNEL, { text: mrkdwn`a card` }, { key: 'card:1' });
    const thread = { channel: CHANNEL, thread: post.ts };
    const reply = await chat.post(CHANNEL, { text: mrkdwn`a reply` }, { thread: post.ts, key: 'reply:1' });
    expect(await chat.sentBefore({ channel: CHANNEL }, 'card:1')).toEqual(post);
    expect(await chat.sentBefore(thread, 'reply:1')).toEqual(reply);
    expect(await chat.sentBefore({ channel: CHANNEL }, 'reply:1')).toBeUndefined();
    expect(await chat.sentBefore({ channel: 'C0NOWHERE' }, 'card:1')).toBeUndefined();

    expect(await chat.sentBefore(thread, 'i1.md')).toBeUndefined();
    await chat.upload(CHANNEL, { name: 'i1.md', content: 'What was learned' }, { thread: post.ts });
    expect(await chat.sentBefore(thread, 'i1.md')).toMatchObject({ channel: CHANNEL });

    await chat.update(post, { text: mrkdwn`a card, redrawn` }, { key: 'card:1' });
    expect(await chat.sentBefore({ channel: CHANNEL }, 'card:1')).toEqual(post);
    await chat.update(post, { text: mrkdwn`a card, on record` });
    expect(await chat.sentBefore({ channel: CHANNEL }, 'card:1')).toBeUndefined();
    await chat.remove(post);
  });

  return { bench: () => bench };
}
