/** Paging's sections of the event file: the policies, and the doors for machines by name. Their tokens never. */
import { z } from 'zod';
import {
  durationText,
  inSeconds,
  type SomeSections,
  shortDuration,
} from '../../callboard/domain/event-file.ts';
import type { Doing } from '../../callboard/domain/settings.ts';
import { type Change, mergeChanges, type Versioned } from '../../core/commit.ts';
import type { Hook } from './alert.ts';
import { createHook, retargetHook, revokeHook } from './hooks.ts';
import { type Target, targetKey } from './page.ts';
import { DEFAULT_POLICY_ID, defaultPolicy, type Policy } from './policy.ts';
import { setPolicy } from './set-policy.ts';

const DAY = 86_400;
const TARGET = /^(?:oncall|(?:room|role|person|group):\S(?:.*\S)?)$/;

/** Whom it pages: `room:Main hall`, `role:Desk`, `person:U0123ABCD`, `group:@stage-crew` or `oncall`. */
const FileTarget = z
  .string()
  .regex(TARGET, {
    error: 'is nobody to page: write room:NAME, role:NAME, person:@handle, group:@handle or oncall',
  })
  .meta({ description: 'room:NAME, role:NAME, person:@handle, group:@handle or oncall.' });

const FileStep = z.strictObject({
  who: z.string().regex(/^(?:target|lead|organizers|role:\S(?:.*\S)?)$/, {
    error: 'is nobody to ask: write target, lead, organizers or role:NAME',
  }),
  after: durationText(0, DAY, 'From the start of the round.'),
  here: z.boolean().default(false).meta({ description: 'Also @here in the ops channel.' }),
});

const FilePolicy = z.strictObject({
  steps: z
    .array(FileStep)
    .min(1)
    .max(6)
    .superRefine((steps, context) => {
      for (const [index, { after }] of steps.entries())
        if (index > 0 && inSeconds(after) < inSeconds(steps[index - 1]?.after ?? '0s'))
          context.addIssue({
            code: 'custom',
            path: [index, 'after'],
            message: 'is earlier than the step before it: put the steps in their order',
          });
    }),
  rounds: z.number().int().min(1).max(10).default(defaultPolicy.rounds),
  pause: durationText(30, DAY, 'After the last step of a round.').default('3m'),
});
type FilePolicy = z.infer<typeof FilePolicy>;

export const pageSections = {
  policies: z
    .record(
      z.string().regex(/^(?:default|oncall|(?:room|role|person|group):\S(?:.*\S)?)$/, {
        error:
          'is nobody to page: write default, room:NAME, role:NAME, person:@handle, group:@handle or oncall',
      }),
      FilePolicy,
    )
    .meta({ description: 'Who is asked, after how long, how often: `default`, and targets of their own.' }),
  hooks: z
    .array(z.strictObject({ name: z.string().min(1).max(40), pages: FileTarget }))
    .meta({ description: 'Doors for machines by name. A token is made when one is added, and shown once.' }),
};
const PagePart = z.strictObject(pageSections);
export type PagePart = z.infer<typeof PagePart>;

const policyOf = ({ steps, rounds, pause }: Policy): FilePolicy => ({
  steps: steps.map(({ who, after, here = false }) => ({ who, after: shortDuration(after), here })),
  rounds,
  pause: shortDuration(pause),
});

/** Callboard's own default where the file has none, as everything that is left out has its default. */
export const withDefaultPolicy = (policies: PagePart['policies']): PagePart['policies'] => ({
  [DEFAULT_POLICY_ID]: policyOf(defaultPolicy),
  ...policies,
});

const fromFile = ({ steps, rounds, pause }: FilePolicy): Policy => ({
  steps: steps.map(({ who, after, here }) => ({
    who: who as Policy['steps'][number]['who'],
    after: inSeconds(after),
    ...(here && { here }),
  })),
  rounds,
  pause: inSeconds(pause),
});

export interface PageState {
  readonly policies: readonly Versioned<Policy>[];
  readonly hooks: readonly Versioned<Hook>[];
}

/** Hooks whose tokens open, oldest first. */
const openHooks = (hooks: PageState['hooks']): Versioned<Hook>[] =>
  hooks
    .filter(({ value }) => value.revokedAt === undefined)
    .sort(
      (a, b) =>
        a.value.createdAt.localeCompare(b.value.createdAt) || a.value.code.localeCompare(b.value.code),
    );

export function pagePartOf({ policies, hooks }: PageState): PagePart {
  const own = policies.map(({ id, value }) => [id, policyOf(value)] as const);
  return {
    policies: withDefaultPolicy(Object.fromEntries(own)),
    hooks: openHooks(hooks).map(({ value: { name, target } }) => ({ name, pages: targetKey(target) })),
  };
}

/** The target that a key of the file means; a group is shown by its handle where it is known. */
function targetOf(key: string, handles: ReadonlyMap<string, string>): Target {
  if (key === 'oncall') return { kind: 'oncall', name: '' };
  const colon = key.indexOf(':');
  const name = key.slice(colon + 1);
  const kind = key.slice(0, colon) as Target['kind'];
  const handle = kind === 'group' ? handles.get(name) : undefined;
  return { kind, name, ...(handle !== undefined && { label: `@${handle}` }) };
}

/** The default as Callboard has it needs no document. */
const isOwn = (id: string, policy: FilePolicy): boolean =>
  id !== DEFAULT_POLICY_ID || JSON.stringify(policy) !== JSON.stringify(policyOf(defaultPolicy));

/** A hook that the file adds: its code, and the hash of the token that was made for it. */
export interface NewHook {
  readonly code: string;
  readonly hash: string;
}

/** Names may come twice; the second of a name is another hook than the first. */
function pairs<T extends { readonly name: string }>(all: readonly T[]): Map<string, T> {
  const counts = new Map<string, number>();
  return new Map(
    all.map((one) => {
      const count = (counts.get(one.name) ?? 0) + 1;
      counts.set(one.name, count);
      return [`${one.name}\n${count}`, one] as const;
    }),
  );
}

const byName = (hooks: PageState['hooks']) =>
  pairs(openHooks(hooks).map((hook) => ({ name: hook.value.name, hook })));

/** The hooks of the file that are not there: for each of them a token is to be made. */
export const hooksToMake = ({ hooks }: PageState, part: SomeSections<PagePart>): PagePart['hooks'] => {
  const known = byName(hooks);
  return [...pairs(part.hooks ?? [])].filter(([key]) => !known.has(key)).map(([, hook]) => hook);
};

/**
 * What makes paging what the file says; undefined where it is. A page that is open keeps the policy that it took.
 *
 * @param fresh - one for each of `hooksToMake`
 * @param handles - of user groups, by id
 */
export function applyPagePart(
  state: PageState,
  part: SomeSections<PagePart>,
  fresh: readonly NewHook[],
  handles: ReadonlyMap<string, string>,
  doing: Doing,
): Change | undefined {
  const changes: (Change | undefined)[] = [];
  const before = pagePartOf(state);
  const version = (id: string) => state.policies.find((one) => one.id === id)?.version ?? 0;
  for (const [id, policy] of Object.entries(part.policies ?? {})) {
    const known = Object.hasOwn(before.policies, id) ? before.policies[id] : undefined;
    if (JSON.stringify(known) !== JSON.stringify(policy))
      changes.push(setPolicy(id, isOwn(id, policy) ? fromFile(policy) : null, version(id), doing));
  }
  for (const one of part.policies ? state.policies : [])
    if (!Object.hasOwn(part.policies ?? {}, one.id))
      changes.push(setPolicy(one.id, null, one.version, doing));
  if (part.hooks) {
    const wanted = pairs(part.hooks);
    for (const [key, { hook }] of byName(state.hooks)) {
      const pages = wanted.get(key)?.pages;
      if (pages === undefined) changes.push(revokeHook(hook, doing));
      else if (pages !== targetKey(hook.value.target))
        changes.push(retargetHook(hook, targetOf(pages, handles), doing));
    }
    for (const [index, hook] of hooksToMake(state, part).entries()) {
      const made = fresh[index];
      if (!made) throw new Error(`no token was made for the hook ${hook.name}`);
      const target = targetOf(hook.pages, handles);
      changes.push(createHook(made.hash, { code: made.code, name: hook.name, target }, doing));
    }
  }
  const change = mergeChanges(...changes);
  return (change.put ?? []).length > 0 ? change : undefined;
}
