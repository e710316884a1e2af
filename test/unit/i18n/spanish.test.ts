/**
 * Whoever reads Spanish reads Spanish: every command, verb, button and window is tried in a world that speaks it, and
 * what comes back has no word that only the English catalog has.
 */
import { describe, expect, it } from 'vitest';
import { commands, routes } from '../../../commands/index.ts';
import { jobs } from '../../../jobs/index.ts';
import type { Command, Reply } from '../../../src/core/command.ts';
import { PermanentError, RetryLater, UserError } from '../../../src/core/errors.ts';
import { handInModal, pressButton, runCommand } from '../../../src/core/run-command.ts';
import { en } from '../../../src/i18n/en/index.ts';
import { es } from '../../../src/i18n/es/index.ts';
import { safeText } from '../../../src/i18n/index.ts';
import type { World } from '../../support/fake-deps.ts';
import { speakingWorld } from '../../support/speaking-world.ts';

/** Without what is typed (in code), who or what is mentioned, emoji and addresses. */
const bare = (text: string): string =>
  text
    .replace(/```[\s\S]*?```|`[^`]*`/g, ' ')
    .replace(/<[^|>]*\|([^>]*)>/g, ' $1 ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/:[a-z0-9_+-]+:/g, ' ')
    .replace(/\{([^{}|]*)\|([^{}]*)\}/g, ' $2 ')
    .replace(/\{[^{}]*\}/g, ' ')
    .replace(/\S+[@/]\S+|\S+\.\S+|#\S+|@\S+/g, ' ');
const wordsOf = (text: string): string[] =>
  (bare(text).match(/[\p{L}’']+/gu) ?? [])
    .map((word) => word.toLowerCase())
    .filter((word) => word.length > 2);

const spanish = new Set(Object.values(es).flatMap(wordsOf));
const english = new Set(
  Object.values(en)
    .flatMap(wordsOf)
    .filter((word) => !spanish.has(word)),
);

/** What is said, of all that a reply, a message or a window holds: not its ids nor what a button carries. */
function said(thing: unknown): string[] {
  if (Array.isArray(thing)) return thing.flatMap(said);
  if (typeof thing !== 'object' || thing === null) return [];
  return Object.entries(thing).flatMap(([key, value]) => {
    if (typeof value !== 'string') return said(value);
    return ['text', 'comment', 'alt_text', 'description', 'initial_value'].includes(key) ? [value] : [];
  });
}

interface Found {
  readonly where: string;
  readonly words: string;
  readonly text: string;
}

class Reader {
  readonly found: Found[] = [];
  readonly #pressed = new Set<string>();
  readonly world: World;
  constructor(world: World) {
    this.world = world;
  }

  read(where: string, texts: readonly string[]): void {
    for (const text of texts) {
      const words = [...new Set(wordsOf(text).filter((word) => english.has(word)))];
      if (words.length > 0) this.found.push({ where, words: words.join(' '), text: text.slice(0, 300) });
    }
  }

  async #answers(where: string, work: () => Promise<Reply>): Promise<Reply | undefined> {
    try {
      const reply = await work();
      this.read(where, said(reply));
      return reply;
    } catch (error) {
      if (error instanceof UserError) this.read(where, [safeText(error, 'es')]);
      else if (!(error instanceof PermanentError) && !(error instanceof RetryLater)) throw error;
      return undefined;
    }
  }

  async type(person: string, command: Command, text: string): Promise<void> {
    const call = {
      ...(await this.world.asking(person)),
      text,
      channel: 'CGENERAL',
      progress: async () => {},
    };
    const where = `${person} ${command.name} ${text}`;
    await this.#press(
      person,
      where,
      await this.#answers(where, () => runCommand(command, call, this.world.deps)),
    );
  }

  /** Every button once that an answer has, and those of the answers to that. */
  async #press(person: string, where: string, reply: unknown): Promise<void> {
    for (const { action_id: action, value = '' } of buttonsIn(reply)) {
      const command = commands.find(({ buttons }) => buttons?.[action]);
      if (!command || this.#pressed.has(action)) continue;
      this.#pressed.add(action);
      const at = { channel: 'CGENERAL', ts: '1.0' };
      const press = { ...(await this.world.asking(person)), value, at, progress: async () => {} };
      const pressed = `${where} [${action}]`;
      await this.#press(
        person,
        pressed,
        await this.#answers(pressed, () => pressButton(command, action, press, this.world.deps)),
      );
    }
  }

  /** What a window answers to nothing being filled in: what is wrong beside each input. */
  async submit(person: string): Promise<void> {
    const asking = await this.world.asking(person);
    for (const command of commands)
      for (const id of Object.keys(command.modals ?? {}))
        for (const text of ['', 'qwzx']) {
          const values = new Proxy({}, { get: () => new Proxy({}, { get: () => text }) });
          const where = `${command.name} window ${id}`;
          await this.#answers(where, async () => {
            const answer = await handInModal(command, id, { ...asking, values, meta: '' }, this.world.deps);
            if (answer && 'errors' in answer) this.read(where, Object.values(answer.errors));
            return answer && 'errors' in answer ? undefined : (answer as Reply);
          }).catch(() => undefined);
        }
  }

  async home(person: string): Promise<void> {
    for (const command of commands)
      if (command.home)
        this.read(
          `home of ${person}, ${command.name}`,
          said(await command.home(await this.world.asking(person), this.world.deps)),
        );
  }

  /** All that went out by itself, to whomever. */
  async sent(): Promise<void> {
    await this.world.settle(jobs);
    for (const { kind, to, text, content } of this.world.chat.sent)
      this.read(`${kind} ${to}`, [text, ...said(content)]);
    for (const { sent } of Object.values(this.world.channels))
      for (const { text } of sent) this.read('text', [text ?? '']);
  }
}

function buttonsIn(thing: unknown): { action_id: string; value?: string }[] {
  if (Array.isArray(thing)) return thing.flatMap(buttonsIn);
  if (typeof thing !== 'object' || thing === null) return [];
  const own = 'type' in thing && thing.type === 'button' && 'action_id' in thing ? [thing as never] : [];
  return [...own, ...Object.values(thing).flatMap(buttonsIn)];
}

const THINGS = [
  '',
  'qwzx',
  'sala',
  'S2',
  'S2 15m',
  'H1',
  'P1',
  'I1',
  'I1 zumba',
  'A1',
  '<@UIVO>',
  '#general',
  'llave',
  'qwzx 10:00',
];

describe('in Spanish', () => {
  it.each(commands.map((command) => [command.name, command] as const))(
    '%s has no English word',
    async (_, command) => {
      const reader = new Reader(await speakingWorld());
      for (const person of ['UORG', 'UZOE', 'UANY'])
        for (const verb of ['', ...Object.keys(command.verbs)])
          for (const thing of THINGS) await reader.type(person, command, `${verb} ${thing}`.trim());
      await reader.sent();
      expect(reader.found).toEqual([]);
    },
  );

  it('nor has what comes by itself, nor anybody’s home', async () => {
    const world = await speakingWorld();
    const reader = new Reader(world);
    for (const person of ['UORG', 'UZOE', 'UIVO', 'UANY']) await reader.home(person);
    await reader.submit('UORG');
    await world.advance('PT26H', jobs);
    await reader.sent();
    for (const person of ['UORG', 'UZOE', 'UIVO', 'UANY']) await reader.home(person);
    // What came by itself stands in the records, too.
    const records = {
      '/incident': ['timeline I1'],
      '/page': ['show P1', 'list'],
      '/agenda': ['show S1', 'check'],
      '/rota': ['gaps'],
    };
    for (const [name, texts] of Object.entries(records))
      for (const text of texts)
        for (const command of commands.filter((one) => one.name === name))
          await reader.type('UORG', command, text);
    expect(reader.found).toEqual([]);
  });

  it('nor has a page that everybody may open', async () => {
    const world = await speakingWorld();
    const reader = new Reader(world);
    for (const [path, query] of [
      ['/', {}],
      ['/display', {}],
      ['/display', { room: 'Sala' }],
      ['/display', { room: 'qwzx' }],
    ] as const) {
      const route = routes.find((one) => one.path === path && one.method === 'GET');
      const answer = await route?.run(
        { params: {}, query, headers: {}, body: undefined, raw: Buffer.alloc(0) } as never,
        world.deps,
      );
      expect(answer?.status ?? 200).toBe(200);
      const page = String(answer?.body).replace(/<(style|script|title)[\s\S]*?<\/\1>/g, ' ');
      reader.read(path, [page.replace(/<[^>]*>/g, ' ')]);
    }
    expect(reader.found).toEqual([]);
  });
});
