/** Telnyx as `compose` takes it: two channels over one provider, and the check of what comes in. */
import type { PagingChannel } from '../../core/ports/paging.ts';
import type { SignedRequest } from '../../core/route.ts';
import { createTelnyxProvider, type TelnyxOptions } from './client.ts';
import { telnyxTexts } from './sms.ts';
import { verifyTelnyx } from './verify.ts';
import { telnyxCalls } from './voice.ts';

export interface TelnyxAdapter {
  readonly name: 'telnyx';
  readonly channels: readonly PagingChannel[];
  verify(request: SignedRequest): boolean;
  /** Whether it answered when it was last asked; true before it was. */
  works(): boolean;
}

export function createTelnyx(options: TelnyxOptions): TelnyxAdapter {
  const provider = createTelnyxProvider(options);
  return {
    name: 'telnyx',
    channels: [telnyxTexts(provider), telnyxCalls(provider)],
    works: () => provider.breaker.state === 'closed',
    verify: verifyTelnyx(options.publicKey),
  };
}
