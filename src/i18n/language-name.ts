/** How languages are called, by those who read of them. */
import type { Locale } from './index.ts';

/**
 * `English`, `inglés` for `en`; `German (Austria)` for `de-AT`.
 *
 * @param code - As the programme has it, a BCP 47 tag or not.
 * @returns The code as it is where nobody knows such a language.
 */
export function spokenLanguage(code: string, locale: Locale): string {
  try {
    return new Intl.DisplayNames([locale], { type: 'language', fallback: 'code' }).of(code) ?? code;
  } catch {
    // No tag at all: `English, maybe`.
    return code;
  }
}
