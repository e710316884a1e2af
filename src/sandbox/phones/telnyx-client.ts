/**
 * The Telnyx SDK's way out, turned to the phones, which are its peer: strict about what comes, statuses later. What
 * left is in Redis before it is answered, so that a bot that dies in between finds it.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Phones } from './phones.ts';
import type { Call } from './state.ts';
import { judgeUpdate, type TelnyxRefusal, telnyxRefusal } from './telnyx-judge.ts';
import { newTelnyxCallId, type TelnyxAccount, telnyxMessage } from './telnyx-line.ts';

type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** Real milliseconds after which a slow answer would come: longer than anybody waits for it. */
const SLOW_MS = 10_000;
const PAGE = 50;
const FUNDS = { record_type: 'balance', balance: '100.00', available_credit: '100.00', currency: 'USD' };

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly fields: Readonly<Record<string, unknown>>;
}

const json = (status: number, body: object): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });

/** As Telnyx answers; its words quote what was sent, so that whoever hands them on is found out. */
const refused = ({ code, status, rule }: TelnyxRefusal, { fields }: Asked): Response => {
  const detail = `${rule}: ${String(fields['to'] ?? fields['To'] ?? '')}`;
  return json(status, { errors: [{ code: String(code), title: rule, detail }] });
};

const rfc2822 = (at: string): string => new Date(at).toUTCString().replace('GMT', '+0000');

const WORDS: Readonly<Partial<Record<Call['status'], string>>> = { queued: 'ringing' };

/** `noted` is given every request as it was made. */
export function sandboxTelnyxFetch(
  account: TelnyxAccount,
  phones: Phones,
  noted: (request: { method: string; path: string; form: object }) => Promise<void>,
): Fetch {
  const calls = `/v2/texml/Accounts/${account.id}/Calls`;
  const line = phones.intake.lines.second;
  const situation = () => ({
    rules: phones.state.rulesOf('second'),
    number: account.number,
    application: account.application,
    waiting: phones.intake.waiting('second'),
  });
  const callResource = (call: Call) => ({
    sid: call.sid,
    account_sid: account.id,
    from: call.from,
    to: call.number,
    direction: 'outbound',
    status: WORDS[call.status] ?? call.status,
    date_created: rfc2822(call.at),
    ...(call.answeredBy && { answered_by: line.answeredWord(call.answeredBy) }),
  });
  const ownCall = (sid: string) => {
    const call = phones.state.call(sid);
    return call?.provider === 'second' ? call : undefined;
  };

  async function sendText(asked: Asked): Promise<Response> {
    const no = await phones.intake.judgeSecond('text', asked.fields, situation());
    if (no) return refused(no, asked);
    const { to, text: body, webhook_url: url } = asked.fields as Readonly<Record<string, string>>;
    const sid = line.newTextId();
    await phones.intake.takeInText(
      { provider: 'second', sid, number: to ?? '', from: account.number, body: body ?? '', url },
      undefined,
    );
    const text = phones.state.text(sid);
    return json(200, { data: text && telnyxMessage({ ...text, status: 'queued' }) });
  }

  async function startCall(asked: Asked): Promise<Response> {
    const no = await phones.intake.judgeSecond('call', asked.fields, situation());
    if (no) return refused(no, asked);
    const field = (name: string): string => String(asked.fields[name] ?? '');
    const sid = newTelnyxCallId();
    await phones.intake.takeInCall({
      provider: 'second',
      sid,
      number: field('To'),
      from: account.number,
      url: field('Url'),
      method: field('UrlMethod') === 'GET' ? 'GET' : 'POST',
      ...(asked.fields['StatusCallback'] !== undefined && { statusCallback: field('StatusCallback') }),
      events: (field('StatusCallbackEvent') || 'completed').split(' '),
      rings: Number(asked.fields['Timeout'] ?? 30) * 1_000,
      ...(/^(Enable|DetectMessageEnd)$/.test(field('MachineDetection')) && {
        detectsMachines: field('MachineDetection'),
      }),
      ...(asked.fields['AsyncAmd'] === true &&
        asked.fields['AsyncAmdStatusCallback'] !== undefined && {
          amdCallback: field('AsyncAmdStatusCallback'),
        }),
    });
    return json(200, { call_sid: sid, from: account.number, to: field('To'), status: 'queued' });
  }

  async function endCall(sid: string, asked: Asked): Promise<Response> {
    const call = ownCall(sid);
    const no =
      judgeUpdate(asked.fields) ?? (call ? undefined : telnyxRefusal(90015, 'there is no such call'));
    if (no) return refused(await phones.intake.notedSecond('call', no), asked);
    if (asked.fields['Status'] === 'completed') {
      const over = await phones.intake.endSecond(sid);
      if (over) return refused(over, asked);
    }
    const now = ownCall(sid);
    return json(200, now ? callResource(now) : {});
  }

  function listTexts({ query }: Asked): Response {
    const to = query.get('filter[cld]');
    const found = phones.state.texts
      .filter((text) => text.provider === 'second' && (to === null || text.number === to))
      .toReversed()
      .slice(0, Number(query.get('page[size]') ?? PAGE))
      .map((text) => ({
        record_type: 'message_detail_record',
        uuid: text.sid,
        cld: text.number,
        cli: text.from,
        direction: 'outbound',
        created_at: text.at,
      }));
    return json(200, {
      data: found,
      meta: { page_number: 1, page_size: PAGE, total_pages: 1, total_results: found.length },
    });
  }

  function listCalls({ query }: Asked): Response {
    const to = query.get('To');
    const found = phones.state.calls
      .filter((call) => call.provider === 'second' && (to === null || call.number === to))
      .toReversed()
      .slice(0, Number(query.get('PageSize') ?? PAGE))
      .map(callResource);
    return json(200, { calls: found, page: 0, page_size: PAGE });
  }

  async function answer(asked: Asked): Promise<Response> {
    const { method, path } = asked;
    const id = decodeURIComponent(path.split('/').at(-1) ?? '');
    if (method === 'POST' && path === '/v2/messages') return await sendText(asked);
    if (method === 'POST' && path === calls) return await startCall(asked);
    if (method === 'POST' && path.startsWith(`${calls}/`)) return await endCall(id, asked);
    if (method === 'GET' && path === '/v2/detail_records') return listTexts(asked);
    if (method === 'GET' && path === calls) return listCalls(asked);
    if (method === 'GET' && path === '/v2/balance') return json(200, { data: FUNDS });
    const text = path.startsWith('/v2/messages/') ? phones.state.text(id) : undefined;
    if (method === 'GET' && text?.provider === 'second') return json(200, { data: telnyxMessage(text) });
    const call = path.startsWith(`${calls}/`) ? ownCall(id) : undefined;
    if (method === 'GET' && call) return json(200, callResource(call));
    return refused(telnyxRefusal(10005, 'there is nothing here'), asked);
  }

  return async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const headers = new Headers(init.headers);
    const method = (init.method ?? 'GET').toUpperCase();
    // What changes a call is a form; everything else that is posted is JSON.
    const wanted = url.pathname.startsWith(`${calls}/`) ? 'urlencoded' : 'json';
    const isAsWanted = headers.get('content-type')?.includes(wanted) === true;
    const text = isAsWanted && typeof init.body === 'string' ? init.body : undefined;
    const fields: object =
      text === undefined
        ? {}
        : wanted === 'json'
          ? (JSON.parse(text) as object)
          : Object.fromEntries(new URLSearchParams(text));
    const asked: Asked = { method, path: url.pathname, query: url.searchParams, fields: { ...fields } };
    await noted({ method: method.toLowerCase(), path: url.pathname, form: fields });
    const { outage } = phones.state.mood.second;
    if (outage === 'errors') return refused(telnyxRefusal(10007, 'the sandbox plays an outage'), asked);
    if (headers.get('authorization') !== `Bearer ${account.apiKey}`)
      return refused(telnyxRefusal(10009, 'the key is refused'), asked);
    if (method === 'POST' && !isAsWanted)
      return refused({ code: 10014, status: 415, rule: `the body is not ${wanted}` }, asked);
    const response = await answer(asked);
    if (method === 'POST' && phones.state.rulesOf('second').callbacks.early) await phones.intake.settled();
    // It has taken it in; whoever asked is gone before the answer.
    if (outage === 'slow') await pause(SLOW_MS, undefined, init.signal ? { signal: init.signal } : {});
    return response;
  };
}
