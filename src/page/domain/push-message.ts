/**
 * What a push message carries, and what comes back: between the bot and what runs on somebody's device. A push
 * service takes 4096 bytes with what encryption adds (RFC 8291, 4), and some take less.
 */
import { z } from 'zod';
import type { Device } from '../../callboard/domain/device.ts';
import { truncatePlain } from '../../core/text.ts';
import { answerToken } from './devices.ts';

/** Bytes of JSON. */
export const MAX_PUSH_BYTES = 3_000;
const MAX_TITLE = 120;

/** Short names: each byte is one less for the words. */
export const PushMessage = z.object({
  kind: z.enum(['page', 'check', 'over']),
  /** What is about the same takes its place on the screen. */
  tag: z.string(),
  title: z.string(),
  body: z.string(),
  /** The notification, the person and the device that it is for, and what proves an answer. */
  n: z.string(),
  p: z.string(),
  d: z.string(),
  t: z.string(),
  ack: z.string().exactOptional(),
  pass: z.string().exactOptional(),
});
export type PushMessage = z.infer<typeof PushMessage>;

/** What a device says about a message: that it is shown, or which button was pressed. */
export const PushAnswer = z.object({
  verb: z.enum(['ack', 'pass', 'shown']),
  n: z.string().min(1).max(80),
  p: z.string().min(1).max(80),
  d: z.string().min(1).max(80),
  t: z.string().min(1).max(80),
});
export type PushAnswer = z.infer<typeof PushAnswer>;

/** The part of a message that says whose it is. */
export const addressed = (
  notification: string,
  person: string,
  { id, secret }: Pick<Device, 'id' | 'secret'>,
): Pick<PushMessage, 'n' | 'p' | 'd' | 't'> => ({
  n: notification,
  p: person,
  d: id,
  t: answerToken(secret, notification),
});

/** What a notice is kept under: whom it was for is found by it when it is taken back. */
export const noticeReference = (about: string, person: string, notification: string): string =>
  `${about}/${person}/${notification}`;

export function readReference(reference: string): { about: string; person: string; notification: string } {
  const [about = '', person = '', notification = ''] = reference.split('/');
  return { about, person, notification };
}

const bytes = (message: PushMessage): number => Buffer.byteLength(JSON.stringify(message));

/** As JSON, its words cut so that it fits. */
export function pushText(message: PushMessage): string {
  let fit: PushMessage = { ...message, title: truncatePlain(message.title, MAX_TITLE) };
  for (let most = fit.body.length; bytes(fit) > MAX_PUSH_BYTES && most > 0; most = Math.floor(most * 0.9))
    fit = { ...fit, body: truncatePlain(message.body, most) };
  return JSON.stringify(fit);
}
