/** A private incident as its responders live it: who comes and goes, what becomes private later, who looked. */
import { beforeEach, describe, expect, it } from 'vitest';
import { incident } from '../../../commands/incident/command.ts';
import { incidentRoutes } from '../../../commands/incident/routes.ts';
import { page } from '../../../commands/page/command.ts';
import { jobs } from '../../../jobs/index.ts';
import { put, recordFact } from '../../../src/core/commit.ts';
import { handInModal } from '../../../src/core/run-command.ts';
import { actionDocument } from '../../../src/incident/domain/action.ts';
import { type Incident, incidentDocument } from '../../../src/incident/domain/incident.ts';
import { hookDocument } from '../../../src/page/domain/alert.ts';
import { policyChanged } from '../../../src/page/domain/facts.ts';
import { pageDocument } from '../../../src/page/domain/page.ts';
import { hashOf } from '../../../src/page/hook-token.ts';
import type { World } from '../../support/fake-deps.ts';
import { emptyWorld } from './private-world.ts';

let world: World;
beforeEach(async () => {
  world = await emptyWorld();
});

const type = (who: string, text: string) => world.type(who, incident, text);
const said = async (reply: Promise<unknown>) => JSON.stringify(await reply);
const the = async (title: string): Promise<Incident> => {
  const found = (await world.store.all(incidentDocument)).find(({ value }) => value.title.includes(title));
  if (!found) throw new Error(`no incident ${title}`);
  return found.value;
};
const settle = () => world.settle(jobs);
const inChannels = (...channels: string[]) =>
  [...world.chat.messages].filter(([at]) => channels.some((one) => at.startsWith(`${one}:`)));

describe('who may know of it', () => {
  it.each([
    ['declare Somebody was harassed', 'conduct'],
    ['declare sev1 Medical emergency in Main hall', 'medical'],
    ['declare Missing child in Main hall', 'missing-person'],
    ['declare private Cash box is short', 'other'],
    ['declarar Persona desaparecida', 'missing-person'],
  ])('%s: whoever declares it and the organizers', async (text, kind) => {
    const reply = await said(type('UBOB', text));
    const [declared] = await world.store.all(incidentDocument);
    expect(declared?.value).toMatchObject({ kind, responders: ['UBOB', 'UORG'] });
    expect(declared?.id).toMatch(/^I\d{6}$/);
    expect(reply).toContain('<@UORG>');
  });

  it('those named, and then no organizer who is not', async () => {
    await type('UDEC', 'declare sev2 Abusive behaviour in Main hall with @uana');
    expect(await the('Abusive')).toMatchObject({
      title: 'Abusive behaviour',
      room: 'Main hall',
      responders: ['UDEC', 'UANA'],
    });
    await expect(type('UORG', `show ${(await the('Abusive')).code}`)).rejects.toMatchObject({
      key: 'incident.unknownNoneOpen',
    });
  });

  it('what is of no such kind stays public, and in the row of codes', async () => {
    await type('UDEC', 'declare private A first');
    await type('UDEC', 'declare Projector is dead');
    expect(await the('Projector')).toMatchObject({ code: 'I1' });
    expect((await the('Projector')).responders).toBeUndefined();
  });

  it('a machine may declare one, and says the same again without another', async () => {
    const hook = {
      code: 'K1',
      name: 'nurse',
      target: { kind: 'oncall' as const, name: '' },
      hash: hashOf('secret'),
      by: 'UORG',
      createdAt: '2019-06-01T00:00:00Z',
      opened: [],
    };
    const facts = [
      recordFact(policyChanged, { at: world.clock.now(), by: 'test', about: [], data: { policy: 'none' } }),
    ];
    await world.store.commit({ put: [put(hookDocument, hashOf('secret'), hook)], facts });
    const post = async () =>
      await incidentRoutes[0]?.run(
        {
          params: {},
          query: {},
          headers: { authorization: 'Bearer secret', 'content-type': 'application/json' },
          body: JSON.stringify({ title: 'Ambulance called', room: 'Main hall' }),
        },
        world.deps,
      );
    const [first, second] = [await post(), await post()];
    expect(JSON.parse(first?.body ?? '')).toMatchObject({ declared: true });
    expect(JSON.parse(second?.body ?? '')).toMatchObject({ declared: false });
    expect(await the('Ambulance')).toMatchObject({ kind: 'medical', responders: ['hook:nurse', 'UORG'] });
    await settle();
    expect([...world.chat.made.values()].map((members) => [...members])).toEqual([['UORG']]);
  });
});

describe('its channel', () => {
  it('follows its responders, and keeps those in charge', async () => {
    await type('UDEC', 'declare private Trouble with @uana');
    await settle();
    const { code } = await the('Trouble');
    const members = () => [...([...world.chat.made.values()][0] ?? [])].sort();
    expect(members()).toEqual(['UANA', 'UDEC']);
    await type('UANA', `private ${code} add @uorg @ubob`);
    await settle();
    expect(members()).toEqual(['UANA', 'UBOB', 'UDEC', 'UORG']);
    await type('UORG', `role ${code} commander @uatt`);
    await settle();
    expect(members()).toEqual(['UANA', 'UATT', 'UBOB', 'UDEC', 'UORG']);
    await type('UANA', `private ${code} remove @ubob`);
    await settle();
    expect(members()).toEqual(['UANA', 'UATT', 'UDEC', 'UORG']);
    for (const inCharge of ['@uatt', '@udec'])
      await expect(type('UANA', `private ${code} remove ${inCharge}`)).rejects.toMatchObject({
        key: 'incident.private.inCharge',
      });
    await expect(type('UBOB', `private ${code}`)).rejects.toMatchObject({ key: 'incident.unknownNoneOpen' });
    expect(await said(type('UORG', `timeline ${code}`))).toMatch(
      /UANA let UORG, UBOB see it.*UANA took UBOB off it/,
    );
  });

  it.each(['mayMakeChannels', 'mayInvite'] as const)(
    'is a direct message to one person where Slack lets us not: %s',
    async (may) => {
      world.chat[may] = false;
      await type('UDEC', 'declare private Trouble');
      await settle();
      const { code } = await the('Trouble');
      const cards = world.chat.sent.filter(({ text }) => /^I\d+ Trouble/.test(text));
      expect(cards.map(({ kind, to }) => `${kind} ${to}`)).toEqual(['dm UDEC']);
      expect(JSON.stringify(cards)).toContain('did not let Callboard make a private channel');
      // Nobody is left out, and no empty channel is left behind.
      const invited = world.chat.sent.filter(({ text }) => text.includes('declared for a few'));
      expect(invited.map(({ kind, to }) => `${kind} ${to}`)).toEqual(['dm UORG']);
      expect(await said(world.press('UORG', incident, 'incident.show', code))).toContain('Trouble');
      expect([...world.chat.archived]).toEqual([...world.chat.made.keys()]);
      await type('UDEC', `private ${code} add @ubob`);
      await settle();
      const later = world.chat.sent.filter(({ text }) => text.includes('declared for a few'));
      expect(later.map(({ to }) => to)).toEqual(['UORG', 'UBOB']);
      await type('UORG', `note ${code} We call them`);
      await type('UORG', `update ${code} All well`);
      await settle();
      expect(inChannels('CINC', 'COPS', 'CANN')).toEqual([]);
      expect(world.logged.filter(({ level }) => level === 'error')).toEqual([]);
    },
  );

  it('is left alone by a job that runs twice', async () => {
    await type('UDEC', 'declare private Trouble');
    await settle();
    await type('UDEC', `sev ${(await the('Trouble')).code} sev3`);
    await settle();
    expect(world.chat.made.size).toBe(1);
    expect(world.chat.sent.filter(({ kind, to }) => kind === 'post' && to.startsWith('G'))).toHaveLength(1);
  });
});

describe('one that becomes private', () => {
  it('leaves the channel that everybody reads, with what we wrote there, its postmortem and its page', async () => {
    await world.type('UDEC', page, 'Main hall Two people shout at each other');
    await settle();
    await world.press('UDEC', incident, 'incident.from-page', 'P1');
    await type('UDEC', 'declare sev1 Shouting in Main hall');
    await world.press(
      'UBOB',
      incident,
      'incident.join',
      JSON.stringify({ code: 'I1', title: 'x', page: 'P1' }),
    );
    await type('UANA', 'role I1 commander');
    await type('UANA', 'update I1 We know of it');
    await type('UANA', 'resolve I1');
    await settle();
    expect(inChannels('CINC').length).toBeGreaterThan(2);
    expect(inChannels('CMAIN')).toHaveLength(1);
    const reply = await said(type('UDEC', 'private I1 @uorg'));
    expect(reply).toContain('<@UDEC>, <@UANA>, <@UORG>');
    await settle();
    expect(inChannels('CINC', 'CMAIN', 'COPS')).toEqual([]);
    const own = [...world.chat.made.keys()];
    expect(own).toHaveLength(1);
    expect(
      inChannels(...own)
        .map(([, { text }]) => text)
        .join(),
    ).toMatch(/I1 Shouting.*Postmortem/);
    expect((await world.store.get(pageDocument, 'P1'))?.value.readers).toEqual(['UDEC', 'UANA', 'UORG']);
    await expect(type('UBOB', 'show I1')).rejects.toMatchObject({ key: 'incident.unknownNoneOpen' });
    await type('UDEC', 'private I1 add @ubob');
    expect((await world.store.get(pageDocument, 'P1'))?.value.readers).toContain('UBOB');
  });
});

describe('looking', () => {
  it('by a second organizer is a line that the responders read; by who has charge of it is none', async () => {
    await type('UDEC', 'declare private Trouble');
    const { code } = await the('Trouble');
    for (const verb of ['show', 'timeline', 'export']) {
      await type('UORG', `${verb} ${code}`);
      await type('UDEC', `${verb} ${code}`);
    }
    const views = (await world.store.facts({ about: `incident:${code}` })).filter(
      ({ name }) => name === 'incident.viewed',
    );
    expect(views.map(({ by, data }) => `${by} ${(data as { how: string }).how}`)).toEqual([
      'UORG show',
      'UORG timeline',
      'UORG export',
    ]);
    expect(await said(type('UDEC', `timeline ${code}`))).toContain('UORG looked at it');
  });
});

describe('its action items', () => {
  it('are for those who may know of it, with codes by chance, and are in no digest', async () => {
    await type('UDEC', 'declare private Trouble');
    const { code } = await the('Trouble');
    await expect(type('UDEC', `action ${code} @ubob 2019-06-12 Talk`)).rejects.toMatchObject({
      key: 'incident.private.owner',
    });
    await type('UDEC', `action ${code} @uorg 2019-06-12 Talk`);
    const [item] = await world.store.all(actionDocument);
    expect(item?.id).toMatch(/^A\d{6}$/);
    await world.advance('PT240H', jobs);
    const reminded = world.chat.sent.filter(({ text }) => text.includes('Talk'));
    expect(new Set(reminded.map(({ kind, to }) => `${kind} ${to}`))).toEqual(new Set(['dm UORG']));
    await type('UDEC', `private ${code} remove @uorg`);
    const count = world.chat.sent.length;
    await world.advance('PT240H', jobs);
    expect(world.chat.sent.slice(count).filter(({ text }) => text.includes('Talk'))).toEqual([]);
  });
});

describe('whoever a page asked', () => {
  it('keeps its words, and is told nothing of the incident', async () => {
    await world.type('UDEC', page, '<@UBOB> Come to the back door');
    await settle();
    const known = JSON.stringify({ page: 'P1', named: ['UANA'] });
    const submission = {
      ...(await world.asking('UDEC')),
      meta: known,
      values: { title: { text: 'Trouble' } },
    };
    await handInModal(incident, 'incident.declare', submission, world.deps);
    await settle();
    const { code } = await the('Trouble');
    expect(await said(world.type('UBOB', page, 'show P1'))).toContain('back door');
    await expect(world.type('UORG', page, 'show P1')).rejects.toMatchObject({ key: 'page.noPage' });
    const toBob = JSON.stringify(world.chat.sent.filter(({ to }) => to === 'UBOB' || to === 'DBOB'));
    expect(toBob + (await said(world.type('UBOB', page, 'show P1')))).not.toContain(code);
    expect(await said(world.type('UDEC', page, 'list'))).not.toContain(code);
  });
});
