/**
 * Who may come in at a room's stage: whoever has the room's token, in a header, in the address, or in the cookie that
 * the tablet's link has left. A cookie comes along by itself, so what changes something by it must be from our own page.
 */

import type { Actor } from '../../core/commit.ts';
import type { Deps } from '../../core/deps.ts';
import { publicPath, urlPart } from '../../core/public-url.ts';
import type { RouteReply, RouteRequest } from '../../core/route.ts';
import { stageDocument } from '../domain/stage.ts';

const COOKIE = 'callboard_stage';
/** Days that a tablet stays signed in; the token ends it sooner. */
const DAYS = 30;

/** As facts and pages name the tablets of a room. */
export const stageActor = (room: string): Actor => `stage:${room}`;

/** As the address has it, so that each room's cookie goes to its own pages alone. */
export const stagePath = (room: string, { publicUrl }: Pick<Deps, 'publicUrl'>): string =>
  `${publicPath(publicUrl)}/stage/${urlPart(room)}`;

type Asking = Pick<RouteRequest, 'headers' | 'query'>;

function cookieIn({ headers }: Pick<Asking, 'headers'>): string {
  const pairs = (headers['cookie'] ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([name]) => name === COOKIE)?.[1] ?? '';
}

export interface Entered {
  readonly token: string;
  /** By a cookie, which a browser sends whoever made it ask. */
  readonly byCookie: boolean;
}

function tokenIn(request: Asking): Entered {
  const [, bearer] = /^Bearer\s+(\S+)$/i.exec(request.headers['authorization'] ?? '') ?? [];
  const named = bearer ?? request.query['key'];
  return named === undefined
    ? { token: cookieIn(request), byCookie: true }
    : { token: named, byCookie: false };
}

/** Undefined where the token is not this room's of now. */
export async function enterStage(
  room: string,
  request: Asking,
  { store }: Pick<Deps, 'store'>,
): Promise<Entered | undefined> {
  const entered = tokenIn(request);
  if (entered.token === '') return undefined;
  const [stage] = await store.find(stageDocument, `token:${entered.token}`);
  return stage?.value.room === room ? entered : undefined;
}

/**
 * Whether our own page has asked. Browsers say from where a request comes that changes something, and nobody's script
 * can say otherwise (fetch.spec.whatwg.org, w3c.github.io/webappsec-fetch-metadata).
 */
export function isOwnPage(
  { headers }: Pick<Asking, 'headers'>,
  { publicUrl }: Pick<Deps, 'publicUrl'>,
): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const { origin } = headers;
  if (origin === undefined || !URL.canParse(origin)) return false;
  const { host } = new URL(origin);
  return host === headers['host'] || (publicUrl !== undefined && host === new URL(publicUrl).host);
}

/** Keeps the token in a cookie that no script reads, and leads to the address without it. */
export function signInStage(room: string, token: string, view: string | undefined, deps: Deps): RouteReply {
  const path = stagePath(room, deps);
  const parts = [
    `${COOKIE}=${token}`,
    `Path=${path}`,
    `Max-Age=${DAYS * 86_400}`,
    'HttpOnly',
    'SameSite=Lax',
  ];
  if (deps.publicUrl?.startsWith('https:')) parts.push('Secure');
  return {
    status: 303,
    headers: {
      location: view === 'wall' ? `${path}?view=wall` : path,
      'set-cookie': parts.join('; '),
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    },
    body: '',
  };
}
