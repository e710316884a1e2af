/** Names in a file become ids: people, channels, user groups. What stays is the same file, in one spelling. */
import { orderedActions } from '../../incident/domain/actions-file.ts';
import { withDefaultPolicy } from '../../page/domain/event-file.ts';
import { orderReminders } from '../../speakers/domain/event-file.ts';
import { inSeconds, shortDuration } from '../domain/event-file.ts';
import { inOneSpelling } from '../domain/promises-file.ts';
import type { EventSetup } from './schema.ts';

/** A name in the file, and where it stands. */
export interface Reference {
  readonly kind: 'person' | 'organizer' | 'channel' | 'group';
  readonly text: string;
  readonly path: readonly (string | number)[];
}

type Resolve = (kind: 'person' | 'channel' | 'group', text: string) => string;

/** `person:@ada` and `group:@crew` name somebody; a room and a role are themselves. */
const targetRef = (key: string): Pick<Reference, 'kind' | 'text'> | undefined => {
  const [, kind, text] = /^(person|group):(.+)$/.exec(key) ?? [];
  return text === undefined ? undefined : { kind: kind as 'person' | 'group', text };
};

const withTarget = (key: string, resolve: Resolve): string => {
  const ref = targetRef(key);
  return ref ? `${ref.kind}:${resolve(ref.kind as 'person' | 'group', ref.text)}` : key;
};

/** Every name of the file, in its order. */
export function referencesOf(file: EventSetup): Reference[] {
  const found: Reference[] = [];
  const add = (kind: Reference['kind'], text: string | undefined, ...path: (string | number)[]) => {
    if (text !== undefined) found.push({ kind, text, path });
  };
  const target = (key: string, ...path: (string | number)[]) => {
    const ref = targetRef(key);
    if (ref) add(ref.kind, ref.text, ...path);
  };
  for (const [index, text] of (file.organizers ?? []).entries()) add('organizer', text, 'organizers', index);
  for (const [index, text] of (file.crew ?? []).entries()) add('person', text, 'crew', index);
  for (const [index, text] of (file.crewGroups ?? []).entries()) add('group', text, 'crewGroups', index);
  for (const [kind, text] of Object.entries(file.channels ?? {})) add('channel', text, 'channels', kind);
  for (const [index, room] of (file.rooms ?? []).entries())
    add('channel', room.channel, 'rooms', index, 'channel');
  for (const [index, role] of (file.roles ?? []).entries())
    for (const [at, lead] of role.leads.entries()) add('person', lead, 'roles', index, 'leads', at);
  for (const key of Object.keys(file.policies ?? {})) target(key, 'policies', key);
  for (const [index, hook] of (file.hooks ?? []).entries()) target(hook.pages, 'hooks', index, 'pages');
  for (const [index, { holders }] of (file.keys ?? []).entries())
    for (const [at, holder] of holders.entries()) add('person', holder, 'keys', index, 'holders', at);
  return found;
}

const inShort = (text: string): string => shortDuration(inSeconds(text));

/** The file with ids, durations in one spelling, and lists whose order means nothing in one order. */
export function resolved(file: EventSetup, resolve: Resolve): EventSetup {
  const people = (refs: readonly string[]) => [...new Set(refs.map((ref) => resolve('person', ref)))];
  const {
    organizers,
    crew,
    crewGroups,
    channels,
    rooms,
    promises,
    roles,
    rota,
    policies,
    hooks,
    speakers,
    actions,
    keys,
  } = file;
  return {
    ...file,
    ...(organizers && { organizers: people(organizers) }),
    ...(crew && { crew: people(crew) }),
    ...(crewGroups && { crewGroups: [...new Set(crewGroups.map((ref) => resolve('group', ref)))] }),
    ...(channels && {
      channels: Object.fromEntries(
        Object.entries(channels).map(([kind, ref]) => [kind, resolve('channel', ref)]),
      ),
    }),
    ...(rooms && {
      rooms: rooms.map((room) => ({
        ...room,
        ...(room.channel !== undefined && { channel: resolve('channel', room.channel) }),
      })),
    }),
    ...(promises && { promises: inOneSpelling(promises) }),
    ...(roles && {
      roles: [...roles]
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map((role) => ({
          ...role,
          leads: people(role.leads),
          needs: role.needs.map((need) => ({
            ...need,
            before: inShort(need.before),
            after: inShort(need.after),
          })),
        })),
    }),
    ...(rota && {
      rota: {
        ...rota,
        reminders: rota.reminders.map(inShort),
        block: inShort(rota.block),
        handover: inShort(rota.handover),
      },
    }),
    ...(policies && {
      policies: Object.fromEntries(
        Object.entries(withDefaultPolicy(policies)).map(([key, policy]) => [
          withTarget(key, resolve),
          {
            ...policy,
            steps: policy.steps.map((step) => ({ ...step, after: inShort(step.after) })),
            pause: inShort(policy.pause),
          },
        ]),
      ),
    }),
    ...(hooks && { hooks: hooks.map((hook) => ({ ...hook, pages: withTarget(hook.pages, resolve) })) }),
    ...(speakers && {
      speakers: {
        ...speakers,
        reminders: orderReminders(speakers.reminders),
        checkIn: inShort(speakers.checkIn),
      },
    }),
    ...(actions && { actions: orderedActions(actions) }),
    ...(keys && {
      keys: keys.map((one) => ({ ...one, holders: people(one.holders).sort() })),
    }),
  };
}
