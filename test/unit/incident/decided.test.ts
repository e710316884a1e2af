/** What few decide about a private incident as a whole: that it is public again, and that it goes for good. */
import { beforeEach, describe, expect, it } from 'vitest';
import { incident } from '../../../commands/incident/command.ts';
import { commands } from '../../../commands/index.ts';
import { page } from '../../../commands/page/command.ts';
import { jobs } from '../../../jobs/index.ts';
import { FORGOTTEN_ID, forgottenDocument } from '../../../src/callboard/domain/forgotten.ts';
import { put, recordFact } from '../../../src/core/commit.ts';
import { UserError } from '../../../src/core/errors.ts';
import { actionDocument } from '../../../src/incident/domain/action.ts';
import { mayDecide } from '../../../src/incident/domain/decide.ts';
import { incidentViewed } from '../../../src/incident/domain/facts.ts';
import { type Incident, incidentDocument } from '../../../src/incident/domain/incident.ts';
import { postmortemDocument } from '../../../src/incident/domain/postmortem.ts';
import { eraseAgain } from '../../../src/incident/erase.ts';
import { pageDocument } from '../../../src/page/domain/page.ts';
import { homeView } from '../../../src/slack/home.ts';
import { liveThrough, OUTSIDERS, type PrivateWorld, privateWorld, WORD, WORDS } from './private-world.ts';

let told: PrivateWorld;
beforeEach(async () => {
  told = await privateWorld();
});

const type = (who: string, text: string) => told.world.type(who, incident, text);
const said = async (reply: Promise<unknown>): Promise<string> => JSON.stringify(await reply);
const refusal = async (work: Promise<unknown>): Promise<string | undefined> => {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error.key;
    throw error;
  }
};
const standing = () => JSON.stringify([...told.world.chat.messages]);

describe('who decides', () => {
  const bare = { declaredBy: 'UDEC', roles: {}, responders: ['UDEC', 'UANA', 'UORG'] } as unknown as Incident;
  it.each([
    ['the organizer whom it names', bare, 'UORG', true],
    ['an organizer whom it does not name', bare, 'UORG2', false],
    ['who declared it, beside an organizer', bare, 'UDEC', false],
    ['any other responder', bare, 'UANA', false],
    ['who commands it', { ...bare, roles: { commander: 'UANA' } }, 'UANA', true],
    ['who declared it, where it names no organizer', { ...bare, responders: ['UDEC', 'UANA'] }, 'UDEC', true],
    [
      'who declared it, where somebody commands it',
      { ...bare, responders: ['UDEC', 'UANA'], roles: { commander: 'UANA' } },
      'UDEC',
      false,
    ],
  ] as [string, Incident, string, boolean][])('%s', (_who, one, person, may) => {
    expect(mayDecide(one, person, ['UORG', 'UORG2'])).toBe(may);
  });
});

describe('public again', () => {
  it('is asked once, with what would be seen, and only of who decides', async () => {
    const { code, world } = told;
    await type('UDEC', `note ${code} ${WORDS.note}`);
    await type('UANA', `role ${code} commander`);
    await type('UANA', `action ${code} <@UDEC> 2019-06-12 ${WORDS.action}`);
    await type('UANA', `sev ${code} sev2`);
    expect(await refusal(type('UDEC', `public ${code}`))).toBe('incident.private.notYours');
    expect(await refusal(type('UORG', `public ${code}`))).toBe('incident.unknownNoneOpen');
    expect(await refusal(world.press('UDEC', incident, 'incident.public', code))).toBe(
      'incident.private.notYours',
    );
    const asked = await said(type('UANA', `public ${code}`));
    expect(asked).toContain(WORDS.title);
    expect(asked).toMatch(/timeline, \d+ lines/);
    expect(asked).toContain('P1');
    expect(asked).toMatch(/A\d{6}/);
    expect(asked).not.toContain('did not choose');
    expect(await said(type('UANA', `private ${code} off`))).toBe(asked);
    expect((await world.store.get(incidentDocument, code))?.value.responders).toBeDefined();
    const [first] = await world.store.all(incidentDocument);
    await world.store.commit({
      put: [
        put(
          incidentDocument,
          code,
          { ...(first?.value as Incident), kind: 'medical' } as Incident,
          first?.version,
        ),
      ],
      facts: [
        recordFact(incidentViewed, {
          at: world.clock.now(),
          by: 'test',
          about: [],
          data: { incident: code, how: 'show' },
        }),
      ],
    });
    expect(await said(type('UANA', `public ${code}`))).toContain('did not choose to be talked about');
  });

  it('cards, lists, search, figures, Home and the page show it to everybody; its private card says so', async () => {
    const { code, world, channel = '' } = told;
    await type('UDEC', `note ${code} ${WORDS.note}`);
    await type('UANA', `role ${code} commander`);
    await told.settle();
    const home = async () => JSON.stringify(await homeView(commands, await world.asking('UBOB'), world.deps));
    expect(await home()).not.toContain(WORDS.title);
    expect(await said(world.press('UANA', incident, 'incident.public', code))).toContain(
      'is public from now on',
    );
    await told.settle();
    const posted = [...world.chat.messages].filter(([at]) => at.startsWith('CINC:'));
    expect(JSON.stringify(posted)).toContain(WORDS.title);
    const own = [...world.chat.messages].filter(([at]) => at.startsWith(`${channel}:`));
    expect(JSON.stringify(own)).toContain('is public from now on');
    expect(JSON.stringify(own)).not.toContain('incident.command');
    expect(await home()).toContain(WORDS.title);
    const shown = [`show ${code}`, `timeline ${code}`, '', `search ${WORDS.title}`].map((text) =>
      type('UBOB', text),
    );
    for (const reply of await Promise.all(shown.map(said))) expect(reply).toContain(code);
    expect(await said(type('UBOB', `timeline ${code}`))).toMatch(
      new RegExp(`${WORDS.note}.*UANA made it public`),
    );
    expect(await said(type('UBOB', 'stats'))).toContain('1 incident');
    expect((await world.store.get(pageDocument, 'P1'))?.value.readers).toBeUndefined();
    expect(await said(world.type('UBOB', page, 'show P1'))).toContain(WORDS.page);
    expect((await world.store.facts({ about: `incident:${code}` })).map(({ name }) => name)).toContain(
      'incident.made-public',
    );
    // Pressed twice it is asked for nothing more, and private again it has its own channel again.
    expect(await refusal(world.press('UANA', incident, 'incident.public', code))).toBeUndefined();
    await type('UDEC', `private ${code}`);
    await told.settle();
    expect(world.chat.made.size).toBe(1);
    expect(JSON.stringify([...world.chat.messages].filter(([at]) => at.startsWith('CINC:')))).not.toContain(
      WORDS.title,
    );
    expect(await refusal(type('UBOB', `show ${code}`))).toBe('incident.unknownNoneOpen');
  });

  it('a postmortem is posted anew where everybody reads', async () => {
    const { code, world } = told;
    await type('UANA', `role ${code} commander`);
    await type('UANA', `resolve ${code}`);
    await told.settle();
    await world.press('UANA', incident, 'incident.public', code);
    await told.settle();
    expect((await world.store.get(postmortemDocument, code))?.value.thread?.channel).toBe('CINC');
  });
});

describe('erased', () => {
  it('is refused while it is open, public or for others to decide, with a word on what to do', async () => {
    const { code, world } = told;
    expect(await refusal(type('UDEC', `erase ${code}`))).toBe('incident.erase.open');
    await type('UANA', `role ${code} commander`);
    expect(await refusal(type('UDEC', `erase ${code}`))).toBe('incident.private.notYours');
    expect(await refusal(type('UORG', `erase ${code}`))).toBe('incident.unknownNoneOpen');
    await type('UANA', `resolve ${code}`);
    expect(await refusal(type('UANA', `erase ${code}`))).toBe('incident.erase.pages');
    await world.type('UANA', page, 'resolve P1');
    expect(await refusal(world.press('UDEC', incident, 'incident.erase', code))).toBe(
      'incident.private.notYours',
    );
    const asked = await said(type('UANA', `erase ${code}`));
    expect(asked).toContain('There is no undo');
    expect(asked).toContain('P1');
    expect((await world.store.get(incidentDocument, code))?.id).toBe(code);
    await type('UBOB', 'declare sev3 A door');
    await type('UBOB', 'resolve I1');
    expect(await refusal(type('UBOB', 'erase I1'))).toBe('incident.erase.public');
  });

  it('nothing of it is left in the store or in Slack, and the neighbours stay as they were', async () => {
    const { code, world } = told;
    await type('UBOB', `declare sev2 Door mentions ${code} in Main hall`);
    await type('UBOB', 'note I1 a note of the neighbour');
    await world.type('UBOB', page, 'Main hall Another page');
    await liveThrough(told);
    await world.type('UANA', page, 'resolve P1');
    const [action] = await world.store.all(actionDocument);
    const before = world.store.dump();
    // It cannot pass by finding nothing.
    expect([...new Set(before.match(WORD))].toSorted()).toEqual(Object.values(WORDS).toSorted());
    expect(before).toContain(action?.id);
    await told.settle();
    const reply = await said(world.press('UANA', incident, 'incident.erase', code));
    expect(reply).toContain('is erased');
    expect(reply).not.toMatch(WORD);
    await told.settle();
    // A job that was on its way may still post for a moment: the channel stays open as long.
    expect([...world.chat.archived]).toEqual([]);
    await world.advance('PT31S', jobs);
    expect([...world.chat.archived]).toEqual([told.channel]);
    const after = world.store.dump();
    expect(after.match(WORD) ?? []).toEqual([]);
    expect(after).not.toContain(code);
    expect(after).not.toContain(action?.id);
    expect(after).not.toMatch(/"P1"|page:P1/);
    expect(after).toContain('a note of the neighbour');
    expect(await said(world.type('UBOB', page, 'list'))).toContain('Another page');

    // Nothing that names it is left: not in its channel, not in anybody's direct messages.
    const left = [...world.chat.messages].filter(([, message]) => JSON.stringify(message).match(WORD));
    expect(left).toEqual([]);
    expect(standing()).toContain('<@UANA> erased this incident');

    // One fact says that something went, when and by whom.
    const facts = await world.store.facts();
    const stated = facts.filter(({ name }) => name === 'incident.erased');
    expect(stated).toHaveLength(1);
    expect(stated[0]).toMatchObject({ by: 'UANA', about: ['private'] });
    expect(await refusal(type('UANA', `show ${code}`))).toMatch(/^incident\.unknown/);
    for (const who of Object.values(OUTSIDERS))
      expect(await refusal(type(who, `erase ${code}`))).toMatch(/^(incident\.unknown|common\.)/);
    const count = world.chat.sent.length;
    await world.advance('PT400H', jobs);
    expect(JSON.stringify(world.chat.sent.slice(count)).match(WORD) ?? []).toEqual([]);
    expect(world.logged.filter(({ level }) => level === 'error')).toEqual([]);
  }, 60_000);

  it('is erased again where an older backup brings it back', async () => {
    const { code, world } = told;
    await type('UANA', `role ${code} commander`);
    await type('UANA', `resolve ${code}`);
    await world.type('UANA', page, 'resolve P1');
    await told.settle();
    const older = await world.store.get(incidentDocument, code);
    await world.press('UANA', incident, 'incident.erase', code);
    await told.settle();
    const list = (await world.store.get(forgottenDocument, FORGOTTEN_ID))?.value;
    expect(list?.incidents).toHaveLength(1);
    expect(JSON.stringify(list)).not.toContain(code);
    const back = recordFact(incidentViewed, {
      at: world.clock.now(),
      by: 'test',
      about: [],
      data: { incident: code, how: 'show' },
    });
    await world.store.commit({ put: [put(incidentDocument, code, older?.value ?? null)], facts: [back] });
    expect(await eraseAgain(world.deps, list ? [list] : [], world.clock.now())).toBe(1);
    await world.advance('PT31S', jobs);
    expect(world.store.dump()).not.toContain(code);
    expect(await eraseAgain(world.deps, [], world.clock.now())).toBe(0);
  });
});
