/**
 * Texts in the person's language. A text is a key of the English catalog; its `{placeholders}` are
 * checked by the compiler. `{count|session|sessions}` picks a word by the number `count`.
 */
import { en } from './en.ts';
import { es } from './es.ts';

export type Catalog = Record<Key, string>;
export type Key = keyof typeof en;
export type Locale = 'en' | 'es';

type Name<Inside extends string> = Inside extends `${infer Count}|${string}` ? Count : Inside;
type Names<Text extends string> = Text extends `${string}{${infer Inside}}${infer Rest}`
  ? Name<Inside> | Names<Rest>
  : never;

/** The parameters that the text of a key needs. */
export type Params<K extends Key> = { readonly [N in Names<(typeof en)[K]>]: string | number };

export type Translate = <K extends Key>(
  key: K,
  ...params: keyof Params<K> extends never ? [] : [Params<K>]
) => string;

export const locales: Readonly<Record<Locale, Catalog>> = { en, es };

/** The language for a Slack locale such as `es-ES`; `undefined` where there is none of ours. */
export const localeOf = (slackLocale: string | undefined): Locale | undefined =>
  Object.hasOwn(locales, slackLocale?.slice(0, 2) ?? '') ? (slackLocale?.slice(0, 2) as Locale) : undefined;

/** Fill a text's placeholders. A missing parameter stays visible, so that a test sees it. */
export function fill(text: string, params: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{([^{}]+)\}/g, (whole, inside: string) => {
    const [name = '', one, many] = inside.split('|');
    const value = params[name];
    if (value === undefined) return whole;
    if (one === undefined) return String(value);
    return Number(value) === 1 ? one : (many ?? one);
  });
}

export const translator =
  (locale: Locale): Translate =>
  (key, ...params) =>
    fill(locales[locale][key], params[0] ?? {});

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
