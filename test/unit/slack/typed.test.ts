/** People and channels as they are typed. */
import { describe, expect, test } from 'vitest';
import { findChannel, namesChannel } from '../../../src/slack/channels.ts';
import { findPerson, namesPerson, takePeople } from '../../../src/slack/people.ts';
import { fakeWorld, somebody } from '../../support/fake-deps.ts';

const people = [
  somebody('UANA', { handle: 'ana', name: 'Ana', email: 'Ana@Example.org' }),
  somebody('UBEN', { handle: 'ben', name: 'Ben' }),
];

describe('a person', () => {
  test.each([
    '<@UANA>',
    '<@UANA|ana>',
    '@ana',
    '@ANA',
    'ana@example.org',
    ' <mailto:ana@example.org|ana@example.org> ',
  ])('%s', async (typed) => {
    const { deps } = await fakeWorld(undefined, people);
    expect(await findPerson(typed, deps.directory)).toMatchObject({ id: 'UANA' });
  });

  test('nobody of that name, and what is no name at all, are told apart', async () => {
    const { deps } = await fakeWorld(undefined, people);
    for (const typed of ['@carla', '<@UNOBODY>', 'carla@example.org'])
      await expect(findPerson(typed, deps.directory)).rejects.toMatchObject({ key: 'person.nobody' });
    for (const typed of ['ana', '', '<!channel>', '#ops', '`'])
      await expect(findPerson(typed, deps.directory)).rejects.toMatchObject({ key: 'person.notNamed' });
  });

  test('people are taken out of a text, the rest is left', async () => {
    const { deps } = await fakeWorld(undefined, people);
    const { people: found, rest } = await takePeople('2 of @ana  <@UBEN|ben> please', deps.directory);
    expect(found.map((one) => one.id)).toEqual(['UANA', 'UBEN']);
    expect(rest).toBe('2 of please');
    expect(namesPerson('@ana,')).toBe(true);
  });
});

describe('a channel', () => {
  test.each(['<#COPS|ops>', '<#COPS>', '#ops', 'ops', '#OPS', 'COPS'])('%s', async (typed) => {
    const { chat } = await fakeWorld(undefined, people);
    expect(await findChannel(typed, chat)).toBe('COPS');
  });

  test('one that nobody sees says how to let the bot see it', async () => {
    const { chat } = await fakeWorld(undefined, people);
    await expect(findChannel('#nowhere', chat)).rejects.toMatchObject({ key: 'channel.none' });
    await expect(findChannel('two words', chat)).rejects.toMatchObject({ key: 'channel.notNamed' });
    expect(namesChannel('15m')).toBe(false);
    expect(namesChannel('#stage-main')).toBe(true);
  });
});
