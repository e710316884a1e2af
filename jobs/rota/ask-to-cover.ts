/** Asks one person whether they can cover a shift, and remembers where the question stands. */
import type { Temporal } from 'temporal-polyfill';
import { put, recordFact, scheduleJob } from '../../src/core/commit.ts';
import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import { type Cover, coverDocument } from '../../src/rota/domain/cover.ts';
import { coverDelivered } from '../../src/rota/domain/facts.ts';
import { askToCover, closeCoverAsks } from '../../src/rota/domain/jobs.ts';
import { readShift } from '../../src/rota/load.ts';
import { coverQuestion } from '../../src/rota/questions.ts';
import { loadNames, readerFor } from '../../src/rota/words.ts';

export default job({
  kind: askToCover,
  async run({ cover: id, person: personId }, deps, { mayHaveRunBefore }) {
    const cover = await deps.store.get(coverDocument, id);
    const asked = cover?.value.asked.find(({ person }) => person === personId);
    if (!cover || !asked || asked.at || cover.value.state !== 'open') return undefined;
    const person = await deps.directory.person(personId);
    // The answer is a button, so only Slack can ask. Others are reached by the organizers at the deadline.
    if (!person?.slack) return undefined;
    const key = `cover-${id}-${personId}`;
    const shift = (await readShift(deps, cover.value.shift))?.value;
    const message = coverQuestion(
      cover.value,
      shift,
      key,
      await readerFor(person, deps),
      await loadNames(deps),
    );
    const at = await sendOnce(deps.chat, { person: person.slack }, { key, message, mayHaveRunBefore });
    // Others are asked at the same time, so it is read again before it is written.
    const fresh = (await deps.store.get(coverDocument, id)) ?? cover;
    const value: Cover = {
      ...fresh.value,
      asked: fresh.value.asked.map((one) => (one.person === personId ? { ...one, at } : one)),
    };
    return {
      put: [put(coverDocument, id, value, fresh.version)],
      facts: [
        recordFact(coverDelivered, {
          at: deps.clock.now(),
          by: 'callboard',
          about: [`cover:${id}`, `shift:${cover.value.shift}`, `person:${personId}`],
          data: { cover: id, person: personId },
        }),
      ],
      // Somebody may have said yes while the question was on its way.
      jobs: value.state === 'open' ? [] : [closeAgain(id, deps.clock.now())],
    };
  },
});

const closeAgain = (cover: string, now: Temporal.Instant) =>
  scheduleJob(closeCoverAsks, now, { cover }, `${now.epochMilliseconds}`);
