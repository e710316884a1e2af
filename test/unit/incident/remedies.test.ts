/** Actions used from cards and by `/incident do`: shown first, done once, read back, and told what came of it. */
import { describe, expect, it, vi } from 'vitest';
import { stringify } from 'yaml';
import { incident } from '../../../commands/incident/command.ts';
import { page } from '../../../commands/page/command.ts';
import { jobs } from '../../../jobs/index.ts';
import { makeEvent } from '../../../src/callboard/outgoing-event.ts';
import type { Reply } from '../../../src/core/command.ts';
import { put, recordFact } from '../../../src/core/commit.ts';
import { incidentDocument } from '../../../src/incident/domain/incident.ts';
import { remedyRunDocument } from '../../../src/incident/domain/remedy-run.ts';
import { applyRunbookPart } from '../../../src/incident/domain/runbook-file.ts';
import { runbookRunDocument } from '../../../src/incident/domain/runbook-run.ts';
import { pageLinked } from '../../../src/page/domain/facts.ts';
import { pageDocument } from '../../../src/page/domain/page.ts';
import { applied } from '../../support/event-files.ts';
import { fakeEvent, fakeWorld, somebody, type World } from '../../support/fake-deps.ts';

const action = (more: object = {}) => ({
  name: 'restart-projector',
  title: 'Restart the projector',
  does: 'Switches it off and on again.',
  kinds: ['av'],
  webhook: 'https://stage.example/hook',
  secret: 'ACTION_SECRET_STAGE',
  dryRun: 'https://stage.example/dry',
  readBack: { url: 'https://stage.example/state', field: 'state', value: 'fine', within: '10s' },
  resolves: true,
  ...more,
});

async function stage(...actions: object[]): Promise<World> {
  const people = ['UORG', 'UANY', 'UBOB'].map((id) => somebody(id));
  const world = await fakeWorld(
    undefined,
    people,
    fakeEvent({ crew: ['UANY', 'UBOB'], rooms: [{ name: 'Main', channel: 'CMAIN' }] }),
  );
  await applied(stringify({ version: 1, actions: actions.length > 0 ? actions : [action()] }), world.deps);
  await world.type('UORG', page, 'Main the projector is dark');
  await world.settle(jobs);
  return world;
}

interface Shown {
  readonly action_id?: string;
  readonly value?: string;
}
/** Every button of a message, by its action. */
const buttonsOf = (message: unknown): Shown[] =>
  ((message as { blocks?: { elements?: Shown[] }[] }).blocks ?? [])
    .flatMap(({ elements = [] }) => elements)
    .filter(({ action_id: id }) => id !== undefined);
const valueOf = (message: unknown, action: string): string => {
  const found = buttonsOf(message).find(({ action_id: id }) => id?.split('#')[0] === action);
  if (found?.value === undefined) throw new Error(`no button ${action} in ${JSON.stringify(message)}`);
  return found.value;
};
const textOf = (reply: Reply): string => (reply && 'text' in reply ? reply.text : '');

/** The last state of each message of ours in a place. */
const shown = (world: World) => [...world.chat.messages.values()].map(({ text }) => String(text));
const cardOf = (world: World) => [...world.chat.messages.values()].find(({ text }) => text.startsWith('P1 '));

const press = (world: World, who: string, on: string) =>
  world.press(who, incident, 'incident.do', valueOf({ blocks: cardOf(world)?.blocks }, on));

const runs = async (world: World) => (await world.store.all(remedyRunDocument)).map(({ value }) => value);
const facts = async (world: World, about: string) =>
  (await world.store.facts({ about })).map(({ name }) => name).filter((name) => name.startsWith('remedy.'));

describe('an action on a page’s card', () => {
  it('is shown, done once however often it is pressed, read back, and resolves the page', async () => {
    const world = await stage();
    const question = await press(world, 'UANY', 'incident.do');
    expect(textOf(question)).toBe(
      ':warning: *Restart the projector* for P1 · Main: Switches it off and on again.\nIt says now: It would do it now.\nIf it works the page is resolved.',
    );
    expect(world.remedyCalls.called).toEqual([]);
    const yes = valueOf(question, 'incident.do-now');
    const answers = await Promise.all([
      world.press('UANY', incident, 'incident.do-now', yes),
      world.press('UANY', incident, 'incident.do-now', yes),
    ]);
    expect(answers.map(textOf).sort()).toEqual([
      '*Restart the projector* is under way. What comes of it stands in the thread of the card.',
      '⚙️ *Restart the projector* is under way (<@UANY>). ',
    ]);
    await world.settle(jobs);
    await world.press('UANY', incident, 'incident.do-now', yes);
    await world.settle(jobs);
    expect(world.remedyCalls.called).toMatchObject([
      { action: 'restart-projector', room: 'Main', page: 'P1' },
    ]);
    expect(await runs(world)).toMatchObject([{ state: 'done', outcome: 'read-back', by: 'UANY' }]);
    expect((await world.store.get(pageDocument, 'P1'))?.value).toMatchObject({
      state: 'resolved',
      resolved: { by: 'UANY', note: 'Restart the projector' },
    });
    expect(shown(world)).toContain('✅ *Restart the projector* is done, 10:00 (<@UANY>). It was read back.');
    expect(JSON.stringify(cardOf(world))).toContain('is done, 10:00');
    expect(JSON.stringify(cardOf(world))).not.toContain('incident.do#');
    expect(await facts(world, 'page:P1')).toEqual([
      'remedy.started',
      'remedy.called',
      'remedy.card-posted',
      'remedy.done',
    ]);
  });

  it('says to both of two presses that it is under way, wherever one overtakes the other', async () => {
    const world = await stage();
    const yes = valueOf(await press(world, 'UANY', 'incident.do'), 'incident.do-now');
    const get = world.store.get.bind(world.store);
    let first: Reply;
    let isOvertaken = false;
    const overtaken = vi.spyOn(world.store, 'get').mockImplementation(async (kind, id) => {
      const read = await get(kind, id);
      if (kind.name !== remedyRunDocument.name || isOvertaken) return read as never;
      isOvertaken = true;
      first = await world.press('UANY', incident, 'incident.do-now', yes);
      return read as never;
    });
    const second = await world.press('UANY', incident, 'incident.do-now', yes);
    overtaken.mockRestore();
    expect(textOf(first)).toContain('*Restart the projector*');
    expect(textOf(second)).toContain('*Restart the projector*');
    expect(await runs(world)).toHaveLength(1);
  });

  it('asks anew where something has changed since, and never answers an old question', async () => {
    const world = await stage();
    const yes = valueOf(await press(world, 'UANY', 'incident.do'), 'incident.do-now');
    await applied(stringify({ version: 1, actions: [action({ does: 'Something else.' })] }), world.deps);
    expect(textOf(await world.press('UANY', incident, 'incident.do-now', yes))).toContain(
      '/incident do restart-projector',
    );
    const old = valueOf(await press(world, 'UANY', 'incident.do'), 'incident.do-now');
    await world.advance('PT11M', jobs);
    expect(textOf(await world.press('UANY', incident, 'incident.do-now', old))).toContain(
      '/incident do restart-projector',
    );
    expect(world.remedyCalls.called).toEqual([]);
  });

  it('is one at a time', async () => {
    const world = await stage();
    const [mine, theirs] = [
      await press(world, 'UANY', 'incident.do'),
      await press(world, 'UBOB', 'incident.do'),
    ];
    await world.press('UANY', incident, 'incident.do-now', valueOf(mine, 'incident.do-now'));
    expect(
      textOf(await world.press('UBOB', incident, 'incident.do-now', valueOf(theirs, 'incident.do-now'))),
    ).toContain('/incident do restart-projector');
    expect(textOf(await press(world, 'UBOB', 'incident.do'))).toBe(
      'Restart the projector is under way already. One at a time: wait for what comes of it.',
    );
    await world.settle(jobs);
    expect(world.remedyCalls.called).toHaveLength(1);
  });
});

describe('a webhook', () => {
  const tried = async (tell: (calls: World['remedyCalls']) => void, more: object = {}) => {
    const world = await stage(action(more));
    tell(world.remedyCalls);
    const question = await press(world, 'UANY', 'incident.do');
    await world.press('UANY', incident, 'incident.do-now', valueOf(question, 'incident.do-now'));
    await world.advance('PT1M', jobs);
    return {
      world,
      said:
        shown(world)
          .filter((text) => text.includes('(<@UANY>)'))
          .at(-1) ?? '',
    };
  };

  it('that answers 500 twice is called again, with the same key', async () => {
    const { world, said } = await tried((calls) => {
      calls.answer = (before) =>
        before < 2 ? { ok: false, detail: '500', again: true } : { ok: true, detail: '200', again: false };
    });
    expect(new Set(world.remedyCalls.called.map(({ run }) => run)).size).toBe(1);
    expect(world.remedyCalls.called).toHaveLength(3);
    expect(said).toContain('is done');
  });

  it('that never answers in time fails, unless it is so all the same', async () => {
    const slow = { ok: false, detail: 'timeout', again: true };
    const lost = await tried((calls) => {
      calls.answer = () => slow;
      calls.isSo = () => false;
    });
    expect(lost.world.remedyCalls.called).toHaveLength(4);
    expect(lost.said).toContain('failed');
    expect(lost.said).toContain('What to try');
    const arrived = await tried((calls) => {
      calls.answer = () => slow;
    });
    expect(arrived.said).toContain('is done');
  });

  it('that refuses is called once, and fails at once', async () => {
    const { world, said } = await tried((calls) => {
      calls.answer = () => ({ ok: false, detail: '403', again: false });
      calls.isSo = () => false;
    });
    expect(world.remedyCalls.called).toHaveLength(1);
    expect(said).toContain('it answered `403`');
    expect((await world.store.get(pageDocument, 'P1'))?.value.state).not.toBe('resolved');
  });

  it('that says yes where nothing changed has failed', async () => {
    const { world, said } = await tried((calls) => {
      calls.isSo = () => false;
    });
    expect(said).toContain('it was called, but nothing has changed there');
    expect((await world.store.get(pageDocument, 'P1'))?.value.state).not.toBe('resolved');
    const again = [...world.chat.messages.values()].find(({ text }) => text.startsWith('❌'));
    world.remedyCalls.isSo = () => true;
    const question = await world.press('UBOB', incident, 'incident.do', valueOf(again, 'incident.do'));
    await world.press('UBOB', incident, 'incident.do-now', valueOf(question, 'incident.do-now'));
    await world.settle(jobs);
    expect((await runs(world)).map(({ state }) => state)).toEqual(['failed', 'done']);
  });

  it('without a read-back says no more than is known', async () => {
    const { readBack: _, ...bare } = action();
    const world = await stage(bare);
    const question = await press(world, 'UANY', 'incident.do');
    expect(textOf(question)).toContain('Nothing reads back');
    await world.press('UANY', incident, 'incident.do-now', valueOf(question, 'incident.do-now'));
    await world.settle(jobs);
    expect(shown(world).some((text) => text.includes('said yes'))).toBe(true);
  });
});

describe('two people', () => {
  const waiting = async () => {
    const world = await stage(action({ lock: 'two people' }));
    const question = await press(world, 'UANY', 'incident.do');
    expect(textOf(question)).toContain('It takes two people');
    await world.press('UANY', incident, 'incident.do-now', valueOf(question, 'incident.do-now'));
    await world.settle(jobs);
    const message = [...world.chat.messages.values()].find(({ text }) => text.startsWith('⏳'));
    return { world, id: valueOf(message, 'incident.do-confirm') };
  };

  it('are not the same one, and both are told of', async () => {
    const { world, id } = await waiting();
    expect(world.remedyCalls.called).toEqual([]);
    await expect(world.press('UANY', incident, 'incident.do-confirm', id)).rejects.toMatchObject({
      key: 'incident.do.self',
    });
    await Promise.all([
      world.press('UBOB', incident, 'incident.do-confirm', id),
      world.press('UORG', incident, 'incident.do-confirm', id),
    ]);
    await world.settle(jobs);
    expect(world.remedyCalls.called).toHaveLength(1);
    expect(shown(world).some((text) => /is done, 10:00 \(<@UANY> with <@U(BOB|ORG)>\)/.test(text))).toBe(
      true,
    );
  });

  it('have ten minutes', async () => {
    const { world, id } = await waiting();
    await world.advance('PT10M', jobs);
    expect(textOf(await world.press('UBOB', incident, 'incident.do-confirm', id))).toContain(
      'That came too late',
    );
    await world.settle(jobs);
    expect(world.remedyCalls.called).toEqual([]);
    expect(await runs(world)).toMatchObject([{ state: 'expired' }]);
  });

  it('may call it off', async () => {
    const { world, id } = await waiting();
    await world.press('UBOB', incident, 'incident.do-stop', id);
    await world.advance('PT15M', jobs);
    expect(await runs(world)).toMatchObject([{ state: 'stopped', endedBy: 'UBOB' }]);
    expect(world.remedyCalls.called).toEqual([]);
  });
});

describe('what a success sets off', () => {
  const three = () => [
    action({ next: 'check-picture', resolves: false }),
    action({
      name: 'check-picture',
      title: 'Check the picture',
      next: 'tell-foyer',
      kinds: [],
      resolves: false,
    }),
    action({ name: 'tell-foyer', title: 'Tell the foyer', kinds: [] }),
  ];
  it('follows, each once, at most three deep, and the last one resolves the page', async () => {
    const world = await stage(...three());
    const question = await press(world, 'UANY', 'incident.do');
    expect(textOf(question)).toContain('If it works it sets off: *Check the picture* → *Tell the foyer*.');
    await world.press('UANY', incident, 'incident.do-now', valueOf(question, 'incident.do-now'));
    await world.settle(jobs);
    expect(world.remedyCalls.called.map((one) => [one.action, one.after])).toEqual([
      ['restart-projector', undefined],
      ['check-picture', 'restart-projector'],
      ['tell-foyer', 'check-picture'],
    ]);
    expect((await runs(world)).map(({ depth }) => depth)).toEqual([1, 2, 3]);
    expect((await world.store.get(pageDocument, 'P1'))?.value.state).toBe('resolved');
  });

  it('does not follow a failure', async () => {
    const world = await stage(...three());
    world.remedyCalls.isSo = () => false;
    const question = await press(world, 'UANY', 'incident.do');
    await world.press('UANY', incident, 'incident.do-now', valueOf(question, 'incident.do-now'));
    await world.advance('PT1M', jobs);
    expect(world.remedyCalls.called).toHaveLength(1);
  });
});

describe('/incident do', () => {
  it('takes names and titles by their beginnings, guesses once, and finds the page', async () => {
    const world = await stage();
    for (const typed of ['restart', 'Restart the proj', 'restart-projector P1', 'restart p1'])
      expect(textOf(await world.type('UANY', incident, `do ${typed}`))).toContain(
        '*Restart the projector* for P1 · Main',
      );
    await expect(world.type('UANY', incident, 'do restrat-projector')).rejects.toMatchObject({
      key: 'incident.do.didYouMean',
    });
    await expect(world.type('UANY', incident, 'do nothing at all')).rejects.toMatchObject({
      key: 'incident.do.unknown',
    });
    await expect(world.type('UANY', incident, 'do restart P7')).rejects.toMatchObject({
      key: 'incident.do.notThere',
    });
    expect(JSON.stringify(await world.type('UANY', incident, 'do'))).toContain(
      'Switches it off and on again.',
    );
  });

  it('asks which one is meant where it fits several', async () => {
    const world = await stage();
    await world.type('UORG', page, 'Main the sound is gone');
    await expect(world.type('UANY', incident, 'do restart')).rejects.toMatchObject({
      key: 'incident.do.whichOne',
    });
  });

  it('is refused for attendees, and where the secret is not set', async () => {
    const world = await stage();
    await expect(world.type('USTRANGE', incident, 'do restart')).rejects.toMatchObject({
      key: 'common.notCrew',
    });
    world.remedyCalls.secrets = false;
    await expect(world.type('UANY', incident, 'do restart')).rejects.toMatchObject({
      key: 'incident.do.noSecret',
    });
  });

  it('without a page or incident says what comes of it in the room’s channel', async () => {
    const world = await stage(action({ kinds: [], rooms: ['Main'], name: 'lamp', title: 'Lamp' }));
    await world.type('UORG', page, 'resolve P1');
    await world.settle(jobs);
    const question = await world.type('UANY', incident, 'do lamp');
    await world.press('UANY', incident, 'incident.do-now', valueOf(question, 'incident.do-now'));
    await world.settle(jobs);
    expect(
      world.chat.sent.filter(({ to, text }) => to === 'CMAIN' && text.includes('Lamp')).length,
    ).toBeGreaterThan(0);
  });
});

describe('an incident', () => {
  it('has the actions of its pages on its card, lines of them on its timeline, and events go out', async () => {
    const world = await stage();
    await world.type('UORG', incident, 'declare sev2 No picture in Main');
    await world.settle(jobs);
    const question = await world.type('UANY', incident, 'do restart I1');
    await world.press('UANY', incident, 'incident.do-now', valueOf(question, 'incident.do-now'));
    await world.settle(jobs);
    expect(JSON.stringify(await world.type('UANY', incident, 'timeline I1'))).toContain(
      'Action “Restart the projector” took effect',
    );
    const told = await world.store.facts({ about: 'incident:I1' });
    const events = await Promise.all(told.map((fact) => makeEvent(fact, world.deps)));
    expect(events.flatMap((event) => (event ? [event.type] : []))).toEqual([
      'callboard.incident.declared.v1',
      'callboard.action.started.v1',
      'callboard.action.done.v1',
    ]);
    expect(events.at(-1)?.data).toMatchObject({
      action: 'restart-projector',
      incident: 'I1',
      room: 'Main',
      readBack: true,
    });
  });

  it('that works ticks the step of a runbook that it is, and no other', async () => {
    const text =
      '- Look at the lamp\n- [Restart it](action:restart-projector)\n- [Once more](action:restart-projector)';
    const world = await stage();
    const runbook = { name: 'Dark', kinds: ['av' as const], rooms: [], alerts: {}, text };
    const doing = { at: world.clock.now(), by: 'event-file' };
    await world.store.commit(applyRunbookPart([], { runbooks: [runbook] }, doing) ?? {});
    await world.type('UORG', incident, 'declare sev2 No picture in Main');
    await world.settle(jobs);
    await world.press('UANY', incident, 'incident.runbook', 'I1 dark');
    const question = await world.type('UBOB', incident, 'do restart I1');
    await world.press('UBOB', incident, 'incident.do-now', valueOf(question, 'incident.do-now'));
    await world.settle(jobs);
    const [run] = await world.store.all(runbookRunDocument);
    expect(run?.value.ticks).toMatchObject({ 2: { by: 'UBOB' } });
    expect(Object.keys(run?.value.ticks ?? {})).toEqual(['2']);
  });

  it('used on it, resolves the page of it that the action fits, and says so before', async () => {
    const world = await stage();
    await world.press('UORG', incident, 'incident.from-page', 'P1');
    await world.type('UORG', incident, 'declare sev2 Dark in Main');
    const [code = ''] = (await world.store.all(incidentDocument)).map(({ id }) => id);
    await world.type('UORG', page, 'Main the doors are locked');
    await world.store.commit({
      put: await Promise.all(
        ['P1', 'P2'].map(async (id) => {
          const read = await world.store.get(pageDocument, id);
          if (!read) throw new Error(id);
          return put(pageDocument, id, { ...read.value, incident: code }, read.version);
        }),
      ),
      facts: [
        recordFact(pageLinked, {
          at: world.clock.now(),
          by: 'UORG',
          about: ['page:P1'],
          data: { page: 'P1', incident: code },
        }),
      ],
    });
    const question = await world.type('UANY', incident, `do restart-projector ${code}`);
    expect(textOf(question)).toContain('If it works the page is resolved.');
    await world.press('UANY', incident, 'incident.do-now', valueOf(question, 'incident.do-now'));
    await world.settle(jobs);
    expect((await world.store.get(pageDocument, 'P1'))?.value.state).toBe('resolved');
    expect((await world.store.get(pageDocument, 'P2'))?.value.state).not.toBe('resolved');
  });

  it('that is private tells nobody: no event, no name of it in the webhook, and its facts are sealed', async () => {
    const world = await stage(action({ kinds: ['medical'], name: 'door', title: 'Open the back door' }));
    await world.type('UORG', incident, 'declare private sev2 Somebody fainted in Main');
    await world.settle(jobs);
    const [{ id: code = '' } = {}] = await world.store.all(incidentDocument);
    await expect(world.type('UBOB', incident, `do door ${code}`)).rejects.toMatchObject({
      key: 'incident.do.notThere',
    });
    const question = await world.type('UORG', incident, `do door ${code}`);
    await world.press('UORG', incident, 'incident.do-now', valueOf(question, 'incident.do-now'));
    await world.settle(jobs);
    expect(world.remedyCalls.called).toMatchObject([{ action: 'door' }]);
    expect(JSON.stringify([...world.remedyCalls.called, ...world.remedyCalls.dryRuns])).not.toContain(code);
    const [run] = await runs(world);
    expect(run).toMatchObject({ state: 'done', hidden: true });
    const told = (await world.store.facts({ about: `incident:${code}` })).filter(({ name }) =>
      name.startsWith('remedy.'),
    );
    expect(told.length).toBeGreaterThan(2);
    expect(
      told.every((fact) => fact.sealed && fact.about.includes('private') && fact.about.length === 2),
    ).toBe(true);
    expect(
      (await Promise.all(told.map((fact) => makeEvent(fact, world.deps)))).every((one) => one === undefined),
    ).toBe(true);
    await expect(world.press('UBOB', incident, 'incident.do-confirm', run?.id ?? '')).rejects.toMatchObject({
      key: 'incident.do.gone',
    });
    const public_ = world.chat.sent.filter(({ to }) => ['CINC', 'COPS', 'CMAIN', 'CGENERAL'].includes(to));
    expect(JSON.stringify(public_)).not.toContain('back door');
  });
});
