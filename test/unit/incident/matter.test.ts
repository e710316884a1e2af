/** A page and its incident are one matter: declared from a card, worked on, and ended together. */
import { beforeEach, describe, expect, it } from 'vitest';
import { callboard } from '../../../commands/callboard/command.ts';
import { incident } from '../../../commands/incident/command.ts';
import { page } from '../../../commands/page/command.ts';
import { scheduleJob } from '../../../src/core/commit.ts';
import { incidentDocument } from '../../../src/incident/domain/incident.ts';
import { openPageJob } from '../../../src/page/domain/jobs.ts';
import { pageDocument } from '../../../src/page/domain/page.ts';
import { somebody, type World } from '../../support/fake-deps.ts';
import { jobs, pagingWorld, people, sent, shift, textOf } from '../page/world.ts';

let world: World;
beforeEach(async () => {
  world = await pagingWorld();
});

const pageOf = async (code: string) => (await world.store.get(pageDocument, code))?.value;
const incidents = async () => (await world.store.all(incidentDocument)).map(({ value }) => value);
const cardOf = (code: string) =>
  JSON.stringify([...world.chat.messages.values()].find(({ text }) => text.startsWith(`${code} `)));
const dms = (to: string) =>
  world.chat.sent.filter((one) => one.kind === 'dm' && one.to === to).map(({ text }) => text);
const blocks = (reply: unknown): string => JSON.stringify(reply);

/** Presses `Declare incident` on the card and submits what the modal has. */
async function declareFrom(code: string, person: string, more: Record<string, unknown> = {}) {
  const opened = await world.press(person, incident, 'incident.from-page', code);
  if (!opened || !('modal' in opened)) return opened;
  const meta = (opened.modal as { private_metadata?: string }).private_metadata ?? '';
  const values = { severity: { pick: 'sev3' }, ...more } as never;
  return await incident.modals?.['incident.declare']?.run(
    { ...(await world.asking(person)), values, meta },
    world.deps,
  );
}

describe('declaring from a page', () => {
  it('has the page from then on: nobody is asked any more, and both cards name each other', async () => {
    await world.type('UANY', page, 'stage-main Smoke behind the stage');
    await world.advance('PT10S', jobs);
    await declareFrom('P1', 'UORG');
    await world.settle(jobs);
    expect(await pageOf('P1')).toMatchObject({
      state: 'acknowledged',
      acknowledged: { by: 'UORG', via: 'incident' },
      incident: 'I1',
    });
    expect(cardOf('P1')).toContain('<@UORG> has it');
    expect(cardOf('P1')).toMatch(/Part of incident <https:[^|]+\|I1>/);
    expect(cardOf('P1')).not.toContain('Declare incident');
    expect(cardOf('I1')).toMatch(/<https:[^|]+\|P1>/);
    await world.advance('PT19M', jobs);
    expect(sent(world), 'nobody was texted or called').toEqual(['slack UVOL']);
  });

  it('leaves a page to whoever has it', async () => {
    await world.type('UANY', page, 'stage-main Smoke');
    await world.press('UVOL', page, 'page.ack', 'P1');
    await declareFrom('P1', 'UORG');
    expect(await pageOf('P1')).toMatchObject({ acknowledged: { by: 'UVOL', via: 'slack' }, incident: 'I1' });
    await world.press('ULEAD', incident, 'incident.command', 'I1');
    expect((await pageOf('P1'))?.acknowledged?.by, 'taking command takes nothing from them').toBe('UVOL');
  });

  it('is for the commander: who takes command has the page of whoever declared', async () => {
    await world.type('UANY', page, 'stage-main Smoke');
    await declareFrom('P1', 'UORG');
    await world.press('ULEAD', incident, 'incident.command', 'I1');
    await world.settle(jobs);
    expect((await pageOf('P1'))?.acknowledged?.by).toBe('ULEAD');
    expect(cardOf('P1')).toContain('<@ULEAD> has it');
  });

  it('is declared once: a second press on an old card says which incident has it', async () => {
    await world.type('UANY', page, 'stage-main Smoke');
    await declareFrom('P1', 'UORG');
    expect(textOf(await declareFrom('P1', 'ULEAD'))).toContain('P1 is part of I1 “Smoke” already');
    expect(await incidents()).toHaveLength(1);
  });

  it('may be the same incident as another: that one has the page then', async () => {
    await world.type('UANY', page, 'stage-main Smoke');
    await declareFrom('P1', 'UORG');
    await world.type('UANY', page, 'stage-main It smells burnt');
    await world.settle(jobs);
    const offered = await declareFrom('P2', 'ULEAD');
    const value = JSON.stringify(offered).match(/"value":("\{\\"code.*?\}")/)?.[1];
    await world.press('ULEAD', incident, 'incident.join', JSON.parse(value ?? '""'));
    await world.settle(jobs);
    expect(await pageOf('P2')).toMatchObject({ state: 'acknowledged', incident: 'I1' });
    expect(cardOf('I1')).toMatch(/\|P1>.*\|P2>/);
    expect(blocks(await world.type('UORG', incident, 'timeline I1'))).toContain('It smells burnt');
  });

  it('of a drill leaves its page to be answered', async () => {
    await world.type('UORG', callboard, 'drill Power cut');
    await world.settle(jobs);
    expect(await pageOf('P1')).toMatchObject({ state: 'open', incident: 'I1' });
  });
});

describe('resolving', () => {
  it('lists what is still open, and resolves it at a press', async () => {
    await world.type('UANY', page, 'stage-main Smoke');
    await world.type('UANY', page, 'stage-main It smells <!channel> burnt');
    await declareFrom('P1', 'UORG');
    const offered = await declareFrom('P2', 'UORG');
    const value = JSON.stringify(offered).match(/"value":("\{\\"code.*?\}")/)?.[1];
    await world.press('UORG', incident, 'incident.join', JSON.parse(value ?? '""'));
    await world.settle(jobs);
    const ended = await world.type('UORG', incident, 'resolve I1 Only fog');
    expect(blocks(ended)).toContain('2 pages of it are still open');
    expect(blocks(ended)).toContain('*P1*');
    expect(blocks(ended)).toContain('It smells &lt;!channel&gt; burnt');
    expect(blocks(ended)).toContain('Resolve these too');
    const pressed = await world.press('UORG', incident, 'incident.resolve-pages', 'I1');
    expect(textOf(pressed)).toContain('P1, P2');
    await world.settle(jobs);
    expect(await pageOf('P1')).toMatchObject({
      state: 'resolved',
      resolved: { by: 'UORG', via: 'incident' },
    });
    expect(await pageOf('P2')).toMatchObject({ state: 'resolved' });
    const again = await world.press('UORG', incident, 'incident.resolve-pages', 'I1');
    expect(textOf(again)).toContain('No page of I1 “Smoke” is open');
    expect((await world.store.outbox()).filter(({ name }) => /page|ask$/.test(name))).toEqual([]);
  });

  it('says nothing of pages where none is open', async () => {
    await world.type('UANY', page, 'stage-main Smoke');
    await declareFrom('P1', 'UORG');
    await world.press('UORG', page, 'page.resolve', 'P1');
    expect(blocks(await world.type('UORG', incident, 'resolve I1'))).not.toContain('Resolve these too');
  });

  it('by its modal lists them too, also the second time', async () => {
    await world.type('UANY', page, 'stage-main Smoke');
    await declareFrom('P1', 'UORG');
    const submit = async () =>
      incident.modals?.['incident.resolve']?.run(
        { ...(await world.asking('UORG')), values: { text: { text: '' } }, meta: 'I1' } as never,
        world.deps,
      );
    expect(blocks(await submit())).toContain('Resolve these too');
    expect(blocks(await submit())).toContain('Resolve these too');
  });
});

describe('the asker hears', () => {
  it('who has it, who has it now, and that it is over, each with a link to the card', async () => {
    await world.type('UANY', page, 'stage-main Projector is *dead*');
    await world.advance('PT5S', jobs);
    expect(dms('UANY')).toEqual([]);
    await world.press('UVOL', page, 'page.ack', 'P1');
    await world.settle(jobs);
    expect(dms('UANY')).toHaveLength(1);
    expect(dms('UANY')[0]).toContain('<@UVOL> has your page P1');
    expect(dms('UANY')[0]).toContain('<https://slack.example/archives/CSTAGE');
    await world.type('UVOL', page, 'resolve P1 New lamp');
    await world.settle(jobs);
    expect(dms('UANY')).toHaveLength(2);
    expect(dms('UANY')[1]).toContain('<@UVOL> resolved it');
    expect(dms('UANY')[1]).toContain('New lamp');
  });

  it('that nobody answered', async () => {
    await world.type('UANY', page, 'stage-main Help');
    await world.advance('PT40M', jobs);
    expect(dms('UANY').filter((text) => text.includes('Nobody has answered your page P1'))).toHaveLength(1);
  });

  it('nothing of what they did themself, and nothing twice', async () => {
    await world.type('UANY', page, 'stage-main Help');
    await world.press('UANY', page, 'page.ack', 'P1');
    await world.press('UANY', page, 'page.ack', 'P1');
    await world.settle(jobs);
    expect(dms('UANY')).toEqual([]);
    await world.press('UVOL', page, 'page.resolve', 'P1');
    await world.press('ULEAD', page, 'page.resolve', 'P1');
    await world.settle(jobs);
    expect(dms('UANY')).toHaveLength(1);
  });

  it('by text, where they have no Slack', async () => {
    const { slack: _, ...without } = somebody('x-sam', {
      name: 'Sam',
      phone: { number: '+34600000009', verifiedAt: '2019-06-01T00:00:00Z' },
    });
    world = await pagingWorld([shift()], [...people(), without]);
    const asked = { critical: false, message: 'No picture', author: 'x-sam', origin: 'help:S1:x-sam:1' };
    const target = { kind: 'room' as const, name: 'Main stage' };
    await world.store.commit({ jobs: [scheduleJob(openPageJob, world.clock.now(), { ...asked, target })] });
    await world.settle(jobs);
    await world.press('UVOL', page, 'page.ack', 'P1');
    await world.settle(jobs);
    await world.type('UVOL', page, 'resolve P1 New cable');
    await world.settle(jobs);
    const texts = world.channels.sms.sent.filter(({ to }) => to.id === 'x-sam').map(({ text }) => text);
    expect(texts).toHaveLength(2);
    expect(texts[0]).toContain('Vera has your page P1 (No picture)');
    expect(texts[1]).toMatch(/P1 .*over: Vera resolved it.* New cable/);
  });

  it('through an incident as well', async () => {
    await world.type('UANY', page, 'stage-main Smoke');
    await declareFrom('P1', 'UORG');
    await world.settle(jobs);
    await world.press('ULEAD', incident, 'incident.command', 'I1');
    await world.settle(jobs);
    await world.type('UORG', incident, 'resolve I1');
    await world.press('UORG', incident, 'incident.resolve-pages', 'I1');
    await world.settle(jobs);
    expect(dms('UANY').map((text) => /<@(U\w+)>/.exec(text)?.[1])).toEqual(['UORG', 'ULEAD', 'UORG']);
  });
});

describe('an update of an incident that is over', () => {
  it('is asked for before everybody reads it, and is posted once', async () => {
    await world.type('UORG', incident, 'declare sev3 Smoke');
    await world.type('UORG', incident, 'resolve I1');
    await world.settle(jobs);
    const posts = () => world.chat.sent.filter(({ to }) => to === 'CANN').map(({ text }) => text);
    const text = `It was fog ${'x'.repeat(2500)} end`;
    const asked = await world.type('UORG', incident, `update I1 ${text}`);
    await world.settle(jobs);
    expect(posts()).toEqual([]);
    expect(textOf(asked)).toContain('I1 “Smoke” is resolved');
    expect(blocks(asked)).toContain('Post it anyway');
    const value = JSON.stringify(asked).match(/"incident.update-anyway".*?"value":"(\w+)"/)?.[1] ?? '';
    await world.press('UORG', incident, 'incident.update-anyway', value);
    await world.settle(jobs);
    expect(posts()).toHaveLength(1);
    expect(posts()[0]).toContain('end');
    await expect(world.press('UORG', incident, 'incident.update-anyway', value)).rejects.toMatchObject({
      key: 'incident.updateGone',
    });
  });

  it('by its modal is asked for too', async () => {
    await world.type('UORG', incident, 'declare sev3 Smoke');
    await world.type('UORG', incident, 'resolve I1');
    const asked = await incident.modals?.['incident.update']?.run(
      { ...(await world.asking('UORG')), values: { text: { text: 'All clear' } }, meta: 'I1' } as never,
      world.deps,
    );
    expect(blocks(asked)).toContain('Post it anyway');
  });
});
