/** Twilio as `compose` takes it: two channels over one provider, and the check of what comes in. */
import { ProviderRefusal } from '../../core/errors.ts';
import type { PagingProvider } from '../../core/ports/paging.ts';
import type { SignedRequest } from '../../core/route.ts';
import { createProvider, type TwilioOptions } from './client.ts';
import { smsChannel } from './sms.ts';
import { verifyTwilio } from './verify.ts';
import { voiceChannel } from './voice.ts';

export interface TwilioAdapter extends PagingProvider {
  verify(request: SignedRequest): boolean;
}

export function createTwilio(options: TwilioOptions): TwilioAdapter {
  const provider = createProvider(options);
  const { client, ask } = provider;
  return {
    name: 'twilio',
    channels: [smsChannel(provider), voiceChannel(provider)],
    works: provider.works,
    async check() {
      const account = await ask('accounts.fetch', () =>
        client.api.v2010.accounts(options.accountSid).fetch(),
      );
      if (account.status !== 'active') throw new ProviderRefusal(`account-${account.status}`, 'account');
    },
    verify: verifyTwilio(options.authToken, options.publicUrl),
  };
}
