/** Telnyx, as the doctor looks at it: the account, the number, the application for calls, and where its texts go. */
import { type Finding, off, unsure, well, wrong } from '../../core/checkup.ts';
import { type TelnyxFetch, telnyxClient } from './client.ts';

export interface TelnyxSetting {
  readonly TELNYX_API_KEY?: string;
  readonly TELNYX_ACCOUNT?: string;
  readonly TELNYX_APPLICATION?: string;
  readonly TELNYX_NUMBER?: string;
  readonly PUBLIC_URL?: string;
}

type Client = ReturnType<typeof telnyxClient>;

/** @param fetch - The SDK's way out; tests have one of their own. */
export async function examineTelnyx(config: TelnyxSetting, fetch?: TelnyxFetch): Promise<Finding[]> {
  const { TELNYX_API_KEY: key, TELNYX_APPLICATION: application, TELNYX_NUMBER: number } = config;
  if (key === undefined || application === undefined || number === undefined)
    return [off('Telnyx', 'Not set up: no second provider carries texts and calls.', 'See docs/telnyx.md.')];
  const client = telnyxClient(key, fetch);
  try {
    return [
      await balanceFinding(client),
      ...(await numberFindings(client, number, config.PUBLIC_URL ?? '')),
      await applicationFinding(client, application, config),
    ];
  } catch (error) {
    const { status } = error as { readonly status?: unknown };
    if (status === 401 || status === 403)
      return [
        wrong(
          'Telnyx',
          'It refuses TELNYX_API_KEY.',
          'Make a new key under API Keys in the portal, and copy it whole.',
        ),
      ];
    return [
      typeof status === 'number' && status < 500
        ? unsure('Telnyx', `It answers ${status}.`, 'Look at the account in the portal.')
        : wrong(
            'Telnyx',
            'It cannot be reached from here.',
            'Let this machine out to api.telnyx.com over HTTPS (port 443).',
          ),
    ];
  }
}

async function balanceFinding(client: Client): Promise<Finding> {
  const { data } = await client.balance.retrieve();
  const left = Number(data?.available_credit ?? data?.balance ?? Number.NaN);
  return left <= 0
    ? wrong('Telnyx', 'Its balance is used up.', 'Add funds, and turn on auto recharge, before the event.')
    : well('Telnyx', 'the account has funds');
}

async function numberFindings(client: Client, number: string, publicUrl: string): Promise<Finding[]> {
  const of = 'Telnyx number';
  const { data } = await client.phoneNumbers.list({ filter: { phone_number: number } });
  const owned = data.find((one) => one.phone_number === number);
  if (!owned)
    return [wrong(of, 'TELNYX_NUMBER is no number of this account.', 'Buy one, or mend TELNYX_NUMBER.')];
  if (owned.status !== 'active')
    return [wrong(of, `It is ${owned.status}.`, 'Look at it under Numbers in the portal.')];
  const profile = owned.messaging_profile_id;
  if (!profile)
    return [
      wrong(
        of,
        'It has no messaging profile, so it can do no texts.',
        'Give it one under Numbers, Messaging.',
      ),
    ];
  return [well(of, 'active, with a messaging profile'), await textsInFinding(client, profile, publicUrl)];
}

async function textsInFinding(client: Client, profile: string, publicUrl: string): Promise<Finding> {
  const of = 'Telnyx texts in';
  const { data } = await client.messagingProfiles.retrieve(profile);
  if (data?.enabled === false)
    return wrong(of, 'The messaging profile is off.', 'Turn it on under Messaging in the portal.');
  if (data?.webhook_api_version !== '2')
    return wrong(of, 'The messaging profile speaks an older version.', 'Set its webhook API version to 2.');
  const wanted = `${publicUrl}/telnyx/sms`;
  if (data.webhook_url === wanted) return well(of, 'they come to us');
  return wrong(
    of,
    data.webhook_url
      ? 'What people answer by text goes to another address.'
      : 'Nobody gets what people answer by text.',
    `Set the messaging profile's webhook URL to ${wanted}.`,
  );
}

async function applicationFinding(
  client: Client,
  application: string,
  { TELNYX_ACCOUNT: account, TELNYX_NUMBER: number }: TelnyxSetting,
): Promise<Finding> {
  const of = 'Telnyx calls';
  try {
    const { data } = await client.texmlApplications.retrieve(application);
    if (data?.active === false)
      return wrong(of, 'The TeXML application is off.', 'Turn it on under Voice, TeXML Applications.');
    if (!data?.outbound?.outbound_voice_profile_id)
      return wrong(
        of,
        'The TeXML application has no outbound voice profile, so it can call nobody.',
        'Give it one whose allowed destinations are the countries of your people.',
      );
  } catch (error) {
    if ((error as { readonly status?: unknown }).status !== 404) throw error;
    return wrong(
      of,
      'TELNYX_APPLICATION is no TeXML application of this account.',
      'Make one under Voice, TeXML Applications, and copy its id.',
    );
  }
  try {
    await client.texml.accounts.calls.retrieveCalls(account ?? '', { To: number ?? '', PageSize: 1 });
    return well(of, 'a TeXML application that may call out');
  } catch (error) {
    const { status } = error as { readonly status?: unknown };
    if (typeof status !== 'number' || status >= 500) throw error;
    return wrong(of, 'TELNYX_ACCOUNT is not the account of this key.', 'Copy the id from Account Settings.');
  }
}
