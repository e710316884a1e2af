/** Delivers one event to one target. It may arrive twice, with the same id; what became private meanwhile never leaves. */
import {
  deadEventDocument,
  deadId,
  deliverEvent,
  type EventTarget,
  eventTargetDocument,
  giveUpEvent,
  targetAnswered,
  targetTook,
} from '../../src/callboard/domain/event-target.ts';
import { tellOrganizers } from '../../src/callboard/domain/jobs.ts';
import { makeEvent } from '../../src/callboard/outgoing-event.ts';
import { eventSourceOf } from '../../src/callboard/publish.ts';
import { mergeChanges, put, recordFact, scheduleJob } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { PermanentError, RetryLater } from '../../src/core/errors.ts';
import { job } from '../../src/core/job.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { writeCloudEvent } from '../../src/formats/cloud-event.ts';

/** Seconds before it is tried again where enough others are on their way to the same host. */
const BUSY_SECONDS = 2;
/** "Gone", which says that it shall never be asked again. */
const GONE = '410';

export default job({
  kind: deliverEvent,
  async run({ target, event }, deps, { lastAttempt }) {
    const [found, fact] = await Promise.all([
      deps.store.get(eventTargetDocument, target),
      deps.store.fact(event),
    ]);
    if (!found) return undefined;
    const made = fact && (await makeEvent(fact, deps));
    if (!made) return await forgetDead(target, event, deps);
    const { contentType, body } = await writeCloudEvent({ ...made, source: eventSourceOf(deps) });
    const { url, secret } = found.value;
    const answer = await deps.webhooks.deliver({ url, secret, key: made.id, contentType, body });
    if (answer.ok) return await recordTaken(target, event, deps);
    if (answer.code === 'busy') throw new RetryLater(BUSY_SECONDS);
    if (lastAttempt || answer.code === GONE) throw new PermanentError(answer.code);
    throw new Error(`the target answered ${answer.code}`);
  },
  async failed({ target, event }, code, deps) {
    const fact = await deps.store.fact(event);
    const made = fact && (await makeEvent(fact, deps));
    if (made) await giveUp(target, { event, type: made.type, code }, deps);
    // Organizers hear once of a target, and not of each event.
    return 'quiet';
  },
});

/** In commits of its own: a conflict with another delivery must not send this one again. */
async function recordTaken(target: string, event: string, { store, clock }: Deps): Promise<undefined> {
  await withOptimisticRetry(store, async () => {
    const [found, dead] = await Promise.all([
      store.get(eventTargetDocument, target),
      store.get(deadEventDocument, deadId(target, event)),
    ]);
    return { change: found && targetTook(found, event, dead, clock.now()), result: undefined };
  });
}

/** It was among the undelivered, and is nobody's outside any more. */
async function forgetDead(target: string, event: string, { store, clock }: Deps) {
  const dead = await store.get(deadEventDocument, deadId(target, event));
  if (!dead) return undefined;
  const about = [`event-target:${target}`];
  return {
    put: [put(deadEventDocument, dead.id, null, dead.version)],
    facts: [recordFact(targetAnswered, { at: clock.now(), by: 'callboard', about, data: { target } })],
  };
}

async function giveUp(
  target: string,
  dead: { readonly event: string; readonly type: string; readonly code: string },
  { store, clock }: Deps,
): Promise<void> {
  await withOptimisticRetry(store, async () => {
    const found = await store.get(eventTargetDocument, target);
    if (!found) return { result: undefined };
    const [known, all] = await Promise.all([
      store.get(deadEventDocument, deadId(target, dead.event)),
      store.find(deadEventDocument, `target:${target}`),
    ]);
    const kept = { count: all.length, version: known?.version ?? 0 };
    const { change, tells } = giveUpEvent(found, dead, kept, clock.now());
    return {
      change: tells ? mergeChanges(change, toldOf(found.value, dead.code, clock)) : change,
      result: undefined,
    };
  });
}

const toldOf = ({ code, name }: EventTarget, answered: string, clock: Deps['clock']) => ({
  jobs: [
    scheduleJob(
      tellOrganizers,
      clock.now(),
      { key: 'callboard.hooks.isDead', params: { name, code: answered } },
      `tell:event-target:${code}`,
    ),
  ],
});
