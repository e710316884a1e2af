/** `fairness`: hours, nights and shifts of each person against the mean, and a picture of it. */

import type { KnownBlock } from '@slack/types';
import { chartText } from '../../src/core/chart-look.ts';
import type { Button, Verb } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { illustrate } from '../../src/core/illustrate.ts';
import type { Drawing } from '../../src/core/ports/pictures.ts';
import type { Translate } from '../../src/i18n/index.ts';
import { type Fairness, fairness, type Share } from '../../src/rota/domain/fairness.ts';
import { nightHoursOf } from '../../src/rota/domain/hours.ts';
import { liveOf } from '../../src/rota/domain/shift.ts';
import { FAIRNESS_ENDS, fairnessChart } from '../../src/rota/fairness-chart.ts';
import { type LoadedRota, loadRota } from '../../src/rota/load.ts';
import { loadNames } from '../../src/rota/words.ts';
import { button, image, section, sections } from '../../src/slack/blocks.ts';
import { joined, type Mrkdwn, mrkdwn, truncate } from '../../src/slack/mrkdwn.ts';
import { modal } from '../../src/slack/views.ts';
import { pictureUrl } from './picture.ts';

/** Of a name in a sentence of the picture, in characters. */
const MAX_NAME = 14;
const round = (value: number) => Math.round(value * 10) / 10;

/** The picture; `name` is how the person of each place in the list is called in it. */
export function fairnessDrawing(
  rota: LoadedRota,
  t: Translate,
  name: (share: Share, index: number) => string,
): Drawing {
  const fair = fairness(rota);
  const nights = new Map<string, number>();
  for (const { value: shift } of rota.shifts.values()) {
    const dark = nightHoursOf(shift, rota.settings.night, rota.zone);
    if (dark > 0)
      for (const { person } of liveOf(shift)) nights.set(person, (nights.get(person) ?? 0) + dark);
  }
  return fairnessChart(fair, nights, {
    title: t('rota.fairness.title'),
    below: finding(fair, t, name),
    day: t('rota.fairness.day'),
    night: t('rota.fairness.night'),
    mean: t('rota.fairness.meanLine', { hours: round(fair.mean.hours) }),
    name,
    value: ({ hours, nights: nightShifts }) =>
      t('rota.fairness.bar', { hours: round(hours), nights: nightShifts }),
    more: (count) => t('rota.fairness.more', { count }),
  });
}

/** What there is to see, in a sentence: who has most and who has least. */
function finding(fair: Fairness, t: Translate, name: (share: Share, index: number) => string): string {
  const byHours = fair.shares
    .map((share, index) => ({ called: chartText(name(share, index), MAX_NAME), hours: share.hours }))
    .sort((a, b) => b.hours - a.hours);
  const [most, least] = [byHours[0], byHours.at(-1)];
  if (!most || !least) return t('rota.fairness.none');
  return t('rota.fairness.finding', {
    mean: round(fair.mean.hours),
    most: round(most.hours),
    who: most.called,
    least: round(least.hours),
    other: least.called,
  });
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
    lines.length <= 2 * FAIRNESS_ENDS
      ? lines
      : [
          ...lines.slice(0, FAIRNESS_ENDS),
          t('rota.list.left', { count: lines.length - 2 * FAIRNESS_ENDS }),
          ...lines.slice(-FAIRNESS_ENDS),
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
    const names = new Map((await deps.directory.all()).map(({ id, name }) => [id, name]));
    const name = ({ person }: Share) => names.get(person) ?? person;
    const title = t('rota.fairness.title');
    return await illustrate(
      fairnessDrawing(rota, t, name),
      { name: 'fairness.png', title, alt: `${title} ${finding(fairness(rota), t, name)}` },
      truncate(joined([mrkdwn`*${title}*`, ...said], '\n'), 2900),
      { t },
      deps,
    );
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

const counted = new WeakMap<LoadedRota['volunteers'], { readonly of: LoadedRota; readonly fair: Fairness }>();

/** Home is drawn again and again: counted once while profiles, shifts, roles and settings are the same. */
function fairnessNow(rota: LoadedRota): Fairness {
  const known = counted.get(rota.volunteers);
  const { shifts, roles, zone, settings } = rota;
  const isSame =
    known?.of.shifts === shifts &&
    known.of.roles === roles &&
    known.of.zone === zone &&
    JSON.stringify(known.of.settings) === JSON.stringify(settings);
  if (known && isSame) return known.fair;
  const fair = fairness(rota);
  counted.set(rota.volunteers, { of: rota, fair });
  return fair;
}

/** The line in organizers' Home. */
export const fairnessLine = (rota: LoadedRota, t: Translate): KnownBlock => {
  const fair = fairnessNow(rota);
  const text = t('rota.home.fairness', { hours: round(fair.mean.hours), deviation: round(fair.deviation) });
  return section(text, undefined, button('rota.fairness', t('rota.button.fairness')));
};
