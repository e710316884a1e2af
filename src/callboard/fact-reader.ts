/** What facts of all nouns mean to something that is counted from the ledger: a reader for each kind of fact. Pure. */
import type { FactKind, Recorded } from '../core/commit.ts';

export type FactReader<Meaning> = (fact: Recorded) => readonly Meaning[];

/**
 * A row of a table of readers: the fact's name, and what it means. One whose data is of another form means nothing.
 *
 * @example new Map([reader(pageOpened, ({ page }) => [{ is: 'page-opened', page }])])
 */
export const readerOf =
  <Meaning>() =>
  <T>(
    kind: FactKind<T>,
    read: (data: T, fact: Recorded) => readonly Meaning[],
  ): readonly [string, FactReader<Meaning>] => [
    kind.name,
    (fact) => {
      const data = kind.schema.safeParse(fact.data);
      return data.success ? read(data.data, fact) : [];
    },
  ];
