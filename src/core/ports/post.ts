/** Requests to an address that somebody gave us, such as a push service's. What an error from it means is said here. */

export interface PostRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

export interface PostAnswer {
  readonly status: number;
  /** Seconds that it asks us to wait, where it says so. */
  readonly retryAfter: number | undefined;
}

/**
 * Posts to an address, in bounded time; never into our own network, unless the operator named the host. Follows no
 * redirect.
 *
 * @throws {PermanentError} `address-refused`: nothing is ever sent there.
 * @throws anything else: it could not be reached in time. Neither says the address.
 */
export type Post = (address: string, request: PostRequest) => Promise<PostAnswer>;
