/** `/callboard export`: the backup of everything, encrypted, to the organizer who asked, with the event's report. */
import { loadStageFigures } from '../../src/agenda/load-stage-figures.ts';
import { stageReport } from '../../src/agenda/stage-figure-lines.ts';
import { cardEffectText, loadCardEffect } from '../../src/callboard/cards/effect-lines.ts';
import { countPromisesNow } from '../../src/callboard/promises/load.ts';
import { reportText } from '../../src/callboard/promises/words.ts';
import type { Verb } from '../../src/core/command.ts';
import { UserError } from '../../src/core/errors.ts';
import { joined, mrkdwn } from '../../src/slack/mrkdwn.ts';

/** `2019-06-05T08-00`, as file names allow it. */
const stamp = (instant: { toString(): string }): string =>
  instant.toString().slice(0, 16).replaceAll(':', '-');

export const exportVerb: Verb = {
  usage: { export: 'callboard.export' },
  async run({ now, t, locale, zone }, deps) {
    const { backup } = deps;
    if (!backup) throw new UserError('callboard.export.noKey');
    const [content, standing, figures, effect] = await Promise.all([
      backup(),
      countPromisesNow(deps),
      loadStageFigures(deps),
      loadCardEffect(deps),
    ]);
    const report = reportText(standing, mrkdwn`*${t('callboard.promises.head')}*`, t);
    return {
      file: { name: `callboard-${stamp(now)}.json.gz.age`, content },
      comment: joined(
        [
          t('callboard.exported'),
          report,
          stageReport(figures, t),
          cardEffectText(effect, { t, locale }, zone),
        ].filter((part) => part !== ''),
        '\n\n',
      ),
    };
  },
};
