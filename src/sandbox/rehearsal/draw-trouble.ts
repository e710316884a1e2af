/** What goes wrong on the rehearsed day: drawn from the seed, before anything is played. Pure. */
import { type Chance, chanceOf, countOf, drawnBetween } from './chance.ts';
import { drawAlerts, drawCalls } from './draw-calls.ts';
import { drawSpeakers, drawVolunteers } from './draw-people.ts';
import { HOUR, MINUTE, type Script } from './script.ts';
import { type Trouble, type TroubleRates, USUAL } from './trouble.ts';

function outagesOf(script: Script, rates: TroubleRates, chance: Chance): Trouble[] {
  const length = script.until - script.from;
  const several = (name: string, mean: number, make: (id: string, at: number, until: number) => Trouble) =>
    Array.from({ length: countOf((mean * length) / (10 * HOUR), chance(name, 'count')) }, (_, index) => {
      const at = script.from + drawnBetween(chance(name, index, 'at'), 0.1, 0.85) * length;
      return make(`${name}-${index}`, at, at + drawnBetween(chance(name, index, 'long'), 4, 20) * MINUTE);
    });
  return [
    ...several('provider', rates.providerOutages, (id, at, until) => ({
      id,
      kind: 'outage',
      of: 'provider',
      at,
      until,
    })),
    ...several('slack', rates.slackOutages, (id, at, until) => ({
      id,
      kind: 'outage',
      of: 'slack',
      at,
      until,
    })),
    ...several('feed', rates.madFeeds, (id, at, until) => ({
      id,
      kind: 'mad-feed',
      at,
      until: until + 15 * MINUTE,
    })),
  ];
}

/** Of what is played, in order. */
export function drawTrouble(script: Script, seed: number, rates: TroubleRates = USUAL): Trouble[] {
  const chance = chanceOf(seed);
  return [
    ...drawSpeakers(script, rates, chance),
    ...drawVolunteers(script, rates, chance),
    ...drawAlerts(script, rates, chance),
    ...drawCalls(script, rates, chance),
    ...outagesOf(script, rates, chance),
  ]
    .map((one) => ({ ...one, at: Math.round(one.at) }))
    .filter(({ at }) => at >= script.from - HOUR && at < script.until)
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}
