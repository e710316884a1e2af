/** What people and devices call for on a rehearsed day: drawn from the seed, by name. Pure. */
import { milliseconds } from '../../core/instant.ts';
import { type Chance, countOf, drawnBetween, oneOf } from './chance.ts';
import { HOUR, playersOf, type Script } from './script.ts';
import type { Trouble, TroubleRates } from './trouble.ts';

const DEVICES = [
  { device: 'projector', words: 'The projector shows no picture' },
  { device: 'stream', words: 'The stream is black' },
  { device: 'sound', words: 'The microphone is silent' },
] as const;

export const deviceWords = (device: string): string =>
  DEVICES.find((one) => one.device === device)?.words ?? device;

const CALLS = [
  'The queue reaches the stairs',
  'We need two more pairs of hands',
  'A bag stands alone here',
  'The door does not close any more',
  'Somebody feels unwell',
] as const;
const REQUESTS = [
  'I cannot find the cloakroom',
  'The captions do not work for me',
  'I lost my badge',
  'It is too loud to hear the talk',
] as const;

/** Hours of the play, from its beginning; the last may be a part of one. */
function* hoursOf({ from, until }: Script): Generator<{ readonly start: number; readonly share: number }> {
  for (let start = from; start < until; start += HOUR)
    yield { start, share: Math.min(1, (until - start) / HOUR) };
}

export function drawAlerts(script: Script, rates: TroubleRates, chance: Chance): Trouble[] {
  const found: Trouble[] = [];
  for (const { start, share } of hoursOf(script))
    for (const room of script.rooms) {
      const isUsed = script.sessions.some(
        (one) =>
          one.room === room &&
          !one.isBreak &&
          milliseconds(one.start) < start + share * HOUR &&
          milliseconds(one.end) > start,
      );
      if (!isUsed) continue;
      const draw = (...what: (string | number)[]) => chance('alert', room, start, ...what);
      for (let index = 0; index < countOf(rates.alerts * share, draw('count')); index++)
        found.push({
          id: `a-${room}-${start}-${index}`,
          kind: 'alert',
          at: start + draw(index, 'at') * share * HOUR,
          room,
          device: oneOf(draw(index, 'device'), DEVICES)?.device ?? 'projector',
          critical: draw(index, 'critical') < 0.15,
          minutes: Math.round(drawnBetween(draw(index, 'minutes'), 10, 40)),
        });
    }
  return found;
}

/** Where there is a shift at that time; rooms by their names, what has no room by its role. */
function targetsAt(script: Script, at: number): string[] {
  const now = script.shifts.filter(({ start, end }) => milliseconds(start) <= at && milliseconds(end) > at);
  const named = now.map(({ room, role }) => (room === undefined ? `"${role}"` : `"${room}"`));
  return [...new Set(named)].sort();
}

export function drawCalls(script: Script, rates: TroubleRates, chance: Chance): Trouble[] {
  const found: Trouble[] = [];
  const crew = [...playersOf(script, 'lead'), ...playersOf(script, 'volunteer')];
  const attendees = playersOf(script, 'attendee');
  for (const { start, share } of hoursOf(script)) {
    const draw = (...what: (string | number)[]) => chance('call', start, ...what);
    const put = (kind: 'page' | 'help', mean: number) => {
      for (let index = 0; index < countOf(mean * share, draw(kind, 'count')); index++) {
        const at = start + draw(kind, index, 'at') * share * HOUR;
        const target = oneOf(draw(kind, index, 'target'), targetsAt(script, at));
        // Whoever is drawn lowest: one person more changes who it is seldom, and nothing else.
        const [by] = (kind === 'page' ? crew : attendees)
          .map((player) => ({ player, drawn: draw(kind, index, 'by', player.id) }))
          .sort((a, b) => a.drawn - b.drawn)
          .map(({ player }) => player);
        const words = oneOf(draw(kind, index, 'words'), kind === 'page' ? CALLS : REQUESTS);
        if (target === undefined || by === undefined || words === undefined) continue;
        const common = { id: `${kind[0]}-${start}-${index}`, at, by: by.id, target, words };
        found.push(
          kind === 'page'
            ? { ...common, kind, critical: draw(kind, index, 'critical') < 0.08 }
            : { ...common, kind },
        );
      }
    };
    put('page', rates.pages);
    put('help', rates.requests);
  }
  return found;
}
