/**
 * Volunteers come by themselves: an organizer asks a channel; one answers in Slack, one not this time, one only by
 * text; the silent one is reminded; the rota is filled from it, and covered, by text.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
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
    const [olga, vera, viktor, vanya] = ['organizer', 'volunteer-1', 'volunteer-2', 'volunteer-3'].map((handle) =>
      opened.as(handle),
    ) as [ReturnType<Story['as']>, ReturnType<Story['as']>, ReturnType<Story['as']>, ReturnType<Story['as']>];
    for (const words of ['begins in', 'Change of shift', 'Starting soon', 'Tomorrow']) opened.ignore(words);
    // Everybody of the sandbox is in the channel and silent; three of them matter here.
    opened.ignore(/still looks for people/);

    // `fill` with nobody says what to do.
    await olga.types('/rota add Stage in "Main hall" 2019-06-12 9:45-12:00', 'ops');
    await olga.answered('Added');
    await olga.types('/rota add Door 2019-06-12 9:00-11:00 x2', 'ops');
    await olga.answered('Added');
    await olga.types('/rota fill', 'ops');
    await olga.answered('/rota invite');

    // The card, in the channel that is named.
    await olga.types('/rota invite #volunteers', 'ops');
    await olga.answered('Asking in');
    const card = await opened.posted('volunteers', 'Who helps at VolunteerConf?');
    await opened.clock.advance('PT20S');
    const asked = wholeText(await opened.becomes(card, /0 of \d+ answered/));
    const count = Number(/0 of (\d+) answered/.exec(asked)?.[1]);
    // The organizer and the bot are in the channel, and are not counted.
    expect(count).toBe(10);

    // Vera says when she can, with the modal that is there already.
    await vera.presses(card, 'When can you?');
    (await vera.modal('Roles you would do')).submit({ 'roles-0': ['Stage'] });
    await vera.answered('You do: Stage');
    // Viktor not this time.
    await viktor.presses(card, 'Not this time');
    await viktor.answered('not this time');
    // Sam's phone is verified; he is away from Slack, and takes a shift by text.
    const sam = opened.as('speaker-1');
    await sam.phone.reply('SHIFTS');
    const list = await sam.phone.expectText(/Open:/);
    const [, number = ''] = /(\d+) H\d+ [^\n]*Door/.exec(list.body) ?? [];
    await sam.phone.reply(`TAKE ${number}`);
    const took = await sam.phone.expectText('You have');
    const [, door = ''] = /(H\d+)/.exec(took.body) ?? [];
    await opened.clock.advance('PT20S');
    await opened.becomes(card, `3 of ${count} answered · 2 can help, 1 not this time`);
    await olga.types('/rota invite', 'ops');
    const standing = await olga.answered('Invitation in');
    expect(wholeText(standing)).toMatch(new RegExp(`Not this time \\(1\\)\\s*<@${viktor.id}>`));

    // Two days later, the silent ones are reminded; who has answered is not.
    await opened.clock.set('2019-06-07T14:20:00+02:00');
    const reminder = await vanya.told('still looks for people');
    for (const handle of ['volunteer-1', 'volunteer-2', 'speaker-1'])
      expect(
        (await opened.desk.messages(await opened.desk.dmChannel(opened.as(handle).id))).filter((one) =>
          wholeText(one).includes('still looks for people'),
        ),
      ).toEqual([]);
    // Vanya takes the other place at the door from the list.
    await vanya.presses(reminder, 'Open shifts');
    const open = await vanya.answered('Open shifts');
    await vanya.presses(open, "I'll take it");
    await opened.settle();
    await opened.clock.advance('PT20S');
    await opened.becomes(card, `4 of ${count} answered`);

    // Filled from the answers.
    await olga.presses(standing, 'Fill now');
    const plan = await olga.answered('All places are filled');
    await olga.presses(plan, 'Apply');
    await olga.answered(/Applied/).catch(() => undefined);
    await vera.told('proposed for you');

    // The day itself, by text: here, a cover that another takes by text, done with its question.
    await opened.clock.set('2019-06-12T08:50:00+02:00');
    await sam.phone.reply('HERE');
    await sam.phone.expectText('Noted, you are at');
    await sam.phone.reply('CUBRIR me encuentro mal');
    await sam.phone.expectText('Others are asked to take');
    const question = await vera.told('Can you?').catch(() => undefined);
    expect(question === undefined || wholeText(question).includes(door)).toBe(true);
    opened.ignore('Can you?');
    opened.ignore('covers');
    opened.ignore('Nobody');
    opened.ignore('not arrived');
    opened.ignore('has begun');
    opened.ignore('still yours');

    // Closed: the card says so and has no buttons any more.
    await olga.types('/rota invite close', 'ops');
    await olga.answered('closed');
    await opened.becomes(card, 'This invitation is closed');
    await opened.end();
    story = undefined;
  });
});
