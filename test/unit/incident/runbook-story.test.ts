/** A runbook from the event file to its last step: on cards, in threads, by several people, in private and after erasure. */
import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { incident as command } from '../../../commands/incident/command.ts';
import { page } from '../../../commands/page/command.ts';
import { jobs } from '../../../jobs/index.ts';
import { withRunbookFolder } from '../../../src/callboard/event-file/runbook-folder.ts';
import type { Reply } from '../../../src/core/command.ts';
import { incidentCardDocument, incidentDocument } from '../../../src/incident/domain/incident.ts';
import { applyRunbookPart } from '../../../src/incident/domain/runbook-file.ts';
import { runbookPostDocument, runbookRunDocument } from '../../../src/incident/domain/runbook-run.ts';
import { cardDocument } from '../../../src/page/domain/page.ts';
import { blocksCharacters } from '../../../src/slack/limits.ts';
import { fakeEvent, fakeWorld, somebody, type World } from '../../support/fake-deps.ts';

const PEOPLE = ['UORG', 'UANA', 'UBOB', 'UATT'].map((id) => somebody(id, { name: id }));
const DEMO = 'src/sandbox/demo/event.yaml';

let world: World;
beforeEach(async () => {
  world = await fakeWorld(
    '2019-06-05T10:00:00Z',
    PEOPLE,
    fakeEvent({ crew: ['UANA', 'UBOB'], rooms: [{ name: 'Main Hall', channel: 'CMAIN' }] }),
  );
  const read = withRunbookFolder({ version: 1, runbooks: 'runbooks' }, DEMO);
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  expect(readFileSync(DEMO, 'utf8')).toContain('runbooks: runbooks');
  const change = applyRunbookPart([], read.setup, { at: world.clock.now(), by: 'event-file' });
  await world.store.commit(change ?? {});
});

const type = (who: string, text: string) => world.type(who, command, text);
const press = (who: string, action: string, value: string) => world.press(who, command, action, value);
const settle = () => world.settle(jobs);
const said = (reply: Reply) => JSON.stringify(reply);
const messageAt = (at: { channel: string; ts: string } | undefined) =>
  world.chat.messages.get(`${at?.channel}:${at?.ts}`);
/** How often something was posted into this thread. */
const inThread = (ts: string | undefined) =>
  world.chat.sent.filter((one) => one.kind === 'post' && one.thread === ts && one.text.startsWith('Runbook'));
const shown = async (id: string) =>
  JSON.stringify(messageAt((await world.store.get(runbookPostDocument, id))?.value));
const ticks = async (id: string) => (await world.store.get(runbookRunDocument, id))?.value.ticks ?? {};
const RUN = 'I1:projector-dead';

describe('/incident runbook', () => {
  it('is offered on the card, goes into the thread, and its steps are pressed there', async () => {
    await type('UORG', 'declare sev2 The projector is dead in main hall');
    await settle();
    const card = (await world.store.get(incidentCardDocument, 'I1'))?.value;
    expect(JSON.stringify(world.chat.sent.at(-1)?.content)).toContain('"Runbook: Projector dead"');
    expect(said(await press('UANA', 'incident.runbook', 'I1 projector-dead'))).toContain(
      'is being put into the thread',
    );
    await settle();
    expect(inThread(card?.ts)).toHaveLength(1);
    expect(await shown(`${RUN}:0`)).toContain('0 of 10 steps done');

    await world.advance('PT3M', jobs);
    await press('UBOB', 'incident.tick', `${RUN} 1`);
    await Promise.all([
      press('UANA', 'incident.answer', `${RUN} 2 0`),
      press('UBOB', 'incident.answer', `${RUN} 2 0`),
    ]);
    await press('UANA', 'incident.tick', `${RUN} 1`);
    await settle();
    expect(await ticks(RUN)).toMatchObject({ 1: { by: 'UBOB' }, 2: { answer: 0 } });
    const text = await shown(`${RUN}:0`);
    expect(text).toContain('_done by <@UBOB>, 12:03_');
    expect(text).toContain('not needed after that answer');
    expect(text).toContain(':arrow_right: *4.*');
    const facts = (await world.store.facts({ about: 'incident:I1' })).map(({ name }) => name);
    expect(facts.filter((name) => name.startsWith('runbook.'))).toEqual([
      'runbook.started',
      'runbook.posted',
      'runbook.ticked',
      'runbook.ticked',
    ]);

    await press('UANA', 'incident.untick', `${RUN} 1`);
    await press('UANA', 'incident.untick', `${RUN} 1`);
    await settle();
    expect(await shown(`${RUN}:0`)).toContain('1 of 10 steps done');
    const timeline = said(await type('UORG', 'timeline I1'));
    expect(timeline).toContain('UANA started the runbook Projector dead');
    expect(timeline).toContain('UBOB did step 1 of Projector dead: Go to the stage');
    expect(timeline).toMatch(/answered step 2 of Projector dead: Is the lamp of the projector on\? Yes/);
    expect(timeline).toContain('UANA took back step 1');
    // A second start is the first one, wherever it is pressed.
    expect(said(await type('UBOB', 'runbook projector'))).toContain('already: 1 of 10 steps done');
    await settle();
    expect(inThread(card?.ts)).toHaveLength(1);
  });

  it('shows the one that fits, by name another, and says what there is', async () => {
    expect(said(await type('UANA', 'runbook'))).toContain('6 runbooks');
    const read = said(await type('UANA', 'runbook fire'));
    expect(read).toContain('Treat it as real'.toLowerCase());
    expect(read).toContain('No incident is open');
    await type('UORG', 'declare sev2 No wifi anywhere');
    await settle();
    const fits = said(await type('UANA', 'runbook'));
    expect(fits).toContain('Runbook No network');
    expect(fits).toContain('Start in I1');
    await expect(type('UANA', 'runbook nothing')).rejects.toThrow('incident.runbook.unknown');
    await type('UORG', 'declare sev2 The stream is down');
    await settle();
    const both = said(await type('UANA', 'runbook'));
    expect(both).toContain('Runbook: No network');
    expect(both).toContain('Runbook: Stream down');
    await type('UANA', 'runbook i1 medical');
    await settle();
    expect(await world.store.get(runbookRunDocument, 'I1:medical')).toBeDefined();
  });

  it('works on a page, in its thread, and is the same when it becomes an incident', async () => {
    await world.type('UORG', page, 'main-hall The projector is dead');
    await settle();
    const card = (await world.store.get(cardDocument, 'P1'))?.value;
    expect(JSON.stringify(messageAt(card))).toContain('"Runbook: Projector dead"');
    await press('UANA', 'incident.runbook', 'P1 projector-dead');
    await settle();
    expect(inThread(card?.ts)).toHaveLength(1);
    await press('UANA', 'incident.tick', 'P1:projector-dead 1');
    const values = { title: { text: 'Projector' }, severity: { pick: 'sev2' } };
    await command.modals?.['incident.declare']?.run(
      { ...(await world.asking('UANA')), values, meta: JSON.stringify({ page: 'P1' }) },
      world.deps,
    );
    await settle();
    expect((await world.store.get(incidentDocument, 'I1'))?.value.page).toBe('P1');
    expect(said(await press('UBOB', 'incident.runbook', 'I1 projector-dead'))).toContain('already: 1 of 10');
    expect(said(await type('UORG', 'timeline I1'))).toContain('UANA did step 1 of Projector dead');
  });

  it('has several messages where it is long, one after the other', async () => {
    const text = Array.from({ length: 50 }, (_, i) => `- Step ${i} ${'word '.repeat(40)}`).join('\n');
    const long = { name: 'Long', kinds: ['power' as const], rooms: [], alerts: {}, text };
    await world.store.commit(
      applyRunbookPart([], { runbooks: [long] }, { at: world.clock.now(), by: 'x' }) ?? {},
    );
    await type('UORG', 'declare sev1 Power cut');
    await settle();
    await press('UANA', 'incident.runbook', 'I1 long');
    await settle();
    const posts = (await world.store.all(runbookPostDocument)).map(({ id, value }) => ({ id, ...value }));
    expect(posts.map(({ id }) => id)).toEqual(['I1:long:0', 'I1:long:1', 'I1:long:2']);
    for (const post of posts) expect(blocksCharacters(messageAt(post)?.blocks)).toBeLessThan(11_000);
    await press('UANA', 'incident.tick', 'I1:long 50');
    await settle();
    expect(await shown('I1:long:2')).toContain('done by <@UANA>');
  });

  it('stays with those who may know, moves with a thread that becomes private, and goes when it is erased', async () => {
    await type('UORG', 'declare sev2 The stream is down');
    await settle();
    await press('UANA', 'incident.runbook', 'I1 stream-down');
    await press('UANA', 'incident.tick', 'I1:stream-down 2');
    await settle();
    const before = (await world.store.get(runbookPostDocument, 'I1:stream-down:0'))?.value;
    await type('UORG', 'private I1');
    await settle();
    const now = (await world.store.get(runbookPostDocument, 'I1:stream-down:0'))?.value;
    expect(now?.channel).not.toBe(before?.channel);
    expect(await shown('I1:stream-down:0')).toContain('done by <@UANA>');
    await expect(press('UBOB', 'incident.tick', 'I1:stream-down 2')).rejects.toThrow('incident.runbook.gone');
    await expect(press('UBOB', 'incident.runbook', 'I1 stream-down')).rejects.toThrow('incident.unknown');
    expect(said(await type('UBOB', 'runbook'))).not.toContain('I1');
    const facts = (await world.store.facts({ about: 'incident:I1' })).filter(
      ({ name }) => name === 'runbook.posted',
    );
    expect(facts.at(-1)?.sealed).toBe(true);
    await type('UORG', 'resolve I1 fine');
    await press('UORG', 'incident.erase', 'I1');
    await world.advance('PT1M', jobs);
    expect(await world.store.all(runbookRunDocument)).toEqual([]);
    expect(await world.store.all(runbookPostDocument)).toEqual([]);
    expect(JSON.stringify(await world.store.facts({}))).not.toContain('Stream down');
  });

  it('is for the crew', async () => {
    await type('UORG', 'declare sev2 The stream is down');
    for (const text of ['runbook', 'runbook stream'])
      await expect(type('UATT', text)).rejects.toThrow('common.notCrew');
    await expect(press('UATT', 'incident.runbook', 'I1 stream-down')).rejects.toThrow('common.notCrew');
  });
});
