/**
 * An ntfy server as a paging channel, as its documentation describes publishing as JSON: a topic for each person,
 * buttons that post to us, and a sequence id by which what is over takes the first message's place (from ntfy 2.16 on;
 * an older server shows one more message, which says the same).
 */
import type { NtfyTopic } from '../../callboard/domain/device.ts';
import type { Person } from '../../callboard/domain/person.ts';
import { PermanentError, RetryLater } from '../../core/errors.ts';
import type { Outgoing, PagingChannel } from '../../core/ports/paging.ts';
import type { Post, PostAnswer } from '../../core/ports/post.ts';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import { UNMEASURED } from '../../core/telemetry.ts';
import { truncatePlain } from '../../core/text.ts';
import { answerToken, NTFY } from '../../page/domain/devices.ts';
import { noticeReference, type PushAnswer, readReference } from '../../page/domain/push-message.ts';

export interface NtfyOptions {
  /** Without a slash at the end. */
  readonly server: string;
  readonly token?: string | undefined;
  /** Where the buttons answer. */
  readonly publicUrl: string;
  readonly post: Post;
  /** Whom a message was for, and what is said of it now. */
  recall(person: string, about: string): Promise<{ person: Person; title: string } | undefined>;
  readonly telemetry?: Telemetry;
}

/** Bytes of a message, past which ntfy makes a file of it; and characters of a title. */
const MAX_BYTES = 3_500;
const MAX_TITLE = 200;
const MAX_PATIENCE = 30;
/** 5 rings through where the phone lets it, 4 is loud, 2 makes no sound. */
const PRIORITY = { critical: 5, page: 4, over: 2 } as const;

function asOurs({ status, retryAfter }: PostAnswer): Error | undefined {
  if (status >= 200 && status < 300) return undefined;
  if (status === 429 && (retryAfter ?? 5) <= MAX_PATIENCE) return new RetryLater(retryAfter ?? 5);
  if (status === 413) return new PermanentError('push-too-large');
  if (status === 401 || status === 403 || status === 404 || status === 400)
    return new PermanentError('push-refused');
  return new Error(`the ntfy server answers ${status}`);
}

function cutToBytes(text: string): string {
  let short = text;
  for (let most = text.length; Buffer.byteLength(short) > MAX_BYTES; short = truncatePlain(text, most))
    most = Math.floor(most * 0.9);
  return short;
}

/** The topic of who has confirmed it. */
const topicOf = ({ ntfy }: Person): NtfyTopic | undefined =>
  ntfy?.verifiedAt === undefined ? undefined : ntfy;

export function ntfyChannel(options: NtfyOptions): PagingChannel {
  const { server, token, publicUrl, post, recall, telemetry = UNMEASURED } = options;

  const publish = async (message: object): Promise<void> =>
    await telemetry.measure({ kind: 'provider', name: 'ntfy', operation: 'publish' }, async () => {
      const failure = asOurs(
        await post(`${server}/`, {
          headers: {
            'content-type': 'application/json',
            ...(token !== undefined && { authorization: `Bearer ${token}` }),
          },
          body: JSON.stringify(message),
        }),
      );
      if (failure) throw failure;
    });

  function button(
    label: string,
    verb: PushAnswer['verb'],
    { to, notification, secret }: { to: Person; notification: string; secret: string },
  ) {
    const answer: PushAnswer = {
      verb,
      n: notification,
      p: to.id,
      d: NTFY,
      t: answerToken(secret, notification),
    };
    return {
      action: 'http',
      label,
      url: `${publicUrl}/push/answer`,
      method: 'POST',
      body: JSON.stringify(answer),
      clear: true,
    };
  }

  return {
    name: 'ntfy',
    address: (person) => (topicOf(person) ? 'ntfy •••' : undefined),
    async send({ to, notification, text, notice, urgent }: Outgoing) {
      const mine = topicOf(to);
      if (!mine) throw new PermanentError('no-device');
      const from = { to, notification, secret: mine.secret };
      const about = notice?.about ?? notification;
      await publish({
        topic: mine.topic,
        title: truncatePlain(notice?.title ?? text, MAX_TITLE),
        message: cutToBytes(notice?.body || text),
        priority: urgent ? PRIORITY.critical : PRIORITY.page,
        tags: [urgent ? 'rotating_light' : 'bell'],
        sequence_id: about,
        ...(notice && {
          actions: [
            button(notice.acknowledge, 'ack', from),
            ...(notice.pass === undefined ? [] : [button(notice.pass, 'pass', from)]),
          ],
        }),
      });
      return { reference: noticeReference(about, to.id, notification) };
    },
    async withdraw(reference) {
      const { about, person } = readReference(reference);
      const recalled = await recall(person, about);
      const mine = recalled && topicOf(recalled.person);
      if (!recalled || !mine) return;
      try {
        await publish({
          ...{ topic: mine.topic, title: truncatePlain(recalled.title, MAX_TITLE), message: recalled.title },
          ...{ priority: PRIORITY.over, tags: ['white_check_mark'], sequence_id: about },
        });
      } catch (error) {
        if (!(error instanceof PermanentError)) throw error;
      }
    },
  };
}
