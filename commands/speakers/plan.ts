/** `plan`: when reminders go out, what they say to bring, and when a missing speaker is looked for. */
import { findSession } from '../../src/agenda/find.ts';
import type { CommandInvocation, Reply } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { requirePermission } from '../../src/core/refuse.ts';
import { RIGHTS } from '../../src/core/rights.ts';
import { splitWords } from '../../src/core/time.ts';
import type { Translate } from '../../src/i18n/index.ts';
import { escape, joined, type Mrkdwn, mrkdwn, truncate } from '../../src/slack/mrkdwn.ts';
import { typedDuration } from '../../src/slack/typed-time.ts';
import { reminderKind, type SpeakerPlan } from '../../src/speakers/domain/plan.ts';
import { changePlan, type PlanChange } from '../../src/speakers/domain/planning.ts';
import { readPlan, readSessions, readSpeakers } from '../../src/speakers/load.ts';

/** Two weeks; nobody remembers what they were told before. */
const MAX_MINUTES = 14 * 24 * 60;
const MAX_REMINDERS = 8;

export async function plan(call: CommandInvocation, deps: Deps): Promise<Reply> {
  if (call.text === '') return { text: planText((await readPlan(deps)).value, call.t) };
  requirePermission(RIGHTS['/speakers'].parts['plan 24h'], call);
  const change = await wanted(call.text, deps);
  const after = await withOptimisticRetry(deps.store, async () => {
    const all = await readSpeakers(deps);
    const decided = changePlan(all, all.planVersion, [change], call.person.id);
    return { change: decided.change, result: decided.plan };
  });
  return { text: mrkdwn`${call.t('speakers.plan.changed')}\n${planText(after, call.t)}` };
}

async function wanted(text: string, deps: Deps): Promise<PlanChange> {
  const [first = '', ...rest] = splitWords(text);
  if (/^check-?in$/i.test(first)) return { checkIn: isNone(rest) ? 0 : minutesOf(rest.join(' ')) };
  if (/^(bring|traer)$/i.test(first)) {
    const bring = text.slice(first.length).trim();
    if (bring === '') throw new UserError('speakers.plan.bringHow');
    return { bring: /^default$/i.test(bring) ? undefined : truncate(bring, 300) };
  }
  if (/^s\d+$/i.test(first)) {
    const { code } = findSession(await readSessions(deps), first);
    if (/^default$/i.test(rest.join(' '))) return { session: code, own: undefined };
    return { session: code, own: several(rest) };
  }
  return { reminders: several([first, ...rest]) };
}

const isNone = (words: readonly string[]): boolean =>
  words.length === 1 && /^(none|off|nada|no)$/i.test(words[0] ?? '');

function several(words: readonly string[]): number[] {
  if (words.length === 0) throw new UserError('speakers.plan.how');
  if (words.length > MAX_REMINDERS) throw new UserError('speakers.plan.tooMany', { count: MAX_REMINDERS });
  return isNone(words) ? [] : words.map((word) => minutesOf(word.replace(/,$/, '')));
}

function minutesOf(text: string): number {
  const minutes = Math.round(typedDuration(text).total('minutes'));
  if (minutes < 1 || minutes > MAX_MINUTES) throw new UserError('speakers.plan.range');
  return minutes;
}

export function planText(value: SpeakerPlan, t: Translate): Mrkdwn {
  const kinds = (minutes: readonly number[]) =>
    escape(minutes.map(reminderKind).join(', ')) || t('speakers.plan.never');
  const own = Object.entries(value.sessions).map(([code, minutes]) =>
    t('speakers.plan.session', { code: escape(code), times: kinds(minutes) }),
  );
  return joined(
    [
      t('speakers.plan.reminders', { times: kinds(value.reminders) }),
      ...own.slice(0, 20),
      value.checkIn > 0
        ? t('speakers.plan.checkIn', { time: escape(reminderKind(value.checkIn)) })
        : t('speakers.plan.noCheckIn'),
      t('speakers.plan.bring', { what: escape(value.bring ?? t('speakers.bringDefault')) }),
      t('speakers.plan.quiet'),
    ],
    '\n',
  );
}
