/** Whatever a page has become, Slack takes its card, its messages and its modals, in both languages. */
import { describe, expect, it } from 'vitest';
import { settingsVerb } from '../../../commands/callboard/settings.ts';
import { page as command } from '../../../commands/page/command.ts';
import { contactVerb } from '../../../commands/rota/contact.ts';
import type { Message } from '../../../src/core/ports/chat.ts';
import { fakeEvent, fakeWorld, somebody, type World } from '../../support/fake-deps.ts';
import { checkReply, messageFaults } from '../../support/slack-limits.ts';
import { jobs, pagingWorld, people, shift } from './world.ts';

const LONG = `${'<!channel> & *long* `words` '.repeat(35)}`.slice(0, 990);

const checkAll = (world: World) => {
  for (const { kind, content } of world.chat.sent)
    if (kind === 'post' || kind === 'update' || kind === 'dm')
      expect(messageFaults(content as Message)).toEqual([]);
  for (const { message } of world.channels.slack.sent)
    if (message) expect(messageFaults(message)).toEqual([]);
};

describe('what Slack is sent about pages', () => {
  it('fits, however many are asked and however long the message is', async () => {
    const crowd = Array.from({ length: 60 }, (_, i) =>
      somebody(`U${String(i).padStart(9, '0')}`, { name: `Person ${i}` }),
    );
    const assignments = crowd.map(({ id }) => ({ person: id, state: 'accepted' as const }));
    const world = await pagingWorld([shift({ assignments })], [...people(), ...crowd]);
    await world.type('UANY', command, `stage-main! ${LONG}`);
    await world.advance('PT40M', jobs);
    await world.press('UORG', command, 'page.ack', 'P1');
    await world.settle(jobs);
    for (const text of ['list', 'show P1', 'note P1 a note', 'policy', '', 'help', 'ack P1'])
      checkReply(await world.type('UORG', command, text));
    await world.settle(jobs);
    checkAll(world);
    const card = [...world.chat.messages].find(([at]) => at.startsWith('CSTAGE'))?.[1];
    expect(JSON.stringify(card)).not.toContain('<!channel>');
  });

  it('is in the reader’s language', async () => {
    const world = await pagingWorld(
      [shift()],
      people().map((one) => ({ ...one, language: 'es' as const })),
    );
    await world.type('UANY', command, 'stage-main! El proyector no funciona');
    await world.settle(jobs);
    checkAll(world);
    expect(world.channels.sms.sent[0]?.text).toMatch(/Responde \w\w si lo tienes/);
    checkReply(await world.type('UORG', command, ''));
  });

  it('has modals that Slack opens', async () => {
    const world = await pagingWorld();
    const call = { ...(await world.asking('UORG')), text: '', channel: 'C1', progress: async () => {} };
    for (const verb of [contactVerb, settingsVerb]) checkReply(await verb.run(call, world.deps));
  });

  it('shows a Home with the pages that wait', async () => {
    const world = await pagingWorld();
    await world.type('UANY', command, 'stage-main Help');
    const part = await command.home?.(await world.asking('UVOL'), world.deps);
    expect(JSON.stringify(part?.mine)).toContain('page.ack');
    expect(messageFaults({ text: 'home', blocks: [...(part?.mine ?? []), ...(part?.event ?? [])] })).toEqual(
      [],
    );
  });

  it('goes to the author where no channel takes the card', async () => {
    const world = await fakeWorld(undefined, people(), fakeEvent({ channels: {} }));
    await world.type('UANY', command, '<@UVOL> Help');
    await world.settle(jobs);
    expect(world.chat.sent.some(({ kind, to }) => kind === 'dm' && to === 'UANY')).toBe(true);
  });
});
