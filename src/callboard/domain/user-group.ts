/** A user group of Slack, such as `@stage-crew`: as it was last read, so that nobody who pages waits for Slack. */
import { z } from 'zod';

export const UserGroup = z.object({
  /** Slack's id, `S…`: it stays when the group is renamed. */
  id: z.string(),
  /** Without @. */
  handle: z.string(),
  name: z.string(),
  /** Slack user ids. */
  members: z.array(z.string()),
  /** Slack keeps a group that was disabled, and nobody is in it any more. */
  disabled: z.literal(true).exactOptional(),
});
export type UserGroup = z.infer<typeof UserGroup>;

/** As many as may be paged together: more are everybody, and everybody is not on call. */
export const MAX_GROUP = 50;

/** Of the event's settings: the groups that it knows, and the ids of those whose members are crew. */
interface Groups {
  readonly groups?: UserGroup[];
  readonly crewGroups?: string[];
}

/** Of a group that the event knows; nobody of one that it does not, or that was disabled. */
export function membersOf({ groups = [] }: Groups, id: string): readonly string[] {
  const group = groups.find((one) => one.id === id);
  return group && !group.disabled ? group.members : [];
}

/** Whether somebody is in a group that makes its members crew. */
export const isInCrewGroup = (event: Groups, person: string): boolean =>
  (event.crewGroups ?? []).some((id) => membersOf(event, id).includes(person));

/** The event with this group as it is now; the very same event where nothing is different. */
export function withGroup<E extends Groups>(event: E, group: UserGroup): E {
  const { groups = [] } = event;
  const before = groups.find((one) => one.id === group.id);
  if (before && JSON.stringify(before) === JSON.stringify(group)) return event;
  const after = before ? groups.map((one) => (one.id === group.id ? group : one)) : [...groups, group];
  return { ...event, groups: after };
}
