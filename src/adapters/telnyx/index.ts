/** Telnyx as `compose` takes it: two channels over one provider, and the check of what comes in. */
import { ProviderRefusal } from '../../core/errors.ts';
import type { PagingProvider } from '../../core/ports/paging.ts';
import type { SignedRequest } from '../../core/route.ts';
import { createTelnyxProvider, type TelnyxOptions } from './client.ts';
import { telnyxTexts } from './sms.ts';
import { verifyTelnyx } from './verify.ts';
import { telnyxCalls } from './voice.ts';

export interface TelnyxAdapter extends PagingProvider {
  verify(request: SignedRequest): boolean;
}

export function createTelnyx(options: TelnyxOptions): TelnyxAdapter {
  const provider = createTelnyxProvider(options);
  const { client, ask } = provider;
  return {
    name: 'telnyx',
    channels: [telnyxTexts(provider), telnyxCalls(provider)],
    works: provider.works,
    async check() {
      const { data } = await ask('balance.retrieve', () => client.balance.retrieve());
      // With credit on top: what may be spent until nothing is carried.
      if (Number(data?.available_credit ?? data?.balance ?? Number.NaN) <= 0)
        throw new ProviderRefusal('telnyx-20100', 'account');
    },
    verify: verifyTelnyx(options.publicKey),
  };
}
