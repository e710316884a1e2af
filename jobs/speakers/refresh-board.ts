/** Brings the posted check-in boards up to date, by a job each; one whose message is gone is forgotten. */
import { updatedIfPossible } from '../../src/core/card.ts';
import { type Change, put, recordFact, scheduleJob } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { job } from '../../src/core/job.ts';
import { translator } from '../../src/i18n/index.ts';
import { readBoard } from '../../src/speakers/board.ts';
import { boardLost, speakerBoardDocument } from '../../src/speakers/domain/board.ts';
import { refreshBoard } from '../../src/speakers/domain/jobs.ts';

export default job({
  kind: refreshBoard,
  async run({ channel }, deps) {
    if (channel !== undefined) return await refresh(channel, deps);
    const boards = await deps.store.all(speakerBoardDocument);
    return { jobs: boards.map(({ id }) => scheduleJob(refreshBoard, deps.clock.now(), { channel: id })) };
  },
});

async function refresh(id: string, deps: Deps): Promise<Change | undefined> {
  const board = await deps.store.get(speakerBoardDocument, id);
  if (!board) return undefined;
  const event = await deps.events.settings();
  const locale = event.language;
  const reader = { t: translator(locale), locale, zone: event.zone };
  const { channel, ts, day } = board.value;
  const message = await readBoard({ date: day, page: 0, mayRemind: true, posted: true }, reader, deps);
  if (await updatedIfPossible(deps.chat, { channel, ts }, message)) return undefined;
  const lost = { by: 'callboard', about: ['speakers'], data: { channel: id } };
  return {
    put: [put(speakerBoardDocument, id, null, board.version)],
    facts: [recordFact(boardLost, { at: deps.clock.now(), ...lost })],
  };
}
