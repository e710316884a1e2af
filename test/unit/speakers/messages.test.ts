/** What speakers read, in both languages, as snapshots; and within Slack's limits whatever the agenda says. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Locale, translator } from '../../../src/i18n/index.ts';
import { bulkMessage } from '../../../src/speakers/bulk-message.ts';
import { changeMessage, changeText, confirmationCallText } from '../../../src/speakers/change-message.ts';
import type { ChangeNotice } from '../../../src/speakers/domain/attendance.ts';
import { missingText } from '../../../src/speakers/missing-text.ts';
import { type Reminder, reminderMessage, reminderText } from '../../../src/speakers/reminder-message.ts';
import type { SpeakerReader } from '../../../src/speakers/talk-text.ts';
import { somebody } from '../../support/fake-deps.ts';
import { checkMessage } from '../../support/slack-limits.ts';
import { session } from './world.ts';

const reader = (locale: Locale, now = '2019-06-05T10:00:00Z', ownZone?: string): SpeakerReader => ({
  t: translator(locale),
  locale,
  zone: 'Europe/Madrid',
  ownZone,
  now,
});

const talk = session('S6', '2019-06-05T12:00:00Z', { title: 'Falco & friends <3', room: 'Stage Main' });

const reminder = (more: Partial<Reminder> = {}): Reminder => ({
  session: 'S6',
  place: talk,
  key: 'remind:S6:UA:2h:1559736000',
  meets: somebody('ULEAD', { name: 'Stella' }),
  bring: undefined,
  checkIn: false,
  ...more,
});

const moved: ChangeNotice = {
  id: '12',
  at: '2019-06-05T09:00:00Z',
  what: 'moved',
  was: { title: talk.title, room: 'Stage Main', start: '2019-06-05T12:00:00Z', end: '2019-06-05T12:40:00Z' },
  is: { title: talk.title, room: 'Room B', start: '2019-06-05T13:30:00Z', end: '2019-06-05T14:10:00Z' },
  reason: 'The projector is being replaced',
  state: 'due',
};
const cancelled: ChangeNotice = { ...moved, what: 'cancelled', is: null };

describe.each(['en', 'es'] as const)('in %s', (locale) => {
  it('a reminder two hours before, and for a phone', () => {
    const message = reminderMessage(reminder(), reader(locale));
    checkMessage(message);
    expect(message).toMatchSnapshot();
    expect(reminderText(reminder(), 'TestConf', reader(locale))).toMatchSnapshot();
  });

  it('the check-in reminder; seen; late; here; out of date', () => {
    const shown = [
      reminder({ checkIn: true }),
      reminder({ checkIn: true, seenAt: '2019-06-05T11:35:00Z' }),
      reminder({ checkIn: true, lateMinutes: 10 }),
      reminder({ checkIn: true, hereAt: '2019-06-05T11:40:00Z' }),
      reminder({ outdated: true }),
    ].map((one) => reminderMessage(one, reader(locale, '2019-06-05T11:30:00Z')));
    for (const message of shown) checkMessage(message);
    expect(shown.map((one) => one.blocks?.slice(2))).toMatchSnapshot();
  });

  it('the headline says how long it is, however late it goes out', () => {
    const heads = ['2019-06-01T12:00', '2019-06-04T12:00', '2019-06-05T09:07', '2019-06-05T11:58'].map(
      (now) => reminderMessage(reminder(), reader(locale, `${now}:00Z`)).text,
    );
    expect(heads).toMatchSnapshot();
  });

  it('the time where the speaker is, when that is another', () => {
    const message = reminderMessage(reminder(), reader(locale, '2019-06-05T10:00:00Z', 'America/New_York'));
    expect(JSON.stringify(message.blocks)).toContain('08:00');
    const same = reminderMessage(reminder(), reader(locale, '2019-06-05T10:00:00Z', 'Europe/Paris'));
    expect(same).toEqual(reminderMessage(reminder(), reader(locale)));
  });

  it('a change, several, one confirmed, and one that holds no more', () => {
    const told = (changes: ChangeNotice[]) =>
      changeMessage({ notice: '12', key: 'change:UA:12', changes }, reader(locale));
    const shown = [
      told([moved]),
      told([moved, cancelled]),
      told([{ ...moved, state: 'sent', confirmedAt: '2019-06-05T10:05:00Z', confirmedBy: 'button' }]),
      told([{ ...moved, state: 'superseded' }]),
    ];
    for (const message of shown) checkMessage(message);
    expect(shown).toMatchSnapshot();
    expect(changeText([moved, cancelled], 'TestConf', reader(locale))).toMatchSnapshot();
    expect(confirmationCallText(moved, 'TestConf', reader(locale))).toMatchSnapshot();
  });

  it('the page that looks for somebody, with a masked number', () => {
    const people = [somebody('UA', { name: 'Ana García', phone: { number: '+34600123456' } })];
    const next = session('S7', '2019-06-05T13:00:00Z', { title: 'Testing in Production' });
    const text = missingText({ session: talk, people, next }, reader(locale, '2019-06-05T11:45:00Z'));
    expect(text).toMatchSnapshot();
    expect(text).not.toContain('600123');
  });

  it("the organizers' own words", () => {
    const message = bulkMessage(
      { text: 'Dinner is at 20:00 <!channel> & free', key: 'k', event: 'TestConf' },
      translator(locale),
    );
    checkMessage(message);
    expect(message).toMatchSnapshot();
    expect(JSON.stringify(message)).not.toContain('<!channel>');
  });
});

it('nothing from outside notifies anybody or passes the limits', () => {
  const words = fc.oneof(fc.string({ maxLength: 5000 }), fc.constant('<!channel> <@U1> *&~`'.repeat(150)));
  fc.assert(
    fc.property(words, words, words, (title, room, note) => {
      const place = { ...talk, title: `x${title}`, room };
      const message = reminderMessage(
        reminder({ place, note: `y${note}`, bring: `z${title}` }),
        reader('en'),
      );
      // Words that look like a placeholder are the property's own doing.
      if (!/[{}]|undefined|\[object/.test(title + room + note)) checkMessage(message);
      expect(JSON.stringify(message)).not.toMatch(/<!channel>|<@U1>/);
      const change = { ...moved, is: { ...talk, title: `x${title}`, room }, reason: note };
      const told = changeMessage({ notice: '1', key: 'k', changes: Array(30).fill(change) }, reader('es'));
      if (!/[{}]|undefined|\[object/.test(title + room + note)) checkMessage(told);
      expect(JSON.stringify(told)).not.toMatch(/<!channel>|<@U1>/);
    }),
  );
});
