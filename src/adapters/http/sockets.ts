/**
 * WebSockets (RFC 6455) that only tell: a reader comes in by the same doors and guards as every request, and is then
 * sent what happens. Requests that ask for another protocol are answered as if they had not asked.
 */
import { type IncomingMessage, type Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Express } from 'express';
import { type WebSocket, WebSocketServer } from 'ws';
import type { EventStream } from '../../core/route.ts';

/** Whoever is silent for so long has gone without a word; and proxies close what is silent for a minute. */
const BEAT_MILLISECONDS = 15_000;
/** Bytes that wait for a reader who takes nothing: such a one is let go, and comes again. */
const MAX_WAITING = 1_000_000;
/** Bytes of a message to us, which nobody has a reason to send. */
const MAX_MESSAGE = 1_000;
/** Of the range for applications: the key that opened it does not any more. */
const CLOSED_FOR_GOOD = 4401;
const GOING_AWAY = 1001;

const sockets = new WebSocketServer({
  noServer: true,
  clientTracking: false,
  perMessageDeflate: false,
  maxPayload: MAX_MESSAGE,
});

interface Upgrade {
  readonly socket: Duplex;
  readonly head: Buffer;
}
const upgrades = new WeakMap<IncomingMessage, Upgrade>();

/** Whether this request asks for a WebSocket, and may be given one. */
export const isUpgrade = (request: IncomingMessage): boolean => upgrades.has(request);

/** Lets requests for a WebSocket in by the doors of `app`. @returns What closes all that are open. */
export function acceptSockets(server: Server, app: Express): () => void {
  const open = new Set<Duplex>();
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    if (request.headers.upgrade?.toLowerCase() !== 'websocket')
      return void answerWithoutUpgrade(server, request, socket as Socket, head);
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    upgrades.set(request, { socket, head });
    const response = new ServerResponse(request);
    response.assignSocket(socket as Socket);
    // Whoever is refused is told so by an ordinary answer, the last on this connection.
    response.shouldKeepAlive = false;
    response.once('finish', () => {
      if (upgrades.has(request)) socket.end();
    });
    app(request, response);
  });
  return () => {
    for (const socket of open) socket.destroy();
  };
}

/**
 * Some clients (Java's) offer HTTP/2 with their first request, which may be an alarm. Since Node hands us every
 * request that offers anything, it is put back without the offer, and read like any other.
 */
function answerWithoutUpgrade(server: Server, request: IncomingMessage, socket: Socket, head: Buffer): void {
  const lines = [`${request.method} ${request.url} HTTP/${request.httpVersion}`, 'connection: close'];
  for (let at = 0; at < request.rawHeaders.length; at += 2) {
    const name = request.rawHeaders[at] ?? '';
    if (!/^(?:upgrade|connection|http2-settings)$/i.test(name))
      lines.push(`${name}: ${request.rawHeaders[at + 1]}`);
  }
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  server.emit('connection', socket);
}

/** Sends events over the connection of this request, for as long as the reader stays. */
export function sendOverSocket(request: IncomingMessage, response: ServerResponse, begin: EventStream): void {
  const upgrade = upgrades.get(request);
  if (!upgrade) return;
  upgrades.delete(request);
  response.detachSocket(upgrade.socket as Socket);
  sockets.handleUpgrade(request, upgrade.socket, upgrade.head, (socket) => tell(socket, begin));
}

function tell(socket: WebSocket, begin: EventStream): void {
  let isThere = true;
  const beat = setInterval(() => {
    if (!isThere) return socket.terminate();
    isThere = false;
    socket.ping();
  }, BEAT_MILLISECONDS);
  beat.unref();
  let code = GOING_AWAY;
  const stop = begin({
    send: (event, data) => {
      if (event === 'ended') code = CLOSED_FOR_GOOD;
      else if (socket.bufferedAmount > MAX_WAITING) socket.terminate();
      else if (socket.readyState === socket.OPEN) socket.send(data);
    },
    end: () => socket.close(code),
  });
  socket.on('pong', () => {
    isThere = true;
  });
  socket.on('error', () => socket.terminate());
  socket.once('close', () => {
    clearInterval(beat);
    stop();
  });
}
