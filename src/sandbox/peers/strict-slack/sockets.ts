/** Socket Mode through the strict peer: what comes from the local Slack is changed, what goes to it is not. */
import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { WebSocket, WebSocketServer } from 'ws';

export interface Sockets {
  /** Where the bot connects to instead. */
  address(upstream: string): string;
  /** Sends an event that the local Slack does not know of. Answers whether anybody heard it. */
  send(payload: object): boolean;
  /** Everybody is thrown off. */
  close(): void;
}

const PATH = '/strict-socket/';

/** @param change what becomes of an envelope's payload */
export function createSockets(
  server: Server,
  base: string,
  change: (payload: unknown) => object,
  isOut: () => boolean,
): Sockets {
  const accepting = new WebSocketServer({ noServer: true });
  const upstreams = new Map<string, string>();
  const open = new Set<WebSocket>();
  /** Envelopes of our own, whose acknowledgements are nobody else's business. */
  const own = new Set<string>();

  const envelope = (text: string): string => {
    const sent = JSON.parse(text) as Record<string, unknown>;
    return sent['payload'] === undefined
      ? text
      : JSON.stringify({ ...sent, payload: change(sent['payload']) });
  };
  const acknowledgesOwn = (text: string): boolean => {
    const { envelope_id: id } = JSON.parse(text) as { envelope_id?: string };
    return id !== undefined && own.delete(id);
  };

  const join = (bot: WebSocket, upstream: string): void => {
    const slack = new WebSocket(upstream);
    const early: string[] = [];
    open.add(bot);
    slack.on('open', () => {
      for (const text of early.splice(0)) slack.send(text);
    });
    slack.on('message', (data) => bot.send(envelope(String(data))));
    bot.on('message', (data) => {
      const text = String(data);
      if (acknowledgesOwn(text)) return;
      if (slack.readyState === WebSocket.OPEN) slack.send(text);
      else early.push(text);
    });
    slack.on('ping', (data) => bot.ping(data));
    bot.on('ping', (data) => slack.readyState === WebSocket.OPEN && slack.ping(data));
    for (const [one, other] of [
      [slack, bot],
      [bot, slack],
    ] as const) {
      one.on('close', () => {
        open.delete(bot);
        other.terminate();
      });
      one.on('error', () => one.terminate());
    }
  };

  server.on('upgrade', (request, socket, head) => {
    const upstream = upstreams.get(request.url?.slice(PATH.length) ?? '');
    if (upstream === undefined || isOut()) return void socket.destroy();
    accepting.handleUpgrade(request, socket, head, (bot) => join(bot, upstream));
  });

  return {
    address(upstream) {
      const id = randomUUID();
      upstreams.set(id, upstream);
      return `${base.replace('http', 'ws')}${PATH}${id}`;
    },
    send(payload) {
      const [bot] = open;
      if (!bot) return false;
      const id = randomUUID();
      own.add(id);
      bot.send(
        JSON.stringify({ envelope_id: id, type: 'events_api', payload, accepts_response_payload: false }),
      );
      return true;
    },
    close() {
      for (const bot of open) bot.terminate();
    },
  };
}
