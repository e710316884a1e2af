/** Event files made up for tests, and a file applied to a world as the command line applies it. */
import fc from 'fast-check';
import { shortDuration } from '../../src/callboard/domain/event-file.ts';
import { FLAG_NAMES } from '../../src/callboard/domain/flag.ts';
import { applyEventFile } from '../../src/callboard/event-file/decide.ts';
import { type Difference, setupDifferences } from '../../src/callboard/event-file/difference.ts';
import { exportedFile } from '../../src/callboard/event-file/export.ts';
import { lookUpNames } from '../../src/callboard/event-file/look-up.ts';
import { withRunbookFolder } from '../../src/callboard/event-file/runbook-folder.ts';
import { WrittenSetup } from '../../src/callboard/event-file/schema.ts';
import { loadEventSetup, type SetupDeps, setupOf } from '../../src/callboard/event-file/state.ts';
import { readByLines } from '../../src/formats/event-file/read.ts';
import { writeByLines } from '../../src/formats/event-file/write.ts';
import { runbookId } from '../../src/incident/domain/runbook.ts';
import { hooksToMake } from '../../src/page/domain/event-file.ts';

/** The file with ids, or the mistakes as lines. @param path - from which its folder is seen */
export async function understood(text: string, deps: SetupDeps, path = '-') {
  const read = readByLines(text, WrittenSetup);
  if ('problems' in read) throw new Error(read.problems.map((one) => JSON.stringify(one)).join('\n'));
  const whole = withRunbookFolder(read.value, path);
  if ('faults' in whole) throw new Error(JSON.stringify(whole.faults));
  const state = await loadEventSetup(deps);
  const found = await lookUpNames(whole.setup, {
    directory: deps.directory,
    channels: undefined,
    groups: state.event.value.groups ?? [],
    now: setupOf(state),
  });
  if ('problems' in found) throw new Error(found.problems.map(({ message }) => message).join('\n'));
  return { state, ...found };
}

export async function planned(text: string, deps: SetupDeps, path = '-'): Promise<Difference[]> {
  const { state, file } = await understood(text, deps, path);
  return setupDifferences(setupOf(state), file);
}

/** Applies a file; false where the event was so already, and nothing was committed. */
export async function applied(text: string, deps: SetupDeps): Promise<boolean> {
  const { state, file, groups } = await understood(text, deps);
  const fresh = hooksToMake(state.page, file).map((_, index) => ({
    code: `K${state.page.hooks.length + index + 1}`,
    hash: `hash-${state.page.hooks.length + index + 1}`,
  }));
  const change = applyEventFile(state, file, { fresh, groups }, deps.clock.now());
  if (change) await deps.store.commit(change);
  return change !== undefined;
}

export async function exported(deps: SetupDeps): Promise<string> {
  return writeByLines(
    ...exportedFile(setupOf(await loadEventSetup(deps)), 'test', await deps.directory.all()),
  );
}

const unique = <T>(one: fc.Arbitrary<T>, name: (value: T) => string, maxLength = 4) =>
  fc.uniqueArray(one, { maxLength, selector: (value) => name(value).toLowerCase() });
const named = (max: number) =>
  fc
    .string({
      minLength: 1,
      maxLength: max,
      unit: fc.constantFrom(...'abzñ#:-\'"&{}[]!|>%@ 019.*'.split('')),
    })
    .map((text) => text.trim())
    .filter((text) => text !== '');
const person = fc.constantFrom('U0ADA0001', 'U0BOB0002', 'U0CAT0003', 'U0DAN0004');
const people = (minLength = 0) => fc.uniqueArray(person, { minLength, maxLength: 4 });
const channel = fc.constantFrom('C0AAAA001', 'C0BBBB002', 'C0CCCC003');
const minutes = (least: number, most: number) =>
  fc.integer({ min: least, max: most }).map((count) => shortDuration(count * 60));
const clock = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
const optional = <T>(key: string, value: fc.Arbitrary<T>) =>
  fc.option(value, { nil: undefined }).map((one) => (one === undefined ? {} : { [key]: one }));
const joined = (...parts: fc.Arbitrary<object>[]) =>
  fc.tuple(...parts).map((all): Record<string, unknown> => Object.assign({}, ...all));

const need = joined(
  fc.record({ people: fc.integer({ min: 1, max: 9 }), before: minutes(0, 90), after: minutes(0, 90) }),
  optional('rooms', fc.uniqueArray(named(12), { minLength: 1, maxLength: 3 })),
);
const role = fc.record({
  name: named(20),
  leads: people(),
  skills: fc.uniqueArray(named(8), { maxLength: 3 }),
  rest: fc.integer({ min: 0, max: 48 }),
  nightWeight: fc.constantFrom(1, 1.5, 2),
  needs: fc.array(need, { maxLength: 2 }),
});
const target = fc.oneof(
  fc.constant('oncall'),
  named(12).map((name) => `room:${name}`),
  named(12).map((name) => `role:${name}`),
  person.map((id) => `person:${id}`),
);
const policy = fc.record({
  steps: fc
    .array(
      fc.record({
        who: fc.oneof(
          fc.constantFrom('target', 'lead', 'organizers'),
          named(9).map((name) => `role:${name}`),
        ),
        after: fc.integer({ min: 0, max: 86_400 }),
        here: fc.boolean(),
      }),
      { minLength: 1, maxLength: 6 },
    )
    .map((steps) =>
      [...steps]
        .sort((a, b) => a.after - b.after)
        .map((step) => ({ ...step, after: shortDuration(step.after) })),
    ),
  rounds: fc.integer({ min: 1, max: 10 }),
  pause: fc.integer({ min: 30, max: 86_400 }).map(shortDuration),
});

const slug = fc.constantFrom('mend', 'mend-b', 'restart', 'stop', 'x1');
const web = fc.constantFrom('https://stage.example.org/hook', 'http://10.0.0.5:8080/a?b=c');
const action = fc.oneof(
  joined(
    fc.record({
      name: slug,
      title: named(60),
      does: named(100),
      lock: fc.constantFrom('crew', 'two people'),
      webhook: web,
      secret: fc.constantFrom('ACTION_SECRET_A', 'ACTION_SECRET_STAGE_1'),
    }),
    optional('dryRun', web),
    optional(
      'readBack',
      joined(
        fc.record({ url: web, field: named(20), value: fc.oneof(named(9), fc.boolean(), fc.integer()) }),
        optional('within', fc.integer({ min: 1, max: 300 }).map(shortDuration)),
      ),
    ),
    optional('timeout', fc.integer({ min: 1, max: 30 }).map(shortDuration)),
    optional('resolves', fc.boolean()),
    optional('kinds', fc.uniqueArray(fc.constantFrom('av', 'power', 'network'), { maxLength: 2 })),
    optional('rooms', fc.uniqueArray(named(12), { maxLength: 2 })),
    optional('alerts', fc.dictionary(fc.constantFrom('device', 'site'), named(9), { maxKeys: 2 })),
  ),
  joined(fc.record({ name: slug, title: named(60), does: named(100), lock: fc.constant('keys:drill-lamp') })),
);

/** Any set-up that people could write: some sections of it, all with ids. */
export const anyEventFile: fc.Arbitrary<Record<string, unknown>> = joined(
  fc.constant({ version: 1 }),
  optional(
    'event',
    joined(
      fc.record({
        name: named(80),
        zone: fc.constantFrom('Europe/Madrid', 'America/New_York', 'UTC'),
        language: fc.constantFrom('en', 'es'),
      }),
      optional('dates', fc.constant({ first: '2027-06-01', last: '2027-06-03' })),
    ),
  ),
  optional('organizers', people(1)),
  optional('crew', people()),
  optional(
    'channels',
    joined(optional('announcements', channel), optional('ops', channel), optional('volunteers', channel)),
  ),
  optional(
    'rooms',
    unique(
      joined(
        fc.record({ name: named(20).filter((name) => !/[,;=]/.test(name)) }),
        optional('channel', channel),
        optional('aliases', fc.uniqueArray(named(9), { minLength: 1, maxLength: 2 })),
      ),
      (room) => String(room['name']),
    ),
  ),
  optional(
    'retention',
    fc.record({ numbers: fc.integer({ min: 0, max: 400 }), people: fc.integer({ min: 0, max: 3660 }) }),
  ),
  optional(
    'flags',
    unique(
      joined(
        fc.record({
          name: fc.constantFrom(...FLAG_NAMES),
          owner: person,
          until: fc.constantFrom('2027-06-02', '2019-06-05'),
          roles: fc.uniqueArray(fc.constantFrom('crew', 'organizer', 'role:Stage'), { minLength: 1 }),
        }),
        optional('people', people()),
      ),
      (flag) => String(flag['name']),
    ),
  ),
  optional(
    'roles',
    unique(role, ({ name }) => name),
  ),
  optional(
    'rota',
    fc.record({
      reminders: fc.uniqueArray(minutes(1, 3000), { maxLength: 5 }),
      night: fc.record({ from: clock, to: clock }),
      block: minutes(60, 1440),
      handover: minutes(0, 59),
    }),
  ),
  optional('policies', fc.dictionary(fc.oneof(fc.constant('default'), target), policy, { maxKeys: 3 })),
  optional('hooks', fc.array(fc.record({ name: named(20), pages: target }), { maxLength: 3 })),
  optional(
    'runbooks',
    unique(
      joined(
        fc.record({
          name: named(20).filter((name) => runbookId(name) !== ''),
          text: fc.constantFrom(
            '- one\n- two',
            'Calm.\n\n- Is it?\n  - yes → 2\n  - no\n- [x](https://example.org)\n',
          ),
        }),
        optional('kinds', fc.constant(['av'])),
        optional('rooms', fc.uniqueArray(named(9), { maxLength: 2 })),
        optional('alerts', fc.constant({ device: 'projector' })),
      ),
      (runbook) => runbookId(String(runbook['name'])),
    ),
  ),
  optional(
    'drills',
    fc.uniqueArray(
      fc.record({
        name: fc.constantFrom('projector', 'cloakroom', 'coats-2'),
        title: fc.oneof(fc.constant('Coats'), fc.constant({ en: 'Coats', es: 'Abrigos' })),
        about: fc.constant('Who has the key?'),
        minutes: fc.integer({ min: 10, max: 60 }),
        steps: fc.constantFrom(
          [{ at: 0, inject: 'A train leaves', expect: [{ what: 'update', within: 5, points: 2 }] }],
          [
            { at: 0, page: { to: 'oncall', says: 'Locked' } },
            { at: 2, keys: { set: 'drill', says: 'Now' }, expect: [{ what: 'ceremony', within: 5 }] },
          ],
        ),
      }),
      { maxLength: 3, selector: ({ name }) => name },
    ),
  ),
  optional(
    'speakers',
    joined(
      fc.record({ reminders: fc.uniqueArray(minutes(1, 3000), { maxLength: 5 }), checkIn: minutes(0, 120) }),
      optional('bring', named(40)),
    ),
  ),
  optional(
    'actions',
    unique(action, ({ name }) => String(name)),
  ),
);
