/** An organizer links speakers by a pasted table, and changes what a role needs in one window. */
import { afterEach, describe, expect, it } from 'vitest';
import { PhoneInHand } from '../support/story/phone-in-hand.ts';
import { hasSandbox, openStory, type Story, wholeText } from '../support/story.ts';

/** Of somebody who speaks and is in no Slack. */
const MARC = '+34600123456';

describe.skipIf(!hasSandbox)('a table of speakers', () => {
  let story: Story | undefined;
  afterEach(async () => {
    await story?.abandon();
    story = undefined;
  });

  it('is pasted, looked at, applied; and reminders follow', async () => {
    const opened = await openStory({ clock: '2019-06-05T09:00:00+02:00' });
    story = opened;
    opened.ignore(/shift|turno/i);
    const organizer = opened.as('organizer');
    const marc = new PhoneInHand(opened, MARC);
    await organizer.types('/speakers link');
    const table = [
      'Ponente;Correo;Teléfono',
      `Marc Cluet;nobody@example.org;${MARC}`,
      'Marc Clouet;;+34 600 99 98 88',
    ].join('\n');
    (await organizer.modal(/The table/)).submit({ text: table });
    const preview = await organizer.answered(/1 speaker to link/);
    expect(wholeText(preview)).toMatch(/Row 2: \*Marc Cluet\*.*the phone that ends in 56 \(by phone\)/);
    expect(wholeText(preview)).toMatch(
      /Row 3: nobody on the programme is called \*Marc Clouet\*. Is it \*Marc Cluet\*/,
    );
    await organizer.presses(preview, 'Apply');
    await opened.becomes(preview, /1 speaker is linked now[\s\S]*1 row was left alone/);
    await marc.expectText(/Managing DevOps Teams[\s\S]*in 1 h 35/);

    await organizer.types('/rota role Stage');
    await organizer.presses(await organizer.answered(/Shifts: Stage/), 'Edit role');
    (await organizer.modal(/What the agenda needs of it/)).submit({ 'people-0': '2', 'before-0': '20' });
    await organizer.answered(/The agenda needs: Stage x2 before 20m/);
    expect(await opened.faults()).toEqual([]);
  }, 180_000);
});
