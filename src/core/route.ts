/** The shape of a door over HTTP. What opens it stands in `HTTP_RIGHTS` (`http-rights.ts`), and is looked at before its body is read. */
import type { Deps } from './deps.ts';

/** A request whose guard has let it pass. */
export interface RouteRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Parsed by content type: a form's fields or JSON; the raw text otherwise, or where the route wants text. */
  readonly body: unknown;
  /** The body was longer than the route's limit; `body` is its beginning. */
  readonly isCut?: boolean;
}

/** A request as a provider signed it, before anything is made of it. */
export interface SignedRequest {
  /** Path and query, without the path that PUBLIC_URL has itself. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** A form's fields; none where the body is no form. */
  readonly body: Readonly<Record<string, string>>;
  /** The body as it came. */
  readonly raw: Uint8Array;
}

export interface RouteReply {
  /** HTTP status; 200 unless told. */
  readonly status?: number;
  /** Content type of the body. */
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
  /** A picture; sent instead of `body`. */
  readonly bytes?: Uint8Array;
  /** Server-sent events, in place of `body`, for as long as the reader stays. */
  readonly events?: EventStream;
}

/** Begins to send events to one reader. @returns What is called once the reader is gone. */
export type EventStream = (reader: EventReader) => () => void;

export interface EventReader {
  /** One event; `data` is one line. The event `ended` tells them not to come again. */
  send(event: string, data: string): void;
  /** Ends the stream. The browser comes again, unless an event told it not to. */
  end(): void;
}

/** A door over HTTP: who may knock, and what is answered. What `run` throws is a 500, and logged. */
export interface Route {
  readonly method: 'GET' | 'POST';
  /** Express 5 path, such as `/twilio/voice/:notification`. */
  readonly path: string;
  /** At most so many bytes of body; 100 kB unless told. */
  readonly limit?: number;
  /** Reached by a WebSocket: each event goes out as a message, its data alone. Nothing that comes in is read. */
  readonly isSocket?: true;
  /** The body is given as it came, whatever its type, and cut at the limit instead of refused. */
  readonly body?: 'text';
  run(request: RouteRequest, deps: Deps): Promise<RouteReply>;
}
