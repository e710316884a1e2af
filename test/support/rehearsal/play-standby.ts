/** Talks on standby in a play: where nobody has come, an organizer takes what the bot offers first, and it begins. */
import { agendaChanged } from '../../../src/agenda/domain/facts.ts';
import type { Recorded } from '../../../src/core/commit.ts';
import { milliseconds } from '../../../src/core/instant.ts';
import { fillReactionOf } from '../../../src/sandbox/rehearsal/behaviour.ts';
import type { Chance } from '../../../src/sandbox/rehearsal/chance.ts';
import { readAs } from '../../../src/sandbox/rehearsal/played-pages.ts';
import { HOUR, MINUTE, playersOf, type Script } from '../../../src/sandbox/rehearsal/script.ts';
import type { House } from './house.ts';
import type { ThingsToDo } from './things-to-do.ts';

/** Minutes before a talk at which the bot offers, as `jobs/speakers/offer-standby.ts` does. */
const OFFERED = 5;
/** Hours after which a speaker on standby is looked at again: whether they are still in the house. */
const SEEN_EVERY = 6;

interface StandbyPlay {
  readonly script: Script;
  readonly house: House;
  readonly chance: Chance;
  readonly agenda: ThingsToDo;
  /** Another talk takes the place of this one, by its code. */
  begins(missing: Script['sessions'][number], code: string, at: number): void;
}

export function playStandby({ script, house, chance, agenda, begins }: StandbyPlay) {
  const filled = new Set<string>();
  const [organizer] = playersOf(script, 'organizer');
  const standby = script.standby ?? [];
  if (organizer && standby.length > 0) {
    for (let at = script.from; at < script.until; at += SEEN_EVERY * HOUR)
      for (const index of standby.keys())
        agenda.put(at, () => house.types(organizer.id, `/agenda standby here B${index + 1}`));
    for (const session of script.sessions) {
      const after = fillReactionOf(chance, session.code);
      if (session.isBreak || after === undefined) continue;
      // Whether they have come is for the organizer to decide; this one takes what was offered for nobody there.
      const isMeant = (value: string) =>
        value.includes(`"session":"${session.code}"`) && !value.includes('"anyway"');
      const take = () =>
        house.clicks(organizer.id, { command: '/speakers', action: 'speakers.fill', isMeant });
      const at = milliseconds(session.start) - OFFERED * MINUTE + after;
      agenda.put(at, take);
      // The agenda may have changed meanwhile: then it was offered anew.
      agenda.put(at + MINUTE, take);
    }
  }
  return {
    isFilled: (code: string): boolean => filled.has(code),
    react(fact: Recorded): void {
      const fills = readAs(agendaChanged, fact)?.fills;
      const missing = script.sessions.find(({ code }) => code === fills?.missing);
      if (!fills || !missing || filled.has(missing.code)) return;
      filled.add(missing.code);
      begins(missing, fills.standIn, fact.at.epochMilliseconds);
    },
  };
}
