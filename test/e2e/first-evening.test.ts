/**
 * The first evening: an agenda is imported, a speaker is reminded, a page is answered, each as people live it,
 * and with the bot killed between any two steps.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FileServer, serveFiles } from '../support/story/serve.ts';
import { frabJson, frabXml } from '../support/story/village-fair.ts';
import { hasSandbox, type Message, openStory, type Story, until, wholeText } from '../support/story.ts';

let story: Story | undefined;
/** Opens the sandbox of this test; `end` looks for what nobody expected, a failed test only takes it down. */
async function open(...options: Parameters<typeof openStory>): Promise<Story> {
  story = await openStory(...options);
  return story;
}
async function end(opened: Story): Promise<void> {
  story = undefined;
  await opened.end();
}
let files: FileServer;
beforeEach(async () => {
  files = await serveFiles();
});
afterEach(async ({ task }) => {
  if (story && task.result?.state === 'fail') console.error(story.sandbox.log());
  await story?.abandon();
  story = undefined;
  await files.stop();
});

/** Not the word that it is going on. */
const IN_THE_END = /^(?!Fetching)./;

describe.skipIf(!hasSandbox)('an agenda is imported', () => {
  it.each([
    ['frab JSON', frabJson, 'application/json'],
    ['frab XML', frabXml, 'application/xml'],
  ] as const)('from %s: preview, Apply, answers', async (_format, make, type) => {
    const evening = await open();
    const organizer = evening.as('organizer');
    const url = files.put('schedule', make(), type);
    await organizer.types(`/agenda import ${url}`);
    const preview = await organizer.answered(/3 new/);
    expect(wholeText(preview)).toContain('How a barn is raised');
    await organizer.presses(preview, 'Apply');
    await evening.becomes(preview, /Applied/);
    // The demo's two linked speakers lose their talks, and are told; the channel hears of the new agenda.
    await evening.as('speaker-1').told('How fast can you DevOps Financial Services?');
    await evening.as('speaker-2').told('Self-Service Toolchain');
    await evening.posted('announcements', /agenda/i);

    const answers: [string, RegExp][] = [
      ['now', /How a barn is raised[\s\S]*Bees &amp; &lt;!channel&gt;/],
      ['next', /Closing song|Bees/],
      ['today', /How a barn is raised[\s\S]*Bees/],
      ['day 2', /Closing song/],
      ['room mea', /Bees/],
      ['search closng', /Closing song/],
      ['speaker ann', /How a barn is raised/],
    ];
    for (const [text, wanted] of answers) {
      await organizer.types(`/agenda ${text}`);
      await organizer.answered(wanted);
    }
    await organizer.types('/agenda show closing');
    const shown = wholeText(await organizer.answered(/Closing song[\s\S]*10:00/));
    expect(shown).toMatch(/Barn/);

    // The same file again changes nothing; a newer one shows what changed.
    await organizer.types(`/agenda import ${url}`);
    expect(wholeText(await organizer.answered(/3 unchanged|nothing/i))).not.toContain('3 new');
    files.put('schedule', make(true), type);
    await organizer.types(`/agenda import ${url}`);
    const change = await organizer.answered(/1 moved in time/);
    expect(wholeText(change)).toMatch(/Closing song[\s\S]*11:00/);
    await organizer.presses(change, 'Discard');
    await organizer.types('/agenda day 2');
    await organizer.answered(/10:00[\s\S]*Closing song/);
    await end(evening);
  });

  it('refuses what is no agenda, and changes nothing', async () => {
    const evening = await open();
    const organizer = evening.as('organizer');
    const bad: [string, string][] = [
      ['page.html', '<!doctype html><title>Log in</title>'],
      ['cut.json', frabJson().slice(0, 700)],
      [
        'bomb.xml',
        '<!DOCTYPE a [<!ENTITY b "&#x61;"><!ENTITY c SYSTEM "file:///etc/passwd">]><schedule>&c;</schedule>',
      ],
    ];
    for (const [name, body] of bad) {
      await organizer.types(`/agenda import ${files.put(name, body)}`);
      const refusal = await organizer.answered(IN_THE_END);
      expect(wholeText(refusal)).not.toMatch(/root:|Apply|broke/);
    }
    await evening.as('attendee').types(`/agenda import ${files.put('ok', frabJson())}`);
    await evening.as('attendee').answered(/organizers/i);
    await organizer.types('/agenda now');
    await organizer.answered('Managing Failure in a Distributed World');
    await end(evening);
  });

  const DATA = resolve('../shared/data');
  const real = ['frab-json', 'frab-xml'].flatMap((folder) =>
    existsSync(join(DATA, folder)) ? readdirSync(join(DATA, folder)).map((name) => `${folder}/${name}`) : [],
  );
  if (real.length === 0) console.warn(`No ${DATA} here: real agendas are not imported.`);
  it.skipIf(real.length === 0)(
    'from real files of real events, or is refused with a reason',
    async () => {
      // Before all of them, so that everything in them is still to come.
      const evening = await open({ event: 'none', clock: '2018-12-01T10:00:00+01:00' });
      evening.ignore(/agenda|session|changes?/i);
      const organizer = evening.as('organizer');
      await organizer.types('/callboard event');
      const claim = await organizer.answered(/organizer/);
      await organizer.presses(claim, 'I am the organizer');
      // The question is replaced by the event, once they are.
      await until('the event to be theirs', async () =>
        (await evening.read(claim)) &&
        !wholeText((await evening.read(claim)) ?? {}).includes('I am the organizer')
          ? true
          : undefined,
      );
      const outcomeOf = async (url: string): Promise<string> => {
        await organizer.types(`/agenda import ${url}`);
        let answer = await organizer.answered(IN_THE_END);
        if (wholeText(answer).includes('no time zone')) {
          await organizer.types('/agenda import');
          const modal = await organizer.modal('Import an agenda');
          modal.submit({ url, zone: 'Europe/Brussels' });
          answer = await organizer.answered(IN_THE_END);
        }
        if (!wholeText(answer).includes('Apply')) return wholeText(answer);
        await organizer.presses(answer, /^Apply/);
        await evening.becomes(answer, /Applied/);
        return 'applied';
      };
      const outcomes: Record<string, string> = {};
      for (const name of real)
        outcomes[name] = await outcomeOf(files.put(name, readFileSync(join(DATA, name))));
      expect(outcomes).toEqual(Object.fromEntries(real.map((name) => [name, 'applied'])));
      await organizer.types('/agenda search nix');
      await organizer.answered(/./);
      await end(evening);
    },
    300_000,
  );
});

describe.skipIf(!hasSandbox)('a speaker is reminded', () => {
  it('by a direct message, in their language, and has seen it; the bot is killed between any two steps', async () => {
    const evening = await open();
    const [sam, sofia] = [evening.as('speaker-1'), evening.as('speaker-2')];
    await evening.kill();
    await evening.clock.advance('PT34M');
    expect(await evening.unexpected()).toEqual([]);
    // Two hours before 16:45.
    await evening.clock.advance('PT2M');
    const reminder = await sam.told('How fast can you DevOps Financial Services?');
    expect(wholeText(reminder)).toMatch(/16:45[\s\S]*Stage Main|Stage Main[\s\S]*16:45/);
    await evening.kill();
    await sam.presses(reminder, 'Got it');
    await evening.becomes(reminder, /✓|:white_check_mark:|seen|Seen|Thank/);
    await evening.kill();
    await evening.clock.advance('PT45M');
    const theirs = await sofia.told('Self-Service Toolchain');
    expect(wholeText(theirs)).toMatch(/Tu|sesión|charla/);
    await evening.kill();
    await sofia.presses(theirs, 'Entendido');
    await evening.as('organizer').types('/speakers');
    await evening.as('organizer').answered(/Aubrey Stearn/);
    await end(evening);
  });
});

/** Who and when, on the card. */
const ACKNOWLEDGED = /(Vera|<@U0VOLUNTEER1>) has it, since 14:1[0-2]/;

/** The ways to answer a page, each from what the person has in hand when all channels have reached them. */
const ways = {
  'a text with the code': async (evening: Story, text: string) => {
    const code = /Reply (\w+)/.exec(text)?.[1] ?? '';
    expect(code).not.toBe('');
    await evening.as('volunteer-1').phone.reply(code.toLowerCase());
    await evening.as('volunteer-1').phone.expectText('You have P1');
  },
  'a 1 on the phone': async (evening: Story) => {
    const { phone } = evening.as('volunteer-1');
    await phone.answer();
    await phone.press('1');
  },
  'the button on the card': async (evening: Story, _text: string, card: Message) => {
    await evening.as('volunteer-1').presses(card, 'Acknowledge');
    await evening.as('volunteer-1').answered('has it');
  },
} as const;

describe.skipIf(!hasSandbox)('a page is answered', () => {
  /** The steps of the story; the bot may be killed before any of them. */
  const STEPS = ['out', 'Slack', 'text', 'call', 'answered', 'quiet'] as const;

  async function tell(
    way: keyof typeof ways,
    killedBefore: readonly (typeof STEPS)[number][] = [],
  ): Promise<void> {
    const evening = await open();
    const [organizer, vera] = [evening.as('organizer'), evening.as('volunteer-1')];
    const at = async (step: (typeof STEPS)[number]) => {
      if (killedBefore.includes(step)) await evening.kill();
    };
    await organizer.types('/page stage-main Projector is dead');
    // Killed right after the page is out: what is due then is handed out again, by the next bot.
    const card = await evening.posted('stage-main', 'Projector is dead');
    await at('out');
    await organizer.answered('Stage Main');
    await at('Slack');
    const message = await vera.told('Projector is dead');
    expect(wholeText(message)).toContain('Managing Failure in a Distributed World');
    expect(await vera.phone.texts()).toEqual([]);
    await at('text');
    await evening.clock.advance('PT31S');
    const text = await vera.phone.expectText('Projector is dead');
    expect(await vera.phone.calls()).toEqual([]);
    await at('call');
    await evening.clock.advance('PT60S');
    const call = await vera.phone.expectCall();
    await at('answered');
    await ways[way](evening, text.body, card);
    await evening.becomes(card, ACKNOWLEDGED);
    await organizer.told('has your page P1');
    await at('quiet');
    // Nothing rings, and nobody else is told: neither the lead after three minutes nor the organizers after six.
    await evening.clock.advance('PT10M');
    expect((await vera.phone.calls()).filter((one) => one.sid === call.sid)).not.toMatchObject([
      { status: 'ringing' },
    ]);
    expect(wholeText((await evening.read(card)) ?? {})).toMatch(ACKNOWLEDGED);
    await end(evening);
  }

  it.each(Object.keys(ways) as (keyof typeof ways)[])('by %s: everything else stops', async (way) => {
    await tell(way);
  });

  it.each(STEPS)('and the bot is killed before "%s": the story ends the same', async (step) => {
    await tell('a 1 on the phone', [step]);
  });

  it.each(['a text with the code', 'the button on the card'] as const)(
    'and the bot is killed before every one of them, answered by %s: the same',
    async (way) => {
      await tell(way, STEPS);
    },
  );

  it('by the phone, at once, where the carrier says that the text failed', async () => {
    const evening = await open();
    const { phone } = evening.as('volunteer-1');
    await evening.as('organizer').types('/page stage-main Projector is dead');
    const card = await evening.posted('stage-main', 'Projector is dead');
    await evening.as('organizer').answered('Stage Main');
    await evening.as('volunteer-1').told('Projector is dead');
    await evening.clock.advance('PT31S');
    const text = await phone.expectText('Projector is dead');
    // A minute before the call was due.
    await phone.fail(text.sid, 'undelivered', 30006);
    const call = await phone.expectCall();
    await phone.answer();
    await phone.press('1');
    const { said } = await phone.callBecomes(call, 'completed');
    expect(said.join(' ')).toContain('Projector is dead');
    await evening.becomes(card, ACKNOWLEDGED);
    await evening.as('organizer').told('has your page P1');
    await end(evening);
  });

  it('by no voicemail: it goes on until a person has it', async () => {
    const evening = await open();
    const { phone } = evening.as('volunteer-1');
    await evening.as('organizer').types('/page stage-main! Projector is dead');
    const card = await evening.posted('stage-main', 'Projector is dead');
    await evening.as('organizer').answered('Stage Main');
    await evening.as('volunteer-1').told('Projector is dead');
    await evening.settle();
    await phone.expectText('Projector is dead');
    const call = await phone.expectCall();
    await phone.voicemail();
    await evening.becomes(card, 'voicemail');
    expect(wholeText((await evening.read(card)) ?? {})).toContain('Nobody has it yet');
    // Nobody of the step is left to be asked another way, so the next step has begun.
    await evening.clock.advance('PT3M5S');
    // What is taken for a machine may be somebody in a noisy hall: it hears the page to its end.
    await phone.callBecomes(call, 'completed');
    const { phone: leads } = evening.as('stage-lead');
    await evening.as('stage-lead').told('Projector is dead');
    await leads.expectText('Projector is dead');
    await leads.expectCall();
    await evening.as('organizer').types('/page resolve P1 A new lamp');
    await evening.as('organizer').answered(/./);
    await evening.becomes(card, /A new lamp/);
    await end(evening);
  });

  it('by nobody: the lead after three minutes, the organizers after six', async () => {
    const evening = await open();
    await evening.as('organizer').types('/page stage-main Projector is dead');
    const card = await evening.posted('stage-main', 'Projector is dead');
    await evening.as('organizer').answered('Stage Main');
    await evening.as('volunteer-1').told('Projector is dead');
    await evening.clock.advance('PT2M30S');
    await evening.as('volunteer-1').phone.expectText('Projector is dead');
    await evening.as('volunteer-1').phone.expectCall('no-answer');
    expect(await evening.as('stage-lead').phone.texts()).toEqual([]);
    await evening.clock.advance('PT50S');
    const lead = await evening.as('stage-lead').told('Projector is dead');
    await evening.as('stage-lead').presses(lead, 'Acknowledge');
    await evening.as('stage-lead').answered('has it');
    await evening.becomes(card, /Stella|U0STAGELEAD/);
    await evening.as('organizer').told('has your page P1');
    await evening.clock.advance('PT10M');
    expect(await evening.as('organizer').phone.texts()).toEqual([]);
    await end(evening);
  });
});
