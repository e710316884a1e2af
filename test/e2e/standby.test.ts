/** A speaker does not come; at five minutes one press puts another talk into the slot, everybody hears once, and undo. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PhoneInHand } from '../support/story/phone-in-hand.ts';
import { hasSandbox, openStory, type Story, wholeText } from '../support/story.ts';

/** Of somebody who speaks, stands by with another talk, and is in no Slack. */
const GREEN = '+34600123456';

describe.skipIf(!hasSandbox)('a speaker who does not come', () => {
  let story: Story;
  beforeAll(async () => {
    story = await openStory({ clock: '2019-06-05T09:00:00+02:00' });
  });
  afterAll(async () => {
    await story?.abandon();
  });

  it('is stood in for by who is here, with one press of the stage lead, and undone with another', async () => {
    const [organizer, lead, sam] = [story.as('organizer'), story.as('stage-lead'), story.as('speaker-1')];
    const marc = new PhoneInHand(story, GREEN);
    await organizer.types(`/speakers link Marc Cluet ${GREEN}`);
    await organizer.answered(/the phone that ends in 56/);
    await organizer.types('/agenda standby add Lightning round by Marc Cluet 20m');
    await organizer.answered(/On standby as `B1`[\s\S]*Lightning round/);
    // He speaks at 10:35, and has checked in for that.
    await story.clock.set('2019-06-05T10:05:10+02:00');
    await marc.expectText(/in 30 min[\s\S]*Reply HERE/);
    await marc.reply("I'm here!");
    await marc.expectText(/checked in for/);
    await organizer.types('/agenda standby');
    await organizer.answered(/1 talk on standby[\s\S]*here, checked in at 10:05/);

    // S6, Sam's, is at 11:35: he is looked for at 11:20, and at 11:30 others are thought of.
    await story.clock.set('2019-06-05T11:20:10+02:00');
    const card = await story.posted('ops', /not checked in/);
    await sam.told(/starts in 30 min/);
    expect((await story.unexpected()).filter((one) => one.includes('Nobody has come'))).toEqual([]);
    await story.clock.set('2019-06-05T11:30:10+02:00');
    const offer = await story.posted('ops', /Nobody has come for[\s\S]*S6/);
    expect(wholeText(offer)).toContain('Fill with B1');
    const own = await lead.told(/Nobody has come for[\s\S]*S6/);
    await lead.presses(own, 'Fill with B1');
    await story.becomes(own, /Lightning round[\s\S]*steps in for/);
    await story.settle();
    await story.posted('announcements', /Lightning round[\s\S]*steps in for/);
    await marc.expectText(/You step in[\s\S]*Lightning round[\s\S]*Reply OK/);
    await sam.told(/Your session is cancelled[\s\S]*takes its place/);
    await story.becomes(card, /Filled: S\d+/);
    await marc.reply('OK');
    await marc.expectText(/it is confirmed/);

    // Whoever presses the other offer learns that there is nothing left to do.
    await organizer.presses(offer, 'Fill with B1');
    await story.becomes(offer, /nothing to fill/);
    await organizer.types('/agenda next');
    await organizer.answered(/Lightning round/);
    const wall = await (await fetch(`${story.sandbox.bot}/display`)).text();
    expect(wall).toContain('Lightning round');

    await organizer.types('/agenda undo');
    await organizer.presses(await organizer.answered(/Lightning round/), 'Apply');
    await story.settle();
    await story.posted('announcements', /taken back[\s\S]*Lightning round/);
    await marc.expectText(/cancelled[\s\S]*Lightning round/);
    await sam.told(/takes place after all/);
    await story.becomes(card, /taken back/);
    const wallAfter = await (await fetch(`${story.sandbox.bot}/display`)).text();
    expect(wallAfter).not.toContain('Lightning round');
    // Nobody heard of it twice.
    const more = (await story.unexpected()).filter((one) => /Lightning round|Nobody has come/.test(one));
    expect(more).toEqual([]);
    expect(await story.faults()).toEqual([]);
  }, 180_000);
});
