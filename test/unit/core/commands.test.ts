/** What a tired person types behind a command, and what they get: the verb they mean, or one guess. */
import { describe, expect, it } from 'vitest';
import { commands } from '../../../commands/index.ts';
import type { Command, Reply } from '../../../src/core/command.ts';
import { plain } from '../../../src/core/match.ts';
import { guessVerb, verbMeant } from '../../../src/core/synonyms.ts';
import { fakeWorld, somebody } from '../../support/fake-deps.ts';

const commandOf = (name: string): Command => {
  const found = commands.find((one) => one.name === name);
  if (!found) throw new Error(name);
  return found;
};
const textOf = (reply: Reply): string => (reply && 'text' in reply ? reply.text : '');
const buttonsOf = (reply: Reply): string[] =>
  [...JSON.stringify(reply).matchAll(/"action_id":"([^"]+)"/g)].map(([, id]) => id ?? '');
const people = [somebody('UORG'), somebody('UANY'), somebody('UES', { language: 'es' })];

describe('another word for a verb', () => {
  it.each([
    ['/agenda', 'hoy', 'today'],
    ['/agenda', 'Día 2', 'day'],
    ['/agenda', 'sala Main', 'room'],
    ['/agenda', 'aplazar S1 10', 'delay'],
    ['/rota', 'hoy', 'today'],
    ['/rota', 'aquí', 'here'],
    ['/rota', 'finished', 'done'],
    ['/speakers', 'ayuda no hay imagen', 'help'],
    ['/speakers', 'tarde 10', 'late'],
    ['/speakers', 'aquí', 'here'],
    ['/page', 'acknowledge P2', 'ack'],
    ['/page', 'done P2 all good', 'resolve'],
    ['/page', 'hecho p2', 'resolve'],
    ['/page', 'mantenimiento Main 30', 'quiet'],
    ['/incident', 'resuelto I2', 'resolve'],
    ['/callboard', 'estado', 'status'],
    ['/keys', 'abrir backup the disk died', 'open'],
  ])('%s %s is %s', (name, typed, verb) => {
    const command = commandOf(name);
    expect(verbMeant(typed, Object.keys(command.verbs), command.synonyms)?.verb).toBe(verb);
  });

  it.each(['done with the chairs', 'open door at the bar', 'take the stairs', 'mute button is stuck'])(
    'a message to somebody stays a message: /page %s',
    (typed) => {
      const { verbs, synonyms } = commandOf('/page');
      expect(verbMeant(typed, Object.keys(verbs), synonyms)).toBeUndefined();
    },
  );

  it.each(commands.map((command) => [command.name, command] as const))(
    'those of %s are of verbs that it has, plain, and never a verb of its own or of two',
    (_, { verbs, synonyms }) => {
      const words = Object.entries(synonyms?.of ?? {}).flatMap(([verb, list]) => {
        expect(Object.hasOwn(verbs, verb) || verb === 'help', verb).toBe(true);
        return list;
      });
      expect(words.filter((word) => Object.hasOwn(verbs, word))).toEqual([]);
      expect(words.map(plain)).toEqual(words);
      expect(new Set(words).size).toBe(words.length);
    },
  );
});

describe('a text that is not understood', () => {
  it.each([
    ['/agenda', 'nxt', 'next'],
    ['/agenda', 'mañan', 'tomorrow'],
    ['/rota', 'cubrr H1', 'cover'],
    ['/speakers', 'bord', 'today'],
    ['/page', 'lst', 'list'],
    ['/page', 'acknowlege P2', 'ack'],
    ['/incident', 'declair fire', 'declare'],
    ['/callboard', 'statu', 'status'],
    ['/keys', 'stats', 'status'],
  ])('%s %s gets one guess, %s, and a button for the rest', async (name, typed, verb) => {
    const world = await fakeWorld(undefined, people);
    const reply = await world.type('UORG', commandOf(name), typed);
    const text = textOf(reply);
    expect(text).toContain(`\`${name} ${typed}\``);
    expect(text).toContain(`\`${name} ${verb}\``);
    expect(text.split('\n').length).toBeLessThanOrEqual(5);
    expect(buttonsOf(reply)).toEqual([`${name.slice(1)}.all`]);
  });

  it('without a guess it is quoted whole, with the button alone', async () => {
    const world = await fakeWorld(undefined, people);
    const reply = await world.type('UORG', commandOf('/rota'), 'qqqqqqqq <!channel>');
    expect(textOf(reply)).toBe('I do not understand `/rota qqqqqqqq &lt;!channel&gt;`.');
    expect(buttonsOf(reply)).toEqual(['rota.all']);
  });

  it.each(commands.map((command) => [command.name, command] as const))(
    '`Show all` of %s gives what the presser may, in its place',
    async (name, command) => {
      const world = await fakeWorld(undefined, people);
      const all = async (who: string) => {
        const reply = await world.press(who, command, `${name.slice(1)}.all`);
        return reply && 'replace' in reply ? reply.replace.text : '';
      };
      expect(await all('UANY')).toContain(`*${name}*`);
      const extra = Object.entries(command.verbs).flatMap(([id, verb]) =>
        command.rights.verbs[id] === 'organizer' ? [verb] : [],
      );
      for (const form of extra.flatMap(({ usage }) => Object.keys(usage))) {
        expect(await all('UANY')).not.toContain(`\`${name} ${form}\``);
        expect(await all('UORG')).toContain(`\`${name} ${form}\``);
      }
    },
  );

  it('a guess among the words of another language is a verb that works', () => {
    const { verbs, synonyms } = commandOf('/rota');
    expect(guessVerb('disponibilida', Object.keys(verbs), synonyms)).toBe('availability');
  });
});

describe('help', () => {
  it('of a verb is that verb alone', async () => {
    const world = await fakeWorld(undefined, people);
    const text = textOf(await world.type('UORG', commandOf('/agenda'), 'help aplazar'));
    expect(text.split('\n')).toHaveLength(2);
    expect(text).toContain('`/agenda delay S17 15m [only] [reason]`');
  });

  it('of /callboard names its own verbs beside the other commands', async () => {
    const world = await fakeWorld(undefined, people);
    const text = textOf(await world.type('UANY', commandOf('/callboard'), 'help'));
    for (const form of ['/callboard event', '/callboard status', '/callboard language en|es', '/rota'])
      expect(text).toContain(`\`${form}\``);
  });

  it('is asked for in any language', async () => {
    const world = await fakeWorld(undefined, people);
    for (const word of ['ayuda', 'hilfe', 'HELP'])
      expect(textOf(await world.type('UES', commandOf('/agenda'), word))).toContain('`/agenda today');
  });
});
