/**
 * Every door of `/incident` × every role × a private incident of one's own and of others, open and over. For a
 * foreign one each door answers as it does for a code that there is not, and changes nothing; for one's own it
 * is as open as the role is. And a whole event with a private incident reads, to those outside, as one without.
 */
import { describe, expect, it } from 'vitest';
import { incident } from '../../../commands/incident/command.ts';
import { commands } from '../../../commands/index.ts';
import { page } from '../../../commands/page/command.ts';
import { jobs } from '../../../jobs/index.ts';
import {
  includes,
  leastFor,
  PERMISSIONS,
  type Permission,
} from '../../../src/callboard/domain/permission.ts';
import { UserError } from '../../../src/core/errors.ts';
import { useShortcut } from '../../../src/core/run-command.ts';
import { actionDocument } from '../../../src/incident/domain/action.ts';
import { heldUpdateDocument, incidentCardDocument } from '../../../src/incident/domain/incident.ts';
import { remedyRunDocument } from '../../../src/incident/domain/remedy-run.ts';
import { homeView } from '../../../src/slack/home.ts';
import { buttonOf } from '../../support/buttons.ts';
import { emptyWorld, OUTSIDERS, type PrivateWorld, privateWorld } from './private-world.ts';

/** What names things of one incident, or of none that there is. */
interface Names {
  readonly code: string;
  readonly action: string;
  readonly held: string;
  /** Of an action that waits for a second person. */
  readonly run: string;
  readonly page: string;
  readonly channel: string;
  readonly ts: string;
}
const NOWHERE: Names = {
  code: 'I999999',
  action: 'A999999',
  held: 'nothing',
  run: 'nowhere',
  page: 'P9',
  channel: 'CNOWHERE',
  ts: '1.000100',
};

type Knock = (told: PrivateWorld, person: string, names: Names) => Promise<unknown>;
const typed =
  (text: (names: Names) => string): Knock =>
  ({ world }, person, names) =>
    world.type(person, incident, text(names));
const pressed =
  (id: string, value: (names: Names) => string): Knock =>
  ({ world }, person, names) =>
    world.press(person, incident, id, value(names));
const handed =
  (id: string, meta: (names: Names) => string, values = {}): Knock =>
  ({ submit }, person, names) =>
    submit(person, id, meta(names), values);

const code = ({ code }: Names) => code;
const TEXT = { text: { text: 'words' } };

/** Doors that name no incident: what they say is compared with an event that has none. */
const NAMELESS = new Set(['', 'search', 'stats', 'actions', 'declare', 'postmortems', 'factors']);
const BUTTONS_NAMELESS = new Set([
  'incident.all',
  'incident.new',
  'incident.another',
  'incident.declare-as',
  'incident.more-postmortems',
  'incident.more-factors',
  'incident.do-leave',
]);

const VERBS: Readonly<Record<string, Knock>> = {
  ...Object.fromEntries(
    Object.entries({
      show: '',
      timeline: '',
      export: '',
      reopen: '',
      resolve: 'it is over',
      private: '',
      public: '',
      erase: '',
      postmortem: '',
      role: 'scribe',
      update: 'words',
      note: 'words',
      sev: 'sev3',
      action: '<@UANA> 2019-06-20 words',
      rename: 'words',
      mistake: '',
    }).map(([verb, rest]) => [verb, typed((names) => `${verb} ${names.code} ${rest}`.trim())]),
  ),
  track: typed(({ action }) => `track ${action} github`),
  runbook: typed((names) => `runbook ${names.code} power`),
  do: typed((names) => `do bell ${names.code}`),
};

const BUTTONS: Readonly<Record<string, Knock>> = {
  ...Object.fromEntries(
    [
      ...['timeline', 'show', 'command', 'update', 'note', 'resolve', 'resolve-pages', 'mitigated', 'reopen'],
      ...['public', 'erase'],
      ...['addAction', 'postmortem', 'write', 'factor', 'publish', 'not-now'],
    ].map((name) => [`incident.${name}`, pressed(`incident.${name}`, code)]),
  ),
  'incident.runbook': pressed('incident.runbook', (names) => `${names.code} power-cut`),
  'incident.tick': pressed('incident.tick', (names) => `${names.code}:power-cut 1`),
  'incident.untick': pressed('incident.untick', (names) => `${names.code}:power-cut 1`),
  'incident.answer': pressed('incident.answer', (names) => `${names.code}:power-cut 2 0`),
  'incident.from-page': pressed('incident.from-page', ({ page }) => page),
  'incident.join': pressed('incident.join', (names) => JSON.stringify({ code: names.code, title: 'x' })),
  'incident.publish-now': pressed('incident.publish-now', (names) =>
    JSON.stringify({ typed: names.code, at: '2019-06-05T08:00:00Z', harms: [], on: { [names.code]: 'x' } }),
  ),
  'incident.do': pressed('incident.do', (names) => JSON.stringify({ do: 'bell', incident: names.code })),
  'incident.do-now': pressed('incident.do-now', (names) =>
    JSON.stringify({
      typed: JSON.stringify({ do: 'bell', incident: names.code }),
      at: '2019-06-05T10:00:00Z',
      harms: ['do'],
      on: { bell: 1, last: '', run: 'made-up' },
    }),
  ),
  'incident.do-confirm': pressed('incident.do-confirm', ({ run }) => run),
  'incident.do-stop': pressed('incident.do-stop', ({ run }) => run),
  'incident.severity': pressed('incident.severity', (names) => `${names.code} sev3`),
  'incident.update-anyway': pressed('incident.update-anyway', ({ held }) => held),
  'incident.done': pressed('incident.done', ({ action }) => action),
  'incident.snooze': pressed('incident.snooze', ({ action }) => action),
};

const MODALS: Readonly<Record<string, Knock>> = {
  'incident.update': handed('incident.update', code, TEXT),
  'incident.note': handed('incident.note', code, TEXT),
  'incident.resolve': handed('incident.resolve', code, TEXT),
  'incident.action': handed('incident.action', code, {
    ...TEXT,
    owner: { pick: 'UANA' },
    due: { pick: '2019-06-20' },
  }),
  'incident.done': handed('incident.done', ({ action }) => action, TEXT),
  'incident.snooze': handed('incident.snooze', ({ action }) => action, {
    ...TEXT,
    due: { pick: '2019-06-20' },
  }),
  'incident.write': handed('incident.write', code, { summary: { text: 'words' } }),
  'incident.factor': handed(
    'incident.factor',
    (names) => JSON.stringify({ code: names.code, steps: ['x'] }),
    {
      step1: { text: 'words' },
      deeper: { pick: 'yes' },
    },
  ),
};

const shortcut: Knock = async ({ world }, person, { channel, ts }) => {
  const at = { channel, ts: '1559728900.000100' };
  const press = { ...(await world.asking(person)), value: '', at, progress: async () => {} };
  const message = { text: 'words', author: 'UDEC', thread: ts };
  return await useShortcut(incident, 'incident.timeline', { ...press, ...message }, world.deps);
};

interface Door {
  readonly id: string;
  readonly least: Permission;
  readonly knock: Knock;
  /** Which state it does something in; both where nothing is said. */
  readonly state?: 'open' | 'over';
}
const rights = incident.rights;
const doorsOf = (kind: 'verbs' | 'buttons' | 'modals', knocks: Readonly<Record<string, Knock>>): Door[] =>
  Object.entries(knocks).map(([id, knock]) => ({
    id: `${kind} ${id}`,
    least: leastFor(rights[kind]?.[id] ?? 'organizer'),
    knock,
  }));
const DOORS: Door[] = [
  ...doorsOf('verbs', VERBS),
  ...doorsOf('buttons', BUTTONS),
  ...doorsOf('modals', MODALS),
  { id: 'shortcut', least: 'crew', knock: shortcut },
];

/** Everything a private incident can have, where it is open or over; for `own` everybody is a responder. */
async function tell(over: boolean, own: boolean): Promise<{ told: PrivateWorld; names: Names }> {
  const told = await privateWorld();
  const { world } = told;
  const type = (text: string) => world.type('UANA', incident, `${text}`);
  if (own)
    await type(
      `private ${told.code} add ${Object.values(OUTSIDERS)
        .map((id) => `<@${id}>`)
        .join(' ')}`,
    );
  await type(`role ${told.code} commander`);
  const question = await type(`do lamp ${told.code}`);
  await world.press('UANA', incident, 'incident.do-now', buttonOf(question, 'incident.do-now'));
  await type(`resolve ${told.code}`);
  await type(`update ${told.code} held`);
  await type(`action ${told.code} <@UANA> 2019-06-12 something`);
  await type(`runbook ${told.code} power`);
  if (!over) await type(`reopen ${told.code}`);
  await told.settle();
  const [held] = await world.store.all(heldUpdateDocument);
  const [action] = await world.store.all(actionDocument);
  const [run] = await world.store.all(remedyRunDocument);
  const card = await world.store.get(incidentCardDocument, told.code);
  const names = {
    code: told.code,
    action: action?.id ?? '',
    held: held?.id ?? '',
    run: run?.id ?? '',
    page: 'P1',
    channel: told.channel ?? '',
    ts: card?.value.ts ?? '',
  };
  return { told, names };
}

/** The answer or the refusal, with the names taken out. */
async function answer(knock: Knock, told: PrivateWorld, person: string, names: Names) {
  const result = await knock(told, person, names).then(
    (reply) => ({ refused: undefined, said: JSON.stringify(reply ?? null) }),
    (error: unknown) => {
      if (!(error instanceof UserError)) throw error;
      return { refused: error.key, said: JSON.stringify([error.key, error.params]) };
    },
  );
  const said = Object.values(names).reduce((text, name) => text.replaceAll(name, '…'), result.said);
  return { ...result, said };
}

const ROLE_REFUSALS = new Set(['common.guest', 'common.notCrew', 'common.notOrganizer', 'common.notYours']);
const NOT_THERE = new Set([
  'incident.unknown',
  'incident.unknownNoneOpen',
  'incident.action.unknown',
  'incident.updateGone',
  'incident.runbook.gone',
  'incident.whichTimeline',
  'incident.do.notThere',
  'incident.do.gone',
]);

it('knocks at every door that the table of rights has', () => {
  const named = (kind: 'verbs' | 'buttons' | 'modals', nameless: ReadonlySet<string>) =>
    Object.keys(rights[kind] ?? {})
      .filter((id) => !nameless.has(id))
      .sort();
  expect(Object.keys(VERBS).sort()).toEqual(named('verbs', NAMELESS));
  expect(Object.keys(BUTTONS).sort()).toEqual(named('buttons', BUTTONS_NAMELESS));
  expect(Object.keys(MODALS).sort()).toEqual(named('modals', new Set(['incident.declare'])));
  expect(Object.keys(rights.shortcuts ?? {})).toEqual(['incident.timeline']);
});

describe.each(['open', 'over'] as const)('a private incident that is %s', (state) => {
  it.each(PERMISSIONS)('of others: each door answers %s as for a code that there is not', async (role) => {
    const { told, names } = await tell(state === 'over', false);
    let commits = 0;
    const commit = told.world.store.commit.bind(told.world.store);
    told.world.store.commit = async (change) => {
      if (change.put || change.facts) commits++;
      return await commit(change);
    };
    const person = OUTSIDERS[role];
    for (const door of DOORS) {
      const real = await answer(door.knock, told, person, names);
      const nothing = await answer(door.knock, told, person, NOWHERE);
      expect(real, `${role} at ${door.id}`).toEqual(nothing);
      const opens = door.id === 'buttons incident.from-page' && includes(role, 'crew');
      expect(real.refused === undefined, `${role} at ${door.id}`).toBe(opens);
    }
    expect(commits).toBe(0);
  });

  it.each(PERMISSIONS)(
    'of one’s own: each door is as open as to any incident, for %s',
    async (role) => {
      const person = OUTSIDERS[role];
      let shared: Awaited<ReturnType<typeof tell>> | undefined;
      for (const door of DOORS) {
        // Whoever gets in may change it: the next door wants it as it was.
        const enters = includes(role, door.least);
        shared ??= await tell(state === 'over', true);
        const { refused } = await answer(door.knock, shared.told, person, shared.names);
        if (enters) shared = undefined;
        const why = `${role} at ${door.id}: ${refused}`;
        if (!enters) expect(ROLE_REFUSALS.has(refused ?? ''), why).toBe(true);
        // An attendee may close only what is theirs, which this is not.
        else if (includes(role, 'crew')) expect(NOT_THERE.has(refused ?? ''), why).toBe(false);
        else expect(refused, why).toBe('common.notCrew');
      }
    },
    60_000,
  );
});

describe('an event with a private incident', () => {
  it.each(PERMISSIONS)('reads to %s as one without: no gap in codes, no figure, no line', async (role) => {
    const person = OUTSIDERS[role];
    const [without, told] = [await emptyWorld(), (await tell(false, false)).told];
    const read = async (world: PrivateWorld['world']) => {
      const seen: string[] = [];
      const trying = async (work: () => Promise<unknown>) =>
        seen.push(
          await work().then(
            (reply) => JSON.stringify(reply ?? null),
            (error: unknown) => {
              if (error instanceof UserError) return JSON.stringify([error.key, error.params]);
              throw error;
            },
          ),
        );
      await world.type('UBOB', incident, 'declare sev3 A door does not close');
      await world.type('UBOB', incident, 'action I1 <@UBOB> 2019-06-20 Oil it');
      await world.settle(jobs);
      for (const text of [
        '',
        'show I1',
        'timeline I1',
        'stats',
        'search o',
        'actions',
        'show I7',
        'postmortems',
        'factors',
        'runbook',
      ])
        await trying(() => world.type(person, incident, text));
      await trying(() => world.type(person, page, 'list'));
      for (const id of ['incident.new', 'incident.all'])
        await trying(() => world.press(person, incident, id));
      await trying(async () => await homeView(commands, await world.asking(person), world.deps));
      return seen;
    };
    const [plain, hiding] = [await read(without), await read(told.world)];
    expect(hiding).toEqual(plain);
    if (includes(role, 'crew')) expect(plain.join()).toContain('A door does not close');
  });
});
