/**
 * Policies: who is asked, after how long, how often, as data. A page takes a copy when it opens, so that
 * an edit never changes what is already under way. *Who* that is, is found out when a step runs.
 */
import { z } from 'zod';
import { document } from '../../core/commit.ts';

/** Whom a step asks: the page's own target, the lead of its role, all organizers, or a role by name. */
export const StepAudience = z.union([
  z.enum(['target', 'lead', 'organizers']),
  z.string().regex(/^role:.+/) as unknown as z.ZodType<`role:${string}`>,
]);
export type StepAudience = z.infer<typeof StepAudience>;

export const PolicyStep = z.object({
  who: StepAudience,
  /** Seconds from the start of the round. */
  after: z.number().int().nonnegative().max(86_400),
  /** Also `@here` in the ops channel. */
  here: z.boolean().exactOptional(),
});
export type PolicyStep = z.infer<typeof PolicyStep>;

export const Policy = z.object({
  steps: z.array(PolicyStep).min(1).max(6),
  /** How often the steps are gone through. */
  rounds: z.number().int().min(1).max(10),
  /** Seconds after the last step of a round before the next begins, and before it gives up. */
  pause: z.number().int().min(30).max(86_400),
});
export type Policy = z.infer<typeof Policy>;

/** One policy for each target that has its own; its id is `default` or a target's key (`room:Main hall`). */
export const policyDocument = document({ name: 'policy', schema: Policy, schemaVersion: 1 });

export const DEFAULT_POLICY_ID = 'default';

/** COMMANDS, /page: on shift at once, the lead after 3 min, organizers after 6, and that twice more. */
export const defaultPolicy: Policy = {
  steps: [
    { who: 'target', after: 0 },
    { who: 'lead', after: 180 },
    { who: 'organizers', after: 360, here: true },
  ],
  rounds: 3,
  pause: 180,
};

/** A try-out of one's own channels: nobody else is asked. */
export const testPolicy: Policy = { steps: [{ who: 'target', after: 0 }], rounds: 1, pause: 120 };

/** How somebody is asked who never said how, in seconds from the start of the step. */
export const DEFAULT_ORDER: readonly { readonly channel: string; readonly after: number }[] = [
  { channel: 'slack', after: 0 },
  { channel: 'sms', after: 30 },
  { channel: 'voice', after: 90 },
];

/** Where somebody has no verified phone, so that more than one way is tried. */
export const FALLBACK = { channel: 'email', after: 30 } as const;

export interface StepPosition {
  /** From 0. */
  readonly round: number;
  readonly step: PolicyStep;
  readonly index: number;
}

/** How many steps run before a page gives up: those of all rounds. */
export const stepsOf = ({ steps, rounds }: Policy): number => steps.length * rounds;

/**
 * The steps of all rounds are numbered through from 0, and go on for as long as the page does: how many of
 * them run is the page's matter (`Page.endStep`). Undefined only for what is no number of a step.
 */
export function stepAt(policy: Policy, sequence: number): StepPosition | undefined {
  const round = Math.floor(sequence / policy.steps.length);
  const index = sequence % policy.steps.length;
  const step = policy.steps[index];
  return step && { round, step, index };
}

/** Seconds between the step before `sequence` and this one (or giving up, past the last). */
export function delayBefore(policy: Policy, sequence: number): number {
  if (sequence === 0) return 0;
  const index = sequence % policy.steps.length;
  if (index === 0) return policy.pause;
  return Math.max(0, (policy.steps[index]?.after ?? 0) - (policy.steps[index - 1]?.after ?? 0));
}
