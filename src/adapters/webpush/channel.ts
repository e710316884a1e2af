/**
 * Web push as a paging channel: to each device that somebody has confirmed, encrypted for it (RFC 8291), signed as us
 * (RFC 8292), and worth nothing after the page's own minutes. A push service cannot be asked what has left, so that a
 * crash may repeat a message; the second takes the first one's place on the screen.
 */
import webpush from 'web-push';
import type { Device } from '../../callboard/domain/device.ts';
import type { Person } from '../../callboard/domain/person.ts';
import { PermanentError, RetryLater } from '../../core/errors.ts';
import type { Outgoing, PagingChannel } from '../../core/ports/paging.ts';
import type { Post, PostAnswer } from '../../core/ports/post.ts';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import { UNMEASURED } from '../../core/telemetry.ts';
import { pushDevices } from '../../page/domain/devices.ts';
import {
  addressed,
  noticeReference,
  type PushMessage,
  pushText,
  readReference,
} from '../../page/domain/push-message.ts';

export interface Recalled {
  readonly person: Person;
  /** What stands in place of a message that is over. */
  readonly title: string;
}

export interface PushOptions {
  readonly keys: { readonly publicKey: string; readonly privateKey: string };
  /** `mailto:…` or `https://…`: whom a push service writes to. */
  readonly subject: string;
  readonly post: Post;
  /** Its push service says that there is no such device any more. */
  gone(person: string, device: string): Promise<void>;
  /** Whom a message was for, and what is said of it now. `about` is what it was about, `P3`. */
  recall(person: string, about: string): Promise<Recalled | undefined>;
  /** Told of every message; of none unless given. */
  readonly telemetry?: Telemetry;
}

/** For how long a push service keeps it for a device that is off, and whether it may wake one that sleeps. */
interface Urgency {
  readonly seconds: number;
  readonly urgency: 'high' | 'normal';
}

/** Seconds of patience that a page has; past them its next channel starts. */
const MAX_PATIENCE = 30;
/** Seconds for which it is worth saying that something is over. */
const OVER_FOR = 3_600;

/** What a push service answers, in our words (RFC 8030, 5 and 7.3). */
function asOurs({ status, retryAfter }: PostAnswer): Error | undefined {
  if (status >= 200 && status < 300) return undefined;
  if (status === 404 || status === 410) return new PermanentError('push-gone');
  if (status === 413) return new PermanentError('push-too-large');
  if (status === 429) {
    const seconds = retryAfter ?? 5;
    return seconds > MAX_PATIENCE
      ? new Error('the push service asks for too much patience')
      : new RetryLater(seconds);
  }
  // Under another key, or badly formed: trying again is of no use, and the device is not at fault.
  if (status >= 400 && status < 500) return new PermanentError('push-refused');
  return new Error(`the push service answers ${status}`);
}

export function pushChannel(options: PushOptions): PagingChannel {
  const { keys, subject, post, gone, recall, telemetry = UNMEASURED } = options;

  /** Encrypted and signed; a key that nothing can be encrypted for is no trouble of the service's. */
  function seal({ endpoint, p256dh, auth }: Device, message: PushMessage, { seconds, urgency }: Urgency) {
    try {
      return webpush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, pushText(message), {
        vapidDetails: { subject, ...keys },
        TTL: seconds,
        urgency,
        contentEncoding: 'aes128gcm',
        // What waits for a device that is off is replaced too (RFC 8030, 5.4).
        topic: message.tag,
      });
    } catch {
      throw new PermanentError('push-refused');
    }
  }

  async function toDevice(device: Device, message: PushMessage, how: Urgency): Promise<void> {
    const { headers, body } = seal(device, message, how);
    await telemetry.measure({ kind: 'provider', name: 'push', operation: 'send' }, async () => {
      const { 'Content-Length': _, ...rest } = headers as Record<string, string>;
      const texts = Object.entries(rest).map(([name, value]) => [name, String(value)] as const);
      const answer = await post(device.endpoint, { headers: Object.fromEntries(texts), body: body ?? '' });
      const failure = asOurs(answer);
      if (failure) throw failure;
    });
  }

  /** To all of them at once; what came of each. Those that are gone are taken away. */
  async function toAll(
    person: Person,
    devices: readonly Device[],
    messageFor: (device: Device) => PushMessage,
    how: Urgency,
  ): Promise<readonly unknown[]> {
    return await Promise.all(
      devices.map(async (device) => {
        try {
          await toDevice(device, messageFor(device), how);
          return undefined;
        } catch (error) {
          if (error instanceof PermanentError && error.code === 'push-gone') await gone(person.id, device.id);
          return error;
        }
      }),
    );
  }

  return {
    name: 'push',
    address(person) {
      const names = pushDevices(person, keys.publicKey).map(({ name }) => name);
      return names.length === 0 ? undefined : names.join(', ');
    },
    async send({ to, notification, text, notice, validFor }: Outgoing) {
      const devices = pushDevices(to, keys.publicKey);
      if (devices.length === 0) throw new PermanentError('no-device');
      const about = notice?.about ?? notification;
      const words = {
        kind: notice?.isCheck ? ('check' as const) : ('page' as const),
        tag: about,
        title: notice?.title ?? text,
        body: notice?.body ?? '',
        ...(notice && { ack: notice.acknowledge }),
        ...(notice?.pass !== undefined && { pass: notice.pass }),
      };
      const came = await toAll(
        to,
        devices,
        (device) => ({ ...words, ...addressed(notification, to.id, device) }),
        { seconds: validFor, urgency: 'high' },
      );
      if (came.includes(undefined)) return { reference: noticeReference(about, to.id, notification) };
      // None of them has it. Where one may take it soon, that is what counts.
      throw came.find((error) => !(error instanceof PermanentError)) ?? came[0];
    },
    async withdraw(reference) {
      const { about, person: id, notification } = readReference(reference);
      const recalled = await recall(id, about);
      if (!recalled) return;
      const { person, title } = recalled;
      const came = await toAll(
        person,
        pushDevices(person, keys.publicKey),
        (device) => ({
          ...{ kind: 'over', tag: about, title, body: '' },
          ...addressed(notification, id, device),
        }),
        { seconds: OVER_FOR, urgency: 'normal' },
      );
      const failed = came.find((error) => error !== undefined && !(error instanceof PermanentError));
      if (failed) throw failed;
    },
  };
}
