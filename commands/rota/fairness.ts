/** `fairness`: hours, nights and shifts of each person against the mean, and a picture of it. */
import type { Verb } from '../../src/command.ts';
import { fairness } from '../../src/domain/rota/fairness.ts';
import { nightHoursOf } from '../../src/domain/rota/hours.ts';
import { liveOf } from '../../src/domain/rota/shift.ts';
import { type LoadedRota, loadRota } from '../../src/rota/load.ts';
import { fairnessPicture } from '../../src/rota/picture.ts';
import { whoIs } from '../../src/rota/words.ts';

const round = (value: number) => Math.round(value * 10) / 10;
/** Of a long list, those with most and those with least say what there is to say. */
const ENDS = 12;

/** The picture and what it is made from; for the command, and for Home's image. */
export function pictured(rota: LoadedRota) {
  const fair = fairness(rota);
  const nights = new Map<string, number>();
  for (const { value: shift } of rota.shifts.values()) {
    const dark = nightHoursOf(shift, rota.settings.night, rota.zone);
    if (dark > 0)
      for (const { person } of liveOf(shift)) nights.set(person, (nights.get(person) ?? 0) + dark);
  }
  return { fair, picture: fairnessPicture(fair, nights) };
}

export const fairnessVerb: Verb = {
  usage: { fairness: 'rota.use.fairness' },
  may: 'anyone',
  async run(call, deps) {
    const rota = await loadRota(deps);
    const { fair, picture } = pictured(rota);
    if (fair.shares.every(({ shifts }) => shifts === 0)) return { text: call.t('rota.fairness.none') };
    const who = await whoIs(deps);
    const lines = fair.shares.map(({ person, hours, nights, shifts }, index) => {
      const off = round(hours - fair.mean.hours);
      const against = `${off > 0 ? '+' : ''}${off}`;
      return `${index + 1}. ${call.t('rota.fairness.line', { person: who(person), hours: round(hours), against, nights, shifts })}`;
    });
    const shown =
      lines.length <= 2 * ENDS
        ? lines
        : [
            ...lines.slice(0, ENDS),
            call.t('rota.list.left', { count: lines.length - 2 * ENDS }),
            ...lines.slice(-ENDS),
          ];
    const mean = call.t('rota.fairness.mean', {
      hours: round(fair.mean.hours),
      nights: round(fair.mean.nights),
      shifts: round(fair.mean.shifts),
      deviation: round(fair.deviation),
      gini: fair.gini.toFixed(2),
    });
    const title = call.t('rota.fairness.title');
    return {
      file: { name: 'fairness.png', title: call.t('rota.fairness.picture'), content: picture },
      comment: [`*${title}*`, mean, ...shown].join('\n').slice(0, 2900),
    };
  },
};
