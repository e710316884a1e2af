/** An hour after the last shift: everybody who did one gets their summary, and the organizers the whole. */
import { recordFact } from '../../src/core/commit.ts';
import { milliseconds } from '../../src/core/instant.ts';
import { job } from '../../src/core/job.ts';
import { volunteersThanked } from '../../src/rota/domain/facts.ts';
import { scheduleNotice, thankVolunteers } from '../../src/rota/domain/jobs.ts';
import { liveOf } from '../../src/rota/domain/shift.ts';

export default job({
  kind: thankVolunteers,
  async run(_, deps) {
    const now = deps.clock.now();
    const shifts = [...(await deps.shifts.read()).values()].map(({ value }) => value);
    // Shifts were added meanwhile: their own end brings this job back.
    if (shifts.some((one) => milliseconds(one.end) > now.epochMilliseconds && liveOf(one).length > 0))
      return undefined;
    const people = new Set(
      shifts.flatMap(({ assignments }) =>
        assignments.filter(({ state }) => state === 'done').map(({ person }) => person),
      ),
    );
    if (people.size === 0) return undefined;
    const thanked = await deps.store.facts({ about: 'rota:thanks' });
    const done = shifts.filter(({ assignments }) => assignments.some(({ state }) => state === 'done'));
    const last = Math.max(...done.map(({ end }) => milliseconds(end)));
    if (thanked.some(({ at }) => at.epochMilliseconds >= last)) return undefined;
    return {
      facts: [
        recordFact(volunteersThanked, {
          at: now,
          by: 'callboard',
          about: ['rota:thanks'],
          data: { people: people.size },
        }),
      ],
      jobs: [...people].map((to) => scheduleNotice(now, { to, news: 'summary', shifts: [] })),
    };
  },
});
