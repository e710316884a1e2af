/**
 * What the process that owns a ceremony and its short-lived child say to each other. The child alone ever
 * holds a key; shares, secrets and results cross sealed to the owner's custody key.
 */
import { z } from 'zod';
import { Manifest, SetId } from './manifest.ts';
import { Sealed } from './seal.ts';

/** A box sealed to a custody key, and the context that it was sealed for. */
export const Boxed = z.object({ box: z.string(), context: z.string() });
export type Boxed = z.infer<typeof Boxed>;

const Purpose = z.object({ id: z.string(), action: z.string(), environment: z.string() });
export const StoredSecret = Purpose.extend({ sealed: Sealed });
export type StoredSecret = z.infer<typeof StoredSecret>;

const Dealing = z.object({
  k: z.number().int(),
  n: z.number().int(),
  /** base64: the custody key that the new shares are sealed to. */
  sealTo: z.string(),
  /** Share i is sealed for the context `<context>/<i>`. */
  context: z.string(),
});

export const Task = z.discriminatedUnion('kind', [
  /** Nothing but that the shares give the key. */
  z.object({ kind: z.literal('prove') }),
  z.object({ kind: z.literal('open'), secret: StoredSecret, sealTo: z.string(), context: z.string() }),
  z.object({ kind: z.literal('seal'), secret: Purpose, plain: Boxed }),
  z.object({ kind: z.literal('rotate'), dealing: Dealing, secrets: z.array(StoredSecret) }),
]);
export type Task = z.infer<typeof Task>;

export const ChildRequest = z.discriminatedUnion('op', [
  z.object({ op: z.literal('deal'), dealing: Dealing }),
  z.object({
    op: z.literal('use'),
    /** base64: the custody's private key. */
    private: z.string(),
    manifest: Manifest,
    setId: SetId,
    need: z.number().int(),
    /** The index says whose share it is; the share inside has to say the same. */
    shares: z.array(Boxed.extend({ index: z.number().int() })),
    revoked: z.array(z.number().int()),
    task: Task,
  }),
]);
export type ChildRequest = z.infer<typeof ChildRequest>;
export type Use = Extract<ChildRequest, { op: 'use' }>;

export const Dealt = z.object({
  manifest: Manifest,
  setId: SetId,
  /** Share 1 to n, each sealed to the custody key. */
  deposits: z.array(z.string()),
});
export type Dealt = z.infer<typeof Dealt>;

/** A code, never a message: the library's own messages may contain a share. */
export const ChildAnswer = z.union([
  z.object({ bad: z.string().regex(/^[a-z-]{1,40}$/) }),
  z.object({ done: z.literal('proved') }),
  z.object({ done: z.literal('dealt'), dealt: Dealt }),
  z.object({ done: z.literal('opened'), box: z.string() }),
  z.object({ done: z.literal('sealed'), sealed: Sealed }),
  z.object({ done: z.literal('rotated'), dealt: Dealt, secrets: z.array(StoredSecret) }),
]);
export type ChildAnswer = z.infer<typeof ChildAnswer>;

/**
 * The process that has custody: a nonce that it gave begins with its id, 16 hexadecimal digits, so that whoever reads
 * the name of a custody knows whom to ask. Undefined for one of a process without an id (the command line).
 */
export const custodianOf = (custody: string): string | undefined =>
  /\/([0-9a-f]{16})[0-9a-f]{32}$/.exec(custody)?.[1];
