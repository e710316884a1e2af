import { describe, expect, it } from 'vitest';
import { agenda } from '../../../commands/agenda/command.ts';
import { boardView, startsView } from '../../../src/agenda/board-view.ts';
import { changePost } from '../../../src/agenda/change-post.ts';
import { nowAndNext } from '../../../src/agenda/domain/reading.ts';
import { readAgenda } from '../../../src/agenda/load.ts';
import type { Moved } from '../../../src/agenda/read-change.ts';
import type { ModalSubmission, Reply } from '../../../src/core/command.ts';
import { UserError } from '../../../src/core/errors.ts';
import type { Message } from '../../../src/core/ports/chat.ts';
import { exportFrab } from '../../../src/formats/frab-export.ts';
import { translator } from '../../../src/i18n/index.ts';
import { session, stateOf, time } from '../../support/agenda.ts';
import { fakeEvent, fakeWorld, somebody } from '../../support/fake-deps.ts';
import { checkMessage, checkReply } from '../../support/slack-limits.ts';

const LONG = 'A very long & <strange> title with *stars*, `ticks`, ~tildes~ and _lines_ '
  .repeat(6)
  .slice(0, 300);

// 72 rooms and a thousand sessions, as 38C3 had, with the longest texts that the parsers let through.
const wide = Array.from({ length: 1008 }, (_, i) =>
  session(`S${i + 1}`, Math.floor(i / 72) * 40, Math.floor(i / 72) * 40 + 35, {
    title: LONG,
    room: `Room ${'long name '.repeat(i % 2 === 0 ? 15 : 12)}${i % 72}`,
    abstract: 'Words & <words>. '.repeat(i < 3 ? 1000 : 2),
    description: 'More words. '.repeat(i < 3 ? 1500 : 2),
    track: 'Everything',
    url: 'https://conf.example/talk',
    links: Array.from({ length: i < 3 ? 40 : 1 }, (__, j) => ({
      title: LONG,
      url: `https://conf.example/${j}`,
    })),
    speakers: Array.from({ length: i < 3 ? 60 : 5 }, (__, j) => ({
      id: `p${i}-${j}`,
      name: `Person ${'Name '.repeat(20)}${j}`,
    })),
    ...(i % 3 === 0 && { state: 'cancelled' as const, reason: LONG }),
  }),
);

const URL_ = 'https://conf.example/schedule.json';

describe.each(['en', 'es'] as const)('within Slack’s limits, in %s', async (language) => {
  const made = await fakeWorld(
    time(5),
    [somebody('UORG', { language, zone: 'America/New_York' })],
    fakeEvent({ language }),
  );
  const day = { index: 1, date: '2019-06-05', start: '2019-06-05T02:00:00Z', end: '2019-06-06T02:00:00Z' };
  let sessions = wide;
  const fetch = async () => ({
    status: 'ok' as const,
    body: new TextEncoder().encode(
      exportFrab({
        title: LONG,
        zone: 'Europe/Madrid',
        days: [day],
        rooms: [...new Set(sessions.map(({ room }) => room))],
        sessions,
        version: '1',
      }),
    ),
    contentType: 'application/json',
  });
  const world = { ...made, deps: Object.assign(made.deps, { fetch }) };
  const t = translator(language);
  const reader = { t, locale: language, zone: 'Europe/Madrid', now: world.clock.now() };
  const type = async (text: string): Promise<Reply> => checkReply(await world.type('UORG', agenda, text));
  const press = async (action: string, value: string) =>
    checkReply(await world.press('UORG', agenda, action, value));
  const buttons = (reply: Reply): { action_id: string; value: string }[] => {
    const message = reply && 'replace' in reply ? reply.replace : (reply as Message);
    return [
      ...JSON.stringify(message.blocks ?? []).matchAll(/\{"type":"button"[^{}]*\{[^{}]*\}[^{}]*\}/g),
    ].map(([text]) => JSON.parse(text));
  };
  const valueOf = (reply: Reply, action: string) =>
    buttons(reply).find((one) => one.action_id === action)?.value;

  it('the help', async () => void (await type('help')));

  it('an import of a thousand sessions and of its opposite', async () => {
    const preview = await type(`import ${URL_}`);
    await press('agenda.apply', valueOf(preview, 'agenda.apply') ?? '');
    sessions = wide
      .slice(0, 300)
      .map((one) => ({ ...one, title: `New ${one.title}`.slice(0, 300), room: 'One room' }));
    const opposite = await type(`import ${URL_}`);
    expect(valueOf(opposite, 'agenda.apply-anyway')).toBeDefined();
  }, 60_000);

  it.each([
    '',
    'next',
    'today',
    'day 1',
    'room room',
    'track every',
    'speaker person',
    'search strange',
    'show S2',
    'check',
    'mine',
    'delay S2 3h',
    'cancel S2 x',
    'move S2 to room',
  ])(
    '"%s" and its next pages',
    async (text) => {
      let reply: Reply;
      try {
        reply = await type(text);
      } catch (error) {
        // A refusal is an answer too; its text is the adapter's to show.
        expect(error).toBeInstanceOf(UserError);
      }
      for (let page = 0; page < 30 && reply; page++) {
        const more = buttons(reply).find(({ action_id }) => action_id.endsWith('more'));
        if (!more) break;
        reply = await press(more.action_id, more.value);
      }
    },
    60_000,
  );

  it('modals, boards, starts and digests', async () => {
    await type('import');
    for (const action of ['agenda.delay', 'agenda.move', 'agenda.cancel']) await press(action, 'S2');
    const submission: ModalSubmission = {
      ...(await world.asking('UORG')),
      values: { text: { value: 'foo,bar,baz\n1,2,3\n4,5,6\n' } },
      meta: '',
    };
    const asked = await agenda.modals?.['agenda.import']?.run(submission, world.deps);
    expect(asked && 'text' in asked).toBe(true);
    if (asked && 'text' in asked) checkMessage(asked);
    const state = stateOf(wide);
    checkMessage(
      boardView(nowAndNext(readAgenda(state.sessions), [], Date.parse(time(10))), LONG.slice(0, 100), reader),
    );
    checkMessage(startsView(wide.slice(0, 72), wide.slice(72, 144), 5, reader));
    const moves: Moved[] = wide.map((one) => ({
      code: one.code,
      before: one,
      after: { ...one, room: 'X' },
      what: ['room', 'title'],
    }));
    for (const some of [moves, moves.slice(0, 3)]) {
      const post = changePost({ moves: some, how: 'import', first: false, reason: LONG }, reader);
      if (post) checkMessage(post);
      expect(post).toBeDefined();
    }
  });
});
