/** A private incident in a Slack that makes private channels: who is in it, and what the others see. */
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

  it('has a channel of its own, which follows its responders', async () => {
    const opened = await openStory();
    story = opened;
    const [organizer, volunteer] = ['organizer', 'volunteer-1'].map((one) => opened.as(one));
    if (!organizer || !volunteer) throw new Error('nobody there');
    for (const words of ['Self-Service', 'Your shift', 'Change of shift', 'begins in', 'Autoservicio'])
      opened.ignore(words);

    await organizer.types(`/incident declare private sev2 Somebody was followed with <@${id('volunteer-1')}>`);
    const answer = wholeText(await organizer.answered('is declared for these alone'));
    const [code = ''] = /I\d{6}/.exec(answer) ?? [];
    const own = await until('its channel, with both in it', async () =>
      (await opened.desk.channels()).find(
        (one) =>
          one['name'] === `private-${code.toLowerCase()}` && one.members.includes(id('volunteer-1')),
      ),
    );
    expect(own.members).toContain(id('organizer'));
    expect(own.members).not.toContain(id('stage-lead'));
    const card = await opened.posted(own.id, `${code} Somebody was followed`);
    await volunteer.presses(card, 'Take command');
    await volunteer.answered(`You command ${code}`);

    const lead = opened.as('stage-lead');
    await lead.types(`/incident show ${code}`);
    await lead.answered(/I know no incident/);

    await organizer.types(`/incident private ${code} add <@${id('stage-lead')}>`);
    await organizer.answered('Only these see');
    await until('the lead to be in it', async () =>
      (await opened.desk.channels()).find((one) => one.id === own.id && one.members.includes(id('stage-lead'))),
    );
    await organizer.types(`/incident private ${code} remove <@${id('stage-lead')}>`);
    await organizer.answered('Only these see');
    await until('the lead to be out of it', async () =>
      (await opened.desk.channels()).find((one) => one.id === own.id && !one.members.includes(id('stage-lead'))),
    );
    await opened.settle();
    await opened.end();
  });
});
