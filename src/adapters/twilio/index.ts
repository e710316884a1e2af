/** Twilio as `compose` takes it: two channels over one provider, and the check of what comes in. */
import type { PagingChannel } from '../../core/ports/paging.ts';
import { createProvider, type TwilioOptions } from './client.ts';
import { smsChannel } from './sms.ts';
import { type SignedRequest, verifyTwilio } from './verify.ts';
import { voiceChannel } from './voice.ts';

export interface TwilioAdapter {
  readonly channels: readonly PagingChannel[];
  verify(request: SignedRequest): boolean;
  /** Whether it answered when it was last asked; true before it was. */
  works(): boolean;
}

export function createTwilio(options: TwilioOptions): TwilioAdapter {
  const provider = createProvider(options);
  return {
    channels: [smsChannel(provider), voiceChannel(provider)],
    works: provider.works,
    verify: verifyTwilio(options.authToken, options.publicUrl),
  };
}
