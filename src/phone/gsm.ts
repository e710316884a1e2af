/**
 * Texts that a phone network carries whole: GSM 03.38, 160 characters in one segment, 153 in each of
 * several. One character outside it and the segments shrink to 70 and 67, so what is outside is replaced
 * where a reader loses nothing. Source: 3GPP TS 23.038, the default alphabet and its extension.
 */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const EXTENDED = '^{}\\[~]|€\f';
const SINGLE = new Set(BASIC);
const DOUBLE = new Set(EXTENDED);

const LOOK_ALIKES: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '‚': ',',
  '“': '"',
  '”': '"',
  '„': '"',
  '«': '"',
  '»': '"',
  '–': '-',
  '—': '-',
  '−': '-',
  '…': '...',
  '•': '*',
  '·': '.',
  '→': '->',
  '\u00a0': ' ',
  '\t': ' ',
  '`': "'",
  '´': "'",
};

/** Every character in GSM-7: accents it lacks are dropped (á → a), anything else becomes `?`. */
export function toGsm(text: string): string {
  let out = '';
  for (const character of text.normalize('NFC')) {
    if (SINGLE.has(character) || DOUBLE.has(character)) {
      out += character;
      continue;
    }
    const alike = LOOK_ALIKES[character];
    const bare = character.normalize('NFD').replace(/\p{M}/gu, '');
    const best = alike !== undefined && isGsm(alike) ? alike : bare;
    // Emoji and joiners carry nothing that a text must say.
    if (/^(\p{Extended_Pictographic}|\u200d|\ufe0f)$/u.test(character)) continue;
    out += [...best].map((one) => (SINGLE.has(one) || DOUBLE.has(one) ? one : '?')).join('');
  }
  return out;
}

export const isGsm = (text: string): boolean =>
  [...text].every((character) => SINGLE.has(character) || DOUBLE.has(character));

/** Septets that a GSM-7 text takes; the extension's characters take two. */
export const septets = (text: string): number =>
  [...text].reduce((sum, character) => sum + (DOUBLE.has(character) ? 2 : 1), 0);

export const segments = (text: string): number => {
  if (!isGsm(text)) return text.length <= 70 ? 1 : Math.ceil(text.length / 67);
  const length = septets(text);
  return length <= 160 ? 1 : Math.ceil(length / 153);
};

/**
 * Fits a text into at most `max` septets by cutting its middle part only: what comes before (who, where)
 * and after (how to answer) is always whole.
 */
export function fitGsm(before: string, middle: string, after: string, max = 160): string {
  const [head, body, tail] = [toGsm(before), toGsm(middle), toGsm(after)];
  const room = max - septets(head) - septets(tail);
  if (septets(body) <= room) return head + body + tail;
  let cut = '';
  for (const character of body) {
    if (septets(cut + character) > room - 3) break;
    cut += character;
  }
  return `${head}${cut.trimEnd()}...${tail}`;
}

/**
 * A head and as many items as fit below it, each whole: half a number is worse than none. How many were left out is
 * said at the end.
 *
 * @param max - Septets.
 */
export function fitItems(
  head: string,
  items: readonly string[],
  more: (count: number) => string,
  max: number,
): string {
  const all = items.map(toGsm);
  for (let kept = all.length; kept >= 0; kept--) {
    const left = all.length - kept;
    const text = [toGsm(head), ...all.slice(0, kept), ...(left > 0 ? [toGsm(more(left))] : [])].join('\n');
    if (septets(text) <= max || kept === 0) return text;
  }
  return toGsm(head);
}
