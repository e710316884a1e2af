/** Finding fields in what senders send: their names in any writing (`alertUid`, `alert_uid`, `Alert-UID`). */

export type Fields = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** A value as words: text, numbers and booleans, and lists of those. Undefined where there is none. */
export function wordsOf(value: unknown): string | undefined {
  if (Array.isArray(value)) {
    const words = value.slice(0, 20).flatMap((part) => (Array.isArray(part) ? [] : (wordsOf(part) ?? [])));
    return words.length > 0 ? words.join(', ') : undefined;
  }
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** Several objects of one delivery, looked through in order for a field under any of its names. */
export class FieldReader {
  readonly #maps: readonly ReadonlyMap<string, unknown>[];
  constructor(records: readonly unknown[]) {
    this.#maps = records
      .filter(isRecord)
      .map((record) => new Map(Object.entries(record).map(([name, value]) => [plain(name), value])));
  }

  /** The words of all fields under these names, the first name first, and of each the nearest object first. */
  all(names: readonly string[]): string[] {
    return names.flatMap((name) => this.#maps.flatMap((map) => wordsOf(map.get(plain(name))) ?? []));
  }

  first(...names: string[]): string | undefined {
    return this.all(names)[0];
  }

  /**
   * What there is in words, as `name: value`, for a delivery without a message that we know: of the nearest object
   * that has words. Fields whose name sounds like a key or a password are left out: channels read this.
   */
  everything(except: readonly string[]): string {
    const left = new Set(except.map(plain));
    return this.#maps.map((map) => inWords(map, left)).find((words) => words !== '') ?? '';
  }
}

const SECRET = /key$|token|secret|passw|auth|signature|cookie/;

function inWords(map: ReadonlyMap<string, unknown>, left: ReadonlySet<string>): string {
  return [...map]
    .flatMap(([name, value]) => {
      const words = left.has(name) || SECRET.test(name) ? undefined : wordsOf(value);
      return words === undefined ? [] : [`${name}: ${words}`];
    })
    .slice(0, 12)
    .join(' · ');
}

/** Where senders put what they have to say inside of something else. */
const WRAPS: readonly string[] = [
  ...['data', 'alert', 'event', 'incident', 'issue', 'payload', 'labels', 'annotations', 'details'],
  ...['essentials', 'attributes', 'attachments', 'embeds', 'sections', 'blocks', 'text'],
];

/** Deeper than any sender that we know: Better Stack has its words in the third. */
const MAX_WRAPS = 3;

/** An object and those in which it wraps what it says (of a list the first), the outermost first. */
export function unwrapped(body: Fields, depth = MAX_WRAPS): Fields[] {
  if (depth < 0) return [];
  const inner = WRAPS.flatMap((name) => {
    const value = Array.isArray(body[name]) ? body[name].find(isRecord) : body[name];
    return isRecord(value) ? [value] : [];
  });
  return [body, ...inner, ...inner.flatMap((one) => unwrapped(one, depth - 1).slice(1))];
}

/** Bounds of what is kept of an alert's labels: how many, and the characters of a name and of a value. */
const MAX_LABELS = 20;
const MAX_LABEL_NAME = 60;
const MAX_LABEL_VALUE = 120;

/** The labels of an alert, or nothing where there are none; what is too long or no word is left out. */
export function labelsOf(labels: unknown): { readonly labels?: Readonly<Record<string, string>> } {
  if (!isRecord(labels)) return {};
  const found = Object.entries(labels).flatMap(([name, value]) => {
    const words = wordsOf(value);
    const isSecret = SECRET.test(plain(name));
    const fits =
      words !== undefined && !isSecret && name.length <= MAX_LABEL_NAME && words.length <= MAX_LABEL_VALUE;
    return fits && name.trim() !== '' ? [[name, words] as const] : [];
  });
  return found.length > 0 ? { labels: Object.fromEntries(found.slice(0, MAX_LABELS)) } : {};
}
