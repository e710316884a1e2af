/**
 * How much one person's phone takes. More than that is not dropped: it waits a little, and what waited is
 * told together. Critical pages and the first ones of an hour never wait.
 */
import { z } from 'zod';
import { document } from '../../core/commit.ts';
import { InstantText, isRecent, milliseconds } from '../../core/instant.ts';

export interface SendLimit {
  /** So many within `seconds`; the next waits until the oldest of them is older. */
  readonly count: number;
  readonly seconds: number;
}

export type SendLimits = Readonly<Record<string, SendLimit>>;

/** A phone rings for 30 s and somebody needs a moment; four texts a minute can still be read. */
export const DEFAULT_LIMITS: SendLimits = {
  sms: { count: 4, seconds: 60 },
  voice: { count: 1, seconds: 45 },
  email: { count: 10, seconds: 60 },
};

/** When something last left for a person on a channel; its id is `<person>:<channel>`. */
const SendWindow = z.object({ left: z.array(InstantText) });
export type SendWindow = z.infer<typeof SendWindow>;
export const sendWindowDocument = document({ name: 'paging-load', schema: SendWindow, schemaVersion: 1 });
export const sendWindowId = (person: string, channel: string): string => `${person}:${channel}`;

/** Milliseconds until one more may leave; 0 means now. */
export function millisecondsUntilAllowed(
  load: SendWindow | undefined,
  limit: SendLimit | undefined,
  now: number,
): number {
  if (!load || !limit) return 0;
  const recent = load.left.map(milliseconds).filter((left) => isRecent(left, now, limit.seconds * 1000));
  if (recent.length < limit.count) return 0;
  const oldest = recent.sort((a, b) => a - b)[recent.length - limit.count] ?? now;
  return Math.max(0, oldest + limit.seconds * 1000 - now);
}

/** With this one, and without what no longer counts. */
export const countSend = (load: SendWindow | undefined, limit: SendLimit, at: InstantText): SendWindow => ({
  left: [
    ...(load?.left ?? []).filter((left) =>
      isRecent(milliseconds(left), milliseconds(at), limit.seconds * 1000),
    ),
    at,
  ].slice(-20),
});

/** Without the one of `at`: it did not leave after all. */
export function uncountSend({ left }: SendWindow, at: InstantText): SendWindow {
  const one = left.indexOf(at);
  return { left: left.filter((_, i) => i !== one) };
}

/** `sms=4/60 voice=1/45`: PAGING_LIMITS as an operator writes it. Undefined where it cannot be read. */
export function parseSendLimits(text: string): SendLimits | undefined {
  const limits: Record<string, SendLimit> = { ...DEFAULT_LIMITS };
  for (const part of text.split(/[\s,]+/).filter(Boolean)) {
    const [, channel, count, seconds] = /^(\w+)=(\d{1,4})\/(\d{1,5})$/.exec(part) ?? [];
    if (channel === undefined || Number(count) < 1 || Number(seconds) < 1) return undefined;
    limits[channel] = { count: Number(count), seconds: Number(seconds) };
  }
  return limits;
}
