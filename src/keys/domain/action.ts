/**
 * A guarded action: what k people together can do to the outside. Actions are configured by the operator,
 * never typed in Slack, so that nobody can point the kill switch elsewhere at 3 a.m.
 */
import { z } from 'zod';

export const Verb = z.enum(['fire', 'restore']);
export type Verb = z.infer<typeof Verb>;

const Name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'small letters, digits and hyphens');
const Url = z.url({ protocol: /^https?$/ });

export const GuardedAction = z.strictObject({
  name: Name,
  /** What it does, for the card: "Closes public registration". */
  says: z.string().min(1).max(200),
  /** The key set whose holders guard it. */
  set: Name,
  method: z.enum(['POST', 'PUT', 'PATCH', 'DELETE']).default('POST'),
  webhook: z.strictObject({ fire: Url, restore: Url.exactOptional() }),
  /** How many holders; never fewer than the set's k, whatever is written here. */
  quorum: z.strictObject({ fire: z.number().int().min(2), restore: z.number().int().min(2) }),
  /** GET this afterwards: the JSON field has to show the value before anybody is told that it is done. */
  readBack: z.strictObject({
    url: Url,
    field: z.string(),
    fired: z.union([z.string(), z.boolean(), z.number()]),
    restored: z.union([z.string(), z.boolean(), z.number()]),
    /** How long it may take to show, in seconds. */
    within: z.number().int().min(1).max(120).default(20),
  }),
  /** What signs the webhook: an environment variable, or a secret sealed under the set itself. */
  secret: z.union([z.strictObject({ env: z.string() }), z.strictObject({ sealed: Name })]),
  /** For practice: marked DRILL everywhere, and harmless. */
  drill: z.boolean().default(false),
});
export type GuardedAction = z.infer<typeof GuardedAction>;

export const GuardedActionList = z
  .array(GuardedAction)
  .refine(
    (all) => new Set(all.map(({ name }) => name)).size === all.length,
    'two actions have the same name',
  );

export const urlOf = ({ webhook }: GuardedAction, verb: Verb): string =>
  verb === 'restore' ? (webhook.restore ?? webhook.fire) : webhook.fire;
