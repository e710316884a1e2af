/** Twilio, as the doctor looks at it: the account, the number and what it can do, and where its texts go. */
import twilio, { type RequestClient } from 'twilio';
import { type Finding, off, well, wrong } from '../../core/checkup.ts';
import { OUTGOING } from '../../core/outgoing-limits.ts';

export interface TwilioAccount {
  readonly TWILIO_ACCOUNT_SID?: string;
  readonly TWILIO_AUTH_TOKEN?: string;
  readonly TWILIO_NUMBER?: string;
  readonly PUBLIC_URL?: string;
}

/** @param httpClient - The SDK's way out; tests have one of their own. */
export async function examineTwilio(config: TwilioAccount, httpClient?: RequestClient): Promise<Finding[]> {
  const { TWILIO_ACCOUNT_SID: sid, TWILIO_AUTH_TOKEN: token, TWILIO_NUMBER: number } = config;
  if (sid === undefined || token === undefined || number === undefined)
    return [
      off(
        'Twilio',
        'Not set up: people are paged in Slack alone.',
        'For texts and calls see docs/twilio.md.',
      ),
    ];
  const { timeoutMs: timeout } = OUTGOING.twilio;
  const client = twilio(sid, token, { httpClient: httpClient ?? new twilio.RequestClient({ timeout }) });
  try {
    const account = await client.api.v2010.accounts(sid).fetch();
    const [owned] = await client.incomingPhoneNumbers.list({ phoneNumber: number, limit: 1 });
    return [
      accountFinding(account.status, account.type),
      ...(owned ? numberFindings(owned, config.PUBLIC_URL ?? '') : [NOT_OURS]),
    ];
  } catch (error) {
    const { status } = error as { readonly status?: unknown };
    return [
      status === 401 || status === 403 || status === 404
        ? wrong(
            'Twilio',
            'It refuses TWILIO_ACCOUNT_SID with TWILIO_AUTH_TOKEN.',
            'Copy both once more from the front page of the Twilio console.',
          )
        : wrong(
            'Twilio',
            'It cannot be reached from here.',
            'Let this machine out to api.twilio.com over HTTPS (port 443).',
          ),
    ];
  }
}

const NOT_OURS = wrong(
  'Twilio number',
  'TWILIO_NUMBER is no number of this account.',
  'Buy one (Phone Numbers, Buy a number, with SMS and Voice), or mend TWILIO_NUMBER.',
);

function accountFinding(status: string, type: string): Finding {
  if (status !== 'active')
    return wrong(
      'Twilio',
      `The account is ${status}.`,
      'Look at the Twilio console: often its balance is used up.',
    );
  return type === 'Trial'
    ? wrong(
        'Twilio',
        'A trial account: it reaches verified numbers only, and puts words of its own before each text.',
        'Upgrade it before the event.',
      )
    : well('Twilio', 'the account is active');
}

interface OwnedNumber {
  readonly capabilities: { readonly sms?: boolean; readonly voice?: boolean };
  readonly smsUrl: string;
}

function numberFindings({ capabilities, smsUrl }: OwnedNumber, publicUrl: string): Finding[] {
  const missing = [...(capabilities.sms ? [] : ['texts']), ...(capabilities.voice ? [] : ['calls'])];
  const wanted = `${publicUrl}/twilio/sms`;
  return [
    missing.length === 0
      ? well('Twilio number', 'texts and calls')
      : wrong(
          'Twilio number',
          `It can do no ${missing.join(' and no ')}.`,
          'Take a number with SMS and Voice.',
        ),
    smsUrl === wanted
      ? well('Twilio texts in', 'they come to us')
      : wrong(
          'Twilio texts in',
          smsUrl === ''
            ? 'Nobody gets what people answer by text.'
            : 'What people answer by text goes to another address.',
          `Set the number's "A message comes in" to ${wanted} (Webhook, HTTP POST).`,
        ),
  ];
}
