/** Twilio as `compose` takes it: two channels over one provider, and the check of what comes in. */
import type { PagingChannel } from '../../core/ports/paging.ts';
import type { SignedRequest } from '../../core/route.ts';
import { createProvider, type TwilioOptions } from './client.ts';
import { smsChannel } from './sms.ts';
import { verifyTwilio } from './verify.ts';
import { voiceChannel } from './voice.ts';

export interface TwilioAdapter {
  readonly name: 'twilio';
  readonly channels: readonly PagingChannel[];
  verify(request: SignedRequest): boolean;
  /** Whether it answered when it was last asked; true before it was. */
  works(): boolean;
}

export function createTwilio(options: TwilioOptions): TwilioAdapter {
  const provider = createProvider(options);
  return {
    name: 'twilio',
    channels: [smsChannel(provider), voiceChannel(provider)],
    works: () => provider.breaker.state === 'closed',
    verify: verifyTwilio(options.authToken, options.publicUrl),
  };
}
