/** Slack is lost: what an open page would let wait behind it leaves now, and what comes after it as much sooner. */
import type { Temporal } from 'temporal-polyfill';
import type { JobChange } from '../../core/commit.ts';
import { instant } from '../../core/instant.ts';
import { CHAT } from './context.ts';
import { scheduleNotify } from './jobs.ts';
import type { Notification } from './notification.ts';
import { liveSteps, mayLeave, type Page } from './page.ts';
import { asleepOf } from './quiet-hours.ts';

/** @param known - The notifications of the page's steps, by id. */
export function hastenNotifications(
  page: Page,
  known: ReadonlyMap<string, Notification>,
  now: Temporal.Instant,
): JobChange[] {
  return liveSteps(page).flatMap((ran) => {
    // Their quiet hours are theirs, whatever fails.
    const asleep = asleepOf(ran, now);
    return ran.people.flatMap(({ person, planned }) => {
      const place = planned.findIndex(({ channel }) => channel === CHAT);
      if (place < 0 || asleep.has(person)) return [];
      const behind = planned.slice(place + 1).map(({ id }) => known.get(id));
      const first = behind[0] && waitsFrom(behind[0], page, now);
      if (first === undefined) return [];
      return behind.flatMap((one) => {
        const due = one && waitsFrom(one, page, now);
        return one && due !== undefined
          ? [scheduleNotify(one, now.add({ milliseconds: Math.max(0, due - first) }))]
          : [];
      });
    });
  });
}

/** When it is to leave, in milliseconds since 1970; undefined where its time has come, or it does not leave. */
function waitsFrom(one: Notification, page: Page, now: Temporal.Instant): number | undefined {
  const due = instant(one.at).epochMilliseconds;
  const waits = one.state === 'planned' && one.bundledIn === undefined && due > now.epochMilliseconds;
  return waits && mayLeave(page, one) ? due : undefined;
}
