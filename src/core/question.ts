/**
 * One question before harm, and only then. A verb works out what harm it would do (its noun's domain says so,
 * purely); where there is any, the answer is a question that names it, with a button that does it anyway and
 * buttons for what would be better. The button carries a {@link Consent}: what was typed and when, which harms
 * were named, and the versions of what they are about. Pressing it runs the same verb again, which weighs the
 * harm again on what is there now. So a question fires at most once, never on a changed state, and never for a
 * harm that it did not name; and nothing has to be kept for it.
 *
 * Terminology:
 * - *harm*: what would happen that hardly anybody wants, of a kind, in a sentence.
 * - *consent*: the answer "anyway" to exactly what was asked.
 * - *mark*: the version of something, or another value that differs when it has changed.
 */

import type { Button as SlackButton } from '@slack/types';
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { Translate } from '../i18n/index.ts';
import { actions, button, section } from '../slack/blocks.ts';
import { escape, joined, type Mrkdwn, mrkdwn, truncate } from '../slack/mrkdwn.ts';
import { UserError } from './errors.ts';
import { InstantText, instant, instantText } from './instant.ts';
import type { Message } from './ports/chat.ts';
import { parsePressed } from './pressed.ts';

/** Marks by what they are of: `H45` → 3. */
export type Marks = Readonly<Record<string, string | number>>;

export const Consent = z.object({
  /** What was typed behind the verb, or what else says what to do. */
  typed: z.string(),
  /** When it was typed: `in 20m` means the same when the answer comes. */
  at: InstantText,
  /** The kinds of harm that were named; none where the button does something better. */
  harms: z.array(z.string()),
  on: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type Consent = z.infer<typeof Consent>;

export interface Harm {
  /** Of what kind, for programs. */
  readonly kind: string;
  /** What would happen, in a sentence. */
  readonly text: Mrkdwn;
}

/** The consent that a button gives. */
export const consentTo = (
  typed: string,
  now: Temporal.Instant,
  harms: readonly Pick<Harm, 'kind'>[],
  on: Marks,
): Consent => ({ typed, at: instantText(now), harms: harms.map(({ kind }) => kind), on: { ...on } });

/** The consent of a pressed button, and when what it repeats was typed. */
export function consentFrom(value: string): { readonly consent: Consent; readonly at: Temporal.Instant } {
  const consent = parsePressed(Consent, value);
  return { consent, at: instant(consent.at) };
}

const isSame = (a: Marks, b: Marks): boolean =>
  Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([of, mark]) => b[of] === mark);

/**
 * Whether to do it.
 *
 * @param harms - What it would do as things stand now.
 * @param on - The marks of what that is about, now.
 * @param consent - The answer to a question; undefined where none was asked.
 * @returns `go`: nothing speaks against it, or all that does was named; `ask`: it was not; `changed`: what the
 *   question was about is another now, so its answer means nothing any more.
 */
export function weighHarm(
  harms: readonly Pick<Harm, 'kind'>[],
  on: Marks,
  consent: Consent | undefined,
): 'go' | 'ask' | 'changed' {
  if (consent && !isSame(consent.on, on)) return 'changed';
  return harms.every(({ kind }) => consent?.harms.includes(kind)) ? 'go' : 'ask';
}

/** Slack's limit of a button's value. */
const MAX_VALUE = 2000;

/**
 * A button that answers a question.
 *
 * @throws {UserError} where what was typed is longer than a button carries.
 */
export function answerButton(
  action: string,
  label: string,
  consent: Consent,
  style?: 'primary' | 'danger',
): SlackButton {
  const value = JSON.stringify(consent);
  if (value.length > MAX_VALUE)
    throw new UserError('common.longText', { count: consent.typed.length, max: MAX_VALUE / 2 });
  return button(action, label, value, style);
}

/**
 * The question: each harm in a line, then what is better, then doing it anyway.
 *
 * @param better - Buttons for what hardly anybody would regret, the best first.
 * @param anyway - The button that does it all the same.
 */
export function questionMessage(
  harms: readonly Harm[],
  better: readonly SlackButton[],
  anyway: SlackButton,
): Message {
  const text = joined(
    harms.map((harm) => mrkdwn`:warning: ${harm.text}`),
    '\n',
  );
  return { text, blocks: [section(text), ...actions([...better, anyway])] };
}

/** The answer to an old question: nothing was done, and what was typed is given back. */
export const questionChanged = (typed: string, t: Translate): Message => ({
  text: t('common.questionChanged', { typed: truncate(escape(typed.replaceAll('`', 'ˋ')), 500) }),
});
