/** Downloads of what an organizer names. What an error from it means is said here. */

/** What was fetched; `unchanged` has no body. */
export interface FetchedFile {
  readonly status: 'ok' | 'unchanged';
  readonly body: Uint8Array;
  readonly contentType: string;
  readonly etag?: string;
  readonly lastModified?: string;
}

/**
 * Fetches what an organizer names, from the public internet only.
 *
 * @param known - What an earlier answer said, so that the same content need not be sent again.
 * @throws {UserError} with a key `fetch.*` where the address is refused or does not answer as it should.
 */
export type Fetcher = (url: string, known?: { etag?: string; lastModified?: string }) => Promise<FetchedFile>;
