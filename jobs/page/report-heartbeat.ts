/**
 * Tells the alerts how a heartbeat stands: missed is an alert that fires, called again is one that is over. It
 * says what is true when it runs, and the same alert again is the same page, so that saying it twice harms nobody.
 */
import { RetryLater } from '../../src/core/errors.ts';
import { job } from '../../src/core/job.ts';
import { languageOf } from '../../src/i18n/index.ts';
import { clockFrom, duration } from '../../src/i18n/time.ts';
import { hookDocument } from '../../src/page/domain/alert.ts';
import { heartbeatDocument, reportHeartbeat, sayAgain } from '../../src/page/domain/heartbeat.ts';
import { calledMeanwhile } from '../../src/page/heartbeats.ts';
import { oneAtATime } from '../../src/page/one-at-a-time.ts';
import { receiveAlerts } from '../../src/page/receive-alerts.ts';
import { escape, withoutMarks } from '../../src/slack/mrkdwn.ts';

export default job({
  kind: reportHeartbeat,
  async run({ heartbeat: id, hook }, deps) {
    const { store, clock, events } = deps;
    if (!(await store.get(hookDocument, hook))) return undefined;
    const found = await store.get(heartbeatDocument, id);
    const missed = found?.value.missedAt === undefined ? undefined : found;
    const back = missed && (await calledMeanwhile(missed, deps));
    if (back) return back;
    const event = await events.settings();
    const { t, locale } = languageOf(undefined, event);
    const { name = '', every = 0, lastCalled, critical = false } = found?.value ?? {};
    const message = withoutMarks(
      t('page.heartbeat.missed', {
        name: escape(name),
        every: duration(every),
        time: lastCalled === undefined ? escape('–') : clockFrom(lastCalled, clock.now(), event.zone, locale),
      }),
    );
    const alert = {
      fingerprint: `heartbeat ${id}`,
      firing: missed !== undefined,
      message,
      name,
      hasWords: missed !== undefined,
      critical,
    };
    const received = await oneAtATime(store, hook, () => receiveAlerts(hook, [alert], deps));
    if ('wait' in received) throw new RetryLater(received.wait);
    return missed && sayAgain(id, missed.value, clock.now());
  },
});
