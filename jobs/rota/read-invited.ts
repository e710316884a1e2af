/**
 * Reads a page of the channel's members; where Slack asks for patience, it goes on from there. At the end whoever
 * has not answered gets the times of their reminders, and the channel is read again some hours later: people join.
 */
import type { Temporal } from 'temporal-polyfill';
import { type JobChange, put, recordFact, scheduleJob } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { instant } from '../../src/core/instant.ts';
import { job } from '../../src/core/job.ts';
import { inviteRead } from '../../src/rota/domain/facts.ts';
import { INVITE_ID, type Invite, inviteDocument, scheduleInviteCard } from '../../src/rota/domain/invite.ts';
import { inviteReminders } from '../../src/rota/domain/invite-reminders.ts';
import { readInvited, remindInvited } from '../../src/rota/domain/jobs.ts';
import { loadAskable, loadEventBegin, loadInviteStanding, readInvite } from '../../src/rota/invite.ts';

/** Minutes until the channel is read again: soon after the first time, when the card has been seen, then by the hours. */
const AGAIN = { first: 15, later: 360 } as const;

export default job({
  kind: readInvited,
  async run({ round, run }, deps) {
    const found = await readInvite(deps);
    if (found?.value.round !== round || found.value.state !== 'open') return undefined;
    const { reading, ...invite } = found.value;
    const page = await deps.chat.members(invite.channel, reading?.cursor);
    const seen = [...(reading?.seen ?? []), ...page.people];
    const now = deps.clock.now();
    const next = (at: Temporal.Instant) => scheduleJob(readInvited, at, { round, run: run + 1 });
    const done = (value: Invite, whole: boolean, people: number, jobs: readonly JobChange[]) => ({
      put: [put(inviteDocument, INVITE_ID, value, found.version)],
      facts: [
        recordFact(inviteRead, {
          at: now,
          by: 'callboard',
          about: [`invite:${round}`],
          data: { round, people, whole },
        }),
      ],
      jobs,
    });
    if (page.next !== undefined)
      return done({ ...invite, reading: { cursor: page.next, seen } }, false, seen.length, [next(now)]);
    const read: Invite = { ...invite, members: await loadAskable(seen, deps) };
    const isFirst = invite.members.length === 0;
    return done(read, true, read.members.length, [
      ...(await reminders(read, now, deps)),
      scheduleInviteCard(round, now),
      next(now.add({ minutes: isFirst ? AGAIN.first : AGAIN.later })),
    ]);
  },
});

/** What is past is not caught up with; what is to come is timed by what is known now of the event and its people. */
async function reminders(invite: Invite, now: Temporal.Instant, deps: Deps): Promise<JobChange[]> {
  const [{ silent }, begins, event, people] = await Promise.all([
    loadInviteStanding(invite, deps),
    loadEventBegin(deps),
    deps.events.settings(),
    deps.directory.all(),
  ]);
  const zones = new Map(people.map(({ id, zone }) => [id, zone]));
  return silent.flatMap((person) =>
    inviteReminders(instant(invite.openedAt), begins, zones.get(person) ?? event.zone)
      .filter(({ at }) => at.epochMilliseconds > now.epochMilliseconds)
      .map(({ nth, at }) => scheduleJob(remindInvited, at, { round: invite.round, person, nth })),
  );
}
