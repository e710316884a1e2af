/**
 * The Twilio SDK's way out, turned to the emulator. The phones see what leaves: they need its callback
 * addresses, which neither Twilio nor the emulator tells afterwards, and they can play an outage.
 */
import { setTimeout as pause } from 'node:timers/promises';
import twilio, { type RequestClient } from 'twilio';
import type { Phones } from './phones.ts';
import type { Leaving } from './state.ts';
import type { TwilioRefusal } from './twilio-judge.ts';

type Answer<T> = Awaited<ReturnType<RequestClient['request']>> & { body: T };
type Options<T> = Parameters<typeof RequestClient.prototype.request<T>>[0];

const KINDS: readonly (readonly [RegExp, Leaving['what']])[] = [
  [/\/Messages\.json$/, 'text'],
  [/\/Calls\.json$/, 'call'],
];

const SLOW_MS = 4_000;

const CALL = /\/Calls\/(CA[0-9a-f]{32})\.json$/;

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
      const { outage: how } = phones.state.mood.twilio;
      if (how === 'errors') return outage() as Answer<TData>;
      // What left just before a crash is to be found by whoever looks for it.
      if (options.method === 'get') await phones.intake.follow().catch(() => {});
      const [, ended] = CALL.exec(url.pathname) ?? [];
      const [, what] = KINDS.find(([path]) => options.method === 'post' && path.test(url.pathname)) ?? [];
      const refusal = what
        ? await phones.intake.judge(what, form)
        : options.method === 'post' && ended
          ? await phones.intake.judgeChange(ended)
          : undefined;
      if (refusal) return refused(refusal, form) as Answer<TData>;
      const leaving = what && (await phones.intake.leaving(what, form));
      const sent = { ...options, uri: `${base}${url.pathname}${url.search}` };
      if (options.data !== undefined) sent.data = withoutCallbacks(options.data);
      const response = await super.request<TData>(sent);
      const sid = sidOf(response.body);
      if (leaving && response.statusCode < 300 && sid) await phones.intake.left(leaving, sid);
      else if (leaving) await phones.intake.refused(leaving);
      if (ended && options.method === 'post' && form['Status'] !== undefined)
        await phones.intake.ended(ended);
      if (what && phones.state.rulesOf('twilio').callbacks.early) await phones.intake.settled();
      if (how === 'slow') throw await tooLate();
      return asPhonesKnow(response, phones);
    }
  }
  return new SandboxClient();
}

/** Twilio has taken it in, and the SDK has stopped waiting. Real milliseconds, as its time-out is. */
async function tooLate(): Promise<Error> {
  await pause(SLOW_MS);
  return Object.assign(new Error(`timeout of ${SLOW_MS}ms exceeded`), { code: 'ECONNABORTED' });
}

const outage = () => ({
  statusCode: 500,
  body: { code: 20500, message: 'The sandbox plays an outage of Twilio.', status: 500 },
  headers: {},
  toString: () => 'HTTP 500',
});

/** As Twilio answers; its words quote what was sent, so that whoever hands them on is found out. */
const refused = ({ code, status, rule }: TwilioRefusal, form: Leaving['form']) => ({
  statusCode: status,
  body: { code, status, message: `${rule}: ${[form['To'] ?? ''].flat()[0]}` },
  headers: {},
  toString: () => `HTTP ${status}`,
});

/** The phones tell the bot what becomes of it, as the rules say; the emulator would do so in a way of its own. */
const withoutCallbacks = <T>(data: T): T =>
  Object.fromEntries(Object.entries(data as object).filter(([name]) => !/StatusCallback/.test(name))) as T;

const sidOf = (body: unknown): string | undefined => {
  const parsed: unknown = typeof body === 'string' ? JSON.parse(body || '{}') : body;
  const sid = (parsed as { sid?: unknown } | undefined)?.sid;
  return typeof sid === 'string' ? sid : undefined;
};

interface Resource {
  readonly sid?: unknown;
  readonly [field: string]: unknown;
}

/** As Twilio writes it: `Wed, 05 Jun 2019 12:00:00 +0000`. */
const twilioDate = (at: string): string => new Date(at).toUTCString().replace('GMT', '+0000');

/**
 * What the emulator answers, with what only the phones know: where a text or call stands, who answered, why it
 * failed, and when by the sandbox's clock it was made, since the bot compares that with times of its own.
 */
function asPhonesKnow<T>(response: Answer<T>, { state }: Phones): Answer<T> {
  const wasText = typeof response.body === 'string';
  const body = (wasText ? JSON.parse(String(response.body) || '{}') : response.body) as Resource;
  const known = (resource: Resource): Resource => {
    const sid = String(resource.sid);
    const it = state.text(sid) ?? state.call(sid);
    if (!it) return resource;
    const of = { ...resource, status: it.status, date_created: twilioDate(it.at) };
    if (it.kind === 'call') return { ...of, ...(it.answeredBy && { answered_by: it.answeredBy }) };
    return { ...of, body: it.body, ...(it.errorCode !== undefined && { error_code: it.errorCode }) };
  };
  const lists = Object.fromEntries(
    ['messages', 'calls'].flatMap((name) => {
      const list = body[name];
      return Array.isArray(list) ? [[name, (list as Resource[]).map(known)] as const] : [];
    }),
  );
  const told = { ...known(body), ...lists };
  return { ...response, body: (wasText ? JSON.stringify(told) : told) as T };
}
