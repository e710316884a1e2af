/**
 * The one door for texts that come in. Every command that can make something of a text is asked in turn
 * (`Command.texts`); what nobody could read is told to all of them, since it may still mean something.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { answerStranger, readOnce, strangerDocument, textDocument } from '../callboard/domain/text.ts';
import { type Command, type InboundSms, SILENCE } from '../core/command.ts';
import type { Deps } from '../core/deps.ts';
import { isRecent, milliseconds } from '../core/instant.ts';
import { withOptimisticRetry } from '../core/optimistic-retry.ts';
import { loadPermission } from '../core/permission.ts';
import type { Route } from '../core/route.ts';
import { languageOf, type Translate, translator } from '../i18n/index.ts';
import { isStop } from '../page/domain/codes.ts';
import { toGsm } from './gsm.ts';
import { replyText } from './twiml.ts';

const Text = z.object({ From: z.string(), Body: z.string().default(''), MessageSid: z.string().default('') });

/** `commands` in the order in which they are asked. */
export const textRoute = (commands: readonly Command[]): Route => ({
  method: 'POST',
  path: '/twilio/sms',
  async run({ body }, deps) {
    const text = Text.safeParse(body);
    const said = text.success ? await answer(text.data, commands, deps) : '';
    return { type: 'text/xml', body: replyText(said === '' ? undefined : toGsm(said)) };
  },
});

async function answer(
  { From, Body, MessageSid: id }: z.infer<typeof Text>,
  commands: readonly Command[],
  deps: Deps,
): Promise<string> {
  const { store, directory, events } = deps;
  const [event, person, before] = await Promise.all([
    events.settings(),
    directory.byPhone(From),
    id === '' ? undefined : store.get(textDocument, id),
  ]);
  // A number that nobody has: no word about what this is or who is on duty.
  if (!person || person.deactivated) return await answerUnknown(From, Body, translator(event.language), deps);
  if (before) return before.value.said;
  const { t, locale } = languageOf(person, event);
  const now = deps.clock.now();
  const permission = await loadPermission(person, event, deps);
  const sms: InboundSms = { person, permission, t, locale, now, event, zone: event.zone, text: Body, id };
  const said = await read(sms, commands, deps);
  // After the work, which is done once by itself where two requests with one text come at the same time.
  if (id !== '')
    await withOptimisticRetry(store, async () => {
      const known = await store.get(textDocument, id);
      return { change: known ? undefined : readOnce(id, person.id, said, now), result: undefined };
    });
  return said;
}

/** One answer a day: an automatic one that answers ours is not talked to for ever. */
async function answerUnknown(
  from: string,
  body: string,
  t: Translate,
  { store, clock }: Deps,
): Promise<string> {
  if (isStop(body)) return SILENCE;
  const now = clock.now();
  const id = createHash('sha256').update(from).digest('hex').slice(0, 20);
  return await withOptimisticRetry(store, async () => {
    const known = await store.get(strangerDocument, id);
    const said = known && isRecent(milliseconds(known.value.answeredAt), now.epochMilliseconds, DAY_MS);
    if (said) return { result: SILENCE };
    return { change: answerStranger(id, known?.version ?? 0, now), result: t('page.reply.unknownNumber') };
  });
}

const DAY_MS = 86_400_000;

async function read(sms: InboundSms, commands: readonly Command[], deps: Deps): Promise<string> {
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
