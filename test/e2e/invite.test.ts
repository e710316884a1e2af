/**
 * Volunteers come by themselves: an organizer asks a channel; one answers in Slack, one not this time, one only by
 * text; the silent one is reminded; the rota is filled from it, and covered, by text.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PhoneInHand } from '../support/story/phone-in-hand.ts';
import { hasSandbox, openStory, type Story, wholeText } from '../support/story.ts';

/** The story begins on Wednesday 5 June at 14:10; the event is a week later. */
const EVENT = {
  name: 'VolunteerConf',
  zone: 'Europe/Madrid',
  rooms: [{ name: 'Main hall', channel: 'C0STAGEMAIN' }],
  roles: [{ name: 'Stage', leads: ['stage-lead'] }],
  sessions: [
    { title: 'First talk', room: 'Main hall', start: 'day 8 10:00', minutes: 45, speakers: ['Ana'] },
    { title: 'Second talk', room: 'Main hall', start: 'day 8 11:00', minutes: 45, speakers: ['Ben'] },
  ],
};

describe.skipIf(!hasSandbox)('an invitation', () => {
  let story: Story | undefined;
  const folder = mkdtempSync(join(tmpdir(), 'callboard-invite-'));
  beforeAll(() => writeFileSync(join(folder, 'event.json'), JSON.stringify(EVENT)));
  afterEach(async () => {
    await story?.abandon();
    story = undefined;
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is posted, answered in three ways, reminded of, filled from and closed', async () => {
    const opened = await openStory({ event: join(folder, 'event.json') });
    story = opened;
    const person = (handle: string) => opened.as(handle);
    const [olga, vera, viktor, vanya, sam] = [
      person('organizer'),
      person('volunteer-1'),
      person('volunteer-2'),
      person('volunteer-3'),
      person('speaker-1'),
    ];
    // Reminders of shifts are tested elsewhere. All of the sandbox is in the channel; some of it stays silent.
    for (const words of [
      'begins in',
      'Change of shift',
      '*Tomorrow,',
      /still looks for people/,
      /sigue buscando gente/,
    ])
      opened.ignore(words);

    // `fill` with nobody says what to do.
    await olga.types('/rota add Stage in "Main hall" 2019-06-12 9:45-12:00', 'ops');
    await olga.answered('Added');
    await olga.types('/rota add Door 2019-06-12 9:00-11:00 x2', 'ops');
    await olga.answered('Added');
    await olga.types('/rota fill', 'ops');
    await olga.answered('/rota invite');

    // The card, in the channel that is named; the organizer and the bot are in it, and not counted.
    await olga.types('/rota invite #volunteers', 'ops');
    await olga.answered('Asking in');
    const card = await opened.posted('volunteers', 'Who helps at VolunteerConf?');
    await opened.clock.advance('PT20S');
    await opened.becomes(card, '0 of 10 answered');
    // Somebody without Slack is asked by text, and counted with the others.
    await olga.types('/rota invite Nora Night +34 600 12 34 56', 'ops');
    await olga.answered('number ending in 56');
    const nora = new PhoneInHand(opened, '+34600123456');
    await nora.expectText('VolunteerConf: you are asked to help. Reply SHIFTS');

    // Vera says when she can, Viktor not this time, and Sam, away from Slack, takes the door by text.
    await vera.presses(card, 'When can you?');
    (await vera.modal('Roles you would do')).submit({ 'roles-0': ['Stage'] });
    await vera.answered('You do: Stage');
    await viktor.presses(card, 'Not this time');
    await viktor.answered('not this time');
    await sam.phone.reply('SHIFTS');
    const list = await sam.phone.expectText(/Open:/);
    expect(list.body).toMatch(
      /1 H2 Wed 12 Jun 09:00-11:00, Door\n2 H1 Wed 12 Jun 09:45-12:00, Stage, Main hall/,
    );
    await sam.phone.reply('TAKE 1');
    await sam.phone.expectText('You have H2');
    await opened.clock.advance('PT20S');
    await opened.becomes(card, '3 of 11 answered · 2 can help, 1 not this time');
    await olga.types('/rota invite', 'ops');
    const standing = await olga.answered('Invitation in');
    expect(wholeText(standing)).toMatch(new RegExp(`Not this time \\(1\\)\\*\\s*<@${viktor.id}>`));

    // Two days later the silent ones are reminded; who has answered is not.
    await opened.clock.set('2019-06-07T14:20:00+02:00');
    const reminder = await vanya.told('still looks for people');
    await nora.expectText('VolunteerConf looks for helpers');
    const remindedOf = async ({ id }: { readonly id: string }) => {
      const direct = await opened.desk.dmChannel(id);
      const all = direct === undefined ? [] : await opened.desk.messages(direct);
      return all.filter((one) => wholeText(one).includes('still looks for people')).length;
    };
    for (const one of [vera, viktor, sam]) expect(await remindedOf(one)).toBe(0);
    // Vanya takes the other place at the door, from the list that the reminder opens.
    await vanya.presses(reminder, 'Open shifts');
    const open = await vanya.answered('Open shifts');
    await vanya.presses(open, "I'll take it");
    await opened.becomes(open, 'You have');
    await opened.clock.advance('PT20S');
    await opened.becomes(card, '4 of 11 answered · 3 can help');

    // Filled from the answers.
    await olga.presses(standing, 'Fill now');
    const plan = await olga.answered('All places are filled');
    await olga.presses(plan, 'Apply');
    await vera.told('proposed for you');

    // A day before, once more, and then never again.
    await opened.clock.set('2019-06-11T20:00:00+02:00');
    await nora.expectText('VolunteerConf looks for helpers');
    expect(await remindedOf(vanya)).toBe(1);
    await olga.types('/rota invite close', 'ops');
    await olga.answered('closed');
    await opened.becomes(card, 'This invitation is closed');

    // The day itself, by text: Sam is there and cannot stay, and Nora, who has no Slack, takes it over.
    await opened.clock.set('2019-06-12T08:05:00+02:00');
    await sam.phone.reply('HERE');
    await sam.phone.expectText('Noted, you are at H2');
    await sam.phone.reply('COVER H2 my bus is leaving');
    await sam.phone.expectText('Others are asked to take H2');
    await nora.expectText(/Sam Speaker cannot do H2 .*Reply TAKE H2/);
    await nora.reply('TOMO H2');
    await nora.expectText('You have H2');
    await sam.told('covers for you');
    await nora.reply('AQUI');
    await nora.expectText('Noted, you are at H2');
    await vanya.types('/rota here');
    await vanya.answered('Noted');
    // Vera leaves early, and nobody would be in the hall: that is asked once.
    await opened.clock.set('2019-06-12T09:46:00+02:00');
    await vera.phone.reply('HERE');
    await vera.phone.expectText('Noted, you are at H1');
    await vera.phone.reply('DONE');
    await vera.phone.expectText(/without you nobody is at Main hall 09:46-12:00. Reply DONE YES/);
    await vera.phone.reply('HECHO SÍ');
    await vera.phone.expectText('Noted, done: H1');
    await opened.as('stage-lead').told('nobody is there now');
    await opened.posted('ops', 'nobody is there now');
    await opened.end();
    story = undefined;
  });
});
