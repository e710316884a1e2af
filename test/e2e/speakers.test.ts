/**
 * A whole day of a real programme, twice: once undisturbed, once with the bot killed again and again. What the
 * speakers got must be the same. And one speaker's own day, as people live it.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { people } from '../../src/sandbox/workspace.ts';
import { PhoneInHand } from '../support/story/phone-in-hand.ts';
import { hasSandbox, openStory, type Story, until, wholeText } from '../support/story.ts';

const SCHEDULE = resolve('../shared/data/frab-json/democon-2022-pretalx.json');
const hasData = existsSync(SCHEDULE);
if (!hasData) console.warn('No ../shared/data: the day of a real programme is skipped.');

const Frab = z.object({
  schedule: z.object({
    conference: z.object({
      days: z.array(
        z.object({
          rooms: z.record(
            z.string(),
            z.array(
              z.object({
                title: z.string(),
                date: z.string(),
                duration: z.string(),
                persons: z.array(z.object({ public_name: z.string() })),
              }),
            ),
          ),
        }),
      ),
    }),
  }),
});

const folder = mkdtempSync(join(tmpdir(), 'callboard-day-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The programme as a sandbox's event; its speakers are played by the people of the workspace, in turn. */
function eventFile(): string {
  const { days } = Frab.parse(JSON.parse(readFileSync(SCHEDULE, 'utf8'))).schedule.conference;
  const players = people.filter((one) => one.handle !== 'organizer').map((one) => one.handle);
  const played = new Map<string, string>();
  const sessions = days.flatMap((day) =>
    Object.entries(day.rooms).flatMap(([room, list]) =>
      list.map((one) => {
        const [hours = 0, minutes = 0] = one.duration.split(':').map(Number);
        const speakers = one.persons.map((person) => person.public_name);
        const [first] = speakers;
        if (first && !played.has(first)) played.set(first, players[played.size % players.length] ?? '');
        const linked = first && played.get(first);
        return {
          title: one.title,
          room,
          start: one.date,
          minutes: hours * 60 + minutes,
          speakers,
          ...(linked && { linked }),
        };
      }),
    ),
  );
  const file = join(folder, 'event.json');
  writeFileSync(file, JSON.stringify({ name: 'DemoCon', zone: 'Europe/Berlin', sessions }));
  return file;
}

/** The same numbers for the same seed: a failing run can be repeated. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const Sent = z.object({
  blocks: z.union([z.string().transform((text) => JSON.parse(text) as unknown), z.unknown()]),
});
const Blocks = z.array(z.looseObject({ block_id: z.string().optional() })).catch([]);

/** The time that is left changes with the lateness of a text; whom it reminds of what does not. */
const timeless = (body: string): string => body.replace(/starts .*? Room:/, 'starts … Room:');

/**
 * Everything that speakers were sent, as often as it was: reminders by (session, person, kind, start), changes by
 * (person, change) from what Slack was asked to post; texts and calls from the phones.
 */
async function sentList(story: Story): Promise<string[]> {
  const posts = (await story.desk.log()).filter(
    (one) => one.direction === 'from_bot' && /chat\.postMessage/.test(one.summary),
  );
  const named = posts
    .flatMap(({ detail }) => Blocks.parse(Sent.safeParse(detail).data?.blocks))
    .flatMap((block) => (/^(remind|change):/.test(block.block_id ?? '') ? [block.block_id ?? ''] : []));
  const phones = (await story.phones()).flatMap((phone) =>
    [
      ...phone.messages.filter(({ from }) => from !== phone.number).map(({ body }) => timeless(body)),
      ...phone.calls.map((call) => `call ${call.status}`),
    ].map((one) => `${phone.number} ${one}`),
  );
  return [...named, ...phones].sort();
}

const START = '2022-09-06T06:00:00+02:00';
const HOURS = 24;
/** Of somebody who speaks and is in no Slack. */
const GREEN = '+34600123456';

/** The organizer changes the agenda, and it is committed; what follows from it has only begun. */
async function applies(story: Story, change: string): Promise<void> {
  const organizer = story.as('organizer');
  await organizer.types(`/agenda ${change}`);
  const preview = await organizer.answered(/S\d/);
  await organizer.presses(preview, 'Apply');
  await until(`${change} to be applied`, async () => {
    const now = await story.read(preview);
    return now === undefined || !JSON.stringify(now.blocks).includes('"Apply"') ? true : undefined;
  });
}

/** What happens on that day besides the clock, by the hours since its start. */
const doings: Readonly<Record<number, (story: Story) => Promise<unknown>>> = {
  0: async (story) => {
    const organizer = story.as('organizer');
    await organizer.types('/speakers plan check-in off');
    await organizer.answered(/nobody is looked for/);
    await organizer.types('/speakers plan 24h 3h 30m');
    await organizer.answered(/24h, 3h, 30m/);
    await organizer.types(`/speakers link Christine Green ${GREEN}`);
    await organizer.answered(/Christine Green/);
  },
  2: (story) => applies(story, 'move S7 12:45'),
  3: (story) => applies(story, 'delay S4 30m only'),
  5: (story) => applies(story, 'cancel S10 ill'),
  6: (story) => applies(story, 'move S11 15:30'),
  7: (story) => applies(story, 'restore S10'),
};

/** From here, for twenty minutes, the clock runs by itself, a minute a second, also while no bot is there. */
const RUNS_FROM = '2022-09-06T11:20:00+02:00';
const RUNS_MINUTES = 20;

const isBefore = async (story: Story, at: Temporal.Instant): Promise<boolean> =>
  Temporal.Instant.compare(Temporal.Instant.from(await story.clock.now()), at) < 0;

/** Goes through the day hour by hour; `kill` says after how many milliseconds of a step the bot dies. */
async function liveTheDay(kill?: () => number | undefined): Promise<{ sent: string[]; kills: number }> {
  const story = await openStory({ clock: START, event: eventFile() });
  let kills = 0;
  const goTo = async (at: Temporal.Instant) => {
    const after = kill?.();
    const step = story.clock.set(at.toString()).then(
      () => true,
      () => false,
    );
    if (after !== undefined) {
      await new Promise((done) => setTimeout(done, after));
      await story.kill();
      kills++;
    }
    if (await step) return;
    // The bot died under way: from where the clock stands it goes on, or has gone past already by itself.
    const goOn = async () => {
      if (await isBefore(story, at)) await story.clock.set(at.toString());
      else await story.settle();
      return true;
    };
    await until(`the clock to be at ${at}`, () => goOn().catch(() => undefined), 60_000);
  };
  const runByItself = async () => {
    const end = Temporal.Instant.from(RUNS_FROM).add({ minutes: RUNS_MINUTES });
    const killAt = end.subtract({ minutes: RUNS_MINUTES / 2, seconds: Math.floor((kill?.() ?? 0) / 10) });
    await story.clock.rate(60);
    if (kill) {
      await until(
        'the time to kill',
        async () => ((await isBefore(story, killAt)) ? undefined : true),
        60_000,
      );
      await story.kill();
      kills++;
    }
    await until('the end of the run', async () => ((await isBefore(story, end)) ? undefined : true), 60_000);
    await story.clock.rate(1);
  };
  try {
    for (let hour = 0; hour < HOURS; hour++) {
      await doings[hour]?.(story);
      const end = Temporal.Instant.from(START).add({ hours: hour + 1 });
      const runs = Temporal.Instant.from(RUNS_FROM);
      if (
        Temporal.Instant.compare(end.subtract({ hours: 1 }), runs) < 0 &&
        Temporal.Instant.compare(runs, end) < 0
      ) {
        await goTo(runs);
        await runByItself();
      }
      await goTo(end);
    }
    await story.settle();
    return { sent: await sentList(story), kills };
  } finally {
    await story.abandon();
  }
}

describe.skipIf(!hasSandbox || !hasData)('a whole day of a real programme', () => {
  it('is the same with the bot killed at random', async () => {
    const undisturbed = await liveTheDay();
    const of = (what: RegExp) => undisturbed.sent.filter((one) => what.test(one));
    expect(of(/^remind:/).length).toBeGreaterThan(20);
    expect(of(/^change:/).length).toBeGreaterThan(3);
    expect(of(/Reply HERE/)).toHaveLength(1);
    expect(of(/has moved/)).toHaveLength(1);
    expect(of(/ call /).length).toBeGreaterThan(1);
    const named = of(/^(remind|change):/);
    expect(named).toEqual([...new Set(named)]);
    const seed = Number(process.env['STORY_SEED'] ?? 20220906);
    const next = random(seed);
    const killed = await liveTheDay(() => (next() < 0.4 ? Math.floor(next() * 400) : undefined));
    expect(killed.kills).toBeGreaterThan(5);
    expect(killed.sent, `seed ${seed}`).toEqual(undisturbed.sent);
  }, 600_000);
});

describe.skipIf(!hasSandbox)("a speaker's day", () => {
  it('reminded in their language, moved, confirmed by phone, late, helped, here', async () => {
    const story = await openStory({ clock: '2019-06-05T09:00:00+02:00' });
    try {
      const sam = story.as('speaker-1');
      const sofia = story.as('speaker-2');
      const organizer = story.as('organizer');
      story.ignore(/shift|turno/i);
      // S4, at 10:35, is Marc's, who is in no Slack: he checks in by text, and nobody looks for him.
      const marc = new PhoneInHand(story, GREEN);
      await organizer.types(`/speakers link Marc Cluet ${GREEN}`);
      await organizer.answered(/the phone that ends in 56/);
      await marc.expectText(/Managing DevOps Teams[\s\S]*in 1 h 35[\s\S]*Reply OK/);
      await story.clock.set('2019-06-05T10:05:10+02:00');
      await marc.expectText(/in 30 min[\s\S]*Reply HERE/);
      await marc.reply("I'm here!");
      await marc.expectText(/checked in for "Managing DevOps Teams/);
      // S6, Sam's, is at 11:35; S7, Sofía's, at 12:20.
      await story.clock.set('2019-06-05T10:25:00+02:00');
      expect((await story.unexpected()).filter((one) => one.includes('not checked in'))).toEqual([]);
      const reminder = await sam.told(/starts in 2 h/);
      await sofia.told(/empieza en 2 h/);
      await sam.presses(reminder, 'Got it');
      await story.becomes(reminder, /You have seen this/);

      await organizer.types('/agenda delay S7 30m');
      await organizer.presses(await organizer.answered(/S7/), 'Apply');
      await story.posted('announcements', /Self-Service/);
      const change = await sofia.told(
        /Tu sesión ha cambiado[\s\S]*Antes:[\s\S]*12:20[\s\S]*Ahora:[\s\S]*12:50/,
      );
      await organizer.types('/speakers');
      await organizer.answered(/has not confirmed the change/);

      await story.clock.advance('PT45M');
      const checkIn = await sam.told(/starts in 30 min/);
      await sam.presses(checkIn, 'Running late');
      const howLate = await sam.answered(/How late/);
      await sam.presses(howLate, '10 min');
      await story.becomes(howLate, /10 min late/);
      await story.settle();
      const offer = await story.posted('ops', /running 10 min late[\s\S]*would move/);
      await story.posted('stage-main', /running 10 min late/);
      expect(wholeText(offer)).toContain('Delay 10m');

      await sam.presses(checkIn, 'I need help');
      (await sam.modal(/What do you need/)).submit({ what: 'My laptop finds no projector' });
      await sam.answered(/Help is being called/);
      await story.settle();
      const card = await story.posted('stage-main', /My laptop finds no projector/);
      await story.as('volunteer-1').presses(card, 'Resolve');
      await story.becomes(card, /[Rr]esolved/);

      await sam.presses(checkIn, "I'm here");
      await story.becomes(checkIn, /You are checked in/);

      // 30 minutes before the new start nobody has pressed `Entendido`: the phone rings.
      await story.clock.set('2019-06-05T12:20:10+02:00');
      await sofia.phone.expectCall();
      await sofia.phone.answer();
      await sofia.phone.press('1');
      await story.settle();
      await story.becomes(change, /Confirmado/);

      // A quarter of an hour before, she is not there: the stage lead is paged, until she checks in.
      await story.clock.set('2019-06-05T12:35:10+02:00');
      const missing = await story.posted('ops', /not checked in[\s\S]*Self-Service/);
      await sofia.types('/speakers here');
      await sofia.answered(/Anotado/);
      await story.becomes(missing, /[Rr]esolved/);
      expect(await story.faults()).toEqual([]);
    } finally {
      await story.abandon();
    }
  }, 180_000);
});
