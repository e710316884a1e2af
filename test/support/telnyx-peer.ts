/** A way out for Telnyx's SDK that remembers what was asked and answers as told. */
import type { TelnyxFetch } from '../../src/adapters/telnyx/client.ts';

export interface TelnyxAsked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string | null;
  readonly fields: Readonly<Record<string, unknown>>;
}

export type TelnyxRespond = (
  asked: TelnyxAsked,
) => { status: number; body: object; headers?: Record<string, string> } | 'time-out';

export interface TelnyxPeer {
  readonly asked: TelnyxAsked[];
  respond: TelnyxRespond;
  readonly fetch: TelnyxFetch;
}

/** JSON; but what changes a call is a form. */
function fieldsOf(init: RequestInit | undefined): Readonly<Record<string, unknown>> {
  if (typeof init?.body !== 'string') return {};
  const isForm = new Headers(init.headers).get('content-type')?.includes('urlencoded');
  return isForm
    ? Object.fromEntries(new URLSearchParams(init.body))
    : (JSON.parse(init.body) as Record<string, unknown>);
}

export function telnyxPeer(respond: TelnyxRespond): TelnyxPeer {
  const peer: TelnyxPeer = {
    asked: [],
    respond,
    fetch: async (input, init) => {
      const url = new URL(input instanceof Request ? input.url : input);
      const one = {
        method: (init?.method ?? 'GET').toUpperCase(),
        path: url.pathname,
        query: url.searchParams,
        authorization: new Headers(init?.headers).get('authorization'),
        fields: fieldsOf(init),
      };
      peer.asked.push(one);
      const answer = peer.respond(one);
      if (answer === 'time-out') throw new Error('the connection was lost');
      return new Response(JSON.stringify(answer.body), {
        status: answer.status,
        headers: { 'content-type': 'application/json', ...answer.headers },
      });
    },
  };
  return peer;
}

/** An error as Telnyx writes it; its words quote the number. */
export const telnyxError = (status: number, code: string, detail: string) => ({
  status,
  body: { errors: [{ code, title: 'Refused', detail }] },
});
