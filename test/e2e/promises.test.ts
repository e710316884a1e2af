/**
 * Three days of an event with its promises: pages that somebody has and pages that nobody has, a talk that is late,
 * a warning that comes once, and the same numbers wherever somebody looks, as counted by the story itself.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasSandbox, openStory, type Story, until, wholeText } from '../support/story.ts';

const WARNED = /missed too often|budget is spent/;

describe.skipIf(!hasSandbox)('the promises', () => {
  let story: Story;
  beforeAll(async () => {
    story = await openStory();
  });
  afterAll(async () => await story?.abandon());

  const warnings = async () =>
    (await story.desk.messages())
      .filter((one) => one.ephemeral_to === undefined && WARNED.test(wholeText(one)))
      .map((one) => wholeText(one));
  const page = async (words: string) => {
    await story.as('stage-lead').types(`/page stage-main ${words}`);
    const card = await story.posted('stage-main', words);
    return /P\d+/.exec(wholeText(card))?.[0] ?? '';
  };

  it('are counted, warned of once, and the same wherever somebody looks', async () => {
    const organizer = story.as('organizer');
    await organizer.types('/callboard promises');
    await organizer.answered('A page reaches a channel within 5 s: nothing to count yet');

    const first = await page('The projector is dead');
    await story.clock.advance('PT20S');
    await story.as('volunteer-1').types(`/page resolve ${first}`);
    await story.settle();
    for (const words of ['There is no water', 'The door is locked']) {
      const code = await page(words);
      await story.clock.advance('PT4M');
      await organizer.types(`/page resolve ${code}`);
      await story.settle();
    }
    await story.clock.advance('PT6M');
    const burning = await story.posted('ops', 'missed too often');
    expect(wholeText(burning)).toContain('`/rota now`');
    const spent = await story.posted('ops', 'the budget is spent');
    expect(wholeText(spent)).toContain('2 missed, 1 allowed');
    expect(wholeText(spent)).toContain('`whenSpent`');
    await story.clock.advance('PT20M');
    expect(await warnings()).toHaveLength(2);

    // One page of three was answered in time, all of them left: that is what this story did.
    const line =
      'A page is acknowledged within 3 min: 1 of 3 (90 % promised). The budget is spent: 2 missed, 1 allowed';
    await organizer.types('/callboard status');
    const status = wholeText(await organizer.answered(line));
    expect(status).toContain('A page reaches a channel within 5 s: 3 of 3');
    await organizer.types('/callboard promises');
    await organizer.answered(line);
    const home = await organizer.home('Promises:');
    expect(home).toContain('pages sent in time 3/3 · pages acknowledged in time 1/3 (budget spent)');
    await organizer.types('/callboard board');
    const said = wholeText(await organizer.answered('The control room, for you alone'));
    const link = /http\S+\/board\?key=[\w-]+/.exec(said)?.[0] ?? '';
    const entered = await fetch(link, { redirect: 'manual' });
    const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
    const board = await (await fetch(`${story.sandbox.bot}/board`, { headers: { cookie } })).text();
    expect(board).toContain(line);
  }, 170_000);

  it('are reported on the evening of the last day', async () => {
    await story.clock.advance('PT57H');
    const report = await until('the report', async () =>
      (await story.desk.messages()).find((one) => wholeText(one).includes('is over: how it went')),
    );
    // Speakers of the demo who do not come are pages too, which nobody has: one for each code that was ever posted.
    const codes = new Set(
      (await story.desk.messages()).flatMap((one) => wholeText(one).match(/\bP\d+\b/g) ?? []),
    );
    expect(wholeText(report)).toContain(`A page is acknowledged within 3 min: 1 of ${codes.size} (`);
    expect(wholeText(report)).toMatch(/A talk starts within 5 min of the plan: 13 of 13 /);
    expect(wholeText(report)).toMatch(/A reminder leaves within 1 min of its time: (\d+) of \1 /);
    // The same by the figures that a machine reads: each fact once, of what this story did and what it saw.
    const figures = await (await fetch(`${story.sandbox.bot}/metrics`)).text();
    const counted = (name: string) =>
      Number(new RegExp(`callboard_facts_total\\{[^}]*fact="${name}"[^}]*\\} (\\d+)`).exec(figures)?.[1]);
    expect(counted('page.opened')).toBe(codes.size);
    expect(counted('page.resolved')).toBe(3);
    await story.clock.advance('PT8H');
    const all = await story.desk.messages();
    expect(all.filter((one) => wholeText(one).includes('is over: how it went'))).toHaveLength(1);
    // Another day may burn anew; the budget was never whole again in between.
    expect((await warnings()).filter((text) => text.includes('Kept '))).toHaveLength(1);
    expect(await story.faults()).toEqual([]);
  }, 170_000);
});
