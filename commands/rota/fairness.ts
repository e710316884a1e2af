/** `fairness`: hours, nights and shifts of each person against the mean, and a picture of it. */

import type { KnownBlock } from '@slack/types';
import type { Button, Verb } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import type { Translate } from '../../src/i18n/index.ts';
import { fairness } from '../../src/rota/domain/fairness.ts';
import { nightHoursOf } from '../../src/rota/domain/hours.ts';
import { liveOf } from '../../src/rota/domain/shift.ts';
import { type LoadedRota, loadRota } from '../../src/rota/load.ts';
import { fairnessPicture } from '../../src/rota/picture.ts';
import { loadNames } from '../../src/rota/words.ts';
import { button, image, section, sections } from '../../src/slack/blocks.ts';
import { joined, type Mrkdwn, mrkdwn, truncate } from '../../src/slack/mrkdwn.ts';
import { modal } from '../../src/slack/views.ts';
import { pictureUrl } from './picture.ts';

const round = (value: number) => Math.round(value * 10) / 10;
/** Of a long list, those with most and those with least say what there is to say. */
const ENDS = 12;

/** The picture as PNG; for the command, and for the address that Home's window shows. */
export function pictured(rota: LoadedRota): Uint8Array {
  const fair = fairness(rota);
  const nights = new Map<string, number>();
  for (const { value: shift } of rota.shifts.values()) {
    const dark = nightHoursOf(shift, rota.settings.night, rota.zone);
    if (dark > 0)
      for (const { person } of liveOf(shift)) nights.set(person, (nights.get(person) ?? 0) + dark);
  }
  return fairnessPicture(fair, nights);
}

/** The mean, and each person against it; of many those with most and those with least. Undefined without shifts. */
async function inWords(rota: LoadedRota, t: Translate, deps: Deps): Promise<readonly Mrkdwn[] | undefined> {
  const fair = fairness(rota);
  if (fair.shares.every(({ shifts }) => shifts === 0)) return undefined;
  const who = await loadNames(deps);
  const lines = fair.shares.map(({ person, hours, nights, shifts }, index) => {
    const off = round(hours - fair.mean.hours);
    const against = mrkdwn`${off > 0 ? mrkdwn`+` : ''}${off}`;
    return mrkdwn`${index + 1}. ${t('rota.fairness.line', { person: who(person), hours: round(hours), against, nights, shifts })}`;
  });
  const shown =
    lines.length <= 2 * ENDS
      ? lines
      : [
          ...lines.slice(0, ENDS),
          t('rota.list.left', { count: lines.length - 2 * ENDS }),
          ...lines.slice(-ENDS),
        ];
  const mean = t('rota.fairness.mean', {
    hours: round(fair.mean.hours),
    nights: round(fair.mean.nights),
    shifts: round(fair.mean.shifts),
    deviation: round(fair.deviation),
    gini: Math.round(fair.gini * 100) / 100,
  });
  return [mean, ...shown];
}

export const fairnessVerb: Verb = {
  usage: { fairness: 'rota.use.fairness' },
  async run({ t }, deps) {
    const rota = await loadRota(deps);
    const said = await inWords(rota, t, deps);
    if (!said) return { text: t('rota.fairness.none') };
    return {
      file: {
        name: 'fairness.png',
        title: t('rota.fairness.picture'),
        content: pictured(rota),
      },
      comment: truncate(joined([mrkdwn`*${t('rota.fairness.title')}*`, ...said], '\n'), 2900),
    };
  },
};

/** The same from Home, over it: the picture where Slack can fetch one from us, and the words below. */
export const fairnessButtons: Readonly<Record<string, Button>> = {
  'rota.fairness': {
    async run({ t }, deps) {
      const rota = await loadRota(deps);
      const said = await inWords(rota, t, deps);
      if (!said) return { text: t('rota.fairness.none') };
      const version = [...rota.shifts.values()].reduce((sum, one) => sum + one.version, 0);
      const url = await pictureUrl(deps, version);
      const blocks: KnownBlock[] = [
        ...(url ? image(url, t('rota.fairness.picture')) : []),
        ...sections(said),
      ];
      return {
        modal: modal({ title: t('rota.fairness.title'), close: t('rota.fairness.close'), blocks }),
      };
    },
  },
};

/** The line in organizers' Home. */
export const fairnessLine = (rota: LoadedRota, t: Translate): KnownBlock => {
  const fair = fairness(rota);
  const text = t('rota.home.fairness', { hours: round(fair.mean.hours), deviation: round(fair.deviation) });
  return section(text, undefined, button('rota.fairness', t('rota.button.fairness')));
};
