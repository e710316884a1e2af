/** Writes a set-up as YAML that people like to read: a word beside each id says who that is. */
import { Document, isMap, isScalar, type Pair, type Scalar, visit } from 'yaml';

/** Columns before a text is folded; ids and their words stay on one line. */
const WIDTH = 100;

/**
 * @param file - its keys in the order in which they are written
 * @param head - lines above it, without `#`
 * @param notes - what stands as a comment beside a value, such as a handle beside an id
 */
export function writeByLines(
  file: object,
  head: readonly string[],
  notes: ReadonlyMap<string, string>,
): string {
  const document = new Document(file);
  document.commentBefore = head.map((line) => ` ${line}`).join('\n');
  if (isMap(document.contents))
    for (const [index, pair] of document.contents.items.entries())
      if (index > 0) ((pair as Pair).key as Scalar).spaceBefore = true;
  visit(document, {
    Scalar(key, node) {
      if (key === 'key' || !isScalar(node)) return;
      const note = notes.get(String(node.value).replace(/^(?:person|group):/, ''));
      // A comment ends at its line.
      if (note !== undefined) node.comment = ` ${note.replaceAll(/\s+/g, ' ')}`;
    },
  });
  return document.toString({ lineWidth: WIDTH });
}
