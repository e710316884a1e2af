/** Downloads of what an organizer names. What an error from it means is said here. */

/** Fetches what an organizer names, guarded: see `UserError` keys `fetch.*`. */
export interface FetchedFile {
  readonly status: 'ok' | 'unchanged';
  readonly body: Uint8Array;
  readonly contentType: string;
  readonly etag?: string;
  readonly lastModified?: string;
}

export type Fetcher = (url: string, known?: { etag?: string; lastModified?: string }) => Promise<FetchedFile>;
