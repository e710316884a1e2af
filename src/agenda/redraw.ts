/** What is due after the agenda changed, for those who have boards or announcements switched on. */

import { type Change, scheduleJob } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { ANNOUNCING_ID, announcingDocument, boardDocument, scheduleBoardUpdate } from './domain/board.ts';
import { announceStarts } from './domain/jobs.ts';

export async function redrawBoards({ store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<Change> {
  const boards = await store.all(boardDocument);
  return { jobs: boards.map(({ id }) => scheduleBoardUpdate(id, clock.now())) };
}

/** The next start may now be sooner than the job that waits for it. */
export async function announceAgain({ store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<Change> {
  const announcing = await store.get(announcingDocument, ANNOUNCING_ID);
  return announcing ? { jobs: [scheduleJob(announceStarts, clock.now(), {})] } : {};
}
