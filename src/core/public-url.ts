/** PUBLIC_URL, where the outside reaches this bot: it may have a path, which a proxy takes away or passes on. */

/** The path of PUBLIC_URL, such as `/callboard`; empty where it has none, or where there is no PUBLIC_URL. */
export const publicPath = (publicUrl: string | undefined): string =>
  publicUrl === undefined ? '' : new URL(publicUrl).pathname.replace(/\/+$/, '');

/** A name as a part of an address. Half a character, which no address can hold, becomes U+FFFD. */
export const urlPart = (text: string): string => encodeURIComponent(text.toWellFormed());
