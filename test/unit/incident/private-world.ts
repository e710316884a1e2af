/**
 * A private incident with everything that one can have, each part with a word of its own that is nowhere else:
 * whoever finds such a word has seen that part. UDEC declared it and named UANA; the others may not know of it.
 */
import { incident } from '../../../commands/incident/command.ts';
import { page } from '../../../commands/page/command.ts';
import { jobs } from '../../../jobs/index.ts';
import { sessionDocument } from '../../../src/agenda/domain/session.ts';
import { eventChanged } from '../../../src/callboard/domain/event.ts';
import type { Permission } from '../../../src/callboard/domain/permission.ts';
import type { Modal, ModalResponse } from '../../../src/core/command.ts';
import { put, recordFact } from '../../../src/core/commit.ts';
import { handInModal } from '../../../src/core/run-command.ts';
import {
  heldUpdateDocument,
  incidentDocument,
  privatePlaceDocument,
} from '../../../src/incident/domain/incident.ts';
import { remedyDocument } from '../../../src/incident/domain/remedy.ts';
import { applyRunbookPart } from '../../../src/incident/domain/runbook-file.ts';
import { shiftDocument } from '../../../src/rota/domain/shift.ts';
import { speakerLinkDocument } from '../../../src/speakers/domain/link.ts';
import { fakeEvent, fakeWorld, somebody, type World } from '../../support/fake-deps.ts';
import { publishDraft } from '../../support/publish.ts';

/** What is only in one part. */
export const WORDS = {
  page: 'quokkapage',
  title: 'quokkatitle',
  note: 'quokkanote',
  marked: 'quokkamarked',
  update: 'quokkaupdate',
  resolution: 'quokkaresolution',
  late: 'quokkalate',
  summary: 'quokkasummary',
  factor: 'quokkafactor',
  action: 'quokkaaction',
} as const;
export const WORD = /quokka\w+/g;

/** Who may not know of it, one of each role. */
export const OUTSIDERS: Readonly<Record<Permission, string>> = {
  stranger: 'UGUEST',
  attendee: 'UATT',
  speaker: 'USPK',
  crew: 'UBOB',
  organizer: 'UORG',
};
export const RESPONDERS = ['UDEC', 'UANA'];

export interface PrivateWorld {
  readonly world: World;
  readonly code: string;
  readonly channel: string | undefined;
  settle(): Promise<void>;
  submit(person: string, id: string, meta: string, values: Values): Promise<ModalResponse>;
}
type Values = Parameters<Modal['run']>[0]['values'];

const PEOPLE = ['UORG', 'UBOB', 'UATT', 'USPK', ...RESPONDERS];

export async function emptyWorld(): Promise<World> {
  const event = fakeEvent({
    crew: ['UBOB', ...RESPONDERS],
    rooms: [{ name: 'Main hall', channel: 'CMAIN' }],
  });
  const people = [...PEOPLE.map((id) => somebody(id)), somebody('UGUEST', { guest: true })];
  const world = await fakeWorld('2019-06-05T10:00:00Z', people, event);
  const talk = {
    code: 'S1',
    guid: 's1',
    title: 'On time',
    speakers: [{ id: 'x', name: 'X' }],
    room: 'Main hall',
    start: '2019-06-05T09:30:00Z',
    end: '2019-06-05T10:20:00Z',
    state: 'scheduled' as const,
  };
  const shift = {
    code: 'H1',
    role: 'stage',
    room: 'Main hall',
    start: '2019-06-05T06:00:00Z',
    end: '2019-06-05T18:00:00Z',
    min: 1,
    assignments: [{ person: 'UANA', state: 'accepted' as const }],
  };
  const action = {
    title: 'Lamp',
    does: 'Lights it.',
    kinds: [],
    rooms: [],
    alerts: {},
    lock: 'two people' as const,
    webhook: 'https://lamp.example/hook',
    secret: 'ACTION_SECRET_X',
    timeout: '5s',
    resolves: false,
  };
  const link = { speaker: 'x', name: 'X', person: 'USPK', how: 'organizer' as const, by: 'UORG' };
  await world.store.commit({
    put: [
      put(sessionDocument, 'S1', talk),
      put(shiftDocument, 'H1', shift),
      ...['lamp', 'bell'].map((name) => put(remedyDocument, name, { ...action, name })),
      put(speakerLinkDocument, 'x', { ...link, at: '2019-06-01T00:00:00Z' }),
    ],
    facts: [recordFact(eventChanged, { at: world.clock.now(), by: 'test', about: [], data: { fields: [] } })],
  });
  const text = '- Light the torches\n- Is the fuse out?\n  - yes\n  - no';
  const runbook = { name: 'Power cut', kinds: ['power' as const], rooms: [], alerts: {}, text };
  const doing = { at: world.clock.now(), by: 'event-file' };
  await world.store.commit(applyRunbookPart([], { runbooks: [runbook] }, doing) ?? {});
  return world;
}

/** Declared from a page that asks a responder, before anything else is done in it. */
export async function privateWorld(world?: World): Promise<PrivateWorld> {
  const made = world ?? (await emptyWorld());
  const settle = () => made.settle(jobs);
  const submit: PrivateWorld['submit'] = async (person, id, meta, values) =>
    await handInModal(incident, id, { ...(await made.asking(person)), values, meta }, made.deps);
  await made.type('UDEC', page, `Main hall ${WORDS.page}`);
  await settle();
  await made.press('UDEC', incident, 'incident.from-page', 'P1');
  const known = JSON.stringify({ page: 'P1', room: 'Main hall', named: ['UANA'] });
  await submit('UDEC', 'incident.declare', known, {
    title: { text: `Harassment ${WORDS.title}` },
    severity: { pick: 'sev2' },
    // Of the kind of its neighbours: what looks for those of a kind finds them.
    kind: { pick: 'power' },
  });
  await settle();
  const found = (await made.store.all(incidentDocument)).find(({ value }) =>
    value.title.includes(WORDS.title),
  );
  if (!found) throw new Error('it was not declared');
  const place = await made.store.get(privatePlaceDocument, found.id);
  return { world: made, code: found.id, channel: place?.value.channel, settle, submit };
}

/** All that responders can do, in the order in which it happens; ends with a published postmortem. */
export async function liveThrough({
  world,
  code,
  channel = '',
  settle,
  submit,
}: PrivateWorld): Promise<void> {
  const type = (who: string, text: string) => world.type(who, incident, text);
  await world.advance('PT20M', jobs);
  await world.press('UANA', incident, 'incident.command', code);
  await type('UDEC', `note ${code} ${WORDS.note}`);
  const at = { channel, ts: '1559728800.000100', thread: undefined, direct: false };
  const reaction = { kind: 'reaction-added' as const, user: 'UANA', reaction: 'pushpin', ...at };
  await incident.onSlackEvent?.({ ...reaction, text: WORDS.marked, author: 'UDEC' }, world.deps);
  await type('UANA', `update ${code} ${WORDS.update}`);
  await type('UDEC', `sev ${code} sev1`);
  await world.advance('PT5H', jobs);
  await world.press('UANA', incident, 'incident.mitigated', code);
  await type('UANA', `resolve ${code} ${WORDS.resolution}`);
  await settle();
  await type('UANA', `update ${code} ${WORDS.late}`);
  const [held] = await world.store.all(heldUpdateDocument);
  await world.press('UANA', incident, 'incident.update-anyway', held?.id ?? '');
  await submit('UANA', 'incident.write', code, { summary: { text: WORDS.summary } });
  await submit('UANA', 'incident.factor', JSON.stringify({ code, steps: [] }), {
    step0: { text: WORDS.factor },
  });
  await type('UANA', `action ${code} <@UDEC> 2019-06-12 ${WORDS.action}`);
  await world.advance('PT49H', jobs);
  await publishDraft(world, 'UANA', code);
  await settle();
  await world.advance('PT240H', jobs);
}
