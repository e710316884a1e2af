/** Covers in a play: who cannot come asks, others answer, and whoever has it comes as they come to a shift of their own. */
import type { Recorded } from '../../../src/core/commit.ts';
import { milliseconds } from '../../../src/core/instant.ts';
import { coverDelivered, coverOpened, coverTaken } from '../../../src/rota/domain/facts.ts';
import type { Shift } from '../../../src/rota/domain/shift.ts';
import { coverReactionOf, type Doing } from '../../../src/sandbox/rehearsal/behaviour.ts';
import type { Chance } from '../../../src/sandbox/rehearsal/chance.ts';
import { drawArrival } from '../../../src/sandbox/rehearsal/draw-people.ts';
import { readAs } from '../../../src/sandbox/rehearsal/played-pages.ts';
import { MINUTE, type Script } from '../../../src/sandbox/rehearsal/script.ts';
import { USUAL } from '../../../src/sandbox/rehearsal/trouble.ts';
import type { House } from './house.ts';
import type { ThingsToDo } from './things-to-do.ts';

/** Whoever covers a shift that has begun needs so many minutes to be there. */
const COMES_OVER = 10;
/** Minutes after which somebody asks for cover again where Slack was away. */
const ASKS_AGAIN = 10;

interface CoverPlay {
  readonly script: Script;
  readonly house: House;
  readonly chance: Chance;
  readonly agenda: ThingsToDo;
  doing(person: string, at: number): Doing;
  /** Somebody will be at the shift that they took. */
  comes(one: NonNullable<ReturnType<typeof drawArrival>>): void;
}

export function playCovers({ script, house, chance, agenda, doing, comes }: CoverPlay) {
  let shifts = script.shifts;
  const open = new Map<string, { readonly shift: string; readonly person: string }>();

  function handOver({ shift: code, from, to }: { shift: string; from: string; to: string }, at: number) {
    const handed = ({ assignments, ...shift }: Shift): Shift => ({
      ...shift,
      assignments: assignments.map((one) => (one.person === from ? { ...one, person: to } : one)),
    });
    shifts = shifts.map((shift) => (shift.code === code ? handed(shift) : shift));
    const shift = shifts.find((one) => one.code === code);
    const arrival = shift && drawArrival(shift, to, USUAL, chance);
    if (arrival) comes({ ...arrival, at: Math.max(arrival.at, at + COMES_OVER * MINUTE) });
  }

  async function ask(person: string, code: string): Promise<void> {
    const shift = shifts.find((one) => one.code === code);
    if (!shift || house.now() >= milliseconds(shift.start)) return;
    await house.types(person, `/rota cover ${code}`);
    agenda.put(house.now() + ASKS_AGAIN * MINUTE, async () => {
      if (![...open.values()].some((one) => one.shift === code && one.person === person))
        await ask(person, code);
    });
  }

  return {
    ask,
    /** As they are now: whoever covers is in the place of whom they cover. */
    shifts: (): readonly Shift[] => shifts,
    react(fact: Recorded): void {
      const at = fact.at.epochMilliseconds;
      const opened = readAs(coverOpened, fact);
      if (opened) open.set(opened.cover, opened);
      const asked = readAs(coverDelivered, fact);
      const cover = asked && open.get(asked.cover);
      if (asked && cover) {
        const name = [asked.person, cover.shift, cover.person];
        const reaction = coverReactionOf(doing(asked.person, at), chance, ...name);
        const action = reaction?.takes ? 'rota.cover-take' : 'rota.cover-decline';
        const isMeant = (value: string) => value === asked.cover;
        if (reaction)
          agenda.put(at + reaction.after, () =>
            house.clicks(asked.person, { command: '/rota', action, isMeant }),
          );
      }
      const taken = readAs(coverTaken, fact);
      if (taken) handOver(taken, at);
    },
  };
}
