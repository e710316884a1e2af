/** An empty workspace: whoever comes first confirms, sets the event up, and hands it on. */
import { afterEach, describe, expect, it } from 'vitest';
import { hasSandbox, openStory, type Story } from '../support/story.ts';

describe.skipIf(!hasSandbox)('a new workspace', () => {
  let story: Story | undefined;
  afterEach(async () => {
    await story?.abandon();
    story = undefined;
  });

  it('is claimed once, set up, and handed on', async () => {
    story = await openStory({ event: 'none' });
    const olga = story.as('organizer');
    const ada = story.as('attendee');

    // Until somebody is the organizer, what only organizers may do says how to become one.
    await olga.types('/agenda import');
    await olga.answered('/callboard event');
    await olga.types('/callboard event');
    const question = await olga.answered('Is that you?');
    await ada.types('/callboard event');
    const sameQuestion = await ada.answered('Is that you?');
    await olga.presses(question, 'I am the organizer');
    // The question is replaced by the event, where it stood.
    await olga.presses(question, 'Edit the event');
    const modal = await olga.modal('Time zone');
    await ada.presses(sameQuestion, 'I am the organizer');
    await ada.answered('Somebody was faster');

    const filledIn = {
      name: 'TinyConf',
      first: '2026-06-05',
      last: '2026-06-06',
      language: 'es',
      ops: '#ops',
    };
    modal.submit({ ...filledIn, zone: 'Europe/Madird' });
    await olga.modalErrors('Did you mean Europe/Madrid');
    modal.submit({ ...filledIn, zone: 'Europe/Madrid', rooms: 'Main hall = #stage-main' });
    await olga.answered('TinyConf');
    // Nobody has chosen a language, so the event's is spoken from now on.
    await olga.types('/callboard event');
    await olga.answered(/TinyConf[\s\S]*5–6 de junio de 2026/);
    expect(await olga.home('TinyConf')).toContain('Avisar a alguien');

    await olga.types('/callboard organizers add @attendee');
    await olga.answered('<@U0ATTENDEE> ya forma parte');
    await story.posted('ops', '<@U0ORGANIZER> añadió a <@U0ATTENDEE> a la organización');
    await ada.types('/callboard language en');
    await ada.answered('I speak English with you');
    await ada.types('/callboard organizers remove @organizer');
    await ada.answered('is no organizer any more');
    await story.posted('ops', '<@U0ATTENDEE> retiró a <@U0ORGANIZER> de la organización');
    await ada.types('/callboard organizers remove @attendee');
    await ada.answered('That is the last organizer');
    await ada.types('/callboard status');
    await ada.answered('Nobody is on shift in the next 24 hours');
    story.ignore('TinyConf');
    await story.end();
    story = undefined;
  });
});
