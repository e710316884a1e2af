/** Brings every posted check-in board up to date; one whose message is gone is forgotten. */
import { updatedIfPossible } from '../../src/core/card.ts';
import { put, recordFact } from '../../src/core/commit.ts';
import { job } from '../../src/core/job.ts';
import { translator } from '../../src/i18n/index.ts';
import { readBoard } from '../../src/speakers/board.ts';
import { boardLost, speakerBoardDocument } from '../../src/speakers/domain/board.ts';
import { refreshBoard } from '../../src/speakers/domain/jobs.ts';

export default job({
  kind: refreshBoard,
  async run(_data, deps) {
    const boards = await deps.store.all(speakerBoardDocument);
    if (boards.length === 0) return undefined;
    const event = await deps.events.settings();
    const locale = event.language;
    const reader = { t: translator(locale), locale, zone: event.zone };
    const lost = [];
    for (const board of boards) {
      const { channel, ts, day } = board.value;
      const message = await readBoard({ date: day, page: 0, mayRemind: true, posted: true }, reader, deps);
      if (!(await updatedIfPossible(deps.chat, { channel, ts }, message))) lost.push(board);
    }
    if (lost.length === 0) return undefined;
    const at = deps.clock.now();
    return {
      put: lost.map((board) => put(speakerBoardDocument, board.id, null, board.version)),
      facts: lost.map((board) =>
        recordFact(boardLost, { at, by: 'callboard', about: ['speakers'], data: { channel: board.id } }),
      ),
    };
  },
});
