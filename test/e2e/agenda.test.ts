/** An afternoon at the desk: the agenda comes in, a talk is delayed, everybody hears of it, a diary follows. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Session } from '../../src/agenda/domain/session.ts';
import { exportFrab } from '../../src/formats/frab-export.ts';
import { HAND, hasBrowser, openBrowser, SlackPage } from '../support/browser.ts';
import { hasSandbox, openStory, type Story, until, wholeText } from '../support/story.ts';

// The story's clock begins at 14:10 in Madrid, which is 12:10 in UTC.
const talk = (
  code: string,
  from: string,
  to: string,
  title: string,
  more: Partial<Session> = {},
): Session => ({
  code,
  guid: `5f0d4ac0-0000-4000-8000-0000000000${code.padStart(2, '0')}`,
  title,
  speakers: [{ id: `who-${code}`, name: `Speaker ${code}` }],
  room: 'Stage Main',
  start: `2019-06-05T${from}:00Z`,
  end: `2019-06-05T${to}:00Z`,
  state: 'scheduled',
  ...more,
});

const programme: Session[] = [
  talk('1', '12:00', '12:40', 'Queues that never end'),
  talk('2', '12:45', '13:15', 'Clocks and other lies'),
  talk('3', '13:15', '13:45', 'Tea', { isBreak: true, speakers: [] }),
  talk('4', '13:45', '14:15', 'What the pager taught me'),
  talk('5', '13:00', '14:00', 'Drawing on the wall', { room: 'Room B' }),
];

const fileOf = (sessions: readonly Session[]): string =>
  exportFrab({
    title: 'Afternoon Conf',
    zone: 'Europe/Madrid',
    days: [{ index: 1, date: '2019-06-05', start: '2019-06-05T02:00:00Z', end: '2019-06-06T02:00:00Z' }],
    rooms: ['Stage Main', 'Room B'],
    sessions,
    version: '1',
  });

describe.skipIf(!hasSandbox)('the agenda on the day', () => {
  let browser: Browser | undefined;
  let story: Story | undefined;
  let file = fileOf(programme);
  const feed: Server = createServer((_, response) =>
    response.setHeader('content-type', 'application/json').end(file),
  );

  beforeAll(async () => {
    if (hasBrowser) browser = await openBrowser();
    await new Promise<void>((resolve) => feed.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    await story?.abandon();
    story = undefined;
  });
  afterAll(async () => {
    await browser?.close();
    feed.close();
  });

  it('is imported, delayed, announced, starred, and survives a kill', async () => {
    const opened = await openStory();
    story = opened;
    // The demo's own speakers and volunteers hear that their talks are off: that is another story.
    for (const words of [/cancel/i, /Your shift/, /Change of shift/, /shift/i, /turno/i, /begins in/])
      opened.ignore(words);
    const [organizer, attendee] = [opened.as('organizer'), opened.as('attendee')];
    const url = `http://127.0.0.1:${(feed.address() as AddressInfo).port}/schedule.json`;

    await organizer.types(`/agenda import ${url}`);
    const preview = await organizer.answered('5 new');
    expect(wholeText(preview)).toContain('Queues that never end');
    await organizer.presses(preview, 'Apply');
    await opened.becomes(preview, 'Applied');
    await opened.posted('announcements', 'The agenda has changed');
    await opened.settle();

    await attendee.types('/agenda now');
    const now = await attendee.answered('Queues that never end');
    expect(wholeText(now)).toContain('30 min left');
    expect(wholeText(now)).toContain('next 14:45');
    await attendee.types('/agenda search clokcs');
    const found = await attendee.answered('Clocks and other lies');
    const [, clocks = ''] = /`(S\d+)`/.exec(wholeText(found)) ?? [];

    await organizer.types(`/agenda live #general`);
    await organizer.answered('kept current');
    const board = await opened.posted('general', 'Queues that never end');

    await organizer.types(`/agenda delay ${clocks} 20m the speaker’s train is late`);
    const delayed = await organizer.answered('Delay: 2 sessions move');
    await opened.kill();
    await organizer.presses(delayed, 'Apply');
    await opened.becomes(delayed, 'Applied');
    const post = await opened.posted('announcements', 'train is late');
    expect(wholeText(post)).toContain('14:45–15:15 → 15:05–15:35');
    expect(wholeText(post)).toContain('Tea');
    await opened.settle();
    await opened.clock.advance('PT35M');
    await opened.becomes(board, /Stage Main[\s\S]*next 15:05/);

    await attendee.types(`/agenda star ${clocks}`);
    await attendee.answered('is in your diary');
    await attendee.types('/agenda star drawing');
    await attendee.answered(`It clashes with \`${clocks}\``);
    await attendee.types('/agenda mine');
    expect(wholeText(await attendee.answered('My agenda')).match(/15:05–15:35[^\n]*clash/)).toBeTruthy();
    await attendee.types('/agenda feed');
    const [address = ''] =
      /http:\S+\.ics/.exec(wholeText(await attendee.answered('Your own calendar'))) ?? [];
    const calendar = await (await fetch(address)).text();
    expect(calendar).toMatch(/SUMMARY:Clocks and other lies/);

    await organizer.types('/agenda undo');
    const undo = await organizer.answered('Undo: 2 sessions');
    await organizer.presses(undo, 'Apply');
    await opened.posted('announcements', 'taken back');
    const sequence = (text: string) => Number(/SEQUENCE:(\d+)[\s\S]*?SUMMARY:Clocks/.exec(text)?.[1]);
    const after = await (await fetch(address)).text();
    expect(sequence(after)).toBeGreaterThan(sequence(calendar));

    file = fileOf(programme.filter(({ room }) => room !== 'Room B'));
    await organizer.types(`/agenda import ${url}`);
    const loss = await organizer.answered('Held');
    await organizer.presses(loss, 'Discard');
    await opened.becomes(loss, 'Nothing was changed');
    file = fileOf(programme);

    await organizer.types('/agenda import');
    const form = await organizer.modal('Address of the file');
    form.submit({});
    await organizer.modalErrors('Give an address');
    form.submit({ text: 'title,date,start,end,room\nHello,2019-06-06,9:00,9:30,Room B\n' });
    const asked = await organizer.answered('no time zone');
    await organizer.presses(asked, 'Discard');
    await opened.becomes(asked, 'Nothing was changed');
    await opened.end();
    story = undefined;
  });

  it.skipIf(!hasBrowser)('is clicked through at a desk, and read on a phone', async () => {
    const opened = await openStory();
    story = opened;
    if (!browser) throw new Error('no browser');
    const url = `http://127.0.0.1:${(feed.address() as AddressInfo).port}/schedule.json`;
    const desk = await SlackPage.open(browser, opened.sandbox.slack);
    await desk.actAs('organizer');
    await desk.goTo('general');
    await desk.types(`/agenda import ${url}`);
    await desk.presses('Afternoon Conf', 'Apply');
    await desk.message('Applied: 5 new').waitFor();
    await desk.types('/agenda search clokcs');
    await desk.presses('Clocks and other lies', 'Show');
    await desk.message('Cancel session').waitFor();
    await desk.types('/agenda delay clocks 20m');
    await desk.presses('Delay: 2 sessions move', 'Apply');
    await desk.message('2 sessions delayed').waitFor();
    await desk.goTo('announcements');
    await desk.message('15:05–15:35').waitFor();
    await desk.page.close();

    const hand = await SlackPage.open(browser, opened.sandbox.slack, HAND);
    await hand.types('/agenda');
    const answer = hand.message('Queues that never end');
    await answer.waitFor();
    const box = await until(
      'the answer on the screen',
      async () => (await answer.boundingBox()) ?? undefined,
    );
    expect(box.x + box.width).toBeLessThanOrEqual(HAND.width + 1);
    await hand.page.close();
  });
});
