/** The invitation told through the command and the jobs: posted, counted, reminded, filled from, closed. */
import { expect, test } from 'vitest';
import { rota } from '../../../commands/rota/command.ts';
import { jobs } from '../../../jobs/index.ts';
import type { Reply } from '../../../src/core/command.ts';
import { RetryLater } from '../../../src/core/errors.ts';
import type { Message } from '../../../src/core/ports/chat.ts';
import { handInModal } from '../../../src/core/run-command.ts';
import { inviteDocument } from '../../../src/rota/domain/invite.ts';
import { volunteerDocument } from '../../../src/rota/domain/volunteer.ts';
import { fakeEvent, fakeWorld, somebody, type World } from '../../support/fake-deps.ts';

const MEMBERS = ['UORG', 'UANA', 'UBEN', 'UCAT', 'UGONE', 'UGUEST', 'UBOT'];
const textOf = (reply: Reply): string => {
  const message = (reply && 'replace' in reply ? reply.replace : reply) as Message;
  return `${message.text}\n${JSON.stringify(message.blocks ?? [])}`;
};

/** Wednesday 10:00 in Madrid; the event's first shift is on Thursday of the week after. */
async function invitingWorld(): Promise<World> {
  const people = [
    ...['UORG', 'UANA', 'UBEN', 'UCAT', 'UOUT'].map((id) => somebody(id)),
    somebody('UGONE', { deactivated: true }),
    somebody('UGUEST', { guest: true }),
  ];
  const it = await fakeWorld('2019-06-05T08:00:00Z', people, fakeEvent({ crew: [] }));
  it.chat.membersOf.set('CVOL', MEMBERS);
  await it.type('UORG', rota, 'add Stage in "Main hall" 2019-06-13 14:00-16:00');
  await it.type('UORG', rota, 'add Door 2019-06-13 16:00-18:00 x2');
  return it;
}
const card = ({ chat }: World) => {
  const found = [...chat.messages.values()].filter(({ text }) => text.includes('Who helps at'));
  expect(found).toHaveLength(1);
  return JSON.stringify(found[0]);
};
const dms = ({ chat }: World, to: string) =>
  chat.sent.filter((one) => one.kind === 'dm' && one.to === to).map(({ text }) => text);
const available = async (it: World, person: string, roles: string[]) =>
  await handInModal(
    rota,
    'rota.availability',
    { ...(await it.asking(person)), values: { 'roles-0': { roles } }, meta: '' },
    it.deps,
  );

test('a card is posted, its channel is read by the page, and answers are counted in place', async () => {
  const it = await invitingWorld();
  expect(textOf(await it.type('UORG', rota, 'invite #vol'))).toContain('Asking in <#CVOL>');
  await it.advance('PT1M', jobs);
  // Bots, who has left, guests of other workspaces and the organizers themselves are not asked.
  expect((await it.store.all(inviteDocument))[0]?.value.members).toEqual(['UANA', 'UBEN', 'UCAT']);
  expect(card(it)).toContain('0 of 3 answered');
  const updates = () => it.chat.sent.filter(({ kind, to }) => kind === 'update' && to === 'CVOL').length;
  const before = updates();
  await available(it, 'UANA', ['Stage']);
  await it.press('UBEN', rota, 'rota.invite-not');
  await it.advance('PT10S', jobs);
  expect(card(it)).toContain('2 of 3 answered · 1 can help, 1 not this time');
  expect(updates() - before).toBe(1);
  const standing = textOf(await it.type('UORG', rota, 'invite'));
  expect(standing).toMatch(
    /Can help \(1\).*<@UANA>.*Not this time \(1\).*<@UBEN>.*Not yet answered \(1\).*<@UCAT>/,
  );
  expect(standing).toContain('Fill now');
  // Whoever was not in the channel and answers counts too.
  await available(it, 'UOUT', ['Door']);
  await it.advance('PT10S', jobs);
  expect(card(it)).toContain('3 of 4 answered');
  expect(textOf(await it.press('UORG', rota, 'rota.fill'))).toContain('Proposed assignments');
});

test('only who is silent is reminded: after two days, a day before, by day, and no more', async () => {
  const it = await invitingWorld();
  await it.type('UORG', rota, 'invite #vol');
  await it.advance('PT1M', jobs);
  await available(it, 'UANA', ['Stage']);
  await it.advance('PT48H', jobs);
  expect([dms(it, 'UANA'), dms(it, 'UBEN'), dms(it, 'UCAT')].map((all) => all.length)).toEqual([0, 1, 1]);
  expect(dms(it, 'UBEN')[0]).toContain('TestConf still looks for people');
  expect(textOf(await it.press('UBEN', rota, 'rota.invite-not'))).toContain('not reminded any more');
  await it.advance('PT240H', jobs);
  expect([dms(it, 'UANA'), dms(it, 'UBEN'), dms(it, 'UCAT')].map((all) => all.length)).toEqual([0, 1, 2]);
  const hours = (await it.store.facts({ about: 'person:UCAT' }))
    .filter(({ name }) => name === 'rota.invite-reminded')
    .map(({ at }) => at.toZonedDateTimeISO('Europe/Madrid').toString().slice(0, 13));
  expect(hours).toEqual(['2019-06-07T10', '2019-06-12T14']);
});

test('where Slack asks for patience, reading goes on from the page at which it stopped', async () => {
  const it = await invitingWorld();
  const members = it.chat.members.bind(it.chat);
  const cursors: (string | undefined)[] = [];
  it.chat.members = async (channel, cursor) => {
    cursors.push(cursor);
    if (cursors.length === 2) throw new RetryLater(30);
    return await members(channel, cursor);
  };
  await it.type('UORG', rota, 'invite #vol');
  await it.advance('PT1M', jobs);
  expect(cursors).toEqual([undefined, '2', '2', '4', '6']);
  expect(card(it)).toContain('0 of 3 answered');
});

test('closing ends the reminders and the buttons; one invitation at a time', async () => {
  const it = await invitingWorld();
  await it.type('UORG', rota, 'invite #vol');
  await it.settle(jobs);
  await expect(it.type('UORG', rota, 'invite #general')).rejects.toMatchObject({ key: 'rota.invite.isOpen' });
  expect(textOf(await it.type('UORG', rota, 'invite close'))).toContain('closed');
  await it.advance('PT240H', jobs);
  expect(card(it)).toContain('This invitation is closed');
  expect(card(it)).not.toContain('When can you?');
  expect(dms(it, 'UCAT')).toEqual([]);
  expect(textOf(await it.type('UORG', rota, 'invite'))).toContain('No invitation is open');
  await it.type('UORG', rota, 'invite #general');
  await it.settle(jobs);
  expect((await it.store.all(inviteDocument))[0]?.value).toMatchObject({
    channel: 'CGENERAL',
    state: 'open',
  });
});

test('where nothing can be posted, or nothing is named, it says what to do and posts nothing', async () => {
  const it = await invitingWorld();
  it.chat.notIn.add('CVOL');
  await expect(it.type('UORG', rota, 'invite #vol')).rejects.toMatchObject({
    key: 'callboard.channel.invite',
  });
  await expect(it.type('UORG', rota, 'invite #nowhere')).rejects.toMatchObject({ key: 'channel.none' });
  await expect(it.type('UORG', rota, 'invite all of them')).rejects.toMatchObject({ key: 'rota.invite.how' });
  await expect(it.type('UANA', rota, 'invite #general')).rejects.toMatchObject({
    key: 'common.notOrganizer',
  });
  const asked = textOf(await it.type('UORG', rota, 'invite', 'CGENERAL'));
  expect(asked).toContain('Shall I ask who helps in <#CGENERAL>');
  expect(await it.store.all(inviteDocument)).toEqual([]);
  await it.press('UORG', rota, 'rota.invite', 'CGENERAL');
  expect((await it.store.all(inviteDocument))[0]?.value.channel).toBe('CGENERAL');
});

test('whoever is asked signs up from the list, and nobody else does', async () => {
  const it = await invitingWorld();
  await expect(it.type('UANA', rota, 'take')).rejects.toMatchObject({ key: 'common.notCrew' });
  await it.type('UORG', rota, 'invite #vol');
  await it.settle(jobs);
  const at = { channel: 'CVOL', ts: '1.1' };
  const list = await it.press('UANA', rota, 'rota.open-shifts', '', at);
  expect(textOf(list)).toMatch(/H1.*1 person missing.*I'll take it.*H2.*2 people missing/);
  const taken = textOf(await it.press('UANA', rota, 'rota.sign-up', 'H1', at));
  expect(taken).toContain('You have `H1`');
  expect(taken).not.toContain('"value":"H1"');
  await it.advance('PT10S', jobs);
  expect(card(it)).toContain('1 of 3 answered · 1 can help');
  // Not in the channel, and not crew.
  await expect(it.type('UOUT', rota, 'take H2')).rejects.toMatchObject({ key: 'common.notCrew' });
  await expect(it.press('UOUT', rota, 'rota.sign-up', 'H2')).rejects.toMatchObject({ key: 'common.notCrew' });
  expect(textOf(await it.press('UBEN', rota, 'rota.sign-up', 'H1', at))).toContain('full');
});

test('a long list goes on with `More`', async () => {
  const it = await invitingWorld();
  for (let hour = 6; hour < 16; hour++)
    await it.type('UORG', rota, `add Bar 2019-06-14 ${hour}:00-${hour + 1}:00`);
  await it.type('UORG', rota, 'invite #vol');
  await it.settle(jobs);
  const first = textOf(await it.type('UANA', rota, 'take'));
  expect(first.match(/rota\.sign-up/g)).toHaveLength(8);
  expect(first).toContain('4 more');
  const second = textOf(await it.press('UANA', rota, 'rota.open-shifts', '1'));
  expect(second.match(/rota\.sign-up/g)).toHaveLength(4);
  expect(second).toContain('H12');
});

test('somebody without Slack is made by name and number, may sign up, and is told by text', async () => {
  const it = await invitingWorld();
  const said = textOf(await it.type('UORG', rota, 'invite Nora Night +34 600 12 34 56 as Door'));
  expect(said).toMatch(/\*Nora Night\* \(number ending in 56\)/);
  expect(said).not.toContain('600');
  await it.settle(jobs);
  expect(it.channels.sms.sent.map(({ text }) => text)).toEqual([
    expect.stringContaining('TestConf: you are asked to help. Reply SHIFTS'),
  ]);
  const nora = await it.deps.directory.byPhone('+34600123456');
  expect(nora).toMatchObject({ name: 'Nora Night', phone: { verifiedAt: expect.any(String) } });
  expect((await it.store.get(volunteerDocument, nora?.id ?? ''))?.value).toMatchObject({
    roles: ['Door'],
    invitedBy: 'UORG',
  });
  // Again is the same person, and costs no second text.
  await it.type('UORG', rota, 'invite Nora +34600123456');
  expect((await it.deps.directory.all()).filter(({ phone }) => phone)).toHaveLength(1);
  await expect(it.type('UORG', rota, 'invite Nora +34 806 12 34 56')).rejects.toMatchObject({
    key: 'speakers.costlyPhone',
  });
  expect(textOf(await it.type('UORG', rota, 'fill'))).toContain('Nora Night');
});

test('who said not this time is left out of `fill`, until they say when they can', async () => {
  const it = await invitingWorld();
  await it.type('UORG', rota, 'invite #vol');
  await it.settle(jobs);
  await available(it, 'UANA', ['Stage']);
  expect(textOf(await it.type('UORG', rota, 'fill'))).toContain('<@UANA>');
  await it.press('UANA', rota, 'rota.invite-not');
  expect(textOf(await it.type('UORG', rota, 'fill'))).not.toContain('<@UANA>');
  await available(it, 'UANA', ['Stage']);
  expect(textOf(await it.type('UORG', rota, 'fill'))).toContain('<@UANA>');
});

test('`fill` with nobody to fill with suggests to ask', async () => {
  const it = await invitingWorld();
  expect(textOf(await it.type('UORG', rota, 'fill'))).toContain('/rota invite');
});
