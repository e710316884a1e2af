/** The adapter's pure parts: what goes out, what comes in, and how errors are understood. */

import type { View } from '@slack/types';
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  WebClient,
} from '@slack/web-api';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createAcksFirst } from '../../../src/adapters/slack/acks-first.ts';
import { createAnswerGate, createReplier } from '../../../src/adapters/slack/answer.ts';
import { createEphemerals } from '../../../src/adapters/slack/ephemerals.ts';
import { createErrorFormatter } from '../../../src/adapters/slack/error-message.ts';
import { portError } from '../../../src/adapters/slack/errors.ts';
import { createHomes } from '../../../src/adapters/slack/homes.ts';
import { heardMessage } from '../../../src/adapters/slack/listen-events.ts';
import { ownersOf } from '../../../src/adapters/slack/listen-presses.ts';
import { firstInput, givenBack, notice, untouched } from '../../../src/adapters/slack/modal-views.ts';
import { originOf, withOrigin } from '../../../src/adapters/slack/origin.ts';
import { createChannelPace } from '../../../src/adapters/slack/pace.ts';
import { payload, pieces } from '../../../src/adapters/slack/payload.ts';
import { personFrom, renewed } from '../../../src/adapters/slack/profile.ts';
import { createContextFactory } from '../../../src/adapters/slack/request-context.ts';
import { refusal } from '../../../src/adapters/slack/signature.ts';
import { inputValue, valuesOf } from '../../../src/adapters/slack/values.ts';
import type { Command } from '../../../src/core/command.ts';
import { PermanentError, RetryLater, StoreUnavailable, UserError } from '../../../src/core/errors.ts';
import { escape, fromCatalog, mrkdwn, quoted } from '../../../src/slack/mrkdwn.ts';
import { fakeWorld, somebody } from '../../support/fake-deps.ts';
import { checkMessage, checkView } from '../../support/slack-limits.ts';

describe('errors', () => {
  const platform = (error: string) => new WebAPIPlatformError({ ok: false, error });

  test('patience, never again, or again', () => {
    expect(portError(new WebAPIRateLimitedError(7))).toEqual(new RetryLater(7));
    expect(portError(platform('ratelimited'))).toBeInstanceOf(RetryLater);
    expect(portError(platform('channel_not_found'))).toEqual(new PermanentError('channel_not_found'));
    for (const again of [platform('internal_error'), new WebAPIHTTPError(503, 'x', {})]) {
      expect(portError(again)).not.toBeInstanceOf(PermanentError);
      expect(portError(again)).not.toBeInstanceOf(RetryLater);
    }
  });

  test('no request, token or body is in what may be logged', () => {
    const request = new WebAPIRequestError(new Error('connect ECONNREFUSED'));
    const all = [portError(request), portError(new WebAPIHTTPError(500, 'x', { cookie: 'd' }, 'body'))];
    expect(JSON.stringify(all.map((one) => ({ ...one, message: one.message })))).not.toMatch(/cookie|body/);
    expect(portError(request).message).toContain('ECONNREFUSED');
  });
});

describe('what people are told', () => {
  const lines: object[] = [];
  const log = { debug() {}, info() {}, warn() {}, error: (data: object) => void lines.push(data) };
  const tell = createErrorFormatter(log, () => 'abcdefghijkl');

  test('a refusal is translated, and what it quotes cannot shout', () => {
    const error = new UserError('common.notUnderstood', { typed: quoted('<!channel> <@U1> & &amp;') });
    expect(tell(error, 'es', '/x')).toBe('No entiendo `&lt;!channel&gt; <@U1> &amp; &amp;amp;`.');
  });

  test('a store that is gone is said; a fault has a reference and is logged under it', () => {
    expect(tell(new StoreUnavailable(), 'en', '/x')).toContain('cannot reach its database');
    expect(lines).toEqual([]);
    expect(tell(new Error('inside'), 'en', '/x')).toContain('abcdefgh');
    expect(lines).toMatchObject([{ reference: 'abcdefgh', doing: '/x', reason: 'inside' }]);
  });
});

describe('what goes out', () => {
  test('long text is cut at line ends, and nothing of it is lost', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1, maxLength: 60 }), { maxLength: 40 }), (lines) => {
        const text = lines.join('\n');
        const cut = pieces(fromCatalog(text), 100);
        expect(cut.every((piece) => piece.length <= 100)).toBe(true);
        expect(cut.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
      }),
    );
  });

  test('text alone becomes blocks that Slack takes', () => {
    const { text, blocks } = payload({ text: escape(`${'line of text\n'.repeat(600)}end`) });
    checkMessage({ text, blocks });
    expect(blocks.length).toBe(3);
  });

  test('an empty line at a cut does not leave an empty block', () => {
    for (const block of payload({ text: escape(`${'x'.repeat(2999)}\n\n\n${'y'.repeat(10)}`) }).blocks)
      checkMessage({ text: mrkdwn`x`, blocks: [block] });
  });

  test('posts to one channel are a second apart, other channels do not wait', async () => {
    let now = 0;
    const waits: number[] = [];
    const turn = createChannelPace(
      () => now,
      async (milliseconds) => void waits.push(milliseconds),
    );
    await Promise.all([turn('C1'), turn('C1'), turn('C2'), turn('C1')]);
    expect(waits).toEqual([1000, 2000]);
    now = 10_000;
    await turn('C1');
    expect(waits).toHaveLength(2);
  });
});

describe('acks before work', () => {
  /** Time passes only while somebody waits. */
  const world = (onPause: (at: number) => void = () => {}) => {
    let now = 1_000;
    const acks = createAcksFirst(
      () => now,
      async (milliseconds) => {
        now += milliseconds;
        onPause(now);
      },
    );
    return { acks, now: () => now };
  };

  test('one at a time, work begins at once', async () => {
    const { acks, now } = world();
    acks.received()();
    await acks.acked();
    expect(now()).toBe(1_000);
  });

  test('work waits for the ack of a request that came after', async () => {
    let late = () => {};
    const { acks, now } = world((at) => {
      if (at >= 1_020) late();
    });
    acks.received()();
    late = acks.received();
    await acks.acked();
    expect(now()).toBe(1_020);
  });

  test('in a crowd it waits until nothing more comes in', async () => {
    const { acks, now } = world((at) => {
      if (at <= 1_015) acks.received()();
    });
    for (let i = 0; i < 6; i++) acks.received()();
    await acks.acked();
    expect(now()).toBe(1_020);
  });

  test('a request that is never acked does not stop the others for long', async () => {
    const { acks, now } = world();
    acks.received();
    await acks.acked();
    expect(now()).toBe(1_100);
  });
});

describe('an answer', () => {
  /** A Slack that records, with these powers. */
  const slack = async (powers: { member: boolean; changes: boolean; url: boolean }) => {
    const { chat } = await fakeWorld();
    const urls: Record<string, unknown>[] = [];
    vi.stubGlobal('fetch', async (_: string, init: { body: string }) => {
      urls.push(JSON.parse(init.body) as Record<string, unknown>);
      return { ok: powers.url };
    });
    const changed: string[] = [];
    const ephemerals = {
      show: async (channel: string) => (powers.member ? { channel, ts: '1.0' } : undefined),
      change: async (_: unknown, { text }: { text: string }) => {
        if (powers.changes) changed.push(text);
        return powers.changes;
      },
    };
    const answers = createAnswerGate();
    return { chat, ephemerals, answers, urls, changed, said: () => urls.map((one) => one['text']) };
  };
  const from = { user: 'UANY', channel: 'COPS', responseUrl: 'https://hooks.example/1' };
  afterEach(() => void vi.unstubAllGlobals());

  test('takes the place of progress where Slack can, and stands below it where it cannot', async () => {
    const able = await slack({ member: true, changes: true, url: true });
    const one = createReplier(from, able);
    await one.progress({ text: mrkdwn`working` });
    await one.say({ text: mrkdwn`done` });
    expect(able.changed).toEqual(['done']);
    expect(able.urls).toEqual([]);
    const unable = await slack({ member: true, changes: false, url: true });
    const other = createReplier(from, unable);
    await other.progress({ text: mrkdwn`working` });
    await other.say({ text: mrkdwn`done` });
    expect(unable.said()).toEqual(['done']);
  });

  test('where the bot is no member, progress is said once by the response address', async () => {
    const world = await slack({ member: false, changes: false, url: true });
    const answer = createReplier(from, world);
    for (const text of ['1', '2', '3'].map(escape)) await answer.progress({ text });
    await answer.say({ text: mrkdwn`done` });
    expect(world.said()).toEqual(['1', 'done']);
    expect(world.urls.every((one) => one['response_type'] === 'ephemeral')).toBe(true);
  });

  test('an address that is used up leaves the channel, then the direct message', async () => {
    const world = await slack({ member: true, changes: false, url: false });
    await createReplier(from, world).say({ text: mrkdwn`done` });
    expect(world.chat.sent).toMatchObject([{ kind: 'ephemeral', to: 'UANY', text: 'done' }]);
    await createReplier({ ...from, channel: undefined, responseUrl: undefined }, world).say({
      text: mrkdwn`done`,
    });
    expect(world.chat.sent).toMatchObject([{ kind: 'ephemeral' }, { kind: 'dm', to: 'UANY' }]);
  });

  test('a preview that only the asker sees is replaced, step by step, within five uses', async () => {
    const world = await slack({ member: true, changes: true, url: true });
    const at = { channel: 'COPS', ts: '1.0' };
    const answer = createReplier({ ...from, at, onEphemeral: true }, world);
    for (const text of ['1', '2', '3', '4', '5'].map(escape)) await answer.progress({ text });
    await answer.replace({ text: mrkdwn`done` });
    expect(world.said()).toEqual(['1', '2', '3', 'done']);
    expect(world.urls.every((one) => one['replace_original'] === true)).toBe(true);
  });

  test('on a card that others see, progress does not replace it', async () => {
    const world = await slack({ member: true, changes: true, url: false });
    const at = await world.chat.post('COPS', { text: mrkdwn`card` });
    const answer = createReplier({ ...from, at }, world);
    await answer.progress({ text: mrkdwn`working` });
    expect(world.urls).toEqual([]);
    await answer.replace({ text: mrkdwn`the card, replaced` });
    expect(world.chat.messages.get(`COPS:${at.ts}`)?.text).toBe('the card, replaced');
  });
});

describe('App Home', () => {
  const user = { id: 'U1', name: 'u1', team: undefined };
  const world = async () => {
    const fake = await fakeWorld(
      undefined,
      [1, 2, 3, 4, 5, 6].map((n) => somebody(`U${n}`)),
    );
    const state = { says: 'one', now: 0, room: Number.POSITIVE_INFINITY };
    const calm = {
      async publishHome(id: string, view: View) {
        if (state.room-- <= 0) throw new RetryLater(30, { untouched: true });
        await fake.chat.publishHome(id, view);
      },
    };
    const homes = createHomes({
      reception: createContextFactory(fake.deps, () => undefined),
      chat: fake.chat,
      calm,
      log: fake.deps.log,
      view: async () => ({
        type: 'home',
        blocks: [{ type: 'section', text: { type: 'mrkdwn', text: state.says } }],
      }),
      now: () => state.now,
    });
    return { homes, state, sent: fake.chat.sent };
  };
  const markOf = (content: unknown) => (content as { private_metadata: string }).private_metadata;

  test('what Slack says it shows already is not published again, by any process', async () => {
    const first = await world();
    await first.homes.opened(user);
    expect(first.sent).toHaveLength(1);
    const mark = markOf(first.sent[0]?.content);
    const second = await world();
    await second.homes.opened(user, mark);
    expect(second.sent).toEqual([]);
    second.state.says = 'two';
    await second.homes.opened(user, mark);
    expect(second.sent).toHaveLength(1);
  });

  test('it is kept current for twenty minutes, and published only when it differs', async () => {
    const { homes, state, sent } = await world();
    await homes.refresh();
    await homes.acted(user);
    expect(sent).toEqual([]);
    await homes.opened(user);
    await homes.refresh();
    expect(sent).toHaveLength(1);
    state.says = 'two';
    await homes.refresh();
    await homes.acted(user);
    expect(sent).toHaveLength(2);
    state.now = 20 * 60_000 + 1;
    state.says = 'three';
    await homes.refresh();
    expect(sent).toHaveLength(2);
  });

  test('where Slack has no room for all that are kept current, those who waited longest come first', async () => {
    const { homes, state, sent } = await world();
    const ids = Array.from({ length: 6 }, (_, i) => `U${i + 1}`);
    for (const id of ids) await homes.opened({ ...user, id });
    sent.splice(0);
    const round = async () => {
      state.now += 20_000;
      state.room = 2;
      await homes.refresh();
      return sent.splice(0).map(({ to }) => to);
    };
    state.says = 'two';
    const first = [await round(), await round(), await round()];
    expect(first.flat().sort()).toEqual(ids);
    expect(first.map((to) => to.length)).toEqual([2, 2, 2]);
    // Whoever opens theirs does not wait.
    state.says = 'three';
    state.room = 0;
    await homes.opened({ ...user, id: 'U4' });
    expect(sent.map(({ to }) => to)).toEqual(['U4']);
  });
});

describe('the origin of a modal', () => {
  const modal = { ...notice({ type: 'plain_text', text: 'T' }, mrkdwn`x`), private_metadata: 'P3|v7' };

  test('travels in it, and the feature gets back what it had put there', () => {
    expect(originOf(withOrigin(modal, 'C1').private_metadata ?? '')).toEqual({
      channel: 'C1',
      meta: 'P3|v7',
    });
    expect(originOf(withOrigin(modal, undefined).private_metadata ?? '')).toEqual({
      channel: undefined,
      meta: 'P3|v7',
    });
    expect(originOf('P3|v7')).toEqual({ channel: undefined, meta: 'P3|v7' });
  });
});

describe('what was typed into a modal', () => {
  const option = (value: string) => ({ text: { type: 'plain_text', text: value }, value });
  const input = (block_id: string, element: object) => ({
    type: 'input',
    block_id,
    label: { type: 'plain_text', text: block_id },
    element: { action_id: 'a', ...element },
  });
  const options = [option('x'), option('y')];
  const view = {
    title: { type: 'plain_text' as const, text: 'T' },
    submit: { type: 'plain_text' as const, text: 'S' },
    close: null,
    callback_id: 'x.y',
    private_metadata: 'm',
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: 'hello' } },
      input('word', { type: 'plain_text_input', initial_value: 'before' }),
      input('pick', { type: 'static_select', options, initial_option: option('x') }),
      input('many', { type: 'checkboxes', options, initial_options: [option('y')] }),
      input('day', { type: 'datepicker', initial_date: '2019-06-05' }),
    ],
  };
  const values = valuesOf({
    word: { a: { type: 'plain_text_input', value: 'now' } },
    pick: { a: { type: 'static_select', selected_option: option('y') } },
    many: { a: { type: 'checkboxes', selected_options: [option('x'), option('y')] } },
    day: { a: { type: 'datepicker', selected_date: '2019-06-06' } },
  });

  test('is read from the field that its kind has', () => {
    expect(values).toEqual({
      word: { a: 'now' },
      pick: { a: 'y' },
      many: { a: ['x', 'y'] },
      day: { a: '2019-06-06' },
    });
    expect(inputValue({ type: 'button', value: 'P3', unknown: 1 })).toBe('P3');
    expect(inputValue({ type: 'plain_text_input', value: null })).toBeUndefined();
  });

  test('is given back whole when the work failed late, with what is wrong on top', () => {
    const back = givenBack(view, values, mrkdwn`no`);
    checkView(back);
    const [first, , word, pick, many, day] = JSON.parse(JSON.stringify(back.blocks));
    expect(first.text.text).toContain('no');
    expect(word.element.initial_value).toBe('now');
    expect(pick.element.initial_option.value).toBe('y');
    expect(many.element.initial_options).toHaveLength(2);
    expect(day.element.initial_date).toBe('2019-06-06');
    expect(back.private_metadata).toBe('m');
    expect(firstInput(view.blocks)).toBe('word');
  });

  test('what the sandbox forgets of initial values is put back, what was typed stays', () => {
    const nothing = {
      word: { a: undefined },
      pick: { a: undefined },
      many: { a: undefined },
      day: { a: 'd' },
    };
    expect(untouched(view, nothing)).toEqual({
      word: { a: 'before' },
      pick: { a: 'x' },
      many: { a: ['y'] },
      day: { a: 'd' },
    });
    expect(untouched(view, { word: { a: '' } })).toEqual({ word: { a: '' } });
  });
});

describe('messages', () => {
  const said = { type: 'message', channel: 'C1', channel_type: 'channel' };

  test('in a direct conversation, in a thread, escaped by Slack', () => {
    const event = { ...said, channel: 'D1', channel_type: 'im', user: 'U1', ts: '2.0', thread_ts: '1.0' };
    expect(heardMessage({ ...event, text: 'a &amp; b &lt;c&gt;' })).toEqual({
      kind: 'message',
      user: 'U1',
      channel: 'D1',
      direct: true,
      ts: '2.0',
      thread: '1.0',
      text: 'a & b <c>',
    });
  });

  test('an edit and a deletion are about the message they change', () => {
    const message = { user: 'U1', ts: '1.0', text: 'new' };
    const old = { user: 'U1', ts: '1.0', text: 'old' };
    const edit = { ...said, subtype: 'message_changed', ts: '9.0', message, previous_message: old };
    expect(heardMessage(edit)).toMatchObject({ kind: 'message-edited', ts: '1.0', text: 'new' });
    const deletion = { ...said, subtype: 'message_deleted', ts: '9.0', deleted_ts: '1.0' };
    expect(heardMessage({ ...deletion, previous_message: old })).toMatchObject({
      kind: 'message-deleted',
      ts: '1.0',
      text: 'old',
    });
  });

  test('bots, Slack’s own remarks and unfurled links are not heard', () => {
    const message = { user: 'U1', ts: '1.0', text: 'same' };
    expect(heardMessage({ ...said, user: 'U1', bot_id: 'B1', ts: '1.0', text: 'x' })).toBeUndefined();
    expect(heardMessage({ ...said, subtype: 'channel_join', user: 'U1', ts: '1.0' })).toBeUndefined();
    expect(
      heardMessage({ ...said, subtype: 'message_changed', message, previous_message: message }),
    ).toBeUndefined();
    expect(
      heardMessage({ ...said, subtype: 'message_changed', message: { ...message, bot_id: 'B1' } }),
    ).toBeUndefined();
  });
});

describe('profiles', () => {
  const user = {
    id: 'U1',
    team_id: 'T1',
    name: 'ana',
    tz: 'Europe/Madrid',
    locale: 'es-ES',
    profile: { real_name: 'Ana P', email: 'ana@example.org' },
  };

  test('who belongs elsewhere is a guest', () => {
    expect(personFrom(user, 'T1').guest).toBeUndefined();
    expect(personFrom(user, 'T2').guest).toBe(true);
    expect(personFrom({ ...user, is_stranger: true }, 'T1').guest).toBe(true);
  });

  test('a zone that does not exist is left out', () => {
    expect(personFrom(user, 'T1').zone).toBe('Europe/Madrid');
    expect(personFrom({ ...user, tz: 'Mars/Base' }, 'T1').zone).toBeUndefined();
  });

  test('news replace what Slack said before; what the person chose here stays', () => {
    const known = {
      ...personFrom(user, 'T1'),
      guest: true,
      language: 'en' as const,
      phone: { number: '+12025550101' },
    };
    const { person, fields } = renewed(known, personFrom({ ...user, name: 'anap' }, 'T1'));
    expect(fields.sort()).toEqual(['guest', 'handle']);
    expect(person).toMatchObject({ handle: 'anap', language: 'en', phone: { number: '+12025550101' } });
    expect(renewed(person, personFrom({ ...user, name: 'anap' }, 'T1')).fields).toEqual([]);
  });
});

test('a signature that is not whole is refused whatever the time says', () => {
  const now = 1_700_000_000_000;
  const timestamp = String(now / 1000);
  fc.assert(
    fc.property(fc.string(), fc.string(), (signature, body) => {
      expect(refusal('secret', { timestamp, signature }, body, now)).toBe('forged');
    }),
  );
  expect(refusal('secret', { timestamp: 'NaN', signature: 'v0=' }, '', now)).toBe('unsigned');
  expect(refusal('secret', { timestamp: undefined, signature: 'v0=' }, '', now)).toBe('unsigned');
});

test('two buttons of the same id are a mistake at start', () => {
  const button = { run: async () => undefined };
  const command = (name: `/${string}`): Command => ({
    name,
    rights: { verbs: {}, buttons: { 'x.y': 'attendee' } },
    summary: 'slack.done',
    verbs: {},
    buttons: { 'x.y': button },
  });
  expect(ownersOf([command('/a')], 'buttons').get('x.y')?.name).toBe('/a');
  expect(() => ownersOf([command('/a'), command('/b')], 'buttons')).toThrow(/x\.y is there twice/);
});

test('where Slack has no patience for a change of what one person sees, the answer appears below, and the next is changed', async () => {
  const client = new WebClient('xoxb-x');
  const update = vi.spyOn(client.chat, 'update');
  const ephemerals = createEphemerals(client);
  const at = { channel: 'C1', ts: '1.2' };
  update.mockRejectedValueOnce(new WebAPIRateLimitedError(7));
  expect(await ephemerals.change(at, { text: mrkdwn`done` })).toBe(false);
  update.mockResolvedValueOnce({ ok: true });
  expect(await ephemerals.change(at, { text: mrkdwn`done` })).toBe(true);
});
