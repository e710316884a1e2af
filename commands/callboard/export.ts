/** `/callboard export`: the backup of everything, encrypted, to the organizer who asked. */
import type { Verb } from '../../src/core/command.ts';
import { UserError } from '../../src/core/errors.ts';

/** `2019-06-05T08-00`, as file names allow it. */
const stamp = (instant: { toString(): string }): string =>
  instant.toString().slice(0, 16).replaceAll(':', '-');

export const exportVerb: Verb = {
  usage: { export: 'callboard.export' },
  async run({ now, t }, { backup }) {
    if (!backup) throw new UserError('callboard.export.noKey');
    const content = await backup();
    return {
      file: { name: `callboard-${stamp(now)}.json.gz.age`, content },
      comment: t('callboard.exported'),
    };
  },
};
