/** What a call says, as TwiML, in the person's language. Pure; everything from outside is escaped. */
import type { Locale } from '../i18n/index.ts';

const xml = (text: string): string =>
  text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

const LANGUAGE: Readonly<Record<Locale, string>> = { en: 'en-GB', es: 'es-ES' };

const say = (text: string, locale: Locale): string =>
  `<Say language="${LANGUAGE[locale]}">${xml(text)}</Say>`;

const response = (inside: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><Response>${inside}</Response>`;

/** Says it twice, and waits for a digit each time; silence hangs up, and is no answer. */
export function askForDigit(parts: readonly string[], address: string, locale: Locale): string {
  const gather = `<Gather input="dtmf" numDigits="1" timeout="6" method="POST" action="${xml(address)}">${parts
    .map((part) => say(part, locale))
    .join('')}</Gather>`;
  return response(`${gather}${gather}<Hangup/>`);
}

/** Says it (twice, for a code that somebody writes down) and hangs up. */
export const sayAndHangUp = (text: string, locale: Locale, times = 1): string =>
  response(`${Array.from({ length: times }, () => say(text, locale)).join('<Pause length="1"/>')}<Hangup/>`);

export const hangUp = (): string => response('<Hangup/>');

/** The reply to a text, as Twilio takes it; no answer is an empty response. */
export const replyText = (text: string | undefined): string =>
  response(text === undefined ? '' : `<Message>${xml(text)}</Message>`);
