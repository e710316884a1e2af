/**
 * User groups, from one `usergroups.list` with their members (Tier 2, twenty a minute), kept for a while. A
 * workspace on a free plan has none, and an app that was not installed again since may not ask: then there are none.
 */
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { UserGroup } from '../../callboard/domain/user-group.ts';
import { PermanentError } from '../../core/errors.ts';
import type { Log } from '../../core/ports/log.ts';
import { calling } from './errors.ts';

/** Real milliseconds that the list is believed; Slack tells of changes, and then it is read anew. */
const KEPT = 300_000;

const Listed = z.object({
  id: z.string(),
  handle: z.string(),
  name: z.string(),
  /** Seconds since 1970 at which it was disabled; 0 while it is not. */
  date_delete: z.number().nullish(),
  users: z.array(z.string()).nullish(),
});

const asGroup = ({ id, handle, name, date_delete, users }: z.infer<typeof Listed>): UserGroup => ({
  id,
  handle,
  name,
  members: users ?? [],
  ...(date_delete ? { disabled: true as const } : {}),
});

export interface Groups {
  /** By Slack's id, or by its handle without @. */
  group(name: string): Promise<UserGroup | undefined>;
  /** Slack says that one has changed. */
  forget(): void;
}

/** @param now - Real milliseconds. */
export function createGroups(
  client: WebClient,
  log: Log,
  now: () => number = () => performance.now(),
): Groups {
  let list: Promise<readonly UserGroup[]> | undefined;
  let at = Number.NEGATIVE_INFINITY;
  const read = async (): Promise<readonly UserGroup[]> => {
    try {
      const { usergroups = [] } = await calling(() =>
        client.usergroups.list({ include_users: true, include_disabled: true }),
      );
      return usergroups.flatMap((raw) => {
        const { data } = Listed.safeParse(raw);
        return data ? [asGroup(data)] : [];
      });
    } catch (error) {
      if (!(error instanceof PermanentError)) throw error;
      log.warn({ part: 'slack', code: error.code }, 'Slack does not tell the user groups');
      return [];
    }
  };
  return {
    async group(name) {
      if (now() - at >= KEPT || !list) {
        at = now();
        const mine = read();
        list = mine;
        // What failed is asked again by whoever comes next.
        mine.catch(() => {
          if (list === mine) list = undefined;
        });
      }
      const wanted = name.toLowerCase();
      const all = await list;
      const byHandle = () =>
        all.find((one) => one.handle.toLowerCase() === wanted && !one.disabled) ??
        all.find((one) => one.handle.toLowerCase() === wanted);
      return all.find((one) => one.id === name) ?? byHandle();
    },
    forget() {
      list = undefined;
    },
  };
}
