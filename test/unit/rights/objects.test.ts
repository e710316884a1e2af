/**
 * Every role at every door of every command, with what is their own and with what is another's, through the real
 * doors on real things: whoever may not changes nothing and reads nothing of it; whoever may is not turned away.
 */
import { describe, expect, test } from 'vitest';
import { commands } from '../../../commands/index.ts';
import {
  includes,
  leastFor,
  type Permission,
  permits,
  type Right,
} from '../../../src/callboard/domain/permission.ts';
import type { Command } from '../../../src/core/command.ts';
import { UserError } from '../../../src/core/errors.ts';
import { handInModal, pressButton, runCommand } from '../../../src/core/run-command.ts';
import {
  ACTORS,
  type ActorName,
  PLANTED,
  type RightsWorld,
  rightsWorld,
  type Thing,
  type Whose,
} from '../../support/rights-world.ts';

/** What says "you may not"; any other word is about what was typed. */
const REFUSALS =
  /^common\.(guest|notCrew|notSpeaker|notOrganizer|notYours)$|^page\.(notConcerned|help\.notYours)$|^rota\.notYours$|^keys\.(notHolder|vetoHolders|notYoursToSee)$|^speakers\.notYours$/;

/** What a refused press may write: the record of the keys that somebody reached for them, and who was refused. */
const HARMLESS: ReadonlySet<string> = new Set(['keys.chain', 'keys.strikes']);

interface Door {
  readonly command: Command;
  readonly kind: 'verb' | 'button' | 'modal';
  readonly id: string;
  readonly right: Right;
  /** What it is about, where it is about something that is somebody's. */
  readonly thing: Thing | undefined;
  /** What is typed behind the verb, or is the button's value, or the modal's meta. */
  text(code: string): string;
}

const VERB: Readonly<Record<string, readonly [Thing, (code: string) => string]>> = {
  '/page show': ['page', (code) => code],
  '/page ack': ['page', (code) => code],
  '/page resolve': ['page', (code) => `${code} done`],
  '/page escalate': ['page', (code) => code],
  '/page note': ['page', (code) => `${code} a note`],
  '/rota here': ['shift', (code) => code],
  '/rota done': ['shift', (code) => code],
  '/rota drop': ['shift', (code) => code],
  '/rota cover': ['shift', (code) => code],
  '/rota swap': ['shift', (code) => `${code} <@UCREW2>`],
  '/rota take': ['shift', (code) => code],
  '/rota assign': ['shift', (code) => `${code} <@UATT2>`],
  '/speakers remind': ['talk', (code) => code],
  '/speakers preview': ['talk', (code) => code],
  '/incident show': ['incident', (code) => code],
  '/incident timeline': ['incident', (code) => code],
  '/incident export': ['incident', (code) => code],
  '/incident role': ['incident', (code) => `${code} commander`],
  '/incident update': ['incident', (code) => `${code} it is better`],
  '/incident note': ['incident', (code) => `${code} a note`],
  '/incident sev': ['incident', (code) => `${code} sev1`],
  '/incident resolve': ['incident', (code) => `${code} it is over`],
  '/incident runbook': ['incident', (code) => code],
  '/incident action': ['incident', (code) => `${code} <@UELSE> tomorrow mend it`],
  '/keys status': ['set', (code) => code],
  '/keys rotate': ['set', (code) => code],
  '/keys revoke': ['set', (code) => `${code} <@UELSE>`],
  '/keys cancel': ['ceremony', (code) => code],
  '/agenda delay': ['talk', (code) => `${code} 10m`],
  '/agenda cancel': ['talk', (code) => code],
  '/agenda star': ['talk', (code) => code],
};
/** Said behind verbs that are about nobody's thing, so that they do what they are for. */
const SAID: Readonly<Record<string, string>> = {
  '/page quiet': 'Beta 30m paint',
  '/page block': '<@UELSE>',
  '/rota add': 'door in Beta tomorrow 9:00-10:00',
  '/callboard language': 'es',
  '/keys create': 'fresh 2 of <@UCREW> <@UELSE>',
  '/speakers late': '10m',
  '/speakers help': 'no sound',
  '/incident declare': 'sev3 Something',
  '/incident search': PLANTED,
};
const BUTTON: Readonly<Record<string, readonly [Thing, (code: string) => string]>> = {
  'page.ack': ['page', (code) => code],
  'page.take': ['page', (code) => code],
  'page.resolve': ['page', (code) => code],
  'page.escalate': ['page', (code) => code],
  'page.keep': ['page', (code) => code],
  'rota.here': ['shift', (code) => code],
  'rota.done': ['shift', (code) => code],
  'rota.cant': ['shift', (code) => code],
  'rota.agree': ['shift', (code) => code],
  // Own is theirs who were asked to help, which is its own test's matter (test/unit/rota/invite.test.ts).
  'rota.sign-up': ['shift', (code) => code],
  'rota.open-shifts': ['shift', () => ''],
  'rota.remove': ['shift', (code) => `${code}:1`],
  // Of their own place, or of another's.
  'rota.offer-cover': ['shift', (code) => (code === 'H2' ? 'H2:UELSE' : `${code}:ACTOR`)],
  'rota.cover-take': ['cover', (code) => code],
  'rota.cover-decline': ['cover', (code) => code],
  'rota.swap-accept': ['swap', (code) => code],
  'rota.swap-decline': ['swap', (code) => code],
  'speakers.here': ['talk', (code) => code],
  'speakers.seen': ['talk', (code) => code],
  'speakers.late': ['talk', (code) => code],
  'speakers.late-by': ['talk', (code) => `${code} 10`],
  'speakers.help': ['talk', (code) => code],
  'speakers.remind': ['talk', (code) => code],
  'incident.done': ['item', (code) => code],
  'incident.snooze': ['item', (code) => code],
  'incident.show': ['incident', (code) => code],
  'incident.timeline': ['incident', (code) => code],
  'incident.join': ['incident', (code) => code],
  'incident.command': ['incident', (code) => code],
  'incident.update': ['incident', (code) => code],
  'incident.note': ['incident', (code) => code],
  'incident.resolve': ['incident', (code) => code],
  'incident.mitigated': ['incident', (code) => code],
  'incident.severity': ['incident', (code) => code],
  'incident.addAction': ['incident', (code) => code],
  'keys.reveal': ['next', (code) => code],
  'keys.confirm': ['next', (code) => code],
  'keys.approve': ['next', (code) => `${code} 0`],
  'keys.redeal': ['next', (code) => code],
  'keys.discard': ['next', (code) => code],
  'keys.submit': ['ceremony', (code) => code],
  'keys.veto': ['ceremony', (code) => code],
  'keys.show': ['ceremony', (code) => code],
  'agenda.delay': ['talk', (code) => code],
  'agenda.cancel': ['talk', (code) => code],
  'agenda.star': ['talk', (code) => code],
};
const MODAL: Readonly<Record<string, readonly [Thing, (code: string) => string]>> = {
  'speakers.help': ['talk', (code) => code],
  'incident.done': ['item', (code) => code],
  'incident.snooze': ['item', (code) => code],
  'incident.update': ['incident', (code) => code],
  'incident.note': ['incident', (code) => code],
  'incident.resolve': ['incident', (code) => code],
  'keys.submit': ['ceremony', (code) => JSON.stringify({ code, digest: '' })],
  'keys.confirm': ['next', (code) => JSON.stringify({ set: code, setId: '' })],
};

const doors: Door[] = commands.flatMap((command) => {
  const { rights } = command;
  const of = (
    kind: Door['kind'],
    id: string,
    right: Right,
    known: readonly [Thing, Door['text']] | undefined,
  ): Door => ({
    command,
    kind,
    id,
    right,
    thing: known?.[0],
    text: known?.[1] ?? (() => SAID[`${command.name} ${id}`] ?? ''),
  });
  return [
    ...Object.entries(rights.verbs).map(([id, right]) =>
      of('verb', id, right, VERB[`${command.name} ${id}`]),
    ),
    ...Object.entries(rights.buttons ?? {}).map(([id, right]) => of('button', id, right, BUTTON[id])),
    ...Object.entries(rights.modals ?? {}).map(([id, right]) => of('modal', id, right, MODAL[id])),
  ];
});

const VALUES = {
  what: { text: 'no sound', what: 'no sound' },
  text: { text: 'words' },
  share: { share: 'CBS1' },
  due: { pick: '2019-06-10' },
};

/** What came of it: the refusal, if it was one; documents that were put; whether the planted word was read. */
async function goThrough(door: Door, world: RightsWorld, whose: Whose) {
  const { command, kind, id, thing } = door;
  const text = door.text(thing ? world.codes[thing][whose] : '').replace('ACTOR', world.actor);
  const request = await world.asking(world.actor);
  const put: string[] = [];
  const commit = world.store.commit.bind(world.store);
  let hasCommitted = false;
  world.store.commit = async (change) => {
    hasCommitted = true;
    for (const one of change.put ?? []) if (!HARMLESS.has(one.kind.name)) put.push(one.kind.name);
    return await commit(change);
  };
  const press = { ...request, value: text, at: { channel: 'CGENERAL', ts: '1.0' }, progress: async () => {} };
  const call = { ...request, text: `${id} ${text}`.trim(), channel: 'CGENERAL', progress: async () => {} };
  let refusal: string | undefined;
  let said: unknown;
  try {
    said =
      kind === 'verb'
        ? await runCommand(command, call, world.deps)
        : kind === 'button'
          ? await pressButton(command, id, press, world.deps)
          : await handInModal(command, id, { ...request, values: VALUES, meta: text }, world.deps);
  } catch (error) {
    if (error instanceof UserError) {
      if (REFUSALS.test(error.key)) refusal = error.key;
    } else if (!(error instanceof Error)) throw error;
  } finally {
    world.store.commit = commit;
  }
  const reply = JSON.stringify(said ?? '');
  return {
    permission: request.permission,
    refusal,
    put,
    hasCommitted,
    isWindow: reply.startsWith('{"modal"'),
    isRead: reply.includes(PLANTED),
  };
}

/** Below crew nobody has a shift, and an attendee no talk: their own does not exist. */
const exists = (thing: Thing | undefined, whose: Whose, actor: ActorName): boolean => {
  if (whose === 'foreign' || thing === undefined) return true;
  if (thing === 'shift') return actor === 'organizer' || actor === 'crew';
  return thing !== 'talk' || (actor !== 'attendee' && actor !== 'stranger');
};

describe.each(Object.keys(ACTORS) as ActorName[])('%s', (actor) => {
  test('at every door, with their own and with others’', async () => {
    const wrong: string[] = [];
    let tried = 0;
    let world: RightsWorld | undefined;
    for (const door of doors)
      for (const whose of ['own', 'foreign'] as const) {
        if (!exists(door.thing, whose, actor)) continue;
        world ??= await rightsWorld(actor);
        const went = await goThrough(door, world, whose);
        // What nothing was written to is as good as new.
        if (went.hasCommitted) world = undefined;
        tried++;
        const may = isAllowed(door, went.permission, whose);
        const what = `${door.command.name} ${door.kind} ${door.id} (${whose})`;
        if (may && went.refusal) wrong.push(`${what}: refused with ${went.refusal}`);
        if (may) continue;
        if (went.put.length > 0) wrong.push(`${what}: changed ${[...new Set(went.put)].join(' ')}`);
        if (went.isRead) wrong.push(`${what}: read what is not theirs`);
        if (went.isWindow) wrong.push(`${what}: was shown a window`);
      }
    expect(wrong).toEqual([]);
    expect(tried).toBeGreaterThan(400);
  }, 120_000);
});

function isAllowed({ right, thing }: Door, has: Permission, whose: Whose): boolean {
  if (thing === undefined) return includes(has, leastFor(right));
  return permits(right, has, whose === 'own');
}
