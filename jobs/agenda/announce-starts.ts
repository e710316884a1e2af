/** Posts what starts soon to each room's channel, and waits for the next start. */
import { Temporal } from 'temporal-polyfill';
import { startsView } from '../../src/agenda/board-view.ts';
import { ANNOUNCING_ID, announced, announcingDocument } from '../../src/agenda/domain/board.ts';
import { announceStarts } from '../../src/agenda/domain/jobs.ts';
import { endingBetween, nextStart, startingBetween } from '../../src/agenda/domain/reading.ts';
import type { Session } from '../../src/agenda/domain/session.ts';
import { loadAgenda, readAgenda } from '../../src/agenda/load.ts';
import type { EventSettings } from '../../src/callboard/domain/event.ts';
import { scheduleJob } from '../../src/core/commit.ts';
import { milliseconds } from '../../src/core/instant.ts';
import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import { translator } from '../../src/i18n/index.ts';

/** A room's own channel, else the one that was named. */
const channelFor = (session: Session, event: EventSettings, fallback: string): string =>
  event.rooms.find((one) => one.name === session.room)?.channel ?? fallback;

function byChannel(sessions: readonly Session[], event: EventSettings, fallback: string) {
  const found = new Map<string, Session[]>();
  for (const session of sessions) {
    const channel = channelFor(session, event, fallback);
    found.set(channel, [...(found.get(channel) ?? []), session]);
  }
  return found;
}

export default job({
  kind: announceStarts,
  async run(_, deps, { mayHaveRunBefore }) {
    const [old, state, event] = await Promise.all([
      deps.store.get(announcingDocument, ANNOUNCING_ID),
      loadAgenda(deps),
      deps.events.settings(),
    ]);
    if (!old) return undefined;
    const now = deps.clock.now();
    const { channel, minutes, until } = old.value;
    const ahead = now.add({ minutes }).epochMilliseconds;
    const reading = readAgenda(state.sessions);
    // After a pause: what has begun meanwhile is no news any more.
    const from = Math.max(milliseconds(until), now.epochMilliseconds);
    const next = nextStart(reading, Math.max(ahead, from));
    const wake =
      next === undefined ? undefined : Temporal.Instant.fromEpochMilliseconds(next).subtract({ minutes });
    const starts = startingBetween(reading, from, ahead);
    if (starts.length === 0) return wake ? { jobs: [scheduleJob(announceStarts, wake, {})] } : undefined;
    const reader = { t: translator(event.language), locale: event.language, zone: event.zone, now };
    for (const [where, soon] of byChannel(starts, event, channel)) {
      const rooms = new Set(soon.map(({ room }) => room));
      const last = Math.max(...soon.map(({ start }) => milliseconds(start)));
      const ends = endingBetween(reading, now.epochMilliseconds, last).filter(({ room }) => rooms.has(room));
      const first = Math.min(...soon.map(({ start }) => milliseconds(start)));
      const left = Math.max(1, Math.round((first - now.epochMilliseconds) / 60_000));
      // A start that came into sight since a run that died is news, so it is another message.
      const key = `starts:${soon.map(({ code, start }) => `${code}@${milliseconds(start)}`).join()}`;
      const message = startsView(ends, soon, left, reader);
      await sendOnce(deps.chat, { channel: where }, { key, message, mayHaveRunBefore });
    }
    const said = Temporal.Instant.fromEpochMilliseconds(ahead);
    return announced({ by: 'callboard', now }, old, said, starts.length, wake);
  },
});
