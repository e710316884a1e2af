/**
 * Paging's doors over HTTP. The providers' are verified before they get here; Twilio's signature has no timestamp
 * and Telnyx's no address, so a replay comes through: states only move forward, and a call gives one answer, if it
 * is the one we made.
 */
import { z } from 'zod';
import { callbackAddress } from '../../src/core/ask-provider.ts';
import type { Versioned } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { SIGNERS, type Signer } from '../../src/core/http-rights.ts';
import type { Route, RouteReply } from '../../src/core/route.ts';
import { type Language, languageOf } from '../../src/i18n/index.ts';
import { answerPage } from '../../src/page/answer.ts';
import { spokenDocument } from '../../src/page/domain/call-script.ts';
import type { DeliveryReport } from '../../src/page/domain/delivery.ts';
import { type Notification, notificationDocument } from '../../src/page/domain/notification.ts';
import { type Page, pageDocument } from '../../src/page/domain/page.ts';
import { loadPeople } from '../../src/page/load.ts';
import { plainState } from '../../src/page/plain-state.ts';
import { reportFrom } from '../../src/page/provider-callbacks.ts';
import { reportDelivery } from '../../src/page/report-delivery.ts';
import { pageCallText } from '../../src/page/sms-text.ts';
import { askForDigit, hangUp, sayAndHangUp } from '../../src/phone/twiml.ts';
import { heartbeatRoutes } from './heartbeat-routes.ts';
import { hookRoutes } from './hooks.ts';
import { pushRoutes } from './push-routes.ts';

const xml = (body: string): RouteReply => ({ type: 'text/xml', body });

const status = (signer: Signer): Route => ({
  method: 'POST',
  path: `/${signer}/status/:notification`,
  async run({ params, body }, deps) {
    const id = params['notification'] ?? '';
    const told = reportFrom(body, id);
    const report = told && { ...told, provider: signer };
    if (report && !(await reportDelivery(id, report, deps))) await callEnded(id, report, deps);
    return { status: 204, body: '' };
  },
});

/** A call that belongs to no page is over: whoever had it made hears why, and knows whether 1 was pressed. */
async function callEnded(id: string, report: DeliveryReport, { store, clock }: Deps): Promise<void> {
  if (report.state !== 'failed') return;
  const then = (await store.get(spokenDocument, id))?.value.unanswered;
  if (!then) return;
  const data = { ...then.data, code: report.code ?? 'failed' };
  await store.commit({ jobs: [{ ...then, data, at: clock.now() }] });
}

/** What a call says, in the words that both providers read. */
const voice = (signer: Signer): Route => ({
  method: 'POST',
  path: `/${signer}/voice/:notification`,
  async run({ params, body }, deps) {
    const id = params['notification'] ?? '';
    const form = z.record(z.string(), z.string()).safeParse(body);
    const { Digits: digit, AnsweredBy: answeredBy, CallSid: sid } = form.success ? form.data : {};
    const one = await deps.store.get(notificationDocument, id);
    const page = one && (await deps.store.get(pageDocument, one.value.page));
    const address = addressOf(signer, id, deps);
    if (!one || !page) return await speak(id, digit, address, deps);
    const { reference } = one.value;
    // Signed for this address, but another call. Before our own request is answered none is known yet.
    if (reference !== undefined && sid !== reference) return xml(hangUp());
    // The next channel starts; who is taken for a machine hears the page all the same, and can press 1.
    if (digit === undefined && /^(machine|fax)/.test(answeredBy ?? ''))
      await reportDelivery(id, { state: 'failed', code: 'voicemail' }, deps);
    return xml(await talk(one.value, page, digit, address, deps));
  },
});

/** A call that belongs to no page: what it says, and what 1 does, are kept under its id. */
async function speak(
  id: string,
  digit: string | undefined,
  address: string,
  deps: Deps,
): Promise<RouteReply> {
  const { store, clock } = deps;
  const spoken = await store.get(spokenDocument, id);
  if (!spoken) return xml(hangUp());
  const { text, language, press } = spoken.value;
  if (!press) return xml(sayAndHangUp(text, language, 2));
  if (digit !== '1') return xml(askForDigit([text, press.how], address, language));
  const { job } = press;
  await store.commit({ jobs: [{ ...job, at: clock.now() }] });
  return xml(sayAndHangUp(press.thanks, language));
}

/** Whole: Telnyx does not say that it takes one without a host. */
const addressOf = (signer: Signer, id: string, { publicUrl = '', telemetry }: Deps): string =>
  callbackAddress(`/${signer}/voice`, id, { publicUrl, telemetry });

async function talk(
  notification: Notification,
  page: Versioned<Page>,
  digit: string | undefined,
  address: string,
  deps: Deps,
): Promise<string> {
  const [person, event, names] = await Promise.all([
    deps.directory.person(notification.person),
    deps.events.settings(),
    loadPeople([page.value.author, page.value.target.name], deps),
  ]);
  const language = languageOf(person, event);
  const { t, locale } = language;
  const now = deps.clock.now();
  const who = { by: notification.person, via: 'voice' as const, now, through: notification.id };
  if (digit === '1' || digit === '2') {
    const answered = await answerPage(page.id, digit === '1' ? 'ack' : 'escalate', who, deps, {
      digit,
      ...(digit === '2' && { passing: notification.person }),
    });
    if (answered?.outcome === 'done')
      return sayAndHangUp(t(digit === '1' ? 'page.call.acknowledged' : 'page.call.passedOn'), locale);
    if (answered?.outcome === 'too-often') return sayAndHangUp(t('page.call.tooOften'), locale);
    return sayAndHangUp(await lateText(answered?.page ?? page.value, language, deps), locale);
  }
  if (page.value.state !== 'open') return sayAndHangUp(await lateText(page.value, language, deps), locale);
  const wrong = digit === undefined || digit === '9' ? [] : [t('page.call.wrongDigit')];
  return askForDigit([...wrong, pageCallText(page.value, names, t), t('page.call.how')], address, locale);
}

/** What is true of it by now, said aloud. */
const lateText = async (page: Page, language: Language, deps: Deps): Promise<string> =>
  `${language.t('page.call.late')} ${await plainState(page, language, deps)}.`;

export const pageRoutes: readonly Route[] = [
  ...SIGNERS.flatMap((signer) => [voice(signer), status(signer)]),
  ...pushRoutes,
  ...hookRoutes,
  ...heartbeatRoutes,
];
