/**
 * The doors for texts that come in, one a provider; what is made of a text is the same. Every command that can make
 * something of it is asked in turn (`Command.texts`); what nobody could read is told to all of them, since it may
 * still mean something.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { answerText } from '../callboard/domain/jobs.ts';
import { answerStranger, readOnce, strangerDocument, textDocument } from '../callboard/domain/text.ts';
import { type Command, type InboundSms, SILENCE } from '../core/command.ts';
import { type JobPut, mergeChanges, scheduleJob } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { instantText, isRecent, milliseconds } from '../core/instant.ts';
import { withOptimisticRetry } from '../core/optimistic-retry.ts';
import { loadPermission } from '../core/permission.ts';
import type { Route } from '../core/route.ts';
import { looksLikeShare } from '../core/share-like.ts';
import { languageOf, type Translate, translator } from '../i18n/index.ts';
import { isStop } from '../page/domain/codes.ts';
import { toGsm } from './gsm.ts';
import { replyText } from './twiml.ts';

interface IncomingText {
  /** E.164. */
  readonly from: string;
  readonly body: string;
  /** The provider's id; empty where it gave none. */
  readonly id: string;
}

/** The job that sends an answer, where the provider takes none in its own reply. */
type SendsAnswer = (said: string, deps: Deps) => JobPut[];

const FromTwilio = z.object({
  From: z.string(),
  Body: z.string().default(''),
  MessageSid: z.string().default(''),
});

const twilioTexts = (commands: readonly Command[]): Route => ({
  method: 'POST',
  path: '/twilio/sms',
  async run({ body }, deps) {
    const told = FromTwilio.safeParse(body);
    const said = told.success
      ? await answer(
          { from: told.data.From, body: told.data.Body, id: told.data.MessageSid },
          commands,
          () => [],
          deps,
        )
      : '';
    return { type: 'text/xml', body: replyText(said === '' ? undefined : toGsm(said)) };
  },
});

/** Its statuses come to the same address where a text of ours names none: they are nothing that somebody said. */
const FromTelnyx = z.object({
  data: z.object({
    event_type: z.literal('message.received'),
    payload: z.object({
      id: z.string().min(1),
      from: z.object({ phone_number: z.string().regex(/^\+\d{3,15}$/) }),
      text: z.string().nullish(),
    }),
  }),
});

const telnyxTexts = (commands: readonly Command[]): Route => ({
  method: 'POST',
  path: '/telnyx/sms',
  async run({ body }, deps) {
    const told = FromTelnyx.safeParse(body);
    if (told.success) {
      const { id, from, text } = told.data.data.payload;
      const number = from.phone_number;
      await answer(
        { from: number, body: text ?? '', id },
        commands,
        (said, { clock }) => {
          if (said === '') return [];
          const now = clock.now();
          const data = { text: id, number, said: toGsm(said), at: instantText(now) };
          return [scheduleJob(answerText, now, data)];
        },
        deps,
      );
    }
    return { status: 204, body: '' };
  },
});

/** `commands` in the order in which they are asked. */
export const textRoutes = (commands: readonly Command[]): readonly Route[] => [
  twilioTexts(commands),
  telnyxTexts(commands),
];

async function answer(
  { from, body, id }: IncomingText,
  commands: readonly Command[],
  sends: SendsAnswer,
  deps: Deps,
): Promise<string> {
  const { store, directory, events } = deps;
  const [event, person, before] = await Promise.all([
    events.settings(),
    directory.byPhone(from),
    id === '' ? undefined : store.get(textDocument, id),
  ]);
  // A number that nobody has: no word about what this is or who is on duty.
  if (!person || person.deactivated)
    return await answerUnknown(from, body, translator(event.language), sends, deps);
  if (before) return before.value.said;
  const { t, locale } = languageOf(person, event);
  const now = deps.clock.now();
  const permission = await loadPermission(person, event, deps);
  const sms: InboundSms = { person, permission, t, locale, now, event, zone: event.zone, text: body, id };
  const said = await read(sms, commands, deps);
  // After the work, which is done once by itself where two requests with one text come at the same time.
  if (id !== '')
    await withOptimisticRetry(store, async () => {
      const known = await store.get(textDocument, id);
      const change = known
        ? undefined
        : mergeChanges(readOnce(id, person.id, said, now), { jobs: sends(said, deps) });
      return { change, result: undefined };
    });
  return said;
}

/** One answer a day: an automatic one that answers ours is not talked to for ever. */
async function answerUnknown(
  from: string,
  body: string,
  t: Translate,
  sends: SendsAnswer,
  deps: Deps,
): Promise<string> {
  const { store, clock } = deps;
  if (isStop(body)) return SILENCE;
  const now = clock.now();
  const id = createHash('sha256').update(from).digest('hex').slice(0, 20);
  return await withOptimisticRetry(store, async () => {
    const known = await store.get(strangerDocument, id);
    const said = known && isRecent(milliseconds(known.value.answeredAt), now.epochMilliseconds, DAY_MS);
    if (said) return { result: SILENCE };
    const answered = t('page.reply.unknownNumber');
    const change = mergeChanges(answerStranger(id, known?.version ?? 0, now), {
      jobs: sends(answered, deps),
    });
    return { change, result: answered };
  });
}

const DAY_MS = 86_400_000;

async function read(sms: InboundSms, commands: readonly Command[], deps: Deps): Promise<string> {
  // Asked for by text, somebody may answer by text.
  if (looksLikeShare(sms.text)) return sms.t('keys.shareTexted');
  const readers = commands.flatMap(({ texts }) => (texts ? [texts] : []));
  for (const reader of readers) {
    const said = await reader.handleSms(sms, deps);
    if (said !== undefined) return said;
  }
  const heard: string[] = [];
  for (const reader of readers) heard.push(...(await reader.onUnmatchedSms(sms, deps)));
  if (heard.includes(SILENCE)) return SILENCE;
  return heard.length > 0 ? heard.join(' ') : sms.t('page.reply.noneOpen');
}
