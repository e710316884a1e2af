/** Daily: takes away what is kept no longer. As a job, so that it follows the clock, and is tried again. */
import type { Temporal } from 'temporal-polyfill';
import { agendaDocument } from '../../src/agenda/domain/agenda.ts';
import { keepRetention } from '../../src/callboard/domain/jobs.ts';
import { personDocument } from '../../src/callboard/domain/person.ts';
import {
  announceEnd,
  dropNumbers,
  endOfEvent,
  lookAt,
  NOTICES_ID,
  nextLook,
  noticesDocument,
  toForget,
} from '../../src/callboard/domain/retention.ts';
import { forgetPeople } from '../../src/callboard/forget.ts';
import { mergeChanges, put, scheduleJob } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { job } from '../../src/core/job.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { ableHolders, keySetDocument } from '../../src/keys/domain/set.ts';
import { removeAllDevices } from '../../src/page/domain/devices.ts';
import { pushEnd, pushLinkDocument, unlinkAll } from '../../src/page/domain/push-link.ts';
import { verificationDocument } from '../../src/page/domain/verification.ts';

/** Devices and the addresses of their pages go with the event: nobody is to be rung by it afterwards. */
async function endPush(
  end: Temporal.Instant | undefined,
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
): Promise<void> {
  const now = clock.now();
  const over = pushEnd(end);
  if (!over || over.epochMilliseconds > now.epochMilliseconds) return;
  await withOptimisticRetry(store, async () => {
    const [people, links] = await Promise.all([store.all(personDocument), store.all(pushLinkDocument)]);
    return { change: mergeChanges(removeAllDevices(people, now), unlinkAll(links, now)), result: undefined };
  });
}

export default job({
  kind: keepRetention,
  async run(_data, { store, clock, events, newId }) {
    const now = clock.now();
    const event = await events.settings();
    const [agenda] = await store.all(agendaDocument);
    const end = endOfEvent(event, agenda?.value.days.at(-1)?.date);
    const notices = await store.get(noticesDocument, NOTICES_ID);
    const { due, tell } = lookAt(event, end, notices?.value ?? {}, now);
    await endPush(end, { store, clock });
    if (due.includes('numbers'))
      await withOptimisticRetry(store, async () => {
        const change = dropNumbers(await store.all(personDocument), now);
        const codes = await store.all(verificationDocument);
        const gone = codes.map(({ id, version }) => put(verificationDocument, id, null, version));
        return { change: change && mergeChanges(change, { put: gone }), result: undefined };
      });
    if (due.includes('people')) {
      const holders = (await store.all(keySetDocument)).flatMap(({ value: { current, next } }) => [
        ...(current ? ableHolders(current) : []),
        ...(next?.holders ?? []),
      ]);
      const held = new Set(holders.map(({ person }) => person));
      const people = toForget(await store.all(personDocument), event, held);
      if (people.length > 0)
        await forgetPeople(people, { store, newId }, { by: 'callboard', why: 'retention', now });
    }
    const [first, ...more] = tell;
    // Both at once only where the clock made a leap; the second is told at the next look, soon.
    const next = more.length > 0 ? now.add({ minutes: 1 }) : nextLook(event.zone, now);
    const again = { jobs: [scheduleJob(keepRetention, next, {})] };
    return first && end ? mergeChanges(announceEnd(notices, first, event, end, now), again) : again;
  },
});
