/**
 * The way between the phones and the outside: the emulator's list of texts and calls, the statuses that it
 * reports to the bot, and the requests that Twilio itself would make to the bot, signed as Twilio signs.
 */
import twilio from 'twilio';
import { z } from 'zod';

export interface Account {
  readonly base: string;
  readonly sid: string;
  readonly token: string;
}

const Listed = z.object({
  sid: z.string(),
  to: z.string(),
  from: z.string().nullable(),
  body: z.string().nullish(),
  status: z.string(),
  direction: z.string(),
});
export type Listed = z.infer<typeof Listed>;

export interface Carrier {
  texts(): Promise<Listed[]>;
  calls(): Promise<Listed[]>;
  /** Sets the status in the emulator, which tells the bot. False when the emulator does not know the sid. */
  report(kind: 'text' | 'call', sid: string, status: string): Promise<boolean>;
  /** A signed request to the bot; answers its body. Throws where the bot does not answer with 2xx. */
  ask(url: string, form: Readonly<Record<string, string>>, method?: 'GET' | 'POST'): Promise<string>;
}

const PATIENCE = 15_000;

export function carrier({ base, sid: account, token }: Account): Carrier {
  const authorization = `Basic ${Buffer.from(`${account}:${token}`).toString('base64')}`;

  const list = async (what: 'Messages' | 'Calls'): Promise<Listed[]> => {
    const url = `${base}/2010-04-01/Accounts/${account}/${what}.json?PageSize=1000`;
    const response = await fetch(url, { headers: { authorization }, signal: AbortSignal.timeout(PATIENCE) });
    if (!response.ok) throw new Error(`the Twilio emulator answers ${response.status}`);
    const page = (await response.json()) as Record<string, unknown>;
    // Newest first, as Twilio lists them; the phones want them as they happened.
    return z.array(Listed).parse(page[what.toLowerCase()]).reverse();
  };

  return {
    texts: () => list('Messages'),
    calls: () => list('Calls'),
    async report(kind, sid, status) {
      const [path, name] = kind === 'text' ? ['message-status', 'MessageSid'] : ['call-status', 'CallSid'];
      const response = await fetch(`${base}/_twilio/simulate/${path}`, {
        method: 'POST',
        headers: { authorization },
        body: new URLSearchParams({ [name]: sid, Status: status }),
        signal: AbortSignal.timeout(PATIENCE),
      });
      await response.body?.cancel();
      return response.ok;
    },
    async ask(url, form, method = 'POST') {
      const target = new URL(url);
      if (method === 'GET')
        for (const [name, value] of Object.entries(form)) target.searchParams.append(name, value);
      const signed = method === 'GET' ? target.toString() : url;
      const signature = twilio.getExpectedTwilioSignature(token, signed, method === 'GET' ? {} : { ...form });
      const response = await fetch(target, {
        method,
        headers: { 'x-twilio-signature': signature, 'user-agent': 'TwilioProxy/1.1' },
        ...(method === 'POST' && { body: new URLSearchParams({ ...form }) }),
        signal: AbortSignal.timeout(PATIENCE),
      });
      const body = await response.text();
      if (!response.ok) throw new Error(`the bot answers ${response.status} at ${target.pathname}`);
      return body;
    },
  };
}
