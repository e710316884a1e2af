/**
 * A world in which everything that belongs to somebody exists twice: once as the actor's own, once as another's,
 * with planted words in what is not for everybody's eyes.
 */
import { incident } from '../../commands/incident/command.ts';
import { page } from '../../commands/page/command.ts';
import { jobs } from '../../jobs/index.ts';
import { sessionDocument } from '../../src/agenda/domain/session.ts';
import { put, recordFact } from '../../src/core/commit.ts';
import { actionDocument } from '../../src/incident/domain/action.ts';
import { cardsPosted } from '../../src/keys/domain/cards.ts';
import { ceremonyDocument, digestOf } from '../../src/keys/domain/ceremony.ts';
import { holdersOf } from '../../src/keys/domain/make-set.ts';
import { setIdOf } from '../../src/keys/domain/manifest.ts';
import { type KeySet, keySetDocument } from '../../src/keys/domain/set.ts';
import { type Page, pageDocument } from '../../src/page/domain/page.ts';
import { coverDocument } from '../../src/rota/domain/cover.ts';
import { shiftDocument } from '../../src/rota/domain/shift.ts';
import { swapDocument } from '../../src/rota/domain/swap.ts';
import { speakerLinkDocument } from '../../src/speakers/domain/link.ts';
import { fakeEvent, fakeWorld, somebody, type World } from './fake-deps.ts';

/** Who acts: one of each role, and who has lost theirs. */
export const ACTORS = {
  organizer: 'UORG',
  crew: 'UCREW',
  speaker: 'USPK',
  attendee: 'UATT',
  stranger: 'UGST',
  deactivated: 'UGONE',
} as const;
export type ActorName = keyof typeof ACTORS;

/** Stands in what only those whom it concerns (or crew) may read. */
export const PLANTED = 'quokka';

/** A thing that a door is about. `own`: the actor's; `foreign`: somebody else's. */
export type Whose = 'own' | 'foreign';

export interface RightsWorld extends World {
  readonly actor: string;
  /** Codes of pages, shifts, covers, swaps, talks, action items, key sets and ceremonies. */
  readonly codes: Readonly<Record<Thing, Readonly<Record<Whose, string>>>>;
}
export type Thing =
  | 'page'
  | 'shift'
  | 'cover'
  | 'swap'
  | 'talk'
  | 'item'
  | 'incident'
  | 'set'
  | 'next'
  | 'ceremony';

const manifest = {
  v: 1 as const,
  k: 2,
  n: 2,
  salt: '0'.repeat(64),
  commit: ['1', '2'].map((digit) => digit.repeat(64)),
  kcv: '0'.repeat(32),
};

const keySet = (name: string, people: readonly string[], proposed = false): KeySet => ({
  name,
  retired: [],
  ...(proposed
    ? {
        next: {
          why: 'create' as const,
          k: 2,
          holders: holdersOf(people),
          proposedBy: 'UORG2',
          at: '2019-06-01T00:00:00Z',
        },
      }
    : {
        current: {
          holders: holdersOf(people),
          manifest,
          setId: setIdOf(manifest),
          since: '2019-06-01T00:00:00Z',
          revoked: [],
          uses: 0,
        },
      }),
});

const ceremony = (code: string, set: string) => {
  const bare = { code, purpose: 'rotate' as const, target: set, set, setId: setIdOf(manifest), need: 2 };
  const nonce = code.repeat(8);
  return put(ceremonyDocument, code, {
    ...bare,
    nonce,
    digest: digestOf({ ...bare, nonce }, undefined),
    reason: `because of a ${PLANTED}`,
    by: 'UORG2',
    at: '2019-06-05T08:00:00Z',
    expires: '2019-06-05T08:15:00Z',
    key: '',
    idempotencyKey: code,
    shares: [],
    submitted: [],
    state: 'gathering',
    calls: 0,
    restarts: 0,
  });
};

export async function rightsWorld(name: ActorName): Promise<RightsWorld> {
  const actor = ACTORS[name];
  const ids = ['UORG', 'UORG2', 'UCREW', 'UELSE', 'UCREW2', 'USPK', 'USPK2', 'UATT', 'UATT2'];
  const world = await fakeWorld(
    '2019-06-05T08:00:00Z',
    [
      ...ids.map((id) => somebody(id)),
      somebody('UGST', { guest: true }),
      somebody('UGONE', { deactivated: true }),
    ],
    fakeEvent({
      organizers: ['UORG', 'UORG2', 'UGONE'],
      crew: ['UCREW2', 'UGONE'],
      rooms: [{ name: 'Alpha' }, { name: 'Beta' }],
    }),
  );
  // Below crew nobody has a shift: whoever has one is crew.
  const onShift = name === 'organizer' || name === 'crew';
  const shift = (code: string, room: string, person: string | undefined) =>
    put(shiftDocument, code, {
      code,
      role: 'door',
      room,
      start: '2019-06-05T07:30:00Z',
      end: '2019-06-05T12:00:00Z',
      min: 1,
      assignments: person === undefined ? [] : [{ person, state: 'accepted' as const }],
    });
  const talk = (code: string, speaker: string) =>
    put(sessionDocument, code, {
      code,
      guid: code,
      title: `Talk ${code}`,
      room: 'Alpha',
      start: '2019-06-05T09:00:00Z',
      end: '2019-06-05T09:30:00Z',
      state: 'scheduled' as const,
      speakers: [{ id: speaker, name: speaker }],
    });
  const link = (speaker: string, person: string) =>
    put(speakerLinkDocument, speaker, {
      speaker,
      name: speaker,
      person,
      how: 'organizer',
      by: 'UORG2',
      at: '2019-06-01T00:00:00Z',
    });
  const cover = (id: string, asked: string) =>
    put(coverDocument, id, {
      id,
      shift: 'H3',
      person: 'UCREW2',
      openedAt: '2019-06-05T08:00:00Z',
      state: 'open' as const,
      asked: [{ person: asked, wave: 1 }],
    });
  const swap = (id: string, to: string) =>
    put(swapDocument, id, {
      id,
      from: 'UCREW2',
      to,
      shift: 'H3',
      accepted: [],
      state: 'open' as const,
      asks: {},
    });
  const item = (code: string, owner: string, text: string) =>
    put(actionDocument, code, {
      code,
      incident: 'I1',
      text,
      owner,
      due: '2019-06-09',
      state: 'open' as const,
      snoozed: [],
    });
  await world.store.commit({
    put: [
      shift('H1', 'Alpha', onShift ? actor : undefined),
      shift('H2', 'Beta', 'UELSE'),
      put(shiftDocument, 'H3', {
        code: 'H3',
        role: 'door',
        room: 'Beta',
        start: '2019-06-05T18:00:00Z',
        end: '2019-06-05T19:00:00Z',
        min: 1,
        assignments: [{ person: 'UCREW2', state: 'accepted' as const }],
      }),
      talk('S1', 'mine'),
      talk('S2', 'theirs'),
      ...(name === 'attendee' || name === 'stranger' ? [] : [link('mine', actor)]),
      link('theirs', 'USPK2'),
      cover('C1', actor),
      cover('C2', 'UELSE'),
      swap('W1', actor),
      swap('W2', 'UELSE'),
      item('A1', actor, 'Yours'),
      item('A2', 'UELSE', PLANTED),
      put(keySetDocument, 'mine', keySet('mine', [actor, 'UELSE'])),
      put(keySetDocument, PLANTED, keySet(PLANTED, ['UELSE', 'UORG2'])),
      put(keySetDocument, 'minenext', keySet('minenext', [actor, 'UELSE'], true)),
      put(keySetDocument, `${PLANTED}next`, keySet(`${PLANTED}next`, ['UELSE', 'UATT2'], true)),
      ceremony('K1', 'mine'),
      ceremony('K2', PLANTED),
    ],
    facts: [recordFact(cardsPosted, { at: world.clock.now(), by: 'test', about: [], data: { count: 0 } })],
  });
  // The codes that were given by hand.
  await world.store.next('keys.ceremony', 2);
  await world.type('UORG2', incident, `declare sev2 A ${PLANTED} in the hall in Beta`);
  await world.type('UORG2', page, `<@${actor === 'UGONE' || actor === 'UGST' ? 'UATT2' : actor}> Yours`);
  await world.type('UORG2', page, `<@UELSE> There is a ${PLANTED}`);
  await world.type('UATT2', page, `Beta A ${PLANTED} bit me`);
  await world.settle(jobs);
  await ownPageOf(world, actor);
  world.chat.sent.length = 0;
  return {
    ...world,
    actor,
    codes: {
      page: { own: 'P1', foreign: 'P2' },
      shift: { own: 'H1', foreign: 'H2' },
      cover: { own: 'C1', foreign: 'C2' },
      swap: { own: 'W1', foreign: 'W2' },
      talk: { own: 'S1', foreign: 'S2' },
      item: { own: 'A1', foreign: 'A2' },
      incident: { own: 'I1', foreign: 'I1' },
      set: { own: 'mine', foreign: PLANTED },
      next: { own: 'minenext', foreign: `${PLANTED}next` },
      ceremony: { own: 'K1', foreign: 'K2' },
    },
  };
}

/** A page that asks even who may not answer any more: as if it had been opened before they left. */
async function ownPageOf(world: World, actor: string): Promise<void> {
  const read = await world.store.get(pageDocument, 'P1');
  if (read?.value.target.kind !== 'person' || read.value.target.name === actor) return;
  const value: Page = { ...read.value, target: { kind: 'person', name: actor } };
  await world.store.commit({
    put: [put(pageDocument, 'P1', value, read.version)],
    facts: [recordFact(cardsPosted, { at: world.clock.now(), by: 'test', about: [], data: { count: 0 } })],
  });
}
