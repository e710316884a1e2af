/** `promises`: how each promise stands, what is left of its budget, and what was done by hand too often. */
import { countPromisesNow } from '../../src/callboard/promises/load.ts';
import { promisesView } from '../../src/callboard/promises/words.ts';
import type { Verb } from '../../src/core/command.ts';

export const promisesVerb: Verb = {
  usage: { promises: 'callboard.promises' },
  run: async (call, deps) => promisesView(await countPromisesNow(deps), call),
};
