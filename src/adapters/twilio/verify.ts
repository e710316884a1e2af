/**
 * Twilio's signature, for PUBLIC_URL and nothing that a proxy or a Host header says. It has no timestamp,
 * so a replay verifies: the routes only ever move states forward, by our random id in the address.
 */
import twilio from 'twilio';

export interface SignedRequest {
  /** Path and query, without the path that PUBLIC_URL has itself. */
  readonly url: string;
  readonly signature: string | undefined;
  readonly body: Readonly<Record<string, string>>;
}

export const verifyTwilio =
  (authToken: string, publicUrl: string) =>
  ({ url, signature, body }: SignedRequest): boolean =>
    signature !== undefined &&
    url.startsWith('/') &&
    twilio.validateRequest(authToken, signature, `${publicUrl}${url}`, { ...body });
