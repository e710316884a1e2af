/** Asks one person whether they can cover a shift, in Slack or by text, and remembers where the question stands. */
import type { Temporal } from 'temporal-polyfill';
import { readChatState } from '../../src/callboard/chat-state.ts';
import { isChatLost } from '../../src/callboard/domain/chat-state.ts';
import { put, recordFact, scheduleJob } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import type { Posted } from '../../src/core/ports/chat.ts';
import { deliver } from '../../src/page/deliver.ts';
import { type Cover, coverDocument } from '../../src/rota/domain/cover.ts';
import { coverDelivered } from '../../src/rota/domain/facts.ts';
import { askToCover, closeCoverAsks } from '../../src/rota/domain/jobs.ts';
import type { Shift } from '../../src/rota/domain/shift.ts';
import { readShift } from '../../src/rota/load.ts';
import { coverQuestion } from '../../src/rota/questions.ts';
import { shiftAsText } from '../../src/rota/shift-list-text.ts';
import { loadNames, readerFor, type ShiftReader } from '../../src/rota/words.ts';
import { escape } from '../../src/slack/mrkdwn.ts';

export default job({
  kind: askToCover,
  async run({ cover: id, person: personId }, deps, { mayHaveRunBefore }) {
    const cover = await deps.store.get(coverDocument, id);
    const asked = cover?.value.asked.find(({ person }) => person === personId);
    if (!cover || !asked || asked.at || asked.texted || cover.value.state !== 'open') return undefined;
    const person = await deps.directory.person(personId);
    if (!person) return undefined;
    const key = `cover-${id}-${personId}`;
    const shift = (await readShift(deps, cover.value.shift))?.value;
    const reader = await readerFor(person, deps);
    let delivered: { at: Posted } | { texted: true };
    const canText = deps.channels.some((one) => one.name === 'sms' && one.address(person) !== undefined);
    const isLost = isChatLost(await readChatState(deps));
    if (person.slack !== undefined && !(isLost && canText && shift)) {
      const message = coverQuestion(cover.value, shift, key, reader, await loadNames(deps));
      const sending = { key, message, mayHaveRunBefore };
      delivered = { at: await sendOnce(deps.chat, { person: person.slack }, sending) };
    } else {
      // Whom neither reaches is asked by the organizers at the deadline.
      if (!shift || !canText) return undefined;
      const text = await questionByText(cover.value, shift, reader, deps);
      const letter = { key, to: person, message: { text: escape(text) }, text, validFor: VALID };
      await deliver(letter, mayHaveRunBefore, deps);
      delivered = { texted: true };
    }
    // Others are asked at the same time, so it is read again before it is written.
    const fresh = (await deps.store.get(coverDocument, id)) ?? cover;
    const value: Cover = {
      ...fresh.value,
      asked: fresh.value.asked.map((one) => (one.person === personId ? { ...one, ...delivered } : one)),
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

/** Seconds after which it is worth nothing: others are asked by then. */
const VALID = 3600;

/** What somebody without Slack reads; they answer with `TAKE` and the shift's code. */
async function questionByText(
  cover: Cover,
  shift: Shift,
  reader: ShiftReader,
  { directory }: Pick<Deps, 'directory'>,
): Promise<string> {
  const who = await directory.person(cover.person);
  return reader.t('rota.text.coverQuestion', {
    person: who?.name ?? cover.person,
    shift: shiftAsText(shift, reader),
    code: shift.code,
  });
}

const closeAgain = (cover: string, now: Temporal.Instant) =>
  scheduleJob(closeCoverAsks, now, { cover }, `${now.epochMilliseconds}`);
