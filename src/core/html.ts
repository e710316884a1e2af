/** Our own pages over HTTP: whole, without anything from elsewhere, and with a policy that says so. */
import { createHash } from 'node:crypto';
import type { RouteReply } from './route.ts';

export const escapeHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

/** What each of our pages looks like: light or dark as the screen has it. */
export const PAGE_STYLE = `:root{color-scheme:dark light;--ground:#10131a;--ink:#f4f5f7;--card:#1b2130;--soft:#c6cfdf;--name:#9fb4d8;--line:#38425a;--mark:#ffd166}
@media(prefers-color-scheme:light){:root{--ground:#fff;--ink:#14171f;--card:#eef1f6;--soft:#3c4658;--name:#34507e;--line:#c8d0de;--mark:#8a3b00}}
*{box-sizing:border-box}body{margin:0;padding:3vmin;background:var(--ground);color:var(--ink);font:1.05rem/1.3 system-ui,sans-serif;overflow-wrap:anywhere}
a{color:inherit}a:focus-visible{outline:.2em solid var(--mark);outline-offset:.1em}h1{font-size:1.4em;margin:0}`;

export interface HtmlPage {
  readonly language: string;
  readonly title: string;
  /** Beyond PAGE_STYLE. */
  readonly style: string;
  /** Runs in the page; nothing else may. */
  readonly script?: string;
  /** For one person: no other page may show it in a frame. Its own pictures are let in. */
  readonly isPrivate?: true;
  /** It is put on a home screen: it has a manifest and a worker of its own. `head` names them, as HTML. */
  readonly app?: { readonly head: string };
  /** A worker of its own keeps it for when there is no network. */
  readonly isKept?: true;
  /** Beyond those that every page has. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Seconds after which a browser without scripts asks again. */
  readonly refresh?: number;
  /** HTML: what came from outside is escaped in it. */
  readonly body: string;
}

export function htmlReply({
  language,
  title,
  style,
  script,
  isPrivate,
  app,
  isKept,
  headers,
  refresh,
  body,
}: HtmlPage): RouteReply {
  const policy = [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    ...(script === undefined
      ? []
      : [
          `script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'`,
          "connect-src 'self'",
        ]),
    ...(isPrivate ? ["img-src 'self'"] : []),
    ...(app ? ["manifest-src 'self'"] : []),
    ...(app || isKept ? ["worker-src 'self'"] : []),
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${isPrivate ? "'none'" : '*'}`,
  ].join('; ');
  const again =
    refresh === undefined ? '' : `<noscript><meta http-equiv="refresh" content="${refresh}"></noscript>`;
  return {
    type: 'text/html; charset=utf-8',
    headers: {
      'cache-control': 'no-store',
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      ...headers,
    },
    body: `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
${again}${app?.head ?? ''}<title>${escapeHtml(title)}</title><style>${PAGE_STYLE}${style}</style>${script === undefined ? '' : `<script>${script}</script>`}</head>
<body>${body}</body></html>`,
  };
}
