/** A private incident over the real Bolt and a Slack that can ask nobody into a channel: who reads it, who does not. */
import { afterEach, describe, expect, it } from 'vitest';
import { people } from '../../src/sandbox/workspace.ts';
import { hasSandbox, openStory, type Story, until, wholeText } from '../support/story.ts';

const id = (handle: string): string => people.find((one) => one.handle === handle)?.id ?? handle;

describe.skipIf(!hasSandbox)('a private incident', () => {
  let story: Story | undefined;
  afterEach(async () => {
    await story?.abandon();
    story = undefined;
  });

  it('is read by its responders, and by them alone', async () => {
    const opened = await openStory();
    story = opened;
    const [organizer, volunteer, lead] = ['organizer', 'volunteer-1', 'stage-lead'].map((one) =>
      opened.as(one),
    );
    if (!organizer || !volunteer || !lead) throw new Error('nobody there');
    for (const words of ['Self-Service', 'Your shift', 'Change of shift', 'begins in', 'Autoservicio'])
      opened.ignore(words);

    await organizer.types(
      `/incident declare private sev2 Somebody was followed with <@${id('volunteer-1')}>`,
    );
    const answer = wholeText(await organizer.answered('is declared for these alone'));
    const [code = ''] = /I\d{6}/.exec(answer) ?? [];
    // The sandbox's Slack can ask nobody into a channel: the card is a direct message, and says so.
    const card = await organizer.told(`${code} Somebody was followed`);
    expect(wholeText(card)).toContain('did not let Callboard make a private channel');
    // The others are not left without a word: each is told, and can look.
    const invitation = await volunteer.told(/You may see|Puedes ver/);
    expect(wholeText(invitation)).toContain(`/incident show ${code}`);
    await organizer.presses(card, 'Take command');
    await organizer.answered(`You command ${code}`);

    await lead.types(`/incident show ${code}`);
    await lead.answered('I know no incident');
    await volunteer.types(`/incident show ${code}`);
    await volunteer.answered('Somebody was followed');
    await organizer.types(`/incident private ${code} add <@${id('stage-lead')}>`);
    await organizer.answered('Only these see');
    await lead.told(/You may see|Puedes ver/);
    await lead.types(`/incident show ${code}`);
    await lead.answered('Somebody was followed');
    await organizer.types(`/incident timeline ${code}`);
    await organizer.answered(/looked at it[\s\S]*looked at it/);
    await organizer.types(`/incident private ${code} remove <@${id('stage-lead')}>`);
    await organizer.answered('Only these see');
    await lead.types(`/incident timeline ${code}`);
    await lead.answered('I know no incident');
    await organizer.types(`/incident erase ${code}`);
    await organizer.answered('is still open');
    await organizer.types(`/incident resolve ${code}`);
    await organizer.answered('is resolved');
    await organizer.told('Here is the draft');
    await opened.settle();
    await organizer.types(`/incident erase ${code}`);
    const question = await organizer.answered('There is no undo');
    await organizer.presses(question, 'Erase it');
    await opened.becomes(question, `${code} is erased`);
    // It was a direct message: it says who did it, and nothing of what it was.
    const left = await opened.becomes(card, 'erased this incident');
    expect(wholeText(left)).not.toContain('Somebody was followed');
    await until('the invitation to be gone', async () =>
      (await opened.read(invitation)) ? undefined : true,
    );
    await volunteer.types(`/incident show ${code}`);
    await volunteer.answered('I know no incident');
    await opened.clock.advance('PT31S');
    await opened.end();
  });
});
