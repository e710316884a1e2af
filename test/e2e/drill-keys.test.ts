/**
 * The drill with the practice keys, from the first share that is revealed to its score: an organizer asks for the
 * ceremony, holders give their shares in the windows on their phones, the lamp of the practice set goes on. All of it
 * says DRILL, and nothing of the set that closes registration is touched.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { deskState, HOLDERS, pressOf, takesShare } from '../support/story/keys-in-hand.ts';
import { hasSandbox, openStory, type Story, wholeText } from '../support/story.ts';

let story: Story | undefined;
afterEach(async ({ task }) => {
  if (story && task.result?.state === 'fail') console.error(story.sandbox.log());
  await story?.abandon();
  story = undefined;
});

/** The practice set and the real one, both in the hands of the same three people. */
async function dealt(): Promise<{ evening: Story; shares: string[]; real: string[] }> {
  story = await openStory();
  const evening = story;
  // Two sets and a ceremony in half a minute: their cards change oftener than Slack allows.
  evening.hurries('chat.update');
  const [shares, real]: [string[], string[]] = [[], []];
  for (const handle of HOLDERS) shares.push(await takesShare(evening, handle, 'drill'));
  for (const handle of HOLDERS) real.push(await takesShare(evening, handle, 'ingress'));
  return { evening, shares, real };
}

/** It begins, somebody takes the page and the command, and the step with the keys has been told. */
async function begun(evening: Story) {
  const [organizer, volunteer] = [evening.as('organizer'), evening.as('volunteer-2')];
  await organizer.types('/callboard drill keys');
  await organizer.answered('has begun');
  const card = await evening.posted('incidents', /DRILL · I1/);
  await evening.clock.advance('PT31S');
  const text = await volunteer.phone.expectText('DRILL: The locked switch');
  await volunteer.phone.reply(/Reply (\S+) to acknowledge/.exec(text.body)?.[1] ?? '');
  await volunteer.phone.expectText('You have P1');
  await volunteer.presses(card, 'Take command');
  await evening.clock.advance('PT2M');
  const step = await evening.posted('incidents', /DRILL.*practice set/);
  return { step, card };
}

async function gives(evening: Story, at: number, share: string, code = 'K1'): Promise<void> {
  const holder = evening.as(HOLDERS[at] ?? '');
  await holder.presses(
    await holder.told(new RegExp(`^DRILL ${code}: (?!\\*what was submitted)`)),
    'Submit my share',
  );
  const window = await holder.modal(/\*DRILL\*[\s\S]*Compare the digest/);
  // Each of them holds a share of another set too.
  expect(window.text).toContain('key set `drill`');
  window.submit({ share });
}

describe.skipIf(!hasSandbox)('the drill with the practice keys', () => {
  it('is played to its end: the lamp is lit, the score counts the ceremony, and nothing real is touched', async () => {
    story = await openStory();
    const early = story;
    await early.as('organizer').types('/callboard drill keys');
    await early.as('organizer').answered(/`drill`, and it does not work yet/);
    await early.abandon();

    const { evening, shares, real } = await dealt();
    evening.ignore(/./);
    const organizer = evening.as('organizer');
    const { step } = await begun(evening);
    // What is typed can be copied from what is asked.
    const asked = /`(\/keys fire \S+ DRILL)`/.exec(wholeText(step))?.[1] ?? '';
    expect(asked).toBe('/keys fire drill-lamp DRILL');
    await organizer.types(asked);
    await organizer.answered(/DRILL K1 is open/);
    const ops = await evening.posted('ops', /^DRILL K1:/);
    for (const handle of HOLDERS) await evening.as(handle).phone.expectText('DRILL: Fire drill-lamp');

    // The share of the real set, typed into the window of the drill.
    await gives(evening, 0, real[0] ?? '');
    await evening.as('holder-1').modalErrors(/another key set/);
    await pressOf(evening, 'holder-1', ops, 'keys.submit', 'K1');
    (await evening.as('holder-1').modal('Compare the digest')).submit({ share: shares[0] ?? '' });
    await evening.becomes(ops, /1 of 2/);
    expect(await deskState(evening, 'drill-lamp')).toBe('restored');
    await gives(evening, 2, shares[2] ?? '');
    const done = await evening.becomes(ops, /Read back/);
    expect(wholeText(done)).toContain('DRILL');
    expect(await deskState(evening, 'drill-lamp')).toBe('fired');
    expect(await deskState(evening)).toBe('restored');

    await evening.clock.advance('PT8M');
    await evening.posted('incidents', /DRILL.*at the hotel/);
    await evening.as('volunteer-2').types('/incident note I1 One card is at the hotel');
    await evening.as('volunteer-2').types('/incident resolve I1 The lamp is lit');
    await evening.settle();
    const score = wholeText(await evening.posted('incidents', 'Its incident was resolved after'));
    expect(score).toMatch(/What went well[\s\S]*the practice set was put together[\s\S]*Worth practising/);
    expect(score).not.toMatch(/Hanna|Hugo|Hélène/);

    // Of the real set nothing is used, and nothing that was said of the drill leaves its mark out.
    await organizer.types('/keys status');
    const status = wholeText(await organizer.answered('Key set `ingress`'));
    expect(status).toMatch(/Used 1 time/);
    expect(status.split('Key set `ingress`')[1]).not.toContain('Used');
    const said = (await evening.desk.messages()).filter(
      (one) => one.ephemeral_to === undefined && /K1\b|drill-lamp/.test(wholeText(one)),
    );
    expect(said.filter((one) => !wholeText(one).includes('DRILL')).map(wholeText)).toEqual([]);
    const phones = (await evening.phones()).flatMap(({ messages }) => messages.map(({ body }) => body));
    expect(phones.filter((body) => /K1\b/.test(body) && !body.includes('DRILL'))).toEqual([]);
    story = undefined;
    await evening.end();
  }, 240_000);

  it('goes on with a bot that is killed in the midst of the ceremony, and what is open at its end ends with it', async () => {
    const { evening, shares } = await dealt();
    evening.ignore(/./);
    const organizer = evening.as('organizer');
    await begun(evening);
    await organizer.types('/keys fire drill-lamp DRILL');
    const ops = await evening.posted('ops', /^DRILL K1:/);
    await gives(evening, 0, shares[0] ?? '');
    await evening.becomes(ops, /1 of 2/);
    await evening.kill();
    const lost = await evening.becomes(ops, /is gone/);
    expect(wholeText(lost)).toContain('DRILL');
    const again = await evening.posted('ops', /^DRILL K1:[\s\S]*0 of 2/);
    await gives(evening, 1, shares[1] ?? '');
    await evening.becomes(again, /1 of 2/);
    await organizer.types('/callboard drill cancel');
    await organizer.answered('everything of it is closed');
    await evening.becomes(again, /The drill is over/);
    expect(await deskState(evening, 'drill-lamp')).toBe('restored');
    story = undefined;
    await evening.end();
  }, 240_000);
});
