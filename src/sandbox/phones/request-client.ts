/**
 * The Twilio SDK's way out, turned to the emulator. The phones see what leaves: they need its callback
 * addresses, which neither Twilio nor the emulator tells afterwards, and they can play an outage.
 */
import twilio, { type RequestClient } from 'twilio';
import type { Phones } from './phones.ts';
import type { Leaving } from './state.ts';

type Answer<T> = Awaited<ReturnType<RequestClient['request']>> & { body: T };
type Options<T> = Parameters<typeof RequestClient.prototype.request<T>>[0];

const KINDS: readonly (readonly [RegExp, Leaving['what']])[] = [
  [/\/Messages\.json$/, 'text'],
  [/\/Calls\.json$/, 'call'],
];

const formOf = (data: unknown): Leaving['form'] =>
  Object.fromEntries(
    Object.entries((data ?? {}) as Record<string, unknown>)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, Array.isArray(value) ? value.map(String) : String(value)]),
  );

/** `noted` is given every request as it was made, for checks against Twilio's own description. */
export function sandboxTwilioClient(
  base: string,
  phones: Phones,
  noted: (request: { method: string; path: string; form: Leaving['form'] }) => Promise<void>,
): RequestClient {
  class SandboxClient extends twilio.RequestClient {
    override async request<TData>(options: Options<TData>): Promise<Answer<TData>> {
      const url = new URL(options.uri);
      const form = formOf(options.data);
      await noted({ method: options.method, path: url.pathname, form });
      if (phones.state.mood.outage) return outage() as Answer<TData>;
      const [, what] = KINDS.find(([path]) => options.method === 'post' && path.test(url.pathname)) ?? [];
      const leaving = what && (await phones.leaving(what, form));
      const sent = { ...options, uri: `${base}${url.pathname}${url.search}` };
      const response = await super.request<TData>(sent);
      const sid = sidOf(response.body);
      if (leaving && response.statusCode < 300 && sid) await phones.left(leaving, sid);
      else if (leaving) await phones.refused(leaving);
      return withErrorCode(response, phones);
    }
  }
  return new SandboxClient();
}

const outage = () => ({
  statusCode: 500,
  body: { code: 20500, message: 'The sandbox plays an outage of Twilio.', status: 500 },
  headers: {},
  toString: () => 'HTTP 500',
});

const sidOf = (body: unknown): string | undefined => {
  const parsed: unknown = typeof body === 'string' ? JSON.parse(body || '{}') : body;
  const sid = (parsed as { sid?: unknown } | undefined)?.sid;
  return typeof sid === 'string' ? sid : undefined;
};

/** Asked what became of a text, the emulator does not know why it failed; the phones do. */
function withErrorCode<T>(response: Answer<T>, phones: Phones): Answer<T> {
  const errorCode = phones.state.text(sidOf(response.body) ?? '')?.errorCode;
  if (errorCode === undefined) return response;
  const body: unknown = typeof response.body === 'string' ? JSON.parse(response.body) : response.body;
  const told = { ...(body as object), error_code: errorCode };
  return { ...response, body: (typeof response.body === 'string' ? JSON.stringify(told) : told) as T };
}
