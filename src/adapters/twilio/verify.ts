/**
 * Twilio's signature, for PUBLIC_URL and nothing that a proxy or a Host header says. It has no timestamp,
 * so a replay verifies: the routes only ever move states forward, by our random id in the address.
 */
import twilio from 'twilio';
import type { SignedRequest } from '../../core/route.ts';

export const verifyTwilio =
  (authToken: string, publicUrl: string) =>
  ({ url, headers, body }: SignedRequest): boolean => {
    const signature = headers['x-twilio-signature'];
    if (signature === undefined || !url.startsWith('/')) return false;
    return twilio.validateRequest(authToken, signature, `${publicUrl}${url}`, { ...body });
  };
