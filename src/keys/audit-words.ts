/** The steps of the audit chain in words. Names and indexes only: there is never material in a step. */
import type { Translate } from '../i18n/index.ts';
import { bold, code, escape, joined, type Mrkdwn, mentionId, mrkdwn } from '../slack/mrkdwn.ts';
import type { StepData } from './domain/chain.ts';

const STEPS = [
  'proposed',
  'dealt',
  'revealed',
  'confirmed',
  'activated',
  'retired',
  'discarded',
  'revoked',
  'left',
  'back',
  'opened',
  'submitted',
  'completed',
  'restarted',
  'called',
  'call-failed',
  'unsealed',
  'vetoed',
  'cancelled',
  'expired',
  'failed',
  'done',
  'refused',
  'locked',
  'guest-refused',
  'tampered',
] as const;
const FIELDS = [
  'set',
  'holders',
  'k',
  'need',
  'index',
  'person',
  'ceremony',
  'purpose',
  'verb',
  'target',
  'of',
  'reason',
  'outcome',
  'detail',
  'lost',
  'action',
  'calls',
  'secret',
  'seen',
  'fault',
  'why',
] as const;
/** What machines call it: a verb, a code of an error. */
const CODED: ReadonlySet<string> = new Set(['purpose', 'verb', 'outcome', 'detail', 'fault', 'why', 'seen']);
/** Hashes, which the cards show. */
const LEFT_OUT: ReadonlySet<string> = new Set(['setId', 'digest']);

const isIn = <T extends string>(known: readonly T[], name: string): name is T =>
  (known as readonly string[]).includes(name);

/** @param name - The fact's name, as `keys.proposed`. A step that has no words is named as it is. */
export function stepName(name: string, t: Translate): Mrkdwn {
  const bare = name.replace(/^keys\./, '');
  return isIn(STEPS, bare) ? bold(t(`keys.step.${bare}`)) : code(bare);
}

const valueText = (value: unknown): Mrkdwn =>
  /^U[A-Z0-9]{5,}$/.test(String(value)) ? mentionId(String(value)) : escape(String(value));

/** Each field with its value, as `set ingress · share 2`. */
export const stepWords = (data: StepData, t: Translate): Mrkdwn =>
  joined(
    Object.entries(data)
      .filter(([name]) => !LEFT_OUT.has(name))
      .map(([name, value]) => {
        const label = isIn(FIELDS, name) ? t(`keys.field.${name}`) : code(name);
        if (Array.isArray(value)) return mrkdwn`${label} ${joined(value.map(valueText), ' ')}`;
        return mrkdwn`${label} ${CODED.has(name) ? code(String(value)) : valueText(value)}`;
      }),
    ' · ',
  );
