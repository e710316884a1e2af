/**
 * What opens each door over HTTP: the HTTP adapter mounts by this table, and docs/permissions.md is printed from it.
 * A door that is not here is closed to everybody.
 */

/**
 * What opens a door over HTTP, looked at before its body is read: nothing, a hook's token, the secret in the
 * address, the token that a push message brought (in the body of the answer to it), a link that `/callboard board`
 * gave to somebody of the crew, one that it gave to an organizer, the token of a room's stage, the signature of Twilio
 * or Telnyx, or the operator's token for figures.
 */
export type HttpGuard =
  | 'public'
  | 'hook'
  | 'address'
  | 'message'
  | 'board'
  | 'organizer-board'
  | 'stage'
  | 'twilio'
  | 'telnyx'
  | 'metrics';

/** Guards that look at a provider's signature over the body. */
export const SIGNERS = ['twilio', 'telnyx'] as const satisfies readonly HttpGuard[];
export type Signer = (typeof SIGNERS)[number];

/** By method and path, as Express writes it. */
export const HTTP_RIGHTS: Readonly<Record<string, HttpGuard>> = {
  'GET /healthz': 'public',
  'GET /readyz': 'public',
  'GET /metrics': 'metrics',
  'GET /': 'public',
  'GET /display': 'public',
  'GET /board': 'board',
  'GET /board/events': 'board',
  'GET /board/day.png': 'board',
  'GET /board/postmortems': 'board',
  'GET /board/queues': 'organizer-board',
  'GET /board/queues/ask': 'organizer-board',
  'POST /board/queues/do': 'organizer-board',
  'GET /board/queues/bull': 'organizer-board',
  'GET /stage/:room': 'stage',
  'GET /stage/:room/worker.js': 'public',
  'GET /stage/:room/events': 'stage',
  'GET /stage/:room/state': 'stage',
  'GET /stage/:room/socket': 'stage',
  'POST /stage/:room/start': 'stage',
  'POST /stage/:room/end': 'stage',
  'POST /stage/:room/undo': 'stage',
  'POST /stage/:room/say': 'stage',
  'POST /stage/:room/help': 'stage',
  'GET /cards/:token': 'address',
  'GET /feeds/agenda/:token.ics': 'address',
  'GET /feeds/rota/:file': 'address',
  'GET /feeds/rota/fairness/:file': 'address',
  'GET /push/worker.js': 'public',
  'GET /push/icon-:size.png': 'public',
  'GET /push/me/:token': 'address',
  'GET /push/me/:token/state': 'address',
  'GET /push/me/:token/manifest.webmanifest': 'address',
  'POST /push/me/:token/do': 'address',
  'POST /push/answer': 'message',
  'POST /hooks/alertmanager': 'hook',
  'POST /hooks/grafana': 'hook',
  'POST /hooks/cloudevents': 'hook',
  'POST /hooks/generic': 'hook',
  'POST /hooks/incident': 'hook',
  'GET /heartbeats/:token': 'address',
  'POST /heartbeats/:token': 'address',
  'POST /twilio/sms': 'twilio',
  'POST /twilio/voice/:notification': 'twilio',
  'POST /twilio/status/:notification': 'twilio',
  'POST /telnyx/sms': 'telnyx',
  'POST /telnyx/voice/:notification': 'telnyx',
  'POST /telnyx/status/:notification': 'telnyx',
};
