/** A power cut, from the page to the published postmortem and the action item that is late. */
import { mkdirSync, writeFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { credentials } from '../../src/sandbox/workspace.ts';
import { HAND, hasBrowser, openBrowser, SlackPage } from '../support/browser.ts';
import { hasSandbox, openStory, type Story, until, wholeText } from '../support/story.ts';

/** Set SHOTS to a folder to keep what people see; docs/images is made so. */
const SHOTS = process.env['SHOTS'];

describe.skipIf(!hasSandbox)('an incident', () => {
  let browser: Browser | undefined;
  let story: Story | undefined;
  beforeAll(async () => {
    if (SHOTS) mkdirSync(SHOTS, { recursive: true });
    if (hasBrowser) browser = await openBrowser();
  });
  afterEach(async () => {
    await story?.abandon();
    story = undefined;
  });
  afterAll(async () => {
    await browser?.close();
  });

  it('goes from a page through updates and a delay to its postmortem, killed on the way', async () => {
    const opened = await openStory();
    story = opened;
    const slack = browser && (await SlackPage.open(browser, opened.sandbox.slack));
    const shot = async (name: string, channel: string, words?: string) => {
      if (!slack || !SHOTS) return;
      await slack.actAs('organizer');
      await slack.goTo(channel);
      await slack.page.locator('.msg').last().waitFor();
      if (words) await slack.message(words).evaluate((element) => element.scrollIntoView({ block: 'start' }));
      await slack.page.screenshot({ path: `${SHOTS}/${name}.png` });
    };
    const [organizer, lead, volunteer] = ['organizer', 'stage-lead', 'volunteer-1'].map((one) =>
      opened.as(one),
    );
    if (!organizer || !lead || !volunteer) throw new Error('nobody there');
    // Speakers' and volunteers' own reminders are other stories.
    for (const words of [
      'Self-Service',
      'How fast can you',
      'Your shift',
      'Change of shift',
      'begins in',
      'Autoservicio',
    ])
      opened.ignore(words);

    await organizer.types('/page stage-main Lights are out');
    await organizer.answered('P1');
    const page = await opened.posted('stage-main', 'Lights are out');
    await volunteer.told('Lights are out');
    await volunteer.presses(page, 'Acknowledge');
    await opened.becomes(page, /Vera Volunteer|U0VOLUNTEER1/);
    await opened.settle();

    await organizer.presses(page, 'Declare incident');
    const declare = await organizer.modal('What is wrong?');
    declare.submit({ title: 'Power cut at the stage', severity: 'sev2' });
    await organizer.answered('I1 “Power cut at the stage” is declared');
    const card = await opened.posted('incidents', 'I1 Power cut at the stage');
    expect(wholeText(card)).toContain('Stage Main');
    await shot('incident-card', 'incidents');

    await lead.presses(card, 'Take command');
    await lead.answered('You command I1');
    await opened.becomes(card, 'U0STAGELEAD');
    await lead.types('/incident update I1 An electrician is on the way', 'incidents');
    await lead.answered('Everybody is being told');
    await opened.posted('incidents', 'An electrician is on the way');
    await opened.posted('announcements', 'An electrician is on the way');

    await opened.kill();
    await opened.clock.advance('PT5M');
    await organizer.types('/agenda delay S1 10m Power cut');
    const preview = await organizer.answered('Managing Failure');
    await organizer.presses(preview, 'Apply');
    for (const words of ['10', 'Managing Failure', 'Delay', 'Moved', 'Applied']) opened.ignore(words);
    await opened.settle();

    await volunteer.writes('Breaker 3 had tripped, it holds again', 'incidents', card.ts);
    await lead.types('/incident note I1 Breaker 3 is back', 'incidents');
    await lead.answered('Breaker 3 is back');
    await opened.becomes(card, 'Mitigated');
    await lead.presses(card, 'Mitigated');
    await lead.answered('marked as mitigated');
    await lead.types('/incident update I1 Light is back, we start again', 'incidents');
    await lead.answered('Everybody is being told');
    await opened.posted('incidents', 'Light is back');
    await opened.posted('announcements', 'Light is back');
    await opened.clock.advance('PT3M');

    await lead.types('/incident resolve I1 A second breaker feeds the stage now', 'incidents');
    await lead.answered('is resolved');
    await opened.clock.advance('PT1M');
    const postmortem = await opened.posted('incidents', 'Postmortem I1');
    await opened.posted('incidents', 'Here is the draft');
    for (const words of ['Breaker 3 is back', '1 person paged', 'declared: Power cut', 'opened page P1'])
      expect(wholeText(postmortem)).toContain(words);
    // Each figure from one fact: 8 minutes long, 5 until it was mitigated, the talk was to be on for all of them.
    expect(wholeText(postmortem)).toContain('Lasted, from the declaration to its end: 8 min');
    expect(wholeText(postmortem)).toContain('Mitigated, from the declaration: 5 min');
    expect(wholeText(postmortem)).toContain('Minutes lost: 5');
    expect(wholeText(postmortem)).toContain('Acknowledged: P1 by Vera Volunteer');

    await lead.presses(postmortem, 'Contributing factor');
    (await lead.modal('What happened that made this possible')).submit({
      step0: 'Nothing at the desk shows the load',
      deeper: ['yes'],
    });
    (await lead.modal('How did that come about?')).submit({ step1: 'Stage and catering share one circuit' });
    await lead.answered('The factor is in the postmortem');
    await opened.becomes(postmortem, 'Stage and catering share one circuit');
    await lead.presses(postmortem, 'Write');
    const first = {
      summary: 'Somebody should have checked the load',
      wentWell: 'The spare breaker was labelled',
    };
    (await lead.modal('What went well')).submit(first);
    const hint = await lead.answered('For you alone');
    expect(wholeText(hint)).toContain('should have');
    await opened.becomes(postmortem, 'should have checked');
    await lead.presses(postmortem, 'Write');
    const summary = 'The stage lost its light for five minutes: catering hung on the same circuit.';
    (await lead.modal('What went well')).submit({ ...first, summary });
    await lead.answered('Saved in the postmortem');
    await opened.becomes(postmortem, summary);

    // Whoever is given an action item is told at once, and the postmortem has it at once.
    await lead.types('/incident action I1 @volunteer-1 thursday Label both breakers', 'incidents');
    await lead.answered('A1');
    await opened.becomes(postmortem, 'Label both breakers');
    await volunteer.told('gave you action item A1');
    await opened.kill();

    await lead.presses(postmortem, 'Publish');
    const question = await lead.answered('Shall everybody read this?');
    expect(wholeText(question)).toContain('Still empty:');
    expect(wholeText(question)).toContain('Where we got lucky');
    expect(wholeText(question)).not.toContain('Words that point at a person');
    await lead.presses(question, 'Publish now');
    await lead.answered('is being published');
    await opened.posted('announcements', 'Postmortem I1 Power cut at the stage');
    await opened.becomes(postmortem, 'Published');
    await shot('incident-postmortem', 'incidents', 'Lasted, from the declaration');
    if (slack && SHOTS) {
      await slack.page.setViewportSize(HAND);
      await slack.page.screenshot({ path: `${SHOTS}/incident-phone.png` });
    }

    const file = await until('the Markdown file for everybody', async () =>
      (await opened.desk.messages('C0ANNOUNCE'))
        .flatMap((one) => one.files ?? [])
        .find((one) => one.name === 'i1.md'),
    );
    const headers = { authorization: `Bearer ${credentials.SLACK_BOT_TOKEN}` };
    const markdown = await (await fetch(String(file['url_private']), { headers })).text();
    expect(markdown).toContain('## Contributing factors');
    if (SHOTS) writeFileSync(`${SHOTS}/example-postmortem.md`, markdown);

    // Everything of the next two days that is not this incident may come as it likes.
    opened.ignore(/./);
    await opened.clock.advance('PT20H');
    await volunteer.told('Today: action item A1');
    await opened.kill();
    // The day after it was due, once, although the bot was killed in between.
    await opened.clock.advance('PT24H');
    const reminder = await volunteer.told('Overdue since');
    await volunteer.presses(reminder, 'Done');
    (await volunteer.modal('What was done?')).submit({ text: 'Labels are on both' });
    await volunteer.answered('A1 is closed');
    await opened.becomes(postmortem, /A1 Label both breakers \(Vera Volunteer, done\)/);
    await opened.end();
    story = undefined;
  });
});
