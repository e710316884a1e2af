/** Every answer of `/rota` stays inside Slack's limits on a rota of hundreds, in both languages, with nasty names. */

import { beforeAll, describe, expect, test } from 'vitest';
import { rota } from '../../../commands/rota/command.ts';
import { jobs } from '../../../jobs/index.ts';
import { sessionDocument } from '../../../src/agenda/domain/session.ts';
import type { ModalSubmission } from '../../../src/core/command.ts';
import { put, recordFact } from '../../../src/core/commit.ts';
import type { Message } from '../../../src/core/ports/chat.ts';
import { roleChanged, shiftAdded } from '../../../src/rota/domain/facts.ts';
import { roleDocument, type Shift, shiftDocument } from '../../../src/rota/domain/shift.ts';
import { volunteerDocument } from '../../../src/rota/domain/volunteer.ts';
import { mrkdwn } from '../../../src/slack/mrkdwn.ts';
import { fakeEvent, fakeWorld, somebody, type World } from '../../support/fake-deps.ts';
import { checkMessage, checkReply, checkView } from '../../support/slack-limits.ts';

const NASTY = '<!channel> & *bold* `code` ';
const ROLES = Array.from({ length: 25 }, (_, index) => `${NASTY} role ${index}`);
const ROOMS = Array.from({ length: 18 }, (_, index) => `${NASTY} room ${index}`);
const PEOPLE = Array.from({ length: 60 }, (_, index) => `U${String(index).padStart(8, '0')}`);
const iso = (hours: number) => new Date(Date.parse('2019-06-05T06:00:00Z') + hours * 3_600_000).toISOString();

async function large(language: 'en' | 'es'): Promise<World> {
  const people = ['UORG', ...PEOPLE].map((id) => somebody(id, { language, name: `${NASTY}${id}` }));
  const it = await fakeWorld(
    '2019-06-05T08:00:00Z',
    people,
    fakeEvent({ language, rooms: ROOMS.map((name) => ({ name })) }),
  );
  const shifts = Array.from(
    { length: 600 },
    (_, index): Shift => ({
      code: `H${index + 1}`,
      role: ROLES[index % 25] ?? '',
      room: ROOMS[index % 18] ?? '',
      start: iso(Math.floor(index / 12)),
      end: iso(Math.floor(index / 12) + 4),
      min: 2,
      note: NASTY.repeat(8),
      assignments:
        index % 3 === 0
          ? [{ person: PEOPLE[index % 60] ?? '', state: index % 2 ? 'accepted' : 'proposed', lead: true }]
          : [],
    }),
  );
  const sessions = Array.from({ length: 200 }, (_, index) => ({
    code: `S${index + 1}`,
    guid: `S${index + 1}`,
    title: `${NASTY} ${'long title '.repeat(20)}`,
    speakers: [],
    room: ROOMS[index % 18] ?? '',
    start: iso(Math.floor(index / 4)),
    end: iso(Math.floor(index / 4) + 1),
    state: 'scheduled' as const,
  }));
  const at = it.clock.now();
  await it.store.commit({
    put: [
      ...shifts.map((one) => put(shiftDocument, one.code, one)),
      ...sessions.map((one) => put(sessionDocument, one.code, one)),
      ...ROLES.map((name) => put(roleDocument, name, { name, leads: [] })),
      ...PEOPLE.map((person, index) =>
        put(volunteerDocument, person, {
          person,
          roles: ROLES.slice(index % 20, (index % 20) + 4),
          skills: [],
        }),
      ),
    ],
    facts: [
      recordFact(shiftAdded, {
        at,
        by: 'test',
        about: [],
        data: { shift: 'H1', role: 'x', start: iso(0), end: iso(1), min: 1 },
      }),
      recordFact(roleChanged, { at, by: 'test', about: [], data: { role: 'x', fields: ['new'] } }),
    ],
  });
  return it;
}

/** What Slack reads for mentions: a message's text and every mrkdwn; plain text, files and values it does not. */
function read(it: unknown): string {
  const found: string[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk);
    else if (typeof value === 'object' && value !== null) {
      const { type, text } = value as { type?: string; text?: unknown };
      if (typeof text === 'string' && (type === undefined || type === 'mrkdwn')) found.push(text);
      Object.values(value).forEach(walk);
    }
  };
  walk(it);
  return found.join('\n');
}

describe.each(['en', 'es'] as const)('in %s', (language) => {
  let it: World;
  beforeAll(async () => {
    it = await large(language);
  });

  test.each([
    '',
    'me',
    'today',
    'day 2',
    'room <!channel> & *bold* `code` room 3',
    `role ${NASTY} role 3`,
    'gaps',
    'gaps day 1',
    '<@U00000003>',
    'fairness',
    'generate',
    'import',
    'availability',
    'feed',
    'export csv',
    'assign H2 <@U00000000>',
    'take H2',
    'drop H2',
    'lead H',
  ])('%s', async (text) => {
    const reply = await it.type('UORG', rota, text).catch((error: Error & { key?: string }) => {
      // A refusal is an answer too; anything else is a fault.
      expect(error.key, error.stack).toMatch(/^rota\./);
      return { text: mrkdwn`refused` };
    });
    checkReply(reply);
    expect(read(reply)).not.toContain('<!channel>');
  });

  test('pages of a list go on to the end', async () => {
    let message = (await it.type('UORG', rota, 'day 1')) as Message;
    let pages = 1;
    for (;;) {
      const more = (message.blocks ?? [])
        .flatMap((block) => (block.type === 'actions' ? block.elements : []))
        .find((one) => 'action_id' in one && one.action_id === 'rota.more');
      if (!more || !('value' in more)) break;
      message = (await it.press('UORG', rota, 'rota.more', String(more.value))) as Message;
      checkMessage(message);
      pages++;
    }
    expect(pages).toBeGreaterThan(5);
  });

  test('the modals for needs and for setting a rule aside, and Home', async () => {
    for (const [action, value] of [
      ['rota.needs', ''],
      ['rota.anyway', 'H1:U00000001'],
      ['rota.availability', ''],
    ] as const) {
      const reply = await it.press('UORG', rota, action, value);
      if (reply && 'modal' in reply) checkView(reply.modal);
      else throw new Error(`${action} opened no modal`);
    }
    for (const person of ['UORG', 'U00000000']) {
      const home = await rota.home?.(await it.asking(person), it.deps);
      checkMessage({ text: mrkdwn`home`, blocks: [...(home?.mine ?? []), ...(home?.event ?? [])] });
    }
  });

  test('an import of hundreds, previewed and applied in one', async () => {
    const csv = `role,room,start,end,min\n${Array.from({ length: 700 }, (_, index) => `${NASTY} new ${index % 7},${NASTY},${iso(index + 100)},${iso(index + 102)},1`).join('\n')}`;
    const values: ModalSubmission['values'] = { text: { value: csv } };
    const preview = (await rota.modals?.['rota.import']?.run(
      { ...(await it.asking('UORG')), values, meta: '' },
      it.deps,
    )) as Message;
    checkMessage(preview);
    expect(read(preview)).not.toContain('<!channel>');
  });

  test('what Callboard says by itself', async () => {
    await it.type('U00000000', rota, 'cover H1').catch(() => undefined);
    await it.type('UORG', rota, 'assign H2 <@U00000055> anyway because').catch(() => undefined);
    await it.advance('PT3H', jobs);
    const said = it.chat.sent.filter(({ kind }) => kind === 'dm' || kind === 'post' || kind === 'update');
    expect(said.length).toBeGreaterThan(3);
    for (const { content } of said) {
      checkMessage(content as Message);
      expect(read(content)).not.toContain('<!channel>');
    }
  });
});
