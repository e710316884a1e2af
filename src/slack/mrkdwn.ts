/** Text from outside, safe in Slack's mrkdwn: a title that says `<!channel>` must not notify anybody. */
import type { Person } from '../callboard/domain/person.ts';

/** Slack's three control characters. Everything typed, imported or received goes through here once. */
export const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export const unescape = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/**
 * What the person typed, out of what Slack sends: it escapes, and wraps addresses, numbers and mail in `<…>`.
 * Mentions of people and channels stay as Slack writes them. Only the adapter needs this.
 */
export const typedText = (sent: string): string =>
  unescape(
    sent
      .replace(/<(https?:\/\/[^|>]+)(?:\|[^>]*)?>/g, '$1')
      .replace(/<(?:mailto|tel):([^|>]+)(?:\|[^>]*)?>/g, '$1'),
  );

/** What a member typed: their mentions of people and channels still work, `<!channel>` does not. */
export const escapeTyped = (text: string): string =>
  escape(text).replace(/&lt;([@#][A-Z0-9]+)(?:\|[^&|]*)?&gt;/g, '<$1>');

/** The person, notified: their mention where they are in Slack, else their name, escaped. */
export const mention = (person: Pick<Person, 'slack' | 'name'>): string =>
  person.slack ? `<@${person.slack}>` : escape(person.name);

export const mentionId = (slackId: string): string => `<@${slackId}>`;

/** Bold and escaped. An asterisk inside would end the bold early, so it becomes its look-alike. */
export const bold = (text: string): string => `*${escape(text).replaceAll('*', '∗')}*`;

/** As code and escaped; a backtick inside would end it early. */
export const code = (text: string): string => `\`${escape(text).replaceAll('`', 'ˋ')}\``;

/** A link; its label is escaped, and a bar or angle bracket cannot end the address. */
export const link = (url: string, label: string): string =>
  `<${url.replaceAll('&', '&amp;').replaceAll('<', '%3C').replaceAll('>', '%3E').replaceAll('|', '%7C')}|${escape(label).replaceAll('|', '∣')}>`;

/** At most `max` characters, the last one an ellipsis where some are missing. */
export const truncate = (text: string, max: number): string =>
  text.length <= max ? text : `${text.slice(0, max - 1).trimEnd()}…`;

/** What was typed, as an error gives it back between backticks: escaped, at most 80 characters, never nothing. */
export const quoted = (typed: string): string =>
  escape(truncate(typed.trim().replaceAll('`', 'ˋ'), 80)) || '…';
