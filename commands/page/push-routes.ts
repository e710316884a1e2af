/**
 * `/push`: somebody's own page, which a home screen opens; what runs on their devices; and the door through which
 * the buttons of a message answer. Whoever has the page's address may do there what it is for and nothing else: its
 * token is looked at for each request. An answer is proved by the token that its message brought.
 */
import type { Deps } from '../../src/core/deps.ts';
import { Conflict, UserError } from '../../src/core/errors.ts';
import { qrSvg } from '../../src/core/qr.ts';
import type { Route, RouteReply, RouteRequest } from '../../src/core/route.ts';
import { languageOf, localeOf, safeText, translator } from '../../src/i18n/index.ts';
import { PushAnswer } from '../../src/page/domain/push-message.ts';
import { jsonReply } from '../../src/page/hook-token.ts';
import { takePushAnswer } from '../../src/page/push/answer.ts';
import { enterPush, type PushHolder, pushPath } from '../../src/page/push/enter.ts';
import { ICON_SIZES, iconPng } from '../../src/page/push/icon.ts';
import { loadPushModel } from '../../src/page/push/model.ts';
import { closedPush, pushManifest, pushPage, pushParts } from '../../src/page/push/page.ts';
import { workerScript } from '../../src/page/push/worker.ts';
import { actInPush, PushAct } from './push-acts.ts';

/** Bytes of a request: a subscription is some 600. */
const LIMIT = 5_000;
const NO_STORE = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' };
const NOT_FOUND = { status: 404, headers: NO_STORE, body: 'There is nothing here.\n' };

const holderOf = ({ params }: RouteRequest, deps: Deps): Promise<PushHolder | undefined> =>
  enterPush(params['token'] ?? '', deps);

const page: Route = {
  method: 'GET',
  path: '/push/me/:token',
  async run(request, deps) {
    const holder = await holderOf(request, deps);
    if (!holder) {
      const { t, locale } = languageOf(undefined, await deps.events.settings());
      return closedPush(t, locale);
    }
    const { t } = holder.language;
    const address = `${deps.publicUrl ?? ''}${pushPath(holder.token)}`;
    return pushPage(await loadPushModel(holder, deps), await qrSvg(address, t('push.page.qr')));
  },
};

/** What of the page has changed; asked for every few seconds while somebody looks at it. */
const state: Route = {
  method: 'GET',
  path: '/push/me/:token/state',
  async run(request, deps) {
    const holder = await holderOf(request, deps);
    if (!holder) return NOT_FOUND;
    const model = await loadPushModel(holder, deps);
    const devices = model.devices.map(({ id, state: stands }) => ({ id, state: stands }));
    return jsonReply(200, { devices, parts: pushParts(model) }, NO_STORE);
  },
};

const manifest: Route = {
  method: 'GET',
  path: '/push/me/:token/manifest.webmanifest',
  async run(request, deps) {
    const holder = await holderOf(request, deps);
    return holder ? pushManifest(await loadPushModel(holder, deps)) : NOT_FOUND;
  },
};

const act: Route = {
  method: 'POST',
  path: '/push/me/:token/do',
  limit: LIMIT,
  async run(request, deps) {
    const holder = await holderOf(request, deps);
    if (!holder) return NOT_FOUND;
    const read = PushAct.safeParse(request.body);
    if (!read.success) return jsonReply(400, {}, NO_STORE);
    return await answered(async () => {
      const { status, ...done } = await actInPush(read.data, holder, deps);
      return jsonReply(status, done, NO_STORE);
    }, holder);
  },
};

/** What somebody may not do is told in words; what was in the way for a moment is asked again. */
async function answered(
  work: () => Promise<RouteReply>,
  { language }: Pick<PushHolder, 'language'>,
): Promise<RouteReply> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UserError)
      return jsonReply(403, { problem: safeText(error, language.locale) }, NO_STORE);
    if (error instanceof Conflict) return jsonReply(503, {}, { 'retry-after': '2', ...NO_STORE });
    throw error;
  }
}

/**
 * The same for all: what it says by itself is in the language that its page asked for. A browser looks at it again
 * by itself once a day, and whenever the page is opened.
 */
const worker: Route = {
  method: 'GET',
  path: '/push/worker.js',
  run: async ({ query }, { events }) => ({
    type: 'text/javascript; charset=utf-8',
    headers: {
      'cache-control': 'no-cache',
      'content-security-policy': "default-src 'none'; connect-src 'self'",
      'x-content-type-options': 'nosniff',
    },
    body: workerScript(translator(localeOf(query['l']) ?? (await events.settings()).language)),
  }),
};

const icon: Route = {
  method: 'GET',
  path: '/push/icon-:size.png',
  async run({ params }) {
    const size = ICON_SIZES.find((one) => String(one) === params['size']);
    if (size === undefined) return NOT_FOUND;
    const headers = { 'cache-control': 'public, max-age=86400' };
    return { type: 'image/png', headers, body: '', bytes: iconPng(size) };
  },
};

/** JSON, whatever its type is called: the ntfy app sends its buttons' bodies as text. */
function readAnswer(body: unknown): PushAnswer | undefined {
  if (typeof body !== 'string') return undefined;
  try {
    return PushAnswer.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}

/** Nothing of ours is told to whoever has no token, and what is told may be read by an app of another origin. */
const answer: Route = {
  method: 'POST',
  path: '/push/answer',
  limit: 2_000,
  body: 'text',
  async run({ body, isCut }, deps) {
    const read = isCut ? undefined : readAnswer(body);
    if (!read) return NOT_FOUND;
    try {
      const said = await takePushAnswer(read, deps);
      return said ? jsonReply(200, said, { ...NO_STORE, 'access-control-allow-origin': '*' }) : NOT_FOUND;
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      return jsonReply(503, {}, { 'retry-after': '2', ...NO_STORE });
    }
  },
};

export const pushRoutes: readonly Route[] = [worker, icon, page, state, manifest, act, answer];
