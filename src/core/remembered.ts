/**
 * What is made of something large that is the same object while it is the same, such as all documents of a kind: made
 * once for each, and gone with it.
 */
export function remembered<A extends object, R>(make: (from: A) => R): (from: A) => R {
  const made = new WeakMap<A, { readonly value: R }>();
  return (from) => {
    const known = made.get(from) ?? { value: make(from) };
    made.set(from, known);
    return known.value;
  };
}
