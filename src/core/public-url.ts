/** PUBLIC_URL, where the outside reaches this bot: it may have a path, which a proxy takes away or passes on. */

/** The path of PUBLIC_URL, such as `/callboard`; empty where it has none, or where there is no PUBLIC_URL. */
export const publicPath = (publicUrl: string | undefined): string =>
  publicUrl === undefined ? '' : new URL(publicUrl).pathname.replace(/\/+$/, '');
