/**
 * User groups of Slack as the event knows them: read once when somebody names one, kept with the event's settings
 * so that every replica has them, and read again when Slack says that one has changed, and by the hour. Open
 * pages follow who is in them.
 */
import type { Deps } from '../core/deps.ts';
import { UserError } from '../core/errors.ts';
import { withOptimisticRetry } from '../core/optimistic-retry.ts';
import { withOpenPages } from '../page/follow-duty.ts';
import type { PagingContextDeps } from '../page/load.ts';
import { escape, quoted } from '../slack/mrkdwn.ts';
import { eventNow } from './change-event.ts';
import { setEvent } from './domain/settings.ts';
import { MAX_GROUP, type UserGroup, withGroup } from './domain/user-group.ts';

export type GroupDeps = PagingContextDeps & Pick<Deps, 'directory' | 'events'>;

/** How Slack sends a group that was typed; outside of Slack it is `@handle` like a person. */
const SUBTEAM = /^<!subteam\^(S[A-Z0-9]+)(?:\|[^>]*)?>$/;
const HANDLE = /^@([^\s@<>|]+)$/;

/** Whether a word can only be a group. */
export const namesGroup = (word: string): boolean => SUBTEAM.test(word);

/**
 * The group that a word names; undefined where it names none. One that the event knows costs no request.
 *
 * @throws {UserError} where Slack does not tell who is in it, where it was disabled, or has too many members.
 */
export async function findGroup(word: string, deps: GroupDeps): Promise<UserGroup | undefined> {
  const id = SUBTEAM.exec(word)?.[1];
  const name = id ?? HANDLE.exec(word)?.[1]?.toLowerCase();
  if (name === undefined) return undefined;
  const { groups = [] } = await deps.events.settings();
  const known = groups.find((one) => one.id === name || one.handle.toLowerCase() === name);
  const group = known ?? (await deps.directory.group(name).catch(withoutSlack));
  if (!group) {
    if (id !== undefined) throw new UserError('group.unseen', { typed: quoted(word) });
    return undefined;
  }
  const handle = escape(`@${group.handle}`);
  if (group.disabled) throw new UserError('group.disabled', { group: handle });
  if (group.members.length > MAX_GROUP)
    throw new UserError('group.large', { group: handle, count: group.members.length, max: MAX_GROUP });
  return group;
}

/** Slack asks for patience, or is in trouble: a group that nobody has named before is then not known. */
const withoutSlack = (error: unknown): undefined => {
  if (error instanceof UserError) throw error;
  return undefined;
};

/** Keeps it with the event as it is now; open pages ask whoever is in it. */
export const keepGroup = (group: UserGroup, deps: GroupDeps): Promise<void> =>
  withOptimisticRetry(deps.store, async () => {
    const standing = await eventNow(deps, await deps.events.settings());
    const doing = { at: deps.clock.now(), by: 'slack' };
    const change = setEvent(standing, withGroup(standing.value, group), doing);
    return { change: await withOpenPages(change, deps), result: undefined };
  });

/** Reads those again that the event knows; what Slack does not tell just now stays as it was. */
export async function refreshGroups(deps: GroupDeps & Pick<Deps, 'log'>): Promise<void> {
  const { groups = [] } = await deps.events.settings();
  for (const { id } of groups) {
    try {
      const fresh = await deps.directory.group(id);
      if (fresh) await keepGroup(fresh, deps);
    } catch (error) {
      deps.log.warn({ part: 'slack', reason: String(error) }, 'a user group could not be read again');
    }
  }
}
