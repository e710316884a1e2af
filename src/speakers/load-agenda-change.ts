/** What an applied change of the agenda means for the speakers, read from the ledger by its number. */

import { withFields } from '../agenda/domain/compare.ts';
import { agendaChanged, type Fills, sessionChanged } from '../agenda/domain/facts.ts';
import type { Session } from '../agenda/domain/session.ts';
import { standbyGuid, standInOfSession } from '../agenda/domain/standby.ts';
import type { Change, Versioned } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { followAgendaForSpeakers, type SessionChange } from './domain/agenda-changes.ts';
import type { Attendance } from './domain/attendance.ts';
import { readSpeakers } from './load.ts';
import { readForStandby } from './load-standby.ts';
import { speakersHere } from './standby-fit.ts';

/** To be committed together with what else follows this change. */
export async function loadAndFollowForSpeakers(
  change: number,
  deps: Pick<Deps, 'store' | 'directory' | 'people' | 'sessions' | 'events' | 'clock' | 'shifts'>,
): Promise<Change> {
  const facts = await deps.store.facts({ about: `change:${change}` });
  const sessions = await deps.sessions.read();
  const [fills] = facts.flatMap(({ name, data }) =>
    name === agendaChanged.name ? (agendaChanged.schema.parse(data).fills ?? []) : [],
  );
  const stepIn = fills && (await loadStepIn(fills, deps));
  const all = await readSpeakers(deps);
  const changes = facts
    .filter((fact) => fact.name === sessionChanged.name)
    .flatMap((fact) => {
      const data = sessionChanged.schema.parse(fact.data);
      const after = sessions.get(data.session)?.value;
      const found = steps(data, after, all.attendance);
      return data.session === fills?.standIn ? found.map((step) => ({ ...step, ...stepIn })) : found;
    });
  return followAgendaForSpeakers({
    ...all,
    changes,
    read: all.attendance,
    notice: String(change),
    by: 'callboard',
  });
}

/** For whom a session steps in, and which of its speakers are here: those need not be looked for. */
async function loadStepIn(
  { missing, standIn: code }: Fills,
  deps: Parameters<typeof readForStandby>[0] & Pick<Deps, 'clock'>,
): Promise<Pick<SessionChange, 'inFor' | 'here'>> {
  const reads = await readForStandby(deps);
  const session = reads.state.sessions.get(code)?.value;
  const inFor = reads.state.sessions.get(missing)?.value.title;
  if (!session || inFor === undefined) return {};
  const talk = reads.talks.find((one) => one.code === code || standbyGuid(one.code) === session.guid);
  const context = { ...reads, now: deps.clock.now() };
  return { inFor, here: speakersHere(standInOfSession(session), talk, context) };
}

/** A later change may already have been applied: what counts is what the session is now. */
function steps(
  { session, what, before }: ReturnType<typeof sessionChanged.schema.parse>,
  after: Session | undefined,
  attendance: ReadonlyMap<string, Versioned<Attendance>>,
): SessionChange[] {
  if (after) return [{ before: what.includes('new') ? undefined : withFields(after, before), after }];
  const { title, room, start, end } = before;
  if (title === undefined || room === undefined || start === undefined || end === undefined) return [];
  // Taken out again: the ledger has its slot; whom it concerned is known from what they were told.
  const concerned = [...attendance.values()].filter(({ value }) => value.session === session);
  const gone: Session = {
    code: session,
    guid: session,
    title,
    room,
    start,
    end,
    state: before.state ?? 'scheduled',
    speakers: [],
  };
  return [{ before: gone, after: undefined, concerned: concerned.map(({ value }) => value.person) }];
}
