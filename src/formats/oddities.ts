/** Counts what is odd about a file: each kind once, with a number and the first few examples. */

import { type Oddity, type OddityKind, oddityKinds } from '../agenda/domain/parsed.ts';
import { truncatePlain } from '../core/text.ts';

const EXAMPLES = 3;
const EXAMPLE_LENGTH = 80;

/** An example is shown to others, in the ops channel too: whose address it is concerns none of them. */
const ADDRESS = /[^\s@<>(),;:"]{1,64}@[\p{L}\p{N}.-]{1,255}/gu;
const NUMBER = /\b(tel|sms):[+\d().\s-]{3,40}/gi;

const shorten = (text: string): string =>
  truncatePlain(
    truncatePlain(text, 10 * EXAMPLE_LENGTH)
      .replace(ADDRESS, '…@…')
      .replace(NUMBER, '$1:…'),
    EXAMPLE_LENGTH,
  );

export class Oddities {
  readonly #found = new Map<OddityKind, { count: number; examples: string[] }>();

  note(kind: OddityKind, example = ''): void {
    const entry = this.#found.get(kind) ?? { count: 0, examples: [] };
    entry.count++;
    const short = shorten(example);
    if (short !== '' && entry.examples.length < EXAMPLES && !entry.examples.includes(short))
      entry.examples.push(short);
    this.#found.set(kind, entry);
  }

  /** In the order of the kinds, so that two reads of one file say the same. */
  list(): Oddity[] {
    return oddityKinds.flatMap((kind) => {
      const entry = this.#found.get(kind);
      return entry ? [{ kind, ...entry }] : [];
    });
  }
}
