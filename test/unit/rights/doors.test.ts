/**
 * Every role at every door, with its own things and with those of others: none too open, none too closed.
 * A door is open where it does not refuse; what the door then makes of an odd value is its own test's matter.
 */

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commands, routes } from '../../../commands/index.ts';
import {
  includes,
  leastFor,
  PERMISSIONS,
  type Permission,
  permits,
  type Right,
  roleOf,
} from '../../../src/callboard/domain/permission.ts';
import { BULL_PATH } from '../../../src/callboard/queues/page.ts';
import type { Command, RequestContext } from '../../../src/core/command.ts';
import { UserError } from '../../../src/core/errors.ts';
import { HTTP_RIGHTS } from '../../../src/core/http-rights.ts';
import { RIGHTS } from '../../../src/core/rights.ts';
import { handInModal, pressButton, runCommand, useShortcut } from '../../../src/core/run-command.ts';
import { mrkdwn } from '../../../src/slack/mrkdwn.ts';
import { fakeEvent, fakeWorld, somebody } from '../../support/fake-deps.ts';
import { permissionsPage } from './permissions-page.ts';

const REFUSALS = new Set([
  'common.guest',
  'common.notCrew',
  'common.notSpeaker',
  'common.notOrganizer',
  'common.notYours',
]);
const KINDS = ['verbs', 'buttons', 'modals', 'shortcuts'] as const;
type Kind = (typeof KINDS)[number];

interface Door {
  readonly command: Command;
  readonly kind: Kind;
  readonly id: string;
  readonly right: Right;
}

const doors: Door[] = commands.flatMap((command) =>
  KINDS.flatMap((kind) =>
    Object.entries(command.rights[kind] ?? {}).map(([id, right]) => ({ command, kind, id, right })),
  ),
);

/** A command whose doors do nothing but say that somebody came in. */
const hollow = (command: Command): Command => {
  const open = async () => ({ text: mrkdwn`in` });
  const emptied = (parts: Readonly<Record<string, unknown>> | undefined) =>
    Object.fromEntries(Object.keys(parts ?? {}).map((id) => [id, { usage: {}, run: open }]));
  const verbs = emptied(command.verbs) as Command['verbs'];
  const buttons = emptied(command.buttons) as NonNullable<Command['buttons']>;
  const modals = emptied(command.modals) as NonNullable<Command['modals']>;
  const shortcuts = emptied(command.shortcuts) as NonNullable<Command['shortcuts']>;
  return {
    name: command.name,
    summary: command.summary,
    rights: command.rights,
    verbs,
    buttons,
    modals,
    shortcuts,
  };
};

const through = async (command: Command, { kind, id }: Door, request: RequestContext): Promise<boolean> => {
  const world = await shared;
  const press = { ...request, value: '', at: undefined, progress: async () => {} };
  const call = { ...request, text: id, channel: 'C1', progress: async () => {} };
  const goes =
    kind === 'verbs'
      ? runCommand(command, call, world.deps)
      : kind === 'buttons'
        ? pressButton(command, id, press, world.deps)
        : kind === 'modals'
          ? handInModal(command, id, { ...request, values: {}, meta: '' }, world.deps)
          : useShortcut(command, id, { ...press, text: '', author: '', thread: undefined }, world.deps);
  try {
    await goes;
    return true;
  } catch (error) {
    if (error instanceof UserError && REFUSALS.has(error.key)) return false;
    throw error;
  }
};

const shared = fakeWorld();

describe('the table', () => {
  test('names every verb, button, modal, shortcut, reaction and HTTP door, and nothing else', () => {
    for (const command of commands) {
      expect(command.rights, command.name).toBe(RIGHTS[command.name as keyof typeof RIGHTS]);
      for (const kind of KINDS)
        expect(Object.keys(command.rights[kind] ?? {}).sort(), `${command.name} ${kind}`).toEqual(
          Object.keys(command[kind] ?? {}).sort(),
        );
      expect(Object.keys(command.rights.reactions ?? {})).toEqual(command.watchedReactions ?? []);
      expect(command.rights.otherwise !== undefined, command.name).toBe(command.otherwise !== undefined);
      expect(command.rights.texts !== undefined, command.name).toBe(command.texts !== undefined);
    }
    const mounted = [...routes.map(({ method, path }) => `${method} ${path}`)];
    const fixed = ['GET /healthz', 'GET /readyz', 'GET /metrics', `GET ${BULL_PATH}`];
    expect(Object.keys(HTTP_RIGHTS).sort()).toEqual([...mounted, ...fixed].sort());
  });

  test('is what docs/permissions.md says', () => {
    expect(readFileSync('docs/permissions.md', 'utf8')).toBe(permissionsPage());
  });

  test('opens each door to its role and those above it, in both directions, for every door', async () => {
    const world = await shared;
    const base = await world.asking('UANY');
    let tried = 0;
    for (const door of doors) {
      const command = hollow(door.command);
      for (const permission of PERMISSIONS) {
        const open = await through(command, door, { ...base, permission });
        expect(open, `${permission} at ${door.command.name} ${door.kind} ${door.id}`).toBe(
          includes(permission, leastFor(door.right)),
        );
        tried++;
      }
    }
    expect(tried).toBeGreaterThan(1_000);
  });

  test('a door that the table does not know is closed to everybody', async () => {
    const world = await shared;
    const base = await world.asking('UORG');
    const button = { run: async () => ({ text: mrkdwn`in` }) };
    const command: Command = {
      name: '/x',
      summary: 'common.noOrganizers',
      rights: { verbs: {} },
      verbs: {},
      buttons: { 'x.y': button, toString: button },
    };
    for (const permission of PERMISSIONS)
      for (const id of ['x.y', 'toString', 'constructor'])
        await expect(
          pressButton(
            command,
            id,
            { ...base, permission, value: '', at: undefined, progress: async () => {} },
            world.deps,
          ),
        ).rejects.toBeInstanceOf(UserError);
  });
});

test('own and others: more rights never close what less rights open', () => {
  const permission = fc.constantFrom(...PERMISSIONS);
  const right: fc.Arbitrary<Right> = fc.oneof(
    permission,
    fc.record({ own: permission, others: fc.constantFrom<Permission | 'nobody'>(...PERMISSIONS, 'nobody') }),
  );
  fc.assert(
    fc.property(right, permission, permission, fc.boolean(), (asks, one, other, own) => {
      const [less, more] = [one, other].sort((a, b) => PERMISSIONS.indexOf(a) - PERMISSIONS.indexOf(b)) as [
        Permission,
        Permission,
      ];
      if (permits(asks, less, own)) expect(permits(asks, more, own)).toBe(true);
      if (permits(asks, less, own) && own) expect(includes(less, leastFor(asks))).toBe(true);
    }),
    { numRuns: 5_000 },
  );
});

test('everybody has one role, and who left or is from elsewhere has none', () => {
  const ids = ['UORG', 'UNAMED', 'USHIFT', 'UTALK', 'UANYBODY'];
  const duties = { crew: new Set(['USHIFT', 'UORG']), speakers: new Set(['UTALK', 'USHIFT']) };
  const event = fakeEvent({ crew: ['UNAMED'] });
  expect(ids.map((id) => roleOf(somebody(id), event, duties))).toEqual([
    'organizer',
    'crew',
    'crew',
    'speaker',
    'attendee',
  ]);
  for (const id of ids)
    for (const gone of [{ guest: true }, { deactivated: true as const }])
      expect(roleOf(somebody(id, gone), event, duties)).toBe('stranger');
});
