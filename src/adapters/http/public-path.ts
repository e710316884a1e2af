/**
 * PUBLIC_URL may have a path (`https://example.org/callboard`). Whether the proxy before us takes that path away
 * or passes it on, the same doors open: what fits no door as it came is tried once more without the path.
 */
import type { Express, RequestHandler } from 'express';
import { publicPath } from '../../core/public-url.ts';

/** What is left of `url` without the path; undefined where it does not begin with it. */
function withoutPublicPath(url: string, path: string): string | undefined {
  if (path === '' || !url.startsWith(path)) return undefined;
  const rest = url.slice(path.length);
  if (rest === '' || rest.startsWith('?')) return `/${rest}`;
  return rest.startsWith('/') ? rest : undefined;
}

/** Behind all doors: tries them again without the path. */
export function tryWithoutPublicPath(app: Express, publicUrl: string | undefined): RequestHandler {
  const path = publicPath(publicUrl);
  return (request, response, next) => {
    // Taken off once: a path that says the same again is nobody's.
    const isFirst = request.url === request.originalUrl;
    const rest = isFirst ? withoutPublicPath(request.url, path) : undefined;
    if (rest === undefined) return void next();
    request.url = rest;
    app(request, response, next);
  };
}
