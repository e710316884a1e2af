/**
 * The audit chain: every step of the keys is a fact that carries the hash of the one before it, so that a
 * step cannot be taken out, put in or changed in the ledger without `audit` saying where. The head is shown
 * on every card, in Slack, out of reach of whoever can write to the database.
 */
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import {
  type Change,
  document,
  type Fact,
  type JobChange,
  type Put,
  put,
  type Recorded,
} from '../../core/commit.ts';
import { instantText } from '../../core/instant.ts';
import { text, toHex } from './bytes.ts';
import { sha256 } from './crypto.ts';

export const Link = z.object({
  /** From 1, without gaps. */
  number: z.number().int().positive(),
  /** The hash of the step before; 64 zeros before the first. */
  before: z.string(),
  hash: z.string(),
});
export type Link = z.infer<typeof Link>;

export const Chain = z.object({ length: z.number().int().nonnegative(), head: z.string() });
export type Chain = z.infer<typeof Chain>;
export const chainDocument = document({ name: 'keys.chain', schema: Chain, schemaVersion: 1 });
export const CHAIN_ID = 'chain';
export const START: Chain = { length: 0, head: '0'.repeat(64) };
/** Every step is about this reference too, so that the ledger can be asked for the whole chain. */
export const ABOUT_KEYS = 'keys';

/** What a step says: names, indexes and codes, never material. */
export const StepData = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.array(z.number())]),
);
export type StepData = z.infer<typeof StepData>;
export const StepFact = z.object({ link: Link, step: StepData });

export interface Step {
  readonly name: `keys.${string}`;
  readonly about: readonly string[];
  readonly data: StepData;
}

/** What a decision about keys wants: it becomes a change when its steps are on the chain. */
export interface Draft {
  readonly put?: readonly Put[];
  readonly steps: readonly Step[];
  /** What happens with it elsewhere, and is no step of the keys. */
  readonly facts?: readonly Fact[];
  readonly jobs?: readonly JobChange[];
}

const sorted = (data: StepData) => Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1));

/** SHA-256 of the JSON array [before, number, name, at, by, about, entries of the data by name]. */
export const stepHash = (
  before: string,
  number: number,
  fact: { name: string; at: string; by: string; about: readonly string[]; data: StepData },
): string =>
  toHex(
    sha256(
      text(JSON.stringify([before, number, fact.name, fact.at, fact.by, fact.about, sorted(fact.data)])),
    ),
  );

/** Puts the draft's steps on the chain: the chain's document serialises everything that keys do. */
export function chained(
  draft: Draft,
  chain: { readonly value: Chain; readonly version: number },
  at: Temporal.Instant,
  by: string,
): Change {
  let { length, head } = chain.value;
  const facts = draft.steps.map((step): Fact => {
    const about = [ABOUT_KEYS, ...step.about];
    const before = head;
    head = stepHash(before, ++length, { name: step.name, at: instantText(at), by, about, data: step.data });
    const data = { link: { number: length, before, hash: head }, step: step.data };
    return { name: step.name, at, by, about, data };
  });
  return {
    put: [...(draft.put ?? []), put(chainDocument, CHAIN_ID, { length, head }, chain.version)],
    facts: [...facts, ...(draft.facts ?? [])],
    jobs: draft.jobs ?? [],
  };
}

export type Verdict =
  | { readonly whole: true; readonly length: number; readonly head: string }
  | {
      readonly whole: false;
      readonly at: number;
      readonly why: 'changed' | 'missing' | 'unreadable' | 'cut';
    };

/** Checks every hash and every number, and that the chain ends where its document says. */
export function verifyChain(facts: readonly Recorded[], end: Chain): Verdict {
  let { length, head } = START;
  for (const fact of facts) {
    const parsed = StepFact.safeParse(fact.data);
    if (!parsed.success) return { whole: false, at: length + 1, why: 'unreadable' };
    const { link, step } = parsed.data;
    if (link.number !== length + 1 || link.before !== head)
      return { whole: false, at: length + 1, why: 'missing' };
    const { name, by, about } = fact;
    const hash = stepHash(head, link.number, { name, at: instantText(fact.at), by, about, data: step });
    if (hash !== link.hash) return { whole: false, at: link.number, why: 'changed' };
    length = link.number;
    head = hash;
  }
  if (end.length !== length || end.head !== head) return { whole: false, at: length + 1, why: 'cut' };
  return { whole: true, length, head };
}
