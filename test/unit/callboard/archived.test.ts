/** What is archived says so: who asks for a page, an event or a figure of then is not told that there was none. */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { agenda } from '../../../commands/agenda/command.ts';
import { callboard } from '../../../commands/callboard/command.ts';
import { incident } from '../../../commands/incident/command.ts';
import { page as command } from '../../../commands/page/command.ts';
import { AGENDA_ID, agendaDocument } from '../../../src/agenda/domain/agenda.ts';
import { sessionChanged } from '../../../src/agenda/domain/facts.ts';
import { sessionDocument } from '../../../src/agenda/domain/session.ts';
import { pruneDocuments } from '../../../src/callboard/archive/prune.ts';
import { foldArchived } from '../../../src/callboard/archive/tallies.ts';
import { cardEffectText, loadCardEffect } from '../../../src/callboard/cards/effect-lines.ts';
import {
  ARCHIVE_ID,
  archiveDocument,
  archivedDayDocument,
  archiveExpected,
  emptyArchive,
} from '../../../src/callboard/domain/archive.ts';
import { holdsPage, withPageNumbers } from '../../../src/callboard/domain/archived-pages.ts';
import { cardsSwitchedOn } from '../../../src/callboard/domain/card-facts.ts';
import {
  addTarget,
  deadEventDocument,
  eventTargetDocument,
  giveUpEvent,
} from '../../../src/callboard/domain/event-target.ts';
import { put, type Recorded, recordFact } from '../../../src/core/commit.ts';
import { instantText } from '../../../src/core/instant.ts';
import type { StoredFact } from '../../../src/core/ports/archive.ts';
import { translator } from '../../../src/i18n/index.ts';
import { runbookPostDocument, runbookRunDocument } from '../../../src/incident/domain/runbook-run.ts';
import { type Page, pageDocument } from '../../../src/page/domain/page.ts';
import { fakeEvent, somebody, type World } from '../../support/fake-deps.ts';
import { jobs, pagingWorld, people, shift, textOf } from '../page/world.ts';

const said = (world: World) =>
  recordFact(archiveExpected, { at: world.clock.now(), by: 'test', about: [], data: {} });

/** The days up to this one are in files. */
async function archived(world: World, day: string, openDays: readonly string[] = []): Promise<void> {
  const known = await world.store.get(archiveDocument, ARCHIVE_ID);
  const upTo = (await world.store.facts()).at(-1)?.id ?? '0-0';
  const state = { ...emptyArchive(world.clock.now()), ...{ day, upTo, files: 1, openDays: [...openDays] } };
  await world.store.commit({
    put: [
      put(archiveDocument, ARCHIVE_ID, state, known?.version),
      ...openDays.map((one) => put(archivedDayDocument, one, { facts: 1 })),
    ],
    facts: [said(world)],
  });
}

const prune = async ({ deps }: World) =>
  await pruneDocuments(deps, { afterDays: 30, ledger: { dropCounts: async () => {} } });

/** `P1`, answered and over. */
async function pageThatIsOver(world: World): Promise<void> {
  await world.type('UANY', command, 'stage-main The microphone hums');
  await world.settle(jobs);
  await world.type('UVOL', command, 'ack P1');
  await world.type('UVOL', command, 'resolve P1 It was the cable');
  await world.advance('PT5M', jobs);
}

describe('the numbers of pages', () => {
  it('are spans, the same whatever order they come in, and hold those and no others', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 30 })), fc.nat(10), (numbers, cut) => {
        const once = withPageNumbers([], numbers);
        expect(withPageNumbers(withPageNumbers([], numbers.slice(cut)), numbers.slice(0, cut))).toEqual(once);
        for (let one = 1; one <= 31; one++) expect(holdsPage(once, one)).toBe(numbers.includes(one));
        for (const [i, [from]] of once.entries()) expect(from).toBeGreaterThan((once[i - 1]?.[1] ?? -1) + 1);
      }),
    );
  });
});

describe('a page that was archived', () => {
  it('says of which day it is and how the operator reads it, to whoever may see pages', async () => {
    const world = await pagingWorld(undefined, [...people(), somebody('UGUEST')]);
    await pageThatIsOver(world);
    await world.advance('PT1000H', []);
    await archived(world, '2019-06-10', ['2019-06-05']);
    expect(textOf(await world.type('UORG', command, 'show P1'))).toContain('microphone');
    expect(await prune(world)).toBeGreaterThan(0);
    const refused = { key: 'page.archived', params: { code: 'P1', day: 'Wed 5 Jun' } };
    await expect(world.type('UORG', command, 'show P1')).rejects.toMatchObject(refused);
    await expect(world.type('UVOL', command, 'note P1 It was the cable')).rejects.toMatchObject({
      key: 'page.archived',
      params: { command: '`callboard ledger --from 2019-06-05 --about P1`' },
    });
    // One that never was, and whoever may not look.
    await expect(world.type('UORG', command, 'show P2')).rejects.toMatchObject({ key: 'page.noPage' });
    await expect(world.type('UGUEST', command, 'show P1')).rejects.toMatchObject({ key: 'page.noPage' });
  });

  it('is said to be there wherever somebody names it, and its runbook has gone with it', async () => {
    const world = await pagingWorld();
    const { store, clock } = world;
    await pageThatIsOver(world);
    const run = 'P1:projector';
    const place = { page: 'P1' };
    await store.commit({
      put: [
        put(runbookRunDocument, run, {
          ...place,
          ...{ name: 'Projector', ticks: {}, startedBy: 'UVOL', startedAt: instantText(clock.now()) },
          parts: [{ kind: 'step', number: 1, text: 'Look at the cable' }],
        }),
        put(runbookPostDocument, `${run}:0`, { ...place, channel: 'CSTAGE', ts: '9.1', thread: '9.0' }),
        // Of a page that goes nowhere.
        put(runbookPostDocument, 'P2:projector:0', { page: 'P2', channel: 'C', ts: '9.2', thread: '9.0' }),
      ],
      facts: [said(world)],
    });
    await world.advance('PT1000H', []);
    await archived(world, '2019-06-10', ['2019-06-05']);
    await prune(world);
    expect(await store.all(runbookRunDocument)).toEqual([]);
    expect((await store.all(runbookPostDocument)).map(({ id }) => id)).toEqual(['P2:projector:0']);
    const refused = { key: 'page.archived', params: { code: 'P1' } };
    await expect(world.type('UORG', incident, 'runbook p1')).rejects.toMatchObject(refused);
    await expect(world.press('UVOL', command, 'page.ack', 'P1')).rejects.toMatchObject(refused);
  });

  it('is no page of an incident: those stay', async () => {
    const world = await pagingWorld();
    await pageThatIsOver(world);
    const known = await world.store.get(pageDocument, 'P1');
    const secret: Page = { ...(known?.value as Page), incident: 'I1', readers: ['UVOL'], author: 'UVOL' };
    await world.store.commit({
      put: [put(pageDocument, 'P1', secret, known?.version)],
      facts: [said(world)],
    });
    await world.advance('PT1000H', []);
    await archived(world, '2019-06-10', ['2019-06-05']);
    await prune(world);
    await expect(world.type('UORG', command, 'show P1')).rejects.toMatchObject({ key: 'page.noPage' });
  });
});

describe('events of then', () => {
  const replay = async (world: World, since: string) =>
    textOf(await world.type('UORG', callboard, `hooks replay wall since ${since}`));

  it('are sent again from when on they are known, and the answer says so', async () => {
    const world = await pagingWorld();
    await world.store.commit(
      addTarget(
        {
          ...{ name: 'wall', url: 'https://wall.example/in', code: 'T1', secret: 'cbs_x', by: 'UORG' },
          ...{ types: [], rooms: [], severities: [], undelivered: 0 },
          createdAt: instantText(world.clock.now()),
        },
        world.clock.now(),
      ),
    );
    expect(await replay(world, '100h')).not.toContain('archived');
    await archived(world, '2019-06-03');
    const text = await replay(world, '100h');
    expect(text).toContain('I know all of it from Tue 4 Jun 02:00 on');
    expect(text).toContain('`callboard ledger --from 2019-06-01 --to 2019-06-03`');
    expect(await replay(world, '3h')).not.toContain('archived');
  });
});

describe('events that a target never took', () => {
  it('are counted as long as they can be sent again', async () => {
    const world = await pagingWorld();
    const { store, clock } = world;
    const target = { name: 'wall', url: 'https://wall.example/in', code: 'T1', secret: 'cbs_x', by: 'UORG' };
    const filter = { types: [], rooms: [], severities: [] };
    await store.commit(
      addTarget({ ...target, ...filter, undelivered: 0, createdAt: instantText(clock.now()) }, clock.now()),
    );
    const give = async (event: string) => {
      const known = await store.get(eventTargetDocument, 'T1');
      if (!known) throw new Error('no target');
      const kept = { count: 0, version: 0 };
      await store.commit(
        giveUpEvent(known, { event, type: 'page.opened', code: '500' }, kept, clock.now()).change,
      );
    };
    const undelivered = async () => (await store.get(eventTargetDocument, 'T1'))?.value.undelivered;
    await give('1-0');
    await give('2-0');
    clock.t = clock.t.add({ hours: 24 * 20 });
    await give('3-0');
    expect(await undelivered()).toBe(3);
    clock.t = clock.t.add({ hours: 24 * 20 });
    await prune(world);
    expect((await store.all(deadEventDocument)).map(({ value }) => value.event)).toEqual(['3-0']);
    expect(await undelivered()).toBe(1);
    clock.t = clock.t.add({ hours: 24 * 20 });
    await prune(world);
    expect(await undelivered()).toBe(0);
    expect(JSON.stringify(await world.type('UORG', callboard, 'hooks'))).not.toContain('retry-hook');
  });
});

describe('before and after the cards', () => {
  const english = { t: translator('en'), locale: 'en' as const };

  it('says from when on it counts, with the cards as they stood then', async () => {
    const world = await pagingWorld([shift({ end: '2019-06-09T18:00:00Z' })]);
    const { store, clock } = world;
    const on = recordFact(cardsSwitchedOn, { at: clock.now(), by: 'UORG', about: [], data: {} });
    await store.commit({ facts: [on] });
    await pageThatIsOver(world);
    const text = async () =>
      String(cardEffectText(await loadCardEffect(world.deps), english, 'Europe/Madrid'));
    expect(await text()).toMatch(/\(1 page\) after/);
    expect(await text()).not.toContain('Counted from');

    const facts = (await store.facts()) as unknown as StoredFact[];
    const open = (one: StoredFact) => one as unknown as Recorded;
    await store.commit({
      put: await foldArchived(facts, fakeEvent(), { store, ledger: { open } }),
      facts: [said(world)],
    });
    await archived(world, '2019-06-05');
    clock.t = Temporal.Instant.from('2019-06-06T08:00:00Z');
    await world.type('UANY', command, 'stage-main The lamp is out');
    await world.settle(jobs);
    await world.type('UVOL', command, 'ack P2');
    const left = await text();
    expect(left).toContain('on since Wed 5 Jun 10:00');
    expect(left).toContain('Counted from Thu 6 Jun 02:00 on');
    expect(left).toMatch(/none before, .*\(1 page\) after/);
  });
});

describe('a change of the agenda', () => {
  it('is not taken back when it is archived, nor the half of it that an incident kept', async () => {
    const world = await pagingWorld();
    const { store, clock } = world;
    const session = {
      ...{ code: 'S1', guid: 's1', title: 'Falco', room: 'Main stage', speakers: [] },
      ...{ start: '2019-06-05T09:00:00Z', end: '2019-06-05T10:00:00Z', state: 'scheduled' as const },
    };
    const agendaOf = { days: [], rooms: ['Main stage'], nextCode: 2, undoable: [1] };
    await store.commit({
      put: [put(agendaDocument, AGENDA_ID, agendaOf), put(sessionDocument, 'S1', session)],
      facts: [said(world)],
    });
    await expect(world.type('UORG', agenda, 'undo')).rejects.toMatchObject({ key: 'agenda.undoArchived' });
    const about = ['change:1', 'session:S1', 'room:Main stage'];
    const [before, after] = [{ room: 'Aula' }, { room: 'Main stage' }];
    const data = { session: 'S1', title: 'Falco', what: ['room' as const], before, after };
    await store.commit({
      facts: [recordFact(sessionChanged, { at: clock.now(), by: 'UORG', about, data })],
    });
    await expect(world.type('UORG', agenda, 'undo')).rejects.toMatchObject({ key: 'agenda.undoArchived' });
  });
});

describe('the history of a session', () => {
  it('says where earlier changes are archived, and where none are it says nothing', async () => {
    const world = await pagingWorld();
    await world.store.commit({
      put: [
        put(sessionDocument, 'S1', {
          ...{ code: 'S1', guid: 's1', title: 'Falco', room: 'Main stage', speakers: [], state: 'scheduled' },
          ...{ start: '2019-06-05T09:00:00Z', end: '2019-06-05T10:00:00Z' },
        }),
      ],
      facts: [said(world)],
    });
    const shown = async () => JSON.stringify(await world.type('UORG', agenda, 'show S1'));
    expect(await shown()).not.toContain('are archived');
    await archived(world, '2019-06-03');
    expect(await shown()).toContain('changes before Tue 4 Jun 02:00 are archived');
  });
});
