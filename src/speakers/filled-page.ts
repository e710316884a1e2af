/** The page that looks for a speaker goes on when somebody else steps in, and says so: whoever has it decides. */
import type { Fills } from '../agenda/domain/facts.ts';
import { type Change, mergeChanges } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { translator } from '../i18n/index.ts';
import { clock } from '../i18n/time.ts';
import { addPageNote } from '../page/domain/answers.ts';
import { pageDocument } from '../page/domain/page.ts';
import { truncate } from '../slack/mrkdwn.ts';
import { missedOrigin } from './domain/attendance.ts';
import { readAttendance } from './load.ts';

type Reading = Pick<Deps, 'store' | 'sessions' | 'events' | 'clock'>;

/** What to commit with everything else that follows the change; nothing where it filled no slot. */
export async function noteFilledPages(
  fills: Fills | undefined,
  isUndone: boolean,
  deps: Reading,
): Promise<Change> {
  if (!fills) return {};
  const note = await noteOf(fills, isUndone, deps);
  const origins = await searchesFor(fills.missing, deps);
  const pages = (
    await Promise.all(origins.map((origin) => deps.store.find(pageDocument, `origin:${origin}`)))
  ).flat();
  const open = pages.filter(({ value }) => value.state !== 'resolved');
  const by = { by: 'callboard', now: deps.clock.now() };
  return mergeChanges(...open.map(({ value }) => addPageNote(value, note, by)));
}

/** The origins of the pages that look for the speakers of a session. */
async function searchesFor(session: string, deps: Reading): Promise<string[]> {
  const reads = await readAttendance(deps, session);
  const origins = [...reads.values()].flatMap(({ value: { missed } }) =>
    missed ? [missedOrigin(session, missed.start, missed.until)] : [],
  );
  return [...new Set(origins)];
}

async function noteOf({ standIn }: Fills, isUndone: boolean, deps: Reading): Promise<string> {
  const { language, zone } = await deps.events.settings();
  const t = translator(language);
  const session = (await deps.sessions.read()).get(standIn)?.value;
  if (isUndone || !session) return t('speakers.standby.noteUndone');
  return t('speakers.standby.note', {
    code: session.code,
    title: truncate(session.title, 80),
    clock: clock(session.start, zone, language),
  });
}
