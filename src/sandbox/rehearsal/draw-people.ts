/** Who comes, late or not, who never does, and who asks for cover: drawn from the seed, by name. Pure. */
import { milliseconds } from '../../core/instant.ts';
import { liveOf, type Shift } from '../../rota/domain/shift.ts';
import { type Chance, drawnBetween } from './chance.ts';
import { HOUR, MINUTE, type Script } from './script.ts';
import type { Trouble, TroubleRates } from './trouble.ts';

export function drawSpeakers(script: Script, rates: TroubleRates, chance: Chance): Trouble[] {
  return script.sessions.flatMap((session) =>
    [...new Set(session.speakers.flatMap(({ id }) => script.speakers.get(id) ?? []))].flatMap(
      (person): Trouble[] => {
        const draw = (what: string) => chance('speaker', session.code, person, what);
        const start = milliseconds(session.start);
        const fate = draw('fate') * 100;
        if (fate < rates.lostSpeakers) return [];
        const isLate = fate < rates.lostSpeakers + rates.lateSpeakers;
        const by = isLate
          ? Math.round(drawnBetween(draw('late'), -10, 20))
          : -Math.round(drawnBetween(draw('early'), 16, 60));
        const at = start + by * MINUTE;
        const comes: Trouble = {
          id: `s-${session.code}-${person}`,
          kind: 'speaker-comes',
          at,
          person,
          session: session.code,
        };
        if (!isLate || by <= 0 || draw('says') * 100 >= rates.lateSayingSo) return [comes];
        return [
          {
            id: `l-${session.code}-${person}`,
            kind: 'speaker-says-late',
            at: start - Math.round(drawnBetween(draw('when'), 10, 40)) * MINUTE,
            person,
            session: session.code,
            minutes: Math.max(5, Math.ceil(by / 5) * 5),
          },
          comes,
        ];
      },
    ),
  );
}

/** When somebody is at a shift that is theirs; undefined where they never come. */
export function drawArrival(
  shift: Pick<Shift, 'code' | 'start'>,
  person: string,
  rates: TroubleRates,
  chance: Chance,
): Extract<Trouble, { kind: 'volunteer-comes' }> | undefined {
  const draw = (what: string) => chance('volunteer', shift.code, person, what);
  const fate = draw('fate') * 100;
  if (fate < rates.noShows) return undefined;
  const isLate = fate < rates.noShows + rates.lateVolunteers;
  const by = isLate ? drawnBetween(draw('late'), 6, 35) : -drawnBetween(draw('early'), 1, 20);
  return {
    id: `v-${shift.code}-${person}`,
    kind: 'volunteer-comes',
    at: milliseconds(shift.start) + Math.round(by) * MINUTE,
    person,
    shift: shift.code,
    says: draw('says') * 100 >= rates.silentVolunteers,
  };
}

/** Hours before a shift in which somebody says that they cannot come. */
const LEAD = { least: 0.5, most: 6 } as const;
/** Of the day before it is played nothing happens: who knew then asks in its first minutes. */
const FIRST_MINUTES = 30;

function drawCannotCome(
  { from }: Script,
  shift: Shift,
  person: string,
  rates: TroubleRates,
  chance: Chance,
): Trouble | undefined {
  const draw = (what: string) => chance('cover', shift.code, person, what);
  if (draw('cannot') * 100 >= rates.cannotCome) return undefined;
  const early = milliseconds(shift.start) - drawnBetween(draw('lead'), LEAD.least, LEAD.most) * HOUR;
  const at = Math.max(early, from + draw('first') * FIRST_MINUTES * MINUTE);
  return { id: `c-${shift.code}-${person}`, kind: 'cannot-come', at, person, shift: shift.code };
}

export const drawVolunteers = (script: Script, rates: TroubleRates, chance: Chance): Trouble[] =>
  script.shifts.flatMap((shift) =>
    liveOf(shift).flatMap(
      ({ person }) =>
        drawCannotCome(script, shift, person, rates, chance) ??
        drawArrival(shift, person, rates, chance) ??
        [],
    ),
  );
