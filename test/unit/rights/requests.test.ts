/** Requests for help, and whose page it is: with real pages, by every role, by text and by button. */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { beforeEach, describe, expect, test } from 'vitest';
import { callboard } from '../../../commands/callboard/command.ts';
import { incident } from '../../../commands/incident/command.ts';
import { commands } from '../../../commands/index.ts';
import { page } from '../../../commands/page/command.ts';
import { rota } from '../../../commands/rota/command.ts';
import { eventChanged } from '../../../src/callboard/domain/event.ts';
import { put, recordFact } from '../../../src/core/commit.ts';
import { UserError } from '../../../src/core/errors.ts';
import { admitRequest, type HelpRequests } from '../../../src/page/domain/help-request.ts';
import { pageDocument } from '../../../src/page/domain/page.ts';
import { shiftDocument } from '../../../src/rota/domain/shift.ts';
import { homeView } from '../../../src/slack/home.ts';
import { buttonOf } from '../../support/buttons.ts';
import { fakeEvent, fakeWorld, somebody, type World } from '../../support/fake-deps.ts';

/** UDUTY is on shift in Main, UELSE in Side, UNAMED crew by name, UATT and UATT2 attendees. */
const PEOPLE = ['UORG', 'UDUTY', 'UELSE', 'UNAMED', 'UATT', 'UATT2'];
let world: World;

beforeEach(async () => {
  const event = fakeEvent({ crew: ['UNAMED'], rooms: [{ name: 'Main' }, { name: 'Side' }] });
  world = await fakeWorld(
    '2019-06-05T08:00:00Z',
    [...PEOPLE.map((id) => somebody(id)), somebody('UGUEST', { guest: true })],
    event,
  );
  const shift = (code: string, room: string, person: string) =>
    put(shiftDocument, code, {
      code,
      role: room,
      room,
      start: '2019-06-05T07:00:00Z',
      end: '2019-06-05T12:00:00Z',
      min: 1,
      assignments: [{ person, state: 'accepted' as const }],
    });
  await world.store.commit({
    put: [shift('H1', 'Main', 'UDUTY'), shift('H2', 'Side', 'UELSE')],
    facts: [arranged()],
  });
});

/** A test's own doing, since every commit states a fact. */
const arranged = () =>
  recordFact(eventChanged, { at: world.clock.now(), by: 'test', about: [], data: { fields: [] } });

const refused = async (work: Promise<unknown>): Promise<string | undefined> => {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error.key;
    throw error;
  }
};
const state = async (code: string) => (await world.store.get(pageDocument, code))?.value.state;

describe('a request for help', () => {
  test('that waits, or is not theirs to end, says what who asked can do themselves', async () => {
    await world.type('UORG', page, 'quiet Main 30 minutes rehearsal');
    const [help, crew] = await Promise.all([
      world.type('UATT', page, 'Main Somebody fell'),
      world.type('UELSE', page, 'Main A lamp fell'),
    ]);
    expect(JSON.stringify(help)).toContain('find somebody of the crew yourself, or an organizer: <@UORG>');
    expect(JSON.stringify(help)).not.toContain('`!`');
    expect(JSON.stringify(crew)).toContain('page again with `!`');
    expect(await refused(world.type('UATT', page, 'ack P1'))).toBe('page.help.notYours');
    expect(await refused(world.type('UNAMED', page, 'ack P1'))).toBe('page.notConcerned');
  });
  test('goes out, tells no rota, and its state is seen by who asked and by nobody else', async () => {
    const said = JSON.stringify(await world.type('UATT', page, 'Main Somebody fell'));
    expect(said).toContain('P1');
    expect(said).not.toContain('UDUTY');
    expect(await state('P1')).toBe('open');
    expect(JSON.stringify(await world.type('UATT', page, 'list'))).toContain('Somebody fell');
    expect(JSON.stringify(await world.type('UATT', page, 'show P1'))).not.toContain('UDUTY');
    expect(JSON.stringify(await world.type('UATT2', page, 'list'))).not.toContain('Somebody fell');
    expect(await refused(world.type('UATT2', page, 'show P1'))).toBe('common.notCrew');
    const home = JSON.stringify(await homeView(commands, await world.asking('UATT'), world.deps));
    expect(home).toContain('Somebody fell');
    expect(home).not.toContain('UDUTY');
  });

  test('is never critical, and never at a person', async () => {
    expect(await refused(world.type('UATT', page, 'Main! Fire'))).toBe('page.help.critical');
    expect(await refused(world.type('UATT', page, 'Main ! Fire'))).toBe('page.help.critical');
    expect(await refused(world.type('UATT', page, '<@UDUTY> hello'))).toBe('page.help.person');
    expect(await world.store.all(pageDocument)).toEqual([]);
    expect(await refused(world.type('UNAMED', page, '<@UDUTY> hello'))).toBeUndefined();
    expect(await refused(world.type('UNAMED', page, 'Main! Fire'))).toBeUndefined();
  });

  test('is refused past three open ones, past six an hour, and to whom organizers blocked', async () => {
    const ask = (n: number) => refused(world.type('UATT', page, `Main Trouble ${n}`));
    for (const n of [1, 2, 3]) expect(await ask(n)).toBeUndefined();
    expect(await ask(4)).toBe('page.help.open');
    for (const code of ['P1', 'P2', 'P3']) await world.type('UDUTY', page, `resolve ${code}`);
    for (const n of [5, 6, 7]) expect(await ask(n)).toBeUndefined();
    for (const { id } of await world.store.all(pageDocument)) await world.type('UORG', page, `resolve ${id}`);
    expect(await ask(8)).toBe('page.help.hour');
    expect(await refused(world.type('UATT2', page, 'Main Me too'))).toBeUndefined();
    world.clock.t = world.clock.t.add({ minutes: 61 });
    expect(await ask(9)).toBeUndefined();
    expect(await refused(world.type('UDUTY', page, 'block <@UATT>'))).toBe('common.notOrganizer');
    await world.type('UORG', page, 'block <@UATT>');
    expect(await ask(10)).toBe('page.blocked');
    await world.type('UORG', page, 'block <@UATT> off');
    expect(await ask(11)).toBeUndefined();
    expect(await refused(world.type('UORG', page, 'block <@UORG>'))).toBe('page.block.organizer');
  });

  test('however they come, no hour has more than six, and never are more than three open', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ minutes: fc.integer({ min: 0, max: 40 }), closes: fc.boolean() }), {
          maxLength: 60,
        }),
        (steps) => {
          let requests: HelpRequests = { asked: [] };
          let now = Temporal.Instant.from('2019-06-05T08:00:00Z');
          const open: string[] = [];
          const times: number[] = [];
          for (const [index, { minutes, closes }] of steps.entries()) {
            now = now.add({ minutes });
            if (closes) open.shift();
            const admitted = admitRequest(requests, `P${index}`, (code) => open.includes(code), now);
            const recent = times.filter((time) => now.epochMilliseconds - time < 3_600_000).length;
            expect('requests' in admitted).toBe(open.length < 3 && recent < 6);
            if (!('requests' in admitted)) continue;
            requests = admitted.requests;
            open.push(`P${index}`);
            times.push(now.epochMilliseconds);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('whose page it is', () => {
  const VERBS = ['ack', 'resolve', 'escalate'] as const;
  /** Who may answer a page for Main that UATT asked for. */
  const MAY: Readonly<Record<string, boolean>> = {
    UORG: true,
    UDUTY: true,
    UELSE: false,
    UNAMED: false,
    UATT: false,
    UATT2: false,
    UGUEST: false,
  };

  test.each(VERBS)(
    '%s: whoever it asks and organizers, and nobody else, by word and by button',
    async (verb) => {
      for (const [person, may] of Object.entries(MAY))
        for (const door of ['word', 'button']) {
          await world.type('UNAMED', page, `Main ${verb} ${person} ${door}`);
          const code = (await world.store.all(pageDocument)).at(-1)?.id ?? '';
          await world.store.commit({ put: await askedBy(code), facts: [arranged()] });
          const how =
            door === 'word'
              ? world.type(person, page, `${verb} ${code}`)
              : world.press(person, page, `page.${verb}`, code);
          // UNAMED opened it, and may answer what is their own.
          expect((await refused(how)) === undefined, `${person} ${verb} ${door}`).toBe(may);
          if (!may) expect(await state(code)).toBe('open');
        }
    },
  );

  /** As if UATT had asked for it. */
  const askedBy = async (code: string) => {
    const read = await world.store.get(pageDocument, code);
    if (!read) throw new Error(code);
    return [put(pageDocument, code, { ...read.value, author: 'UATT', help: true as const }, read.version)];
  };

  test('an attendee who is asked by name may answer that page', async () => {
    await world.type('UORG', page, '<@UATT> Your bag is here');
    expect(await refused(world.type('UATT', page, 'ack P1'))).toBeUndefined();
    expect(await state('P1')).toBe('acknowledged');
  });
});

describe('what an attendee sees and does', () => {
  test.each(['', 'fairness', 'gaps', '<@UDUTY>', 'today', 'export csv', 'take H1'])(
    'no rota: %s',
    async (text) => {
      expect(await refused(world.type('UATT', rota, text))).toBe('common.notCrew');
    },
  );

  test.each(['', 'declare sev1 Fire', 'resolve I1', 'search fire'])('no incident: %s', async (text) => {
    expect(await refused(world.type('UATT', incident, text))).toBe('common.notCrew');
  });

  test('becomes crew by hand, and by the rota, and is told when the rota keeps them', async () => {
    await world.type('UORG', callboard, 'crew add <@UATT>');
    expect(await refused(world.type('UATT', rota, 'fairness'))).toBeUndefined();
    await world.type('UORG', callboard, 'crew remove <@UATT>');
    expect(await refused(world.type('UATT', rota, 'fairness'))).toBe('common.notCrew');
    expect(JSON.stringify(await world.type('UORG', callboard, 'crew remove <@UDUTY>'))).toContain(
      'stays crew',
    );
    expect(await refused(world.type('UDUTY', callboard, 'crew add <@UATT>'))).toBe('common.notOrganizer');
  });

  test('help names what they may, and nothing else', async () => {
    const attendee = JSON.stringify(await world.type('UATT', page, 'help'));
    expect(attendee).toContain('/page list');
    expect(attendee).not.toContain('/page quiet');
    expect(JSON.stringify(await world.type('UORG', page, 'help'))).toContain('/page quiet');
  });
});

test('an organizer who takes themself off is asked first, and an old question does nothing', async () => {
  await world.type('UORG', callboard, 'organizers add <@UDUTY>');
  const asked = await world.type('UORG', callboard, 'organizers remove <@UORG>');
  const value = buttonOf(asked, 'callboard.remove-self');
  expect((await world.deps.events.settings()).organizers).toContain('UORG');
  await world.type('UORG', callboard, 'organizers add <@UATT>');
  const late = JSON.stringify(await world.press('UORG', callboard, 'callboard.remove-self', value));
  expect(late).toContain('has changed since I asked');
  expect((await world.deps.events.settings()).organizers).toContain('UORG');
  const again = buttonOf(
    await world.type('UORG', callboard, 'organizers remove @uorg'),
    'callboard.remove-self',
  );
  await world.press('UORG', callboard, 'callboard.remove-self', again);
  expect((await world.deps.events.settings()).organizers).toEqual(['UDUTY', 'UATT']);
});
