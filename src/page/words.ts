/** How pages, targets and people read. */

import type { Person } from '../callboard/domain/person.ts';
import { machineName } from '../core/commit.ts';
import type { PlainKey, Translate } from '../i18n/index.ts';
import { escape, joined, type Mrkdwn, mention, mentionId, mrkdwn } from '../slack/mrkdwn.ts';
import type { Page, Ran, Target } from './domain/page.ts';
import type { StepAudience } from './domain/policy.ts';

export type Names = ReadonlyMap<string, Person>;

/** Somebody in Slack: notified by their mention; a source (`hook:Grafana`) by its name. */
export function personText(id: string, names: Names): Mrkdwn {
  const person = names.get(id);
  if (person) return mention(person);
  return /^[UW][A-Z0-9]+$/.test(id) ? mentionId(id) : escape(machineName(id));
}

/** Most people that one line names. */
const MAX_NAMED = 5;

export function peopleText(ids: readonly string[], names: Names): Mrkdwn {
  if (ids.length === 0) return mrkdwn`–`;
  const named = ids.slice(0, MAX_NAMED).map((id) => personText(id, names));
  return mrkdwn`${joined(named, ', ')}${ids.length > MAX_NAMED ? mrkdwn` …` : ''}`;
}

/** Until when a page goes past somebody, and why. */
export const asideText = (
  { onStage }: Pick<Ran['people'][number], 'onStage'>,
  time: Mrkdwn,
  t: Translate,
): Mrkdwn => t(onStage ? 'page.stageUntil' : 'page.quietUntil', { time });

/** Somebody in a text or a call: their name. */
export const nameOf = (id: string, names: Names): string => names.get(id)?.name ?? machineName(id);

/** Whoever opened it, in a text or a call. */
export const authorOf = (page: Pick<Page, 'author' | 'authorName'>, names: Names): string =>
  page.authorName ?? nameOf(page.author, names);

/** The target for a text or a call. */
export function targetName(target: Target, names: Names, t: Translate): string {
  if (target.kind === 'oncall') return t('page.target.oncall');
  return target.kind === 'person' ? nameOf(target.name, names) : (target.label ?? target.name);
}

/** The target for Slack. */
export function targetText(target: Target, names: Names, t: Translate): Mrkdwn {
  return target.kind === 'person' ? personText(target.name, names) : escape(targetName(target, names, t));
}

/** Whom a step asks, in words. */
export function stepText(step: StepAudience, page: Pick<Page, 'target'>, names: Names, t: Translate): Mrkdwn {
  if (step === 'lead') return t('page.who.lead');
  if (step === 'organizers') return t('page.who.organizers');
  if (step.startsWith('role:')) return escape(step.slice(5));
  if (page.target.kind === 'person' || page.target.kind === 'group') return targetText(page.target, names, t);
  return t('page.who.target');
}

const CHANNELS: Readonly<Record<string, PlainKey>> = {
  slack: 'page.channel.slack',
  sms: 'page.channel.sms',
  voice: 'page.channel.voice',
  email: 'page.channel.email',
  push: 'page.channel.push',
  ntfy: 'page.channel.ntfy',
};

export const channelName = (channel: string, t: Translate): Mrkdwn => {
  const key = CHANNELS[channel];
  return key ? t(key) : escape(channel);
};

const PROVIDERS: Readonly<Record<string, string>> = { twilio: 'Twilio', telnyx: 'Telnyx' };

/** A provider as it writes itself. */
export const providerName = (provider: string): string => PROVIDERS[provider] ?? provider;

const CODES: Readonly<Record<string, PlainKey>> = {
  busy: 'page.code.busy',
  'no-answer': 'page.code.noAnswer',
  voicemail: 'page.code.voicemail',
  'no-digit': 'page.code.noDigit',
  'provider-down': 'page.code.providerDown',
  passed: 'page.code.passed',
  stopped: 'page.code.stopped',
  '21610': 'page.code.optedOut',
  '30003': 'page.code.unreachable',
  '30005': 'page.code.noSuchNumber',
  '30006': 'page.code.landline',
  '30007': 'page.code.filtered',
  '30034': 'page.code.unregistered',
  '30036': 'page.code.expired',
  'telnyx-40300': 'page.code.optedOut',
  'telnyx-40004': 'page.code.unreachable',
  'telnyx-40006': 'page.code.unreachable',
  'telnyx-40008': 'page.code.unreachable',
  'telnyx-40012': 'page.code.noSuchNumber',
  'telnyx-40310': 'page.code.noSuchNumber',
  'telnyx-40001': 'page.code.landline',
  'telnyx-40002': 'page.code.filtered',
  'telnyx-40003': 'page.code.filtered',
  'telnyx-40015': 'page.code.filtered',
  'telnyx-40322': 'page.code.filtered',
  'telnyx-40010': 'page.code.unregistered',
  'telnyx-40005': 'page.code.expired',
  'telnyx-40014': 'page.code.expired',
  'no-verified-number': 'page.code.noNumber',
  'off-duty': 'page.code.offDuty',
  'costly-number': 'page.code.costly',
  'rung-enough': 'page.code.rungEnough',
  fuse: 'page.code.fuse',
  'drill-outage': 'page.code.drillOutage',
  'push-gone': 'page.code.pushGone',
  'push-refused': 'page.code.pushRefused',
  'push-too-large': 'page.code.pushTooLarge',
  'no-device': 'page.code.noDevice',
  'address-refused': 'page.code.pushRefused',
};

/** Why a notification failed: in words where we have them, else the provider's code. */
export function failureText(code: string | undefined, t: Translate): Mrkdwn {
  const key = CODES[code ?? ''];
  return key ? t(key) : t('page.code.other', { code: escape(code ?? '?') });
}
