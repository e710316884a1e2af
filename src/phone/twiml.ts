/** What a call says, as TwiML, in the person's language. Pure; Twilio's own builders escape what is said. */
import MessagingResponse from 'twilio/lib/twiml/MessagingResponse.js';
import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js';
import type { Locale } from '../i18n/index.ts';

/** Voices of Twilio's `<Say>`, as https://www.twilio.com/docs/voice/twiml/say lists them. */
const LANGUAGE = { en: 'en-GB', es: 'es-ES' } as const satisfies Readonly<Record<Locale, string>>;

/** Without the characters that XML 1.0 cannot hold at all, escaped or not. */
const xmlText = (text: string): string => text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/g, '');

/**
 * Says it twice, and waits six seconds for a digit each time; silence hangs up, and is no answer.
 *
 * @param parts sentences, said one after the other
 * @param address where Twilio posts the digit
 */
export function askForDigit(parts: readonly string[], address: string, locale: Locale): string {
  const response = new VoiceResponse();
  for (let round = 0; round < 2; round++) {
    const gather = response.gather({
      input: ['dtmf'],
      numDigits: 1,
      timeout: 6,
      method: 'POST',
      action: address,
    });
    for (const part of parts) gather.say({ language: LANGUAGE[locale] }, xmlText(part));
  }
  response.hangup();
  return response.toString();
}

/** Says it (twice, for a code that somebody writes down) and hangs up. */
export function sayAndHangUp(text: string, locale: Locale, times = 1): string {
  const response = new VoiceResponse();
  for (let round = 0; round < times; round++) {
    if (round > 0) response.pause({ length: 1 });
    response.say({ language: LANGUAGE[locale] }, xmlText(text));
  }
  response.hangup();
  return response.toString();
}

export function hangUp(): string {
  const response = new VoiceResponse();
  response.hangup();
  return response.toString();
}

/** The reply to a text, as Twilio takes it; no answer is an empty response. */
export function replyText(text: string | undefined): string {
  const response = new MessagingResponse();
  if (text !== undefined) response.message(xmlText(text));
  return response.toString();
}
