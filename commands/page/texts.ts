/** Texts to a page: a reply with its code, or a word that opts out of texts altogether. */

import { createHash } from 'node:crypto';
import { tellOrganizers } from '../../src/callboard/domain/jobs.ts';
import { type Person, personDocument } from '../../src/callboard/domain/person.ts';
import { type InboundSms, SILENCE, type SmsHandlers } from '../../src/core/command.ts';
import { type Change, mergeChanges, put, recordFact, scheduleJob } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { translator } from '../../src/i18n/index.ts';
import { clockFrom } from '../../src/i18n/time.ts';
import { answerPage } from '../../src/page/answer.ts';
import { addPageNote } from '../../src/page/domain/answers.ts';
import { replyCode } from '../../src/page/domain/codes.ts';
import { optedIn, optedOut } from '../../src/page/domain/facts.ts';
import { type Page, pageDocument } from '../../src/page/domain/page.ts';
import { type Incoming, type PageAnswer, readText } from '../../src/page/domain/parse-reply.ts';
import {
  isLocked,
  LOCK_MINUTES,
  MAX_WRONG_CODES,
  recordUnread,
  replyGuardDocument,
} from '../../src/page/domain/reply-guard.ts';
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
      case 'answers': {
        const guard = await deps.store.get(replyGuardDocument, person.id);
        // Whoever tries codes must not learn that one was right.
        if (isLocked(guard?.value, sms.now)) return '';
        return await answerAll(incoming, sms, deps);
      }
      case 'unclear':
        return undefined;
    }
  },
  /** Whoever is asked by a page may think that they have just answered it. */
  async onUnmatchedSms(sms, deps) {
    const incoming = await meant(sms, deps);
    if (incoming.kind !== 'unclear') return [];
    if (!(await countUnread(incoming, sms, deps))) return [SILENCE];
    return incoming.open.length > 0 || incoming.typed.length > 0 ? [unclear(incoming, sms)] : [];
  },
};

/** What became of each, and what is open still. */
async function answerAll(
  { answers, unknown }: Extract<Incoming, { kind: 'answers' }>,
  sms: InboundSms,
  deps: Deps,
): Promise<string> {
  const { person, t } = sms;
  const said: string[] = [];
  for (const one of answers) said.push(await answerOne(one, sms, deps));
  if (unknown.length > 0) said.push(t('page.reply.noneHas', { typed: unknown.join(', ') }));
  const again = readText('', person, await deps.store.find(pageDocument, `asked:${person.id}`));
  const named = new Set(answers.map(({ page }) => page.id));
  const open = again.kind === 'unclear' ? again.open.filter(({ code }) => !named.has(code)) : [];
  const left = open.length > 0 ? `${t('page.reply.stillOpen')} ${codesOf(open, person.id)}` : '';
  return fitGsm(said.join(' '), left === '' ? '' : ` ${left}`, '', MAX_SMS);
}

/** Two segments of a text. */
const MAX_SMS = 306;

async function answerOne(
  { page, verb }: PageAnswer,
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

const codesOf = (open: readonly Page[], person: string): string =>
  open
    .slice(0, 5)
    .map((page) => `${replyCode(page.code, person)} = ${truncate(page.message, 40)}`)
    .join('; ');

/** The codes that would do, newest first. */
function unclear(
  { typed, open }: Extract<Incoming, { kind: 'unclear' }>,
  { person, t }: Pick<InboundSms, 'person' | 't'>,
): string {
  const wrong = typed.length > 0 ? t('page.reply.noneHas', { typed: typed.join(', ') }) : '';
  if (open.length === 0) return wrong;
  return fitGsm(
    `${[wrong, t('page.reply.noCode')].filter(Boolean).join(' ')} `,
    codesOf(open, person.id),
    '',
    MAX_SMS,
  );
}

/** Whether a text that nobody could read gets an answer. The one too many is noted on the pages it may be about. */
async function countUnread(
  { typed, open }: Extract<Incoming, { kind: 'unclear' }>,
  { person, text, now, event }: InboundSms,
  { store }: Pick<Deps, 'store'>,
): Promise<boolean> {
  // The same words to another page are a person's; to the same ones, an automatic answer's.
  const about = [text.trim().toLowerCase(), ...open.map(({ code }) => code)].join('|');
  const hash = createHash('sha256').update(about).digest('hex').slice(0, 20);
  return await withOptimisticRetry(store, async () => {
    const known = await store.get(replyGuardDocument, person.id);
    const { answer, locks, change } = recordUnread(
      person.id,
      { hash, wrongCode: typed.length > 0 },
      known,
      now,
    );
    const note = translator(event.language)('page.note.wrongCodes', {
      who: person.name,
      count: MAX_WRONG_CODES,
      minutes: LOCK_MINUTES,
    });
    const notes = locks ? open.map((page) => addPageNote(page, note, { by: 'callboard', now })) : [];
    return { change: change && mergeChanges(change, ...notes), result: answer };
  });
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
