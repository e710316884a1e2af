/** Flags: for whom and until when a new way is on, what the event file may say, and what the one that there is does. */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { callboard } from '../../../commands/callboard/command.ts';
import { incident } from '../../../commands/incident/command.ts';
import { page } from '../../../commands/page/command.ts';
import { EVENT_ID, type EventSettings, eventDocument } from '../../../src/callboard/domain/event.ts';
import { FLAG_NAMES, type Flag } from '../../../src/callboard/domain/flag.ts';
import { type Flagged, flagOn } from '../../../src/callboard/domain/flags.ts';
import { PERMISSIONS } from '../../../src/callboard/domain/permission.ts';
import { WrittenSetup } from '../../../src/callboard/event-file/schema.ts';
import { scheduleJob } from '../../../src/core/commit.ts';
import { readByLines } from '../../../src/formats/event-file/read.ts';
import { locales } from '../../../src/i18n/index.ts';
import { remindShift } from '../../../src/rota/domain/jobs.ts';
import { applied } from '../../support/event-files.ts';
import { jobs, pagingWorld, shift } from '../page/world.ts';

const NAME = 'shift-briefing';
const flag = (more: Partial<Flag> = {}): Flag => ({
  ...{ name: NAME, owner: 'UORG', until: '2019-06-05', people: [], roles: [] },
  ...more,
});
const vera: Flagged = { id: 'UVOL', permission: 'crew', roles: ['stage'] };
const at = (time: string) => Temporal.Instant.from(time);
const NOON = at('2019-06-05T12:00:00Z');
const isOn = (one: Flag, who: Flagged = vera, now = NOON, zone = 'Europe/Madrid') =>
  flagOn({ flags: [one], zone }, NAME, who, now);

describe('a flag is on', () => {
  it('for whom it names, and for whoever has a role that it names', () => {
    expect(isOn(flag({ people: ['UVOL'] }))).toBe(true);
    expect(isOn(flag({ people: ['UANY'] }))).toBe(false);
    expect(isOn(flag({ roles: ['crew'] }))).toBe(true);
    expect(isOn(flag({ roles: ['attendee'] }))).toBe(true);
    expect(isOn(flag({ roles: ['organizer'] }))).toBe(false);
    expect(isOn(flag({ roles: ['role:stage'] }))).toBe(true);
    expect(isOn(flag({ roles: ['role:desk'] }))).toBe(false);
    expect(isOn(flag({ name: 'another', people: ['UVOL'] }))).toBe(false);
    expect(flagOn({ zone: 'UTC' }, NAME, vera, NOON)).toBe(false);
  });

  it('through its last day by the event’s clock, and not a moment longer', () => {
    const one = flag({ people: ['UVOL'] });
    expect(isOn(one, vera, at('2019-06-05T21:59:59Z'))).toBe(true);
    expect(isOn(one, vera, at('2019-06-05T22:00:00Z'))).toBe(false);
    expect(isOn(one, vera, at('2019-06-05T22:00:00Z'), 'America/New_York')).toBe(true);
  });

  it('never after its end, and more rights never take it away', () => {
    const permission = fc.constantFrom(...PERMISSIONS);
    fc.assert(
      fc.property(permission, permission, fc.integer({ min: -5, max: 5 }), (asked, has, days) => {
        const one = flag({ roles: asked === 'stranger' ? [] : [asked] });
        const now = NOON.add({ hours: 24 * days });
        const on = isOn(one, { ...vera, permission: has }, now);
        if (days > 0) expect(on).toBe(false);
        if (on) expect(isOn(one, { ...vera, permission: 'organizer' }, now)).toBe(true);
      }),
    );
  });

  it('each is told in both languages', () => {
    for (const name of FLAG_NAMES)
      for (const catalog of Object.values(locales))
        expect(catalog).toHaveProperty([`callboard.flags.what.${name}`]);
  });
});

describe('the event file', () => {
  const problems = (text: string): string => JSON.stringify(readByLines(`version: 1\n${text}`, WrittenSetup));

  it('has only flags that this version knows, each with an owner, an end, and somebody', () => {
    const good = `flags: [{ name: ${NAME}, owner: "@ada", until: 2027-06-02, roles: [crew] }]`;
    expect(problems(good)).not.toContain('problems');
    expect(problems(good.replace(NAME, 'shift-breifing'))).toContain(
      'is no flag of this version of Callboard: there is shift-briefing',
    );
    expect(problems(good.replace('owner: "@ada", ', ''))).toContain('owner');
    expect(problems(good.replace('2027-06-02', 'soon'))).toContain('is no date: write it as 2027-06-01');
    expect(problems(good.replace(', roles: [crew]', ''))).toContain('is for nobody');
    expect(problems(good.replace('[crew]', '[Stage]'))).toContain('or role:NAME for one of the rota');
    const twice = good.replace('}]', `}, { name: ${NAME}, owner: "@b", until: 2027-06-02, roles: [crew] }]`);
    expect(problems(twice)).toContain('a second time');
  });
});

async function trying(more: Partial<Flag>) {
  const world = await pagingWorld([
    shift({ code: 'H1', end: '2019-06-05T09:00:00Z' }),
    shift({
      code: 'H2',
      start: '2019-06-05T09:00:00Z',
      assignments: [{ person: 'UANY', state: 'accepted' }],
    }),
  ]);
  const { name, owner, until, people, roles } = flag(more);
  const quoted = (all: readonly string[]) => JSON.stringify(all);
  await applied(
    `version: 1\nflags: [{ name: ${name}, owner: ${owner}, until: ${until}, people: ${quoted(people)}, roles: ${quoted(roles)} }]`,
    world.deps,
  );
  const remind = async (minutes: number) => {
    const data = { shift: 'H2', person: 'UANY', minutes };
    const before = world.chat.sent.length;
    await world.store.commit({ jobs: [scheduleJob(remindShift, world.clock.now(), data)] });
    await world.advance('PT1S', jobs);
    const sent = world.chat.sent.slice(before).map((one) => JSON.stringify(one));
    return sent.find((one) => /begins in/.test(one)) ?? '';
  };
  return { world, remind };
}

describe('shift-briefing', () => {
  it('tells who has it what is open where they go, and who has that', async () => {
    const { world, remind } = await trying({ people: ['UANY'] });
    await world.type('UORG', page, 'stage-main The <projector> is dark');
    await world.type('UORG', page, '<@ULEAD> Something elsewhere');
    await world.type('UORG', incident, 'declare private sev2 Somebody was hurt in Main stage');
    await world.type('UVOL', incident, 'declare sev2 The lights flicker in Main stage');
    await world.advance('PT1M', jobs);
    const first = await remind(60);
    expect(first).toContain('Open there now');
    expect(first).toContain('The &lt;projector&gt; is dark');
    expect(first).toContain('nobody has it yet');
    expect(first).toContain('The lights flicker');
    expect(first).not.toMatch(/hurt|elsewhere/);
    await world.advance('PT40M', jobs);
    await world.press('UVOL', page, 'page.ack', 'P1');
    expect(await remind(10)).toMatch(/is dark · <@UVOL> has it/);
  });

  it('says where nothing is open, and to those who work in a role', async () => {
    const { remind } = await trying({ roles: ['role:stage'] });
    expect(await remind(60)).toContain('✓ Nothing is open.');
  });

  it('is not for others, not for a reminder a day before, and not after its end', async () => {
    for (const [more, minutes] of [
      [{ people: ['UVOL'] }, 60],
      [{ people: ['UANY'], until: '2019-06-04' }, 60],
    ] as const) {
      const { remind } = await trying({ ...more, people: [...more.people] });
      const said = await remind(minutes);
      expect(said).toContain('begins in');
      expect(said).not.toContain('Open there now');
    }
    const { world, remind } = await trying({ people: ['UANY'] });
    world.clock.t = world.clock.t.subtract({ hours: 3 });
    const early = await remind(1440);
    expect(early).toContain('begins in');
    expect(early).not.toContain('Open there now');
  });
});

describe('that it is on, and that it is over,', () => {
  it('stands in the status, with its owner; the organizers hear of the end once', async () => {
    const { world } = await trying({ roles: ['crew'] });
    const status = async () => JSON.stringify(await world.type('UORG', callboard, 'status'));
    expect(await status()).toMatch(
      /On trial until .*5 Jun.*shift-briefing.*<@UORG>.*what is open in its room/,
    );
    await world.advance('PT36H', jobs);
    expect(await status()).toMatch(
      /:warning: The trial of .*shift-briefing.* ended on .*5 Jun.*off for everybody/,
    );
    await world.advance('PT72H', jobs);
    const told = world.chat.sent.filter((one) => JSON.stringify(one).includes('The trial of'));
    expect(told).toHaveLength(1);
  });

  it('one of another version does nothing, and is named', async () => {
    const world = await pagingWorld();
    const read = await world.store.get(eventDocument, EVENT_ID);
    const settings: EventSettings = {
      ...(read?.value ?? (await world.deps.events.settings())),
      flags: [flag({ name: 'of-tomorrow', people: ['UORG'] })],
    };
    Object.assign(world.deps, { events: { settings: async () => settings } });
    const said = JSON.stringify(await world.type('UORG', callboard, 'status'));
    expect(said).toContain('of-tomorrow');
  });
});
