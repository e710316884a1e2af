/** Events that leave for addresses outside. What an answer means is said here; nothing throws. */

export interface WebhookDelivery {
  readonly url: string;
  /** Signs it; never sent. */
  readonly secret: string;
  /** The event's id, the same for its repeats. */
  readonly key: string;
  readonly contentType: string;
  /** As it is sent and signed. */
  readonly body: string;
}

/**
 * What became of one delivery. `code` is the status that it answered, or `timeout`, `unreachable`, `unknown-host`,
 * `private` (an address inside the own network), `redirect`. `busy`: too many are on their way there, nothing was sent.
 */
export type WebhookAnswer = { readonly ok: true } | { readonly ok: false; readonly code: string };

export interface Webhooks {
  /** Why nothing would ever be sent to an address; undefined where it may be. Names are looked up. */
  refuses(url: string): Promise<'form' | 'https' | 'private' | 'unknown-host' | undefined>;
  deliver(delivery: WebhookDelivery): Promise<WebhookAnswer>;
}
