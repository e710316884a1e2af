/** What must happen next in a ceremony. All of it is rare and urgent, so it goes with the pages. */
import { z } from 'zod';
import { jobKind, RETRY } from '../../core/commit.ts';
import { custodyOf } from './ceremony.ts';
import { custodianOf } from './custody.ts';

const Hop = z.number().int().nonnegative();

/** Does what the quorum asked for, in the process that holds the ceremony's key; passes on elsewhere. */
export const advanceCeremony = jobKind({
  name: 'keys.tend',
  schema: z.object({ code: z.string(), nonce: z.string(), hop: Hop }),
  queue: 'pages',
  retry: RETRY.brief,
  id: ({ code, nonce, hop }: { code: string; nonce: string; hop: number }, call?: string) =>
    `keys.tend:${code}:${nonce}:${call ?? hop}`,
});

/** Looks whether the action took effect. */
export const readActionBack = jobKind({
  name: 'keys.read-back',
  schema: z.object({ code: z.string() }),
  queue: 'pages',
  retry: RETRY.paging,
  id: ({ code }: { code: string }, again?: string) => `keys.read-back:${code}${again ? `:${again}` : ''}`,
});

/** Ends a ceremony that nobody finished, or takes away a secret that nobody looked at. */
export const expireCeremony = jobKind({
  name: 'keys.expire',
  schema: z.object({ code: z.string() }),
  queue: 'pages',
  retry: RETRY.paging,
  id: ({ code }: { code: string }, again?: 'again') => `keys.expire:${code}${again ? `:${again}` : ''}`,
});

/** Opens the modal with what only the owner process can open, for a press that another process received. */
export const openModalAtCustodian = jobKind({
  name: 'keys.hand-over',
  schema: z.object({
    what: z.enum(['share', 'secret']),
    /** The set's name or the ceremony's code. */
    of: z.string(),
    custody: z.string(),
    person: z.string(),
    trigger: z.string(),
    hop: Hop,
  }),
  queue: 'pages',
  retry: RETRY.never,
  id: ({ custody, person, hop }: { custody: string; person: string; hop: number }) =>
    `keys.hand-over:${custody}:${person}:${hop}`,
});

/** Posts the cards of a set or ceremony that are missing, and has the others updated. */
export const updateKeyCards = jobKind({
  name: 'keys.show',
  schema: z.object({ what: z.enum(['set', 'ceremony']), of: z.string() }),
  queue: 'pages',
  retry: RETRY.follow,
  id: ({ what, of }: { what: string; of: string }, again?: string) =>
    again ? `keys.show-again:${again}` : `keys.show:${what}:${of}`,
});

/** Brings one card that was posted up to date. */
export const updateKeyCard = jobKind({
  name: 'keys.show-one',
  schema: z.object({
    what: z.enum(['set', 'ceremony']),
    of: z.string(),
    post: z.object({ channel: z.string(), ts: z.string(), person: z.string().exactOptional() }),
    /** It is of something that is over: a deal that is void, a ceremony that began again. */
    isOld: z.literal(true).exactOptional(),
  }),
  queue: 'pages',
  retry: RETRY.follow,
  id: ({ post: { channel, ts } }: { post: { channel: string; ts: string } }) =>
    `keys.show-one:${channel}:${ts}`,
});

/** Has the cards of what is over say so: their buttons would do nothing. `cards` is the id of their record. */
export const closeKeyCards = jobKind({
  name: 'keys.close-cards',
  schema: z.object({ what: z.enum(['set', 'ceremony']), of: z.string(), cards: z.string() }),
  queue: 'pages',
  retry: RETRY.follow,
  id: ({ cards }: { cards: string }, again?: 'again') =>
    `keys.close-cards:${cards}${again ? `:${again}` : ''}`,
});

/** Reaches a holder on their phone, because Slack alone wakes nobody at night. */
export const reachHolder = jobKind({
  name: 'keys.reach',
  schema: z.object({
    code: z.string(),
    nonce: z.string(),
    person: z.string(),
    channel: z.enum(['sms', 'voice']),
  }),
  queue: 'pages',
  retry: RETRY.brief,
  id: ({ code, nonce, person, channel }: Record<'code' | 'nonce' | 'person' | 'channel', string>) =>
    `keys.reach:${code}:${nonce}:${person}:${channel}`,
});

/** Tells what waits for a ceremony how it ended. */
export const reportCeremony = jobKind({
  name: 'keys.ended',
  schema: z.object({ code: z.string() }),
  queue: 'pages',
  retry: RETRY.paging,
  id: ({ code }: { code: string }) => `keys.ended:${code}`,
});

/** Asks for a rotation that is due, until it is done. */
export const askToRotate = jobKind({
  name: 'keys.ask-to-rotate',
  schema: z.object({ set: z.string(), setId: z.string() }),
  queue: 'chores',
  retry: RETRY.chore,
  id: ({ set }: { set: string }, again?: string) => `keys.ask-to-rotate:${set}${again ? `:${again}` : ''}`,
});

/**
 * A job looks so many times more for the process that holds the key, so many milliseconds apart, before that is held
 * for gone: longer than the second in which a process that was held up has said that it lives.
 */
export const HOPS = 6;
export const HOP_MS = 200;
/** A trigger lives for three seconds. */
export const HAND_HOPS = 10;
export const ASK_EVERY_HOURS = 12;

const Tended = z.object({ code: z.string(), nonce: z.string() });

/** The process that must run this job, since it alone can open what it is about; undefined where anybody can. */
export function custodianNeeded({
  name,
  data,
}: {
  readonly name: string;
  readonly data: unknown;
}): string | undefined {
  if (name === advanceCeremony.name) {
    const tended = Tended.safeParse(data).data;
    return tended && custodianOf(custodyOf(tended));
  }
  if (name !== openModalAtCustodian.name) return undefined;
  const asked = openModalAtCustodian.schema.safeParse(data).data;
  return asked && custodianOf(asked.custody);
}
