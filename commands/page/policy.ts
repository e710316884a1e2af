/** `/page policy [TARGET]`: the steps, and for organizers a modal to change them. */

import type { View } from '@slack/types';
import { z } from 'zod';
import { isOrganizer } from '../../src/callboard/domain/event.ts';
import type { ModalResponse, ModalSubmission, RequestContext, Verb } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { parsePressed } from '../../src/core/pressed.ts';
import { requirePermission } from '../../src/core/refuse.ts';
import { RIGHTS } from '../../src/core/rights.ts';
import { isBareNumber, parseDuration } from '../../src/core/time.ts';
import { duration } from '../../src/i18n/time.ts';
import { type Target, targetKey } from '../../src/page/domain/page.ts';
import {
  DEFAULT_POLICY_ID,
  defaultPolicy,
  Policy,
  type PolicyStep,
  policyDocument,
} from '../../src/page/domain/policy.ts';
import { setPolicy } from '../../src/page/domain/set-policy.ts';
import { loadDuty } from '../../src/page/load.ts';
import { policyOf } from '../../src/page/open.ts';
import { sections } from '../../src/slack/blocks.ts';
import { selectInput, textInput } from '../../src/slack/inputs.ts';
import { escape, type Mrkdwn, mrkdwn, quoted } from '../../src/slack/mrkdwn.ts';
import { modal } from '../../src/slack/views.ts';
import { takeTarget } from './take-place.ts';
import { policyLines } from './view.ts';

const MAX_STEPS = 5;

const typedDuration = (seconds: number): string =>
  seconds % 3600 === 0 && seconds > 0
    ? `${seconds / 3600}h`
    : seconds % 60 === 0
      ? `${seconds / 60}m`
      : `${seconds}s`;

export const policyVerb: Verb = {
  usage: { 'policy [TARGET]': 'page.usage.policy' },
  async run(call, deps) {
    const target = call.text === '' ? undefined : await takeTarget(call, deps);
    const policy = target
      ? await policyOf(target, deps)
      : ((await deps.store.get(policyDocument, DEFAULT_POLICY_ID))?.value ?? defaultPolicy);
    if (isOrganizer(call.event, call.person.id))
      return { modal: await policyModal(target, policy, call, deps) };
    return { text: policyNow(target, policy, call) };
  },
};

/** Whose steps they are, and what they do as they are. */
const policyNow = (target: Target | undefined, policy: Policy, request: RequestContext): Mrkdwn => {
  const name = target ? escape(target.name || target.kind) : request.t('page.policy.everywhere');
  return mrkdwn`*${request.t('page.policy.of', { name })}*\n${policyLines(policy, new Map(), request)}`;
};

async function policyModal(
  target: Target | undefined,
  policy: Policy,
  request: RequestContext,
  deps: Deps,
): Promise<View> {
  const { t } = request;
  const { roles, shifts } = await loadDuty(deps);
  const names = [...new Set([...roles.map(({ name }) => name), ...shifts.map(({ role }) => role)])];
  const choices = [
    { text: t('page.policy.none'), value: 'none' },
    { text: t('page.who.target'), value: 'target' },
    { text: t('page.who.lead'), value: 'lead' },
    { text: t('page.who.organizers'), value: 'organizers' },
    { text: `${t('page.who.organizers')} + @here`, value: 'organizers+here' },
    ...names
      .slice(0, 90)
      .map((name) => ({ text: t('page.target.role', { name }), value: `role:${name}`.slice(0, 150) })),
  ];
  const rows = Array.from({ length: MAX_STEPS }, (_, index) => {
    const step = policy.steps[index];
    const who = shownWho(step);
    return [
      selectInput(`who${index}`, t('page.policy.step', { number: index + 1 }), choices, {
        initial: choices.some(({ value }) => value === who) ? who : 'none',
      }),
      textInput(`after${index}`, t('page.policy.afterLabel'), {
        optional: true,
        initial: step && typedDuration(step.after),
      }),
    ];
  });
  return modal({
    id: 'page.policy',
    // What was not touched may come back empty: the policy shown is what it then stands for.
    meta: JSON.stringify({ id: target ? targetKey(target) : DEFAULT_POLICY_ID, policy }),
    title: t('page.policy.title'),
    submit: t('page.policy.save'),
    close: t('page.modal.close'),
    blocks: [
      ...sections([policyNow(target, policy, request)]),
      ...rows.flat(),
      textInput('rounds', t('page.policy.roundsLabel'), { initial: String(policy.rounds) }),
      textInput('pause', t('page.policy.pauseLabel'), { initial: typedDuration(policy.pause) }),
    ],
  });
}

const PolicyMeta = z.object({ id: z.string(), policy: Policy });

export async function policyModalSubmission(submission: ModalSubmission, deps: Deps): Promise<ModalResponse> {
  const { t } = submission;
  requirePermission(RIGHTS['/page'].parts['policy CHANGE'], submission);
  const meta = parsePressed(PolicyMeta, submission.meta);
  const shown = meta.policy;
  const value = (block: string): string | undefined => {
    const given = submission.values[block]?.['value'];
    return typeof given === 'string' && given.trim() !== '' ? given.trim() : undefined;
  };
  const errors: Record<string, Mrkdwn> = {};
  const seconds = (block: string, fallback: number): number => {
    if (submission.values[block] === undefined) return fallback;
    // Emptied: at once; where that is too soon, the error beside it says so.
    const given = value(block) ?? '0s';
    const parsed = /^0\s*[smh]?$/.test(given) ? 0 : parseDuration(given)?.total('seconds');
    // A number alone would be minutes; here it may as well be seconds.
    const alone = isBareNumber(given) && Number(given) !== 0;
    if (alone || parsed === undefined || parsed > 86_400)
      errors[block] = t(alone ? 'typed.unit' : 'typed.duration', { typed: quoted(given) });
    return Math.round(parsed ?? 0);
  };
  const steps: PolicyStep[] = [];
  for (let index = 0; index < MAX_STEPS; index++) {
    const who = value(`who${index}`) ?? shownWho(shown.steps[index]);
    if (who === 'none') continue;
    const after = seconds(`after${index}`, shown.steps[index]?.after ?? 0);
    const previous = steps.at(-1);
    if (previous && after < previous.after)
      errors[`after${index}`] ??= t('page.policy.order', { time: duration(previous.after) });
    const here = who.endsWith('+here');
    const step = { who: here ? who.slice(0, -5) : who, after, ...(here && { here: true as const }) };
    steps.push(step as PolicyStep);
  }
  if (steps.length === 0) errors['who0'] = t('page.policy.noSteps');
  const rounds =
    submission.values['rounds'] === undefined ? shown.rounds : Number(value('rounds') ?? Number.NaN);
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > 10) errors['rounds'] = t('page.policy.badRounds');
  const pause = seconds('pause', shown.pause);
  if (pause < 30) errors['pause'] ??= t('page.policy.badPause');
  if (Object.keys(errors).length > 0) return { errors };
  const policy = Policy.parse({ steps, rounds, pause });
  await withOptimisticRetry(deps.store, async () => {
    const known = await deps.store.get(policyDocument, meta.id);
    const { now, person } = submission;
    const change = setPolicy(meta.id, policy, known?.version ?? 0, { at: now, by: person.id });
    return { change, result: undefined };
  });
  return { text: mrkdwn`${t('page.policy.saved')}\n${policyLines(policy, new Map(), submission)}` };
}

const shownWho = (step: PolicyStep | undefined): string =>
  step ? `${step.who}${step.here ? '+here' : ''}` : 'none';
