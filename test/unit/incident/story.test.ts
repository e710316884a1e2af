/** An incident from its declaration to its published postmortem, over a world in memory. */
import { Parser } from 'commonmark';
import { beforeEach, describe, expect, it } from 'vitest';
import { callboard } from '../../../commands/callboard/command.ts';
import { incident as command } from '../../../commands/incident/command.ts';
import { incidentRoutes } from '../../../commands/incident/routes.ts';
import { jobs } from '../../../jobs/index.ts';
import { sessionDocument } from '../../../src/agenda/domain/session.ts';
import { eventChanged } from '../../../src/callboard/domain/event.ts';
import { put, recordFact } from '../../../src/core/commit.ts';
import { translator } from '../../../src/i18n/index.ts';
import { actionDocument } from '../../../src/incident/domain/action.ts';
import {
  incidentCardDocument,
  incidentDocument,
  markDocument,
} from '../../../src/incident/domain/incident.ts';
import { postmortemDocument } from '../../../src/incident/domain/postmortem.ts';
import { readModel } from '../../../src/incident/load-postmortem.ts';
import { markdown } from '../../../src/incident/postmortem-text.ts';
import { hookDocument } from '../../../src/page/domain/alert.ts';
import { hashOf } from '../../../src/page/hook-token.ts';
import { fakeEvent, fakeWorld, somebody, type World } from '../../support/fake-deps.ts';
import { publishDraft } from '../../support/publish.ts';

const handlers = jobs.filter(({ kind }) => /incident|postmortem|action|organizers|owner/.test(kind.name));
const PEOPLE = ['UORG', 'UANA', 'UBOB'].map((id) => somebody(id, { name: id === 'UANA' ? 'Ana Gómez' : id }));

let world: World;
beforeEach(async () => {
  world = await fakeWorld(
    '2019-06-05T10:00:00Z',
    PEOPLE,
    fakeEvent({ crew: ['UANA', 'UBOB'], rooms: [{ name: 'Main Hall', channel: 'CMAIN' }] }),
  );
  const talk = {
    code: 'S1',
    guid: 's1',
    title: 'On <stage> & on time',
    speakers: [{ id: 'x', name: 'X' }],
    room: 'Main Hall',
    start: '2019-06-05T09:30:00Z',
    end: '2019-06-05T10:20:00Z',
    state: 'scheduled' as const,
  };
  const facts = [
    recordFact(eventChanged, { at: world.clock.now(), by: 'test', about: [], data: { fields: [] } }),
  ];
  await world.store.commit({ put: [put(sessionDocument, 'S1', talk)], facts });
});

const type = (who: string, text: string) => world.type(who, command, text);
const texts = (kind: string, to: string) =>
  world.chat.sent.filter((one) => one.kind === kind && one.to === to).map((one) => one.text);
const said = async (reply: Promise<unknown>) => ((await reply) as { text: string }).text;

describe('/incident', () => {
  it('goes from a declaration to a published postmortem', async () => {
    await type('UORG', 'declare sev2 Power cut in main');
    await world.settle(handlers);
    expect(texts('post', 'CINC')).toEqual(['I1 Power cut: 🟠 SEV2 · a part of it suffers, Main Hall']);
    const card = JSON.stringify(world.chat.sent.at(-1)?.content);
    expect(card).toContain('On &lt;stage&gt; &amp; on time');
    expect(card).toContain('20 min left');

    await world.press('UANA', command, 'incident.command', 'I1');
    await type('UANA', 'update I1 We are on it');
    await world.settle(handlers);
    expect(texts('post', 'CANN')).toEqual(['📣 *I1 Power cut*, update 1\nWe are on it']);

    await world.advance('PT8M', handlers);
    await world.press('UANA', command, 'incident.mitigated', 'I1');
    await world.advance('PT4M', handlers);
    await type('UANA', 'resolve I1 A second breaker');
    await world.advance('PT1M', handlers);
    const postmortem = (await world.store.get(postmortemDocument, 'I1'))?.value;
    expect(postmortem?.thread?.channel).toBe('CINC');
    const draft = world.chat.sent.find((one) => one.text === 'Postmortem I1 Power cut');
    expect(JSON.stringify(draft?.content)).toContain('Minutes lost: 8. For so long');
    expect(JSON.stringify(draft?.content)).toContain('Acknowledged: not recorded');
    expect(JSON.stringify(draft?.content)).toContain('UORG declared: Power cut');

    await type('UANA', 'action I1 @ubob 2019-06-12 Label both breakers');
    expect((await world.store.get(actionDocument, 'A1'))?.value).toMatchObject({
      owner: 'UBOB',
      due: '2019-06-12',
    });
    const question = JSON.stringify(await publishDraft(world, 'UANA', 'I1'));
    expect(question).toContain('Shall everybody read this?');
    expect(question).toContain(
      '*Still empty:* Summary, What went well, Where we got lucky, Contributing factors',
    );
    await world.settle(handlers);
    expect(texts('post', 'CANN').at(-1)).toContain('Postmortem I1 Power cut');
    expect(world.chat.sent.filter((one) => one.kind === 'upload')).toHaveLength(1);
    expect((await world.store.get(postmortemDocument, 'I1'))?.value.post?.channel).toBe('CANN');
    // Nothing is asked for any more, but the owner of the action item is reminded.
    expect((await world.store.outbox()).map((job) => job.id).sort()).toEqual([
      'digest-actions',
      'remind-action:A1',
    ]);
    await world.advance('PT168H', handlers);
    const told = () => texts('dm', 'UBOB').map((text) => text.slice(0, 9));
    expect(told()).toEqual(['<@UANA> g', 'Tomorrow,', 'Today: ac']);
    // Chased the day after, then weekly, and no more once it is done.
    await world.advance('PT192H', handlers);
    expect(told().slice(3)).toEqual(['Overdue s', 'Overdue s']);
    const asking = await world.asking('UBOB');
    const values = { text: { text: 'Labels are on both' } };
    await command.modals?.['incident.done']?.run({ ...asking, values, meta: 'A1' }, world.deps);
    await world.advance('PT400H', handlers);
    expect(told()).toHaveLength(5);
    const shown = world.chat.sent.filter((one) => one.text === 'Postmortem I1 Power cut').at(-1);
    expect(JSON.stringify(shown?.content)).toContain('A1 Label both breakers (UBOB, done)');
  });

  it('asks for a commander in the thread, and tells the organizers when nobody comes', async () => {
    await type('UORG', 'declare Something odd');
    await world.advance('PT30M', handlers);
    const thread = world.chat.sent.filter((one) => one.thread !== undefined).map((one) => one.text);
    expect(thread.filter((text) => text.includes('nobody in command'))).toHaveLength(5);
    expect(texts('post', 'COPS')).toEqual(['Incident I1 Something odd still has nobody in command.']);
  });

  it('offers the same incident to who declares the same room within minutes', async () => {
    await type('UORG', 'declare Power cut in main hall');
    const reply = await said(type('UANA', 'declare No light in main hall'));
    expect(reply).toContain('Is it the same?');
    expect(await world.store.all(incidentDocument)).toHaveLength(1);
    await world.press('UANA', command, 'incident.join', JSON.stringify({ code: 'I1', title: 'No light' }));
    expect((await world.store.facts({ about: 'incident:I1' })).map((fact) => fact.name)).toContain(
      'incident.noted',
    );
  });

  it('keeps what people mark in its thread, follows edits, and forgets what is taken off', async () => {
    await type('UORG', 'declare Power cut');
    await world.settle(handlers);
    const card = (await world.store.get(incidentCardDocument, 'I1'))?.value;
    const ts = '1559729000.000100';
    const about = { channel: card?.channel ?? '', ts, thread: card?.ts, direct: false, user: 'UANA' };
    await command.onSlackEvent?.(
      { ...about, kind: 'reaction-added', reaction: 'thumbsup', text: 'not this', author: 'UBOB' },
      world.deps,
    );
    await command.onSlackEvent?.(
      { ...about, kind: 'reaction-added', reaction: 'pushpin', text: 'fuse 3 is out', author: 'UBOB' },
      world.deps,
    );
    await command.onSlackEvent?.({ ...about, kind: 'message-edited', text: 'fuse 4 is out' }, world.deps);
    const read = async () => JSON.stringify(await type('UORG', 'timeline I1'));
    expect(await read()).toContain('UBOB: fuse 4 is out');
    expect(await read()).not.toContain('fuse 3');
    await command.onSlackEvent?.({ ...about, kind: 'message-deleted', text: '' }, world.deps);
    expect(await read()).not.toContain('fuse 4');
    expect(await world.store.all(markDocument)).toEqual([]);
  });

  it('points blaming words out to the writer alone, and saves the text all the same', async () => {
    await type('UORG', 'declare sev1 Power cut');
    await type('UORG', 'resolve I1');
    const asking = await world.asking('UANA');
    const values = { step0: { text: 'Bob forgot to look' }, deeper: { pick: ['yes'] } };
    const meta = JSON.stringify({ code: 'I1', steps: [] });
    const deeper = await command.modals?.['incident.factor']?.run({ ...asking, values, meta }, world.deps);
    expect(JSON.stringify(deeper)).toContain('How did that come about?');
    const last = {
      ...asking,
      values: { step1: { text: 'The label was covered' } },
      meta: JSON.stringify({ code: 'I1', steps: ['Bob forgot to look'] }),
    };
    const done = (await command.modals?.['incident.factor']?.run(last, world.deps)) as { text: string };
    expect(done.text).toContain('For you alone');
    expect(done.text).toContain('`forgot to`');
    const written = (await world.store.get(postmortemDocument, 'I1'))?.value.factors;
    expect(written).toEqual([{ steps: ['Bob forgot to look', 'The label was covered'] }]);
    const everybody = world.chat.sent.map((one) => one.text).join('\n');
    expect(everybody).not.toContain('For you alone');
  });

  it('writes CommonMark in which nothing from outside is markup, and no factor names anybody', async () => {
    await type('UANA', 'declare sev1 Power *cut* <b>now</b>');
    await type('UANA', 'note I1 # not a heading [x](http://x.example)');
    await type('UANA', 'resolve I1');
    const values = { step0: { text: 'Ana Gómez had the only key' } };
    const meta = JSON.stringify({ code: 'I1', steps: [] });
    await command.modals?.['incident.factor']?.run(
      { ...(await world.asking('UANA')), values, meta },
      world.deps,
    );
    const incident = (await world.store.get(incidentDocument, 'I1'))?.value;
    const postmortem = (await world.store.get(postmortemDocument, 'I1'))?.value;
    if (!incident || !postmortem) throw new Error('nothing was committed');
    const text = markdown(
      await readModel(incident, postmortem, 'Europe/Madrid', 'en', world.deps),
      translator('en'),
    );
    const kinds: string[] = [];
    const walker = new Parser().parse(text).walker();
    for (let step = walker.next(); step; step = walker.next()) if (step.entering) kinds.push(step.node.type);
    expect(kinds.filter((kind) => kind === 'heading')).toHaveLength(8);
    expect(kinds).not.toContain('html_inline');
    expect(kinds).not.toContain('link');
    expect(kinds).not.toContain('strong');
    expect(text.slice(text.indexOf('## Contributing'))).toContain('somebody had the only key');
    expect(text.slice(text.indexOf('## Contributing'), text.indexOf('## Action'))).not.toContain('Ana');
  });

  it.each([
    ['resolve', 'Something is missing. Write it like this: `/incident resolve I2'],
    ['resolve soon', 'is no incident code'],
    ['note I1', 'I know no incident'],
    ['show I99', 'I know no incident'],
    ['sev I1 bad', 'is no severity'],
    ['search', 'which words'],
    ['actions yours', 'actions [mine|overdue]'],
  ])('answers `%s` with what to do', async (text, words) => {
    if (text.startsWith('sev')) await type('UORG', 'declare X');
    await expect(
      type('UORG', text).catch((error: { key: string; params: Record<string, string> }) => {
        throw new Error(
          (translator('en') as (key: string, params: object) => string)(error.key, error.params),
        );
      }),
    ).rejects.toThrow(text === 'note I1' ? /Something is missing|I know no incident/ : words);
  });
});

describe('/callboard drill', () => {
  it('pages who is on call, is marked DRILL everywhere, and ends with its score', async () => {
    await world.type('UORG', callboard, 'drill Power cut');
    await world.settle(jobs);
    expect(texts('post', 'CINC')[0]).toContain('DRILL · I1 Power cut');
    const paged = (await world.store.facts({ about: 'page:P1' }))[0];
    expect(paged).toMatchObject({ name: 'page.opened', data: { message: 'DRILL: Power cut' } });
    await type('UANA', 'resolve I1');
    await world.advance('PT1M', jobs);
    const draft = world.chat.sent.find((one) => one.text === 'Postmortem DRILL · I1 Power cut');
    expect(JSON.stringify(draft?.content)).toContain('Drill score');
    expect(await said(type('UORG', 'stats'))).toContain('0 incidents, 0 open; 1 drill counted apart');
  });
});

describe('POST /hooks/incident', () => {
  const send = async (body: object, token = 'secret-token') => {
    const [route] = incidentRoutes;
    const request = { params: {}, query: {}, headers: { authorization: `Bearer ${token}` }, body };
    const reply = await route?.run(request, world.deps);
    return { status: reply?.status, ...(JSON.parse(reply?.body ?? '{}') as object) };
  };

  it('declares for a token that is known, once, and says what is wrong', async () => {
    const at = world.clock.now();
    const hook = {
      code: 'K1',
      name: 'Monitoring',
      target: { kind: 'oncall' as const, name: '' },
      by: 'UORG',
      createdAt: at.toString(),
      opened: [],
    };
    const facts = [recordFact(eventChanged, { at, by: 'test', about: [], data: { fields: [] } })];
    await world.store.commit({ put: [put(hookDocument, hashOf('secret-token'), hook)], facts });
    expect(await send({ title: 'Uplink down' }, 'wrong')).toMatchObject({ status: 401 });
    expect(await send({})).toMatchObject({ status: 400 });
    const first = await send({ title: 'Uplink down', severity: 'sev1', room: 'main hall' });
    expect(first).toMatchObject({ status: 201, declared: true });
    expect(await send({ title: 'Uplink down', room: 'main hall' })).toMatchObject({
      status: 200,
      declared: false,
    });
    const [incident] = await world.store.all(incidentDocument);
    expect(incident?.value).toMatchObject({
      declaredBy: 'hook:Monitoring',
      kind: 'network',
      severity: 'sev1',
    });
    // Nobody reads a refusal: what can be read declares, and the rest is named.
    expect(
      await send({ message: ' Water\n in ', room: 'nowhere', severity: 'bad', kind: 'odd' }),
    ).toMatchObject({
      status: 201,
      problems: [
        'room: there is no one room "nowhere"',
        expect.stringContaining('none of them is "bad"'),
        expect.stringContaining('kind: one of'),
      ],
    });
    expect(await send({ title: 'x'.repeat(500), severity: 'SEV-2' })).toMatchObject({ status: 201 });
    const [, water, long] = (await world.store.all(incidentDocument)).map(({ value }) => value);
    expect(water).toMatchObject({ title: 'Water in (nowhere)' });
    expect(water?.room).toBeUndefined();
    expect(long).toMatchObject({ severity: 'sev2', title: `${'x'.repeat(149)}…` });
  });
});
