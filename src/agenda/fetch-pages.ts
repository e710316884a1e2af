/**
 * An agenda by its address, all pages of it: pretalx's API gives fifty entries at a time with the address of the
 * next, and an agenda of the first page alone would look as if the rest were cancelled.
 */
import { UserError } from '../core/errors.ts';
import type { FetchedFile, Fetcher } from '../core/ports/fetch.ts';
import { fields, list, parseJson, scalarText } from '../formats/json.ts';
import { MAX_BYTES, MAX_SESSIONS } from '../formats/limits.ts';
import { escape } from '../slack/mrkdwn.ts';

const MAX_PAGES = 200;
/** Bytes in which a page names the next one: it stands before the entries. */
const HEAD = 2000;

const pageOf = (body: Uint8Array) => {
  const text = new TextDecoder().decode(body).trim();
  const page = fields(parseJson(text));
  return { next: scalarText(page['next']), rows: list(page['results']) };
};

const hasNext = (body: Uint8Array): boolean =>
  /^\s{0,20}\{[^[]{0,1900}"next"\s{0,9}:\s{0,9}"/.test(new TextDecoder().decode(body.subarray(0, HEAD)));

/** Behind a proxy an API often calls itself http: what counts is that the page is on the same host. */
function addressOfNext(next: string, from: string): string {
  const [url, base] = [new URL(next, from), new URL(from)];
  if (url.hostname !== base.hostname) throw new UserError('fetch.otherHost', { host: escape(url.hostname) });
  url.protocol = base.protocol;
  url.port = base.port;
  return url.href;
}

/**
 * Like the fetcher, with all pages in one. A file of several pages is never `unchanged`: what the server says of
 * the first tells nothing of the others.
 *
 * @throws {UserError} `fetch.*`, `format.*` where a page is none.
 */
export async function fetchPages(
  fetch: Fetcher,
  url: string,
  known?: { etag?: string; lastModified?: string },
): Promise<FetchedFile> {
  const fetched = await (known === undefined ? fetch(url) : fetch(url, known));
  if (fetched.status === 'unchanged' || !hasNext(fetched.body)) return fetched;
  const rows: unknown[] = [];
  const seen = new Set<string>([url]);
  let bytes = 0;
  let page = pageOf(fetched.body);
  rows.push(...page.rows);
  while (page.next !== '') {
    const next = addressOfNext(page.next, url);
    if (seen.has(next) || seen.size >= MAX_PAGES || rows.length > MAX_SESSIONS || bytes > MAX_BYTES)
      throw new UserError('format.tooMany', { most: MAX_SESSIONS });
    seen.add(next);
    const { body } = await fetch(next);
    bytes += body.length;
    page = pageOf(body);
    rows.push(...page.rows);
  }
  const { status, contentType } = fetched;
  const whole = { count: rows.length, next: null, previous: null, results: rows };
  return { status, contentType, body: new TextEncoder().encode(JSON.stringify(whole)) };
}
