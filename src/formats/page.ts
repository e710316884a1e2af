/** What a web page says of itself for machines: its blocks of JSON-LD, found without reading the rest of it. */
import { UserError } from '../core/errors.ts';
import { parseJson } from './json.ts';

/** Blocks of one page. */
const MAX_BLOCKS = 200;
/** Characters of a tag with all that it says. */
const MAX_TAG = 2000;

const ROOTS = /^(?:html|head|body|script|div|main|section|article|meta|link|title|style|p|h[1-6]|table)$/i;

/** Whether the first element, or the document type, is a web page's. */
export const isPage = ({ root, doctype }: { root: string; doctype: string }): boolean =>
  ROOTS.test(root) || /^html\b/i.test(doctype);

const unwrapped = (script: string): string =>
  script
    .trim()
    .replace(/^(?:\/\/\s{0,9})?<!(?:\[CDATA\[|--)/, '')
    .replace(/(?:\/\/\s{0,9})?(?:\]\]|--)>$/, '')
    .trim();

/** The texts between `<script type="application/ld+json">` and its end, in order. */
function* scripts(html: string): Generator<string> {
  const lower = html.toLowerCase();
  let at = 0;
  for (let count = 0; count < MAX_BLOCKS; ) {
    const open = lower.indexOf('<script', at);
    if (open < 0) break;
    const begin = lower.indexOf('>', open);
    const end = begin < 0 ? -1 : lower.indexOf('</script', begin);
    if (end < 0) throw new UserError('format.truncated');
    at = end;
    const tag = lower.slice(open, Math.min(begin, open + MAX_TAG));
    if (!/\btype\s{0,9}=\s{0,9}["']?application\/ld\+json\b/.test(tag)) continue;
    count++;
    yield unwrapped(html.slice(begin + 1, end));
  }
  // A page that was cut off may have lost blocks, and what is in them would look cancelled.
  const isWhole = lower.indexOf('</html', at) >= 0 || lower.indexOf('</body', at) >= 0;
  if (lower.includes('<html') && !isWhole) throw new UserError('format.truncated');
}

/** Each block that can be read. Throws UserError `format.html` where there is none, `format.broken`, `format.truncated`. */
export function structuredData(html: string): unknown[] {
  const found: unknown[] = [];
  for (const script of scripts(html)) {
    try {
      found.push(parseJson(script));
    } catch (error) {
      // A block about something else does not make the events of the others worthless.
      if (/Event\b/.test(script)) throw error;
    }
  }
  if (found.length === 0) throw new UserError('format.html');
  return found;
}
