/** What was planned for somebody who is not to be asked any more: taken back where it has not left. */

import type { Temporal } from 'temporal-polyfill';
import {
  type Change,
  cancelJob,
  type JobChange,
  type Put,
  put,
  scheduleJob,
  type Versioned,
} from '../../core/commit.ts';
import { instantText } from '../../core/instant.ts';
import { moved } from './delivery.ts';
import { notify, pollNotification, scheduleNotify, withdrawNotification } from './jobs.ts';
import { isWithdrawable, type Notification, notificationDocument, retryId } from './notification.ts';

export type Notifications = ReadonlyMap<string, Versioned<Notification>>;

/** @param known those of the ids, their later retries, and what is told in their texts, as far as they exist */
export function withdrawOffDuty(
  ids: readonly string[],
  known: Notifications,
  now: Temporal.Instant,
): Required<Pick<Change, 'put' | 'facts' | 'jobs'>> {
  const found = ids
    .flatMap((id) => [known.get(id), known.get(retryId(id))])
    .filter((one) => one !== undefined);
  const put: Put[] = [];
  const jobs: JobChange[] = ids
    .flatMap((id) => [id, retryId(id)])
    .map((id) => cancelJob(notify, { notification: id }));
  const facts = [];
  for (const { value, version } of found) {
    if (value.state === 'planned') {
      const { bundle: _, ...rest } = value;
      const one: Notification = { ...rest, state: 'failed', code: 'off-duty', changedAt: instantText(now) };
      put.push(putOf(one, version));
      facts.push(moved(one, now));
      jobs.push(cancelJob(pollNotification, { notification: one.id }));
      // Its text was to tell of other pages too: each of them leaves by itself.
      for (const id of value.bundle ?? []) {
        const other = known.get(id);
        if (other?.value.state !== 'planned' || other.value.bundledIn !== value.id) continue;
        const { bundledIn: __, ...alone } = other.value;
        put.push(putOf(alone, other.version));
        jobs.push(scheduleNotify(alone, now));
      }
    } else if (isWithdrawable(value))
      jobs.push(scheduleJob(withdrawNotification, now, { notification: value.id }));
  }
  return { put, facts, jobs };
}

const putOf = (one: Notification, version: number): Put => put(notificationDocument, one.id, one, version);
