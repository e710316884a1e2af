/** Texts to a page: a reply with its code, or a word that opts out of texts altogether. */

import { tellOrganizers } from '../../src/callboard/domain/jobs.ts';
import { type Person, personDocument } from '../../src/callboard/domain/person.ts';
import type { InboundSms, SmsHandlers } from '../../src/core/command.ts';
import { type Change, put, recordFact, scheduleJob } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { clockFrom } from '../../src/i18n/time.ts';
import { answerPage } from '../../src/page/answer.ts';
import { replyCode } from '../../src/page/domain/codes.ts';
import { optedIn, optedOut } from '../../src/page/domain/facts.ts';
import { pageDocument } from '../../src/page/domain/page.ts';
import { type Incoming, readText } from '../../src/page/domain/parse-reply.ts';
import { loadCard } from '../../src/page/load-card.ts';
import { nameOf } from '../../src/page/words.ts';
import { fitGsm } from '../../src/phone/gsm.ts';
import { onShift } from '../../src/rota/domain/on-shift.ts';
import { mention, truncate } from '../../src/slack/mrkdwn.ts';

const meant = async ({ text, person }: InboundSms, { store }: Pick<Deps, 'store'>): Promise<Incoming> =>
  readText(text, person, await store.find(pageDocument, `asked:${person.id}`));

export const pageSms: SmsHandlers = {
  async handleSms(sms, deps) {
    const incoming = await meant(sms, deps);
    const { person, t } = sms;
    switch (incoming.kind) {
      case 'stop':
        await setOptedOut(person.id, true, deps);
        // The provider answers STOP by itself, and would not let ours through.
        return '';
      case 'start':
        await setOptedOut(person.id, false, deps);
        return t('page.reply.started');
      case 'answer':
        return await answered(incoming, sms, deps);
      case 'unclear':
        return undefined;
    }
  },
  /** Whoever is asked by a page may think that they have just answered it. */
  async onUnmatchedSms(sms, deps) {
    const incoming = await meant(sms, deps);
    return incoming.kind === 'unclear' && incoming.open.length > 0 ? [unclear(incoming, sms)] : [];
  },
};

async function answered(
  { page, verb }: Extract<Incoming, { kind: 'answer' }>,
  { person, event, t, locale, now }: InboundSms,
  deps: Deps,
): Promise<string> {
  const done = await answerPage(page.id, verb, { by: person.id, via: 'sms', now }, deps, {
    ...(verb === 'escalate' && { passing: person.id }),
  });
  const code = page.id;
  const reply = replyCode(code, person.id);
  if (done?.outcome === 'done') {
    if (verb === 'resolve') return t('page.reply.resolved', { code });
    if (verb === 'escalate') return t('page.reply.escalated', { code });
    return page.value.kind === 'test'
      ? t('page.reply.tested')
      : t('page.reply.acknowledged', { code, reply });
  }
  if (done?.outcome === 'too-often') return t('page.reply.tooOften', { code });
  const model = await loadCard(done?.page ?? page.value, deps);
  const { acknowledged, resolved } = model.page;
  const last = resolved ?? acknowledged;
  if (!last) return t('page.reply.nothing', { code });
  const who = nameOf(last.by, model.names);
  const time = clockFrom(last.at, now, event.zone, locale);
  return t(resolved ? 'page.reply.alreadyResolved' : 'page.reply.alreadyAcknowledged', { code, who, time });
}

/** The codes that would do, newest first. */
function unclear(
  { typed, open }: Extract<Incoming, { kind: 'unclear' }>,
  { person, t }: Pick<InboundSms, 'person' | 't'>,
): string {
  const list = open
    .slice(0, 5)
    .map((page) => `${replyCode(page.code, person.id)} = ${truncate(page.message, 40)}`)
    .join('; ');
  const head = typed ? t('page.reply.unknownCode', { typed }) : t('page.reply.noCode');
  return fitGsm(`${head} `, list, '', 306);
}

/** Whoever opts out is not reached by text any more; if they are on shift, somebody must know at once. */
async function setOptedOut(id: string, out: boolean, deps: Deps): Promise<void> {
  const now = deps.clock.now();
  const shifts = [...(await deps.shifts.read()).values()].map(({ value }) => value);
  const isOnShift = onShift(shifts, now).some(({ assignment }) => assignment.person === id);
  await withOptimisticRetry(deps.store, async () => {
    const known = await deps.store.get(personDocument, id);
    if (!known || (known.value.optedOut ?? false) === out) return { result: undefined };
    const { optedOut: _, ...rest } = known.value;
    const person: Person = out ? { ...rest, optedOut: true } : rest;
    const change: Change = {
      put: [put(personDocument, id, person, known.version)],
      facts: [
        recordFact(out ? optedOut : optedIn, {
          at: now,
          by: id,
          about: [`person:${id}`],
          data: { person: id },
        }),
      ],
      jobs: out
        ? [
            scheduleJob(
              tellOrganizers,
              now,
              {
                key: isOnShift ? 'page.optedOutOnShift' : 'page.optedOutAlarm',
                params: { person: { mrkdwn: mention(person) } },
              },
              `opted-out:${id}`,
            ),
          ]
        : [],
    };
    return { change, result: undefined };
  });
}
