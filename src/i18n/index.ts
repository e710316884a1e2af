/**
 * Texts in the person's language. A text is a key of the English catalog; its `{placeholders}` are
 * checked by the compiler. `{count|session|sessions}` picks a word by the number `count`.
 */
import type { Mrkdwn } from '../core/text.ts';
import { fromCatalog } from '../slack/mrkdwn.ts';
import { en } from './en/index.ts';
import { es } from './es/index.ts';

export type Catalog = Record<Key, string>;
export type Key = keyof typeof en;
export type Locale = 'en' | 'es';

type Name<Inside extends string> = Inside extends `${infer Count}|${string}` ? Count : Inside;
type Names<Text extends string> = Text extends `${string}{${infer Inside}}${infer Rest}`
  ? Name<Inside> | Names<Rest>
  : never;

/** The parameters that the text of a key needs. */
export type Params<K extends Key> = { readonly [N in Names<(typeof en)[K]>]: string | number };

/** The same, safe for Slack: what an error says ends in a message, whoever threw it. */
export type SafeParams<K extends Key> = { readonly [N in keyof Params<K>]: Mrkdwn | number };

/** The keys of texts without placeholders: what a table of words may hold. */
export type PlainKey = { [K in Key]: keyof Params<K> extends never ? K : never }[Key];

/** What cannot break out of a message: numbers, and what escaping has made. */
type Safe<Values> = [Values] extends [Mrkdwn | number] ? Mrkdwn : string;

/**
 * A text in one language, filled; by a key known as it is written, or by one of a {@link PlainKey}. It is
 * safe for Slack (`Mrkdwn`) where all that was filled in is.
 */
export type Translate = <K extends Key, P extends Params<K>>(
  key: K,
  ...params: keyof Params<K> extends never ? [] : [P]
) => keyof Params<K> extends never ? Mrkdwn : Safe<P[keyof P]>;

export const locales: Readonly<Record<Locale, Catalog>> = { en, es };

/** The language for a Slack locale such as `es-ES`; `undefined` where there is none of ours. */
export const localeOf = (slackLocale: string | undefined): Locale | undefined =>
  Object.hasOwn(locales, slackLocale?.slice(0, 2) ?? '') ? (slackLocale?.slice(0, 2) as Locale) : undefined;

const decimal = (locale: string) =>
  new Intl.NumberFormat(locale, { maximumFractionDigits: 2, useGrouping: false });
const DECIMALS: Readonly<Record<Locale, Intl.NumberFormat>> = { en: decimal('en-GB'), es: decimal('es-ES') };

/** Which of two words a number takes, by the language's own rule. */
const PLURALS: Readonly<Record<Locale, Intl.PluralRules>> = {
  en: new Intl.PluralRules('en-GB'),
  es: new Intl.PluralRules('es-ES'),
};

/** `33.3` in English, `33,3` in Spanish; whole numbers as they are. */
const say = (value: string | number, locale: Locale): string =>
  typeof value === 'string' || Number.isInteger(value) ? String(value) : DECIMALS[locale].format(value);

/** Fill a text's placeholders, numbers written as the language does. A missing parameter stays visible, so that a test sees it. */
function fill(text: string, params: Readonly<Record<string, string | number>>, locale: Locale): string {
  return text.replace(/\{([^{}]+)\}/g, (whole, inside: string) => {
    const [name = '', one, many] = inside.split('|');
    const value = params[name];
    if (value === undefined) return whole;
    if (one === undefined) return say(value, locale);
    return PLURALS[locale].select(Number(value)) === 'one' ? one : (many ?? one);
  });
}

export const translator =
  (locale: Locale): Translate =>
  (key, ...params) =>
    // What of it is safe is said by the type alone, from the types of what is filled in.
    fill(locales[locale][key], params[0] ?? {}, locale) as never;

/** A text whose key is only known when it runs, such as that of a UserError; safe, as all that fills it is. */
export const safeText = (
  { key, params }: { readonly key: Key; readonly params: Readonly<Record<string, Mrkdwn | number>> },
  locale: Locale,
): Mrkdwn => fromCatalog(fill(locales[locale][key], params, locale));

export interface Language {
  readonly locale: Locale;
  readonly t: Translate;
}

/** What somebody is written to in: their own choice, else Slack's where it is one of ours, else the event's. */
export function languageOf(
  person: { readonly language?: Locale; readonly slackLocale?: string } | undefined,
  event: { readonly language: Locale },
): Language {
  const locale = person?.language ?? localeOf(person?.slackLocale) ?? event.language;
  return { locale, t: translator(locale) };
}
