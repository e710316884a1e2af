/**
 * Whatever is asked of the bot, in a world where everything is called something hostile: every form of every
 * verb, the buttons of what it answers, the modals they open, filled in and handed in, App Home and texts.
 * Nothing that somebody made up may act in Slack, break a message, be escaped twice, or be escaped on a phone.
 */

import { describe, expect, it } from 'vitest';
import { commands } from '../../../commands/index.ts';
import { jobs } from '../../../jobs/index.ts';
import { eventDocument } from '../../../src/callboard/domain/event.ts';
import type { Command, ModalSubmission, Reply } from '../../../src/core/command.ts';
import { put, recordFact } from '../../../src/core/commit.ts';
import { UserError } from '../../../src/core/errors.ts';
import { handInModal } from '../../../src/core/run-command.ts';
import { truncatePlain } from '../../../src/core/text.ts';
import { type Locale, safeText } from '../../../src/i18n/index.ts';
import { roleChanged, shiftAdded } from '../../../src/rota/domain/facts.ts';
import { roleDocument, shiftDocument } from '../../../src/rota/domain/shift.ts';
import { homeView } from '../../../src/slack/home.ts';
import { escape } from '../../../src/slack/mrkdwn.ts';
import { session as slot } from '../../support/agenda.ts';
import { fakeEvent, fakeWorld, somebody, type World } from '../../support/fake-deps.ts';
import { checkMessage, checkReply, checkView } from '../../support/slack-limits.ts';
import { add, link } from '../speakers/world.ts';

/** What is called so, and the same as somebody types it: their own mentions may stay mentions. */
const NAMES = {
  'calls to everybody': 'Vic <!channel> & co <!subteam^S1|x> <@UHOSTILE> <#CSECRET>',
  'marks and directions': '*_~`Vic` \u202egnihtemos\u2066 ~_* <!everyone>',
  'halves of characters': '\ud83d Vic <!here> \udc00',
  'three thousand characters': 'Vic & <!channel> 🎪'.repeat(167).slice(0, 3000),
} as const;
const typedOf = (name: string): string => name.replace(/<[@#]\w+>/g, '').slice(0, 2_900);

const LIVE = /<!(?:channel|everyone|subteam)|<@UHOSTILE|<#CSECRET/;
const UNSENDABLE = /[\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/u;
const ESCAPED_TWICE = /&amp;(?:amp|lt|gt);/;
const ENTITY = /&(?:amp|lt|gt);/;

type Thing = Record<string, unknown>;

/** What Slack reads as mrkdwn: a message's text, and every text of a block that is not plain. */
function mrkdwnIn(content: unknown): string[] {
  if (Array.isArray(content)) return content.flatMap(mrkdwnIn);
  if (typeof content !== 'object' || content === null) return [];
  const { type, text, value: _, private_metadata: __, ...rest } = content as Thing;
  const own = typeof text === 'string' && type !== 'plain_text' ? [text] : mrkdwnIn(text);
  return [...own, ...Object.values(rest).flatMap(mrkdwnIn)];
}

const all = (content: unknown, type: string): Thing[] => {
  if (Array.isArray(content)) return content.flatMap((one) => all(one, type));
  if (typeof content !== 'object' || content === null) return [];
  const own = (content as Thing)['type'] === type ? [content as Thing] : [];
  return [...own, ...Object.values(content).flatMap((one) => all(one, type))];
};

function judge(texts: readonly string[], asked: string): void {
  for (const text of texts) {
    expect.soft(text, asked).not.toMatch(LIVE);
    expect.soft(text, asked).not.toMatch(UNSENDABLE);
    expect.soft(text, asked).not.toMatch(ESCAPED_TWICE);
  }
}

async function hostile(name: string, language: Locale): Promise<World> {
  const phone = (number: string) => ({ phone: { number, verifiedAt: '2019-06-01T00:00:00Z' } });
  const { slack: _, ...offline } = somebody('UOFF', { name, language, ...phone('+12025550112') });
  const people = [
    ...['UORG', 'UANY'].map((id) => somebody(id, { name, language })),
    somebody('UVOL', { name, language, ...phone('+12025550111') }),
    offline,
  ];
  // As long as an import or the event's own modal lets a room's name be.
  const room = `${truncatePlain(name, 190)} hall`;
  const event = fakeEvent({ name, language, rooms: [{ name: room, aliases: ['hall'], channel: 'CMAIN' }] });
  const world = await fakeWorld('2019-06-05T08:00:00Z', people, event);
  // No file is there, and what is said of that repeats what was typed.
  const fetch = async () => Promise.reject(new UserError('fetch.badUrl', { url: escape(name) }));
  Object.assign(world.deps, { fetch });
  const sessions = [
    slot('S1', -10, 40, { title: name, room, track: name, speakers: [{ id: 'vic', name }] }),
    slot('S2', 60, 90, {
      title: name,
      room,
      subtitle: name,
      abstract: name,
      speakers: [{ id: 'vic', name }],
    }),
    slot('S3', 100, 120, { title: name, room, state: 'cancelled', reason: name }),
  ];
  await add(world, ...sessions);
  await link(world, 'vic', 'UVOL');
  const at = world.clock.now();
  const shift = {
    code: 'H1',
    role: name,
    room,
    note: name,
    start: '2019-06-05T07:00:00Z',
    end: '2019-06-05T11:00:00Z',
    min: 3,
    assignments: ['UVOL', 'UOFF'].map((person) => ({ person, state: 'accepted' as const })),
  };
  await world.store.commit({
    put: [
      put(shiftDocument, 'H1', shift),
      put(shiftDocument, 'H2', {
        ...shift,
        code: 'H2',
        start: '2019-06-05T11:00:00Z',
        end: '2019-06-05T13:00:00Z',
      }),
      put(roleDocument, name, { name, leads: ['UVOL'] }),
    ],
    facts: [
      recordFact(shiftAdded, {
        at,
        by: 'test',
        about: [],
        data: { shift: 'H1', role: 'x', start: shift.start, end: shift.end, min: 1 },
      }),
      recordFact(roleChanged, { at, by: 'test', about: [], data: { role: 'x', fields: ['new'] } }),
    ],
  });
  return world;
}

/** A form of the help as somebody would type it: its words for things become things of this world. */
function typedForms(verb: string, form: string, name: string): string[] {
  const typed = form
    .replace(/[[\]]/g, '')
    .replace(/ …/g, '')
    .replace(/\|\S+/g, '')
    .replace(/\b[IA]\d+\b/g, (code) => `${code[0]}1`)
    .replace(/\bS\d+\b/g, 'S1')
    .replace(/\bH\d+\b/g, 'H1')
    .replace(/\bP\d+\b/g, 'P1')
    .replace(/@(?:user|a)\b/g, '@uvol')
    .replace(/@b\b/g, '@uorg')
    .replace(/\b(?:ROOM|TARGET|R)\b/g, 'hall')
    .replace(/\bDUE\b/g, 'tomorrow')
    .replace(/\b[A-Z]{2,}\b/g, () => name);
  return [...new Set([typed, `${verb} ${name}`, `${verb} hall`, `${verb} S1 ${name}`])];
}

class Visitor {
  readonly world: World;
  readonly name: string;
  readonly language: Locale;
  answers = 0;
  constructor(world: World, name: string, language: Locale) {
    this.world = world;
    this.name = name;
    this.language = language;
  }

  /** Does it, looks at the answer, and goes on from there while `depth` lasts. */
  async see(asked: string, doing: () => Promise<Reply>, command: Command, depth: number): Promise<void> {
    const reply = await doing().catch((error: unknown): Reply => {
      if (!(error instanceof UserError)) throw new Error(`${asked} broke`, { cause: error });
      const message = { text: safeText(error, this.language) };
      checkMessage(message);
      return message;
    });
    this.answers++;
    checkReply(reply);
    for (const { text } of all(reply, 'plain_text'))
      expect.soft(String(text), `${asked} plain`).not.toMatch(ENTITY);
    judge(mrkdwnIn(reply), asked);
    if (reply === undefined || depth === 0) return;
    if ('file' in reply) judge([reply.comment], asked);
    for (const { action_id, value } of all(reply, 'button')) {
      const id = String(action_id).split('#')[0] ?? '';
      if (!command.buttons?.[id]) continue;
      const pressed = `${asked} → ${String(action_id)}`;
      await this.see(
        pressed,
        () => this.world.press('UORG', command, id, String(value ?? '')),
        command,
        depth - 1,
      );
    }
    if ('modal' in reply) await this.handIn(asked, reply.modal as never, command);
  }

  /** Fills every input of the modal with something hostile, or with the first that is offered. */
  async handIn(asked: string, view: Thing, command: Command): Promise<void> {
    checkView(view as never);
    const id = String(view['callback_id'] ?? '');
    const modal = command.modals?.[id];
    if (!modal) return;
    const values: Record<string, Record<string, string | string[]>> = {};
    for (const { block_id, element } of all(view, 'input')) {
      const { type, action_id, options, max_length, initial_date } = element as Thing;
      const [first] = (options ?? []) as { value: string }[];
      const text = typedOf(this.name).slice(0, Number(max_length ?? 2_900));
      const value =
        type === 'plain_text_input'
          ? text
          : type === 'datepicker'
            ? String(initial_date ?? '2019-06-05')
            : type === 'checkboxes'
              ? [first?.value ?? '']
              : (first?.value ?? '');
      values[String(block_id)] = { [String(action_id)]: value };
    }
    const request = await this.world.asking('UORG');
    const submission: ModalSubmission = { ...request, values, meta: String(view['private_metadata'] ?? '') };
    const answer = await handInModal(command, id, submission, this.world.deps).catch((error: unknown) => {
      if (!(error instanceof UserError)) throw new Error(`${asked} ⇒ ${id} broke`, { cause: error });
      return { text: safeText(error, this.language) };
    });
    if (answer === undefined) return;
    this.answers++;
    if ('update' in answer) checkView(answer.update);
    if ('text' in answer) checkMessage(answer);
    judge(
      mrkdwnIn('errors' in answer ? Object.values(answer.errors).map((text) => ({ text })) : answer),
      asked,
    );
  }

  /** What was sent meanwhile, to Slack and to phones. */
  judgeSent(): void {
    for (const { text, content, to } of this.world.chat.sent)
      judge([text, ...mrkdwnIn(content)], `sent to ${to}`);
    for (const { message } of this.world.channels.slack.sent) judge(mrkdwnIn(message), 'a page');
    for (const channel of ['sms', 'voice'] as const)
      for (const { text } of this.world.channels[channel].sent)
        expect.soft(text, channel).not.toMatch(ENTITY);
  }
}

describe.each(Object.entries(NAMES))('where everything is called by %s', (_, name) => {
  describe.each(['en', 'es'] as const)('in %s', (language) => {
    it.each(commands.map((command) => [command.name, command] as const))(
      '%s answers, its buttons and its modals',
      async (_name, command) => {
        const world = await hostile(name, language);
        const visitor = new Visitor(world, name, language);
        const typed = typedOf(name);
        const page = commands.find((one) => one.name === '/page') as Command;
        const incident = commands.find((one) => one.name === '/incident') as Command;
        await world.type('UORG', incident, `declare sev2 ${typed.slice(0, 500)} in hall`);
        await world.type('UORG', page, `hall ${typed.slice(0, 900)}`);
        await world.settle(jobs);
        const forms = Object.entries(command.verbs).flatMap(([verb, { usage }]) =>
          Object.keys(usage).flatMap((form) => typedForms(verb, form, typed)),
        );
        for (const text of [...forms, typed, `help ${typed}`])
          await visitor.see(
            `${command.name} ${text.slice(0, 80)}`,
            () => world.type('UORG', command, text),
            command,
            2,
          );
        await world.settle(jobs);
        await world.advance('PT40M', jobs);
        visitor.judgeSent();
        expect(visitor.answers).toBeGreaterThan(forms.length);
      },
      120_000,
    );

    it('App Home, and what is answered to texts', async () => {
      const world = await hostile(name, language);
      for (const id of ['UORG', 'UVOL', 'UANY']) {
        const { trigger: _trigger, ...who } = await world.asking(id);
        const view = await homeView(commands, who, world.deps);
        checkView(view);
        judge(mrkdwnIn(view), `Home of ${id}`);
      }
      const { trigger: _trigger, ...who } = await world.asking('UOFF');
      for (const text of [
        typedOf(name).slice(0, 400),
        'STOP',
        'HERE',
        'LATE 10',
        'OK',
        'HELP',
        'YES',
        'STATUS',
      ])
        for (const { texts } of commands) {
          const sms = { ...who, text, id: `SM-${text.slice(0, 10)}` };
          const said = [
            await texts?.handleSms(sms, world.deps),
            ...((await texts?.onUnmatchedSms(sms, world.deps)) ?? []),
          ];
          for (const answer of said) expect.soft(answer ?? '', text).not.toMatch(ENTITY);
        }
      await world.settle(jobs);
      const visitor = new Visitor(world, name, language);
      visitor.judgeSent();
      expect((await world.store.get(eventDocument, 'event'))?.value.name).toBe(name);
    });
  });
});
