/** The actions of the event file. Their secrets by name alone: the values are the operator's environment. */
import { z } from 'zod';
import {
  durationText,
  eachOnce,
  inSeconds,
  type SomeSections,
  shortDuration,
} from '../../callboard/domain/event-file.ts';
import type { Doing } from '../../callboard/domain/settings.ts';
import { type Change, fact, put, recordFact, type Versioned } from '../../core/commit.ts';
import { Kind } from './incident.ts';
import { Remedy, remedyDocument, whyNoChain } from './remedy.ts';

const Name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, { error: 'is no name: small letters, digits and hyphens' });
const Address = z
  .url({ protocol: /^https?$/, error: 'is no address: write it with https://' })
  .max(500)
  .meta({ description: 'https://…; plain http within your own network.' });
const Line = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[^\n]*$/, { error: 'must be one line' })
    .refine((text) => text.trim() === text, { error: 'begins or ends with a space' });

/** Seconds that the read-back may take, and a call. */
const MOST_WITHIN = 300;
const MOST_TIMEOUT = 30;

const FileAction = z
  .strictObject({
    name: Name.meta({ description: 'What is typed behind `/incident do`.' }),
    title: Line(60).meta({ description: 'Its button, such as “Restart the projector”.' }),
    does: Line(300).meta({ description: 'What it will do, in a sentence: shown before it is done.' }),
    kinds: z.array(Kind).default([]).meta({
      description: 'Kinds of incidents, and of pages by their words, on whose cards it is a button.',
    }),
    rooms: z
      .array(Line(200))
      .default([])
      .meta({ description: 'Only in these rooms; in any where none is named.' }),
    alerts: z.record(Line(60), Line(120)).default({}).meta({
      description: 'Labels of alerts, `*` for any value: one of them is enough, as is one of the kinds.',
    }),
    lock: z
      .union([
        z.literal('crew'),
        z.literal('two people'),
        z.templateLiteral(['keys:', z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/)]),
      ])
      .default('crew')
      .meta({
        description:
          'Who may: anybody of the crew, two people, or the holders of a guarded action (keys:NAME, KEYS_ACTIONS).',
      }),
    webhook: Address.exactOptional(),
    secret: z
      .string()
      .regex(/^ACTION_SECRET_[A-Z0-9_]{1,60}$/, {
        error: 'is no name of a secret: the variable is called ACTION_SECRET_ and more, in capitals',
      })
      .exactOptional()
      .meta({
        description: 'The environment variable that holds the secret, ACTION_SECRET_…; never its value.',
      }),
    dryRun: Address.exactOptional().meta({ description: 'Asked first what it would do; changes nothing.' }),
    readBack: z
      .strictObject({
        url: Address,
        field: z.string().min(1).max(100).meta({ description: 'Of the JSON answer, such as power.state.' }),
        value: z.union([z.string().max(200), z.boolean(), z.number()]),
        within: durationText(1, MOST_WITHIN, 'How long it may take to show.').default('20s'),
      })
      .exactOptional()
      .meta({ description: 'Asked afterwards: only what shows there is told as done.' }),
    timeout: durationText(1, MOST_TIMEOUT, 'For each call.').default('5s'),
    resolves: z.boolean().default(false).meta({ description: 'Whether a success resolves the page.' }),
    next: Name.exactOptional().meta({ description: 'The action that a success sets off.' }),
  })
  .superRefine((action, context) => {
    const wrong = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (action.lock.startsWith('keys:')) {
      for (const key of ['webhook', 'secret', 'dryRun', 'readBack'] as const)
        if (action[key] !== undefined)
          wrong(key, 'is the keys’ own: KEYS_ACTIONS of the operator has it, take it out here');
      return;
    }
    if (action.webhook === undefined) wrong('webhook', 'does the work');
    if (action.webhook !== undefined && action.secret === undefined) wrong('secret', 'signs it');
  });

export const actionSections = {
  actions: z
    .array(FileAction)
    .max(100)
    .superRefine(eachOnce(({ name }) => name))
    .superRefine((all, context) => {
      for (const [index, one] of all.entries()) {
        const why = whyNoChain(one, all);
        if (why !== undefined) context.addIssue({ code: 'custom', path: [index, 'next'], message: why });
      }
    })
    .meta({ description: 'What the crew may do about it from a card or with `/incident do`.' }),
};
const ActionPart = z.strictObject(actionSections);
export type ActionPart = z.infer<typeof ActionPart>;

const inShort = (text: string): string => shortDuration(inSeconds(text));

/** With its durations in one spelling. */
export const orderedActions = (actions: ActionPart['actions']): ActionPart['actions'] =>
  actions
    .map(({ readBack, ...one }) => ({
      ...one,
      timeout: inShort(one.timeout),
      ...(readBack && { readBack: { ...readBack, within: inShort(readBack.within) } }),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));

export const actionPartOf = (remedies: readonly Remedy[]): ActionPart => ({
  actions: [...remedies].sort((a, b) => (a.name < b.name ? -1 : 1)),
});

/** An action is there, is another, or is gone. */
export const remedyConfigured = fact(
  'remedy.configured',
  z.object({ remedy: z.string(), how: z.enum(['added', 'changed', 'removed']) }),
);

/** What makes the actions what the file says; undefined where they are. What is under way goes by its version. */
export function applyActionPart(
  known: readonly Versioned<Remedy>[],
  { actions }: SomeSections<ActionPart>,
  { at, by }: Doing,
): Change | undefined {
  if (!actions) return undefined;
  const before = new Map(known.map((one) => [one.id, one]));
  const stated = (remedy: string, how: 'added' | 'changed' | 'removed') =>
    recordFact(remedyConfigured, { at, by, about: [`remedy:${remedy}`], data: { remedy, how } });
  const changes = actions.flatMap((action) => {
    const had = before.get(action.name);
    if (had && same(had.value) === same(action)) return [];
    return [
      {
        put: put(remedyDocument, action.name, action, had?.version ?? 0),
        fact: stated(action.name, had ? 'changed' : 'added'),
      },
    ];
  });
  const gone = known
    .filter(({ id }) => !actions.some(({ name }) => name === id))
    .map(({ id, version }) => ({ put: put(remedyDocument, id, null, version), fact: stated(id, 'removed') }));
  const all = [...changes, ...gone];
  return all.length > 0 ? { put: all.map((one) => one.put), facts: all.map((one) => one.fact) } : undefined;
}

/** The same whatever the order of its fields: the schema puts them into its own. */
const same = (remedy: Remedy): string => JSON.stringify(Remedy.parse(remedy));
