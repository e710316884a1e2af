/**
 * What a device says about a message. The token proves that it was this message to this device; what it means is the
 * decision of a digit in a call: one answer a message, whenever it comes and however often.
 */
import { personDocument } from '../../callboard/domain/person.ts';
import type { Deps } from '../../core/deps.ts';
import { type Language, languageOf } from '../../i18n/index.ts';
import { answerPage } from '../answer.ts';
import { confirmDevice, isAnswerToken, NTFY, receiverOf } from '../domain/devices.ts';
import { notificationDocument } from '../domain/notification.ts';
import type { Page } from '../domain/page.ts';
import { noticeReference, type PushAnswer } from '../domain/push-message.ts';
import { plainState } from '../plain-state.ts';
import { reportDelivery } from '../report-delivery.ts';
import { changePerson } from './devices.ts';

export interface PushSaid {
  /** What became of it, for the screen it came from; empty where nobody is to be told. */
  readonly words: string;
}

/** Undefined where the token proves nothing. */
export async function takePushAnswer(answer: PushAnswer, deps: Deps): Promise<PushSaid | undefined> {
  const { n, p, d, t: token, verb } = answer;
  const known = await deps.store.get(personDocument, p);
  const receiver = known && receiverOf(known.value, d);
  if (!known || !receiver || known.value.deactivated) return undefined;
  if (!isAnswerToken(token, receiver.secret, n)) return undefined;
  const language = languageOf(known.value, await deps.events.settings());
  if (n === receiver.check) return await confirm(answer, language, deps);
  const one = await deps.store.get(notificationDocument, n);
  const channel = d === NTFY ? NTFY : 'push';
  if (one?.value.person !== p || one.value.channel !== channel)
    return { words: language.t('push.answer.gone') };
  const { page } = one.value;
  if (verb === 'shown') {
    await reportDelivery(n, { state: 'delivered', reference: noticeReference(page, p, n) }, deps);
    return { words: '' };
  }
  const who = { by: p, via: channel, now: deps.clock.now(), through: n } as const;
  const isPassed = verb === 'pass';
  const answered = await answerPage(page, isPassed ? 'escalate' : 'ack', who, deps, {
    digit: isPassed ? '2' : '1',
    ...(isPassed && { passing: p }),
  });
  if (!answered) return { words: language.t('push.answer.gone') };
  return { words: await answeredWords(answered, isPassed ? 'escalate' : 'ack', language, deps) };
}

async function confirm({ p, d, verb }: PushAnswer, { t }: Language, deps: Deps): Promise<PushSaid> {
  if (verb === 'shown') return { words: '' };
  const now = deps.clock.now();
  await changePerson(p, deps, (person) => ({ change: confirmDevice(person, d, now), result: undefined }));
  return { words: t('push.answer.confirmed') };
}

/** What an answer came to, in a line without marks. */
export async function answeredWords(
  { outcome, page }: { readonly outcome: string; readonly page: Page },
  verb: 'ack' | 'escalate' | 'resolve',
  language: Language,
  deps: Deps,
): Promise<string> {
  const { t } = language;
  const { code } = page;
  if (outcome === 'done') {
    if (verb === 'resolve') return t('push.over.resolved', { code });
    if (verb === 'escalate') return t('push.answer.passed', { code });
    return page.kind === 'test' ? t('push.answer.tested') : t('push.answer.acknowledged', { code });
  }
  if (outcome === 'too-often') return t('push.answer.tooOften', { code });
  if (outcome === 'end') return t('push.answer.end', { code });
  return t('push.answer.true', { code, state: await plainState(page, language, deps) });
}
