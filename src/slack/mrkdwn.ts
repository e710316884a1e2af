/**
 * Text from outside, safe in Slack's mrkdwn: a title that says `<!channel>` must not notify anybody. What is
 * made here is of the type `Mrkdwn`; where only that is taken, the compiler finds what was forgotten.
 */
import type { Person } from '../callboard/domain/person.ts';
import { cutBefore, type Mrkdwn, truncateAt, withoutInvisible } from '../core/text.ts';

export type { Mrkdwn };

const made = (text: string): Mrkdwn => text as Mrkdwn;

/** A text of the catalog, filled with what is safe. For `src/i18n` alone, which sees to that. */
export const fromCatalog = made;

/** Half of a pair alone; it cannot be sent. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

/**
 * Slack's three control characters, and nothing that nobody sees: a name must not write our sentence backwards, nor
 * hide what it is. Everything typed, imported or received goes through here once.
 */
export const escape = (text: string): Mrkdwn =>
  made(
    withoutInvisible(text)
      .replace(LONE_SURROGATE, '\ufffd')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;'),
  );

export const unescape = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** For a phone, where no mark is read as one: no asterisks and backticks, no entities. */
export const withoutMarks = (text: Mrkdwn): string => unescape(text.replace(/[*`]/g, ''));

/**
 * What the person typed, out of what Slack sends: it escapes, and wraps addresses, numbers and mail in `<…>`.
 * Mentions of people and channels stay as Slack writes them. A letter and its accent are one sign, as we write them
 * (some keyboards and clipboards send two), and what nobody sees is gone. Only the adapter needs this.
 */
export const typedText = (sent: string): string =>
  withoutInvisible(
    unescape(
      sent
        .replace(/<(https?:\/\/[^|<>]+)(?:\|[^<>]*)?>/g, '$1')
        .replace(/<(?:mailto|tel):([^|<>]+)(?:\|[^<>]*)?>/g, '$1'),
    ),
  ).normalize('NFC');

/** What a member typed: their mentions of people and channels still work, `<!channel>` does not. */
export const escapeTyped = (text: string): Mrkdwn =>
  made(escape(text).replace(/&lt;([@#][A-Z0-9]+)(?:\|[^&|]*)?&gt;/g, '<$1>'));

/** The colon that begins an emoji's name; not one of a time, `10:30:`. */
const EMOJI = /:(?=[\p{N}'+-]*[\p{L}_][\p{L}\p{N}_'+-]*:)|(?<!\p{N}):(?=[\p{N}'+-]+:)/gu;

/**
 * What somebody wrote, to be read beside what is ours: escaped, and nothing in it is bold, code or an emoji by
 * name, so that it cannot look like a state of Callboard's. The marks become their look-alikes.
 */
export const inert = (text: string): Mrkdwn =>
  made(
    escape(text)
      .replaceAll('*', '∗')
      .replaceAll('`', 'ˋ')
      .replaceAll('~', '∼')
      .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, 'ˍ')
      .replace(EMOJI, '∶'),
  );

/** As somebody's own words, each line behind a bar. */
export const quotation = (text: string): Mrkdwn => made(`> ${inert(text).replaceAll('\n', '\n> ')}`);

/**
 * A text with what is filled in: its own words are ours and stay live, and it takes only what is safe.
 *
 * @example mrkdwn`:pager: ${bold(page.code)}: ${escape(page.message)}`
 */
export const mrkdwn = (words: TemplateStringsArray, ...values: readonly (Mrkdwn | number | '')[]): Mrkdwn =>
  made(String.raw({ raw: words }, ...values));

/** Parts one behind another. What stands between them is ours: written there, or made here. */
export const joined = <Between extends string>(
  parts: readonly (Mrkdwn | number)[],
  between: string extends Between ? never : Between,
): Mrkdwn => made(parts.join(between));

/** The person, notified: their mention where they are in Slack, else their name, escaped. */
export const mention = (person: Pick<Person, 'slack' | 'name'>): Mrkdwn =>
  person.slack ? mentionId(person.slack) : escape(person.name);

/** The person of a Slack user id, notified; what is no id stays text. */
export const mentionId = (slackId: string): Mrkdwn => mentioned('@', slackId);

/** A channel by its id, to be pressed. */
export const mentionChannel = (channelId: string): Mrkdwn => mentioned('#', channelId);

const mentioned = (sign: '@' | '#', id: string): Mrkdwn =>
  /^[A-Z0-9]+$/.test(id) ? made(`<${sign}${id}>`) : escape(id);

/** Several people, notified: organizers who can be asked, holders of a key. */
export const mentionIds = (slackIds: readonly string[]): Mrkdwn => joined(slackIds.map(mentionId), ', ');

/** Bold and escaped. An asterisk inside would end the bold early, so it becomes its look-alike. */
export const bold = (text: string): Mrkdwn => made(`*${escape(text).replaceAll('*', '∗')}*`);

/** As code and escaped; a backtick inside would end it early. */
export const code = (text: string): Mrkdwn => made(`\`${escape(text).replaceAll('`', 'ˋ')}\``);

/** Struck through and escaped; a tilde inside would end it early. */
export const struck = (text: string): Mrkdwn => made(`~${escape(text).replaceAll('~', '∼')}~`);

/** In italics and escaped; an underscore inside would end it early. */
export const italic = (text: string): Mrkdwn => made(`_${escape(text).replaceAll('_', ' ')}_`);

/** A quote of what somebody said: its mark stands on each of its lines. */
export const quote = (text: Mrkdwn): Mrkdwn => made(`> ${text.replaceAll('\n', '\n> ')}`);

/** A link; its label is escaped, and a bar or angle bracket cannot end the address. */
export const link = (url: string, label: string): Mrkdwn =>
  made(
    `<${url.replaceAll('&', '&amp;').replaceAll('<', '%3C').replaceAll('>', '%3E').replaceAll('|', '%7C')}|${escape(label).replaceAll('|', '∣')}>`,
  );

/** What must stay whole: an entity, a mention, a date or a link. */
const WHOLE = /&(?:amp|lt|gt);|<[@#!a-z][^<>\n]*>/y;

/** The last place at or before `at` (UTF-16 units) that is inside no character, entity, mention or link. */
export function cutBeforeMarkup(text: string, at: number): number {
  if (at >= text.length) return text.length;
  for (const start of [text.lastIndexOf('&', at - 1), text.lastIndexOf('<', at - 1)]) {
    if (at <= 0 || start < 0) continue;
    WHOLE.lastIndex = start;
    const found = WHOLE.exec(text);
    if (found && start + found[0].length > at) return cutBeforeMarkup(text, start);
  }
  return cutBefore(text, at);
}

/**
 * At most `max` UTF-16 units, the last an ellipsis where some are missing. Never half a character, an entity
 * (`&amp;`), a mention or a link.
 */
export function truncate(text: Mrkdwn, max: number): Mrkdwn;
export function truncate(text: string, max: number): string;
export function truncate(text: string, max: number): string {
  return truncateAt(text, max, cutBeforeMarkup);
}

/** A part of a text, for who cuts where {@link cutBeforeMarkup} or the end of a line says. */
export const sliceMrkdwn = (text: Mrkdwn, from: number, to?: number): Mrkdwn => made(text.slice(from, to));

/**
 * What was typed, as an error gives it back between backticks: escaped but for the mentions of who typed it,
 * at most 80 characters, never nothing.
 */
export const quoted = (typed: string): Mrkdwn =>
  escapeTyped(truncate(typed.trim().replaceAll('`', 'ˋ'), 80) || '…');
