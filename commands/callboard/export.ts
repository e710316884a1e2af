/** `/callboard export`: the backup of everything, to the organizer who asked, and to nobody else. */
import type { Verb } from '../../src/core/command.ts';

/** `2019-06-05T08-00`, as file names allow it. */
const stamp = (instant: { toString(): string }): string =>
  instant.toString().slice(0, 16).replaceAll(':', '-');

export const exportVerb: Verb = {
  usage: { export: 'callboard.export' },
  async run({ now, t }, { backup }) {
    const content = await backup();
    return { file: { name: `callboard-${stamp(now)}.json.gz`, content }, comment: t('callboard.exported') };
  },
};
