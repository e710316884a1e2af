/** What the workspace is from now on: what `POST /sandbox/slack/rules` changed, over what local-slack holds. */
import { z } from 'zod';

/** One change. Several may come in one request; each key is a rule of its own. */
export const Change = z.strictObject({
  /** Everything answers HTTP 503 and the sockets are closed. */
  outage: z.boolean().exactOptional(),
  /** A channel, with `member`. */
  bot: z.string().exactOptional(),
  member: z.boolean().exactOptional(),
  archived: z.string().exactOptional(),
  unarchived: z.string().exactOptional(),
  /** A person, with any of the four after it. */
  user: z.string().exactOptional(),
  deleted: z.boolean().exactOptional(),
  restricted: z.boolean().exactOptional(),
  ultraRestricted: z.boolean().exactOptional(),
  displayName: z.string().exactOptional(),
  /** A user group, which the local Slack has none of: from now on it is this. */
  group: z
    .strictObject({
      id: z.string().regex(/^S[A-Z0-9]+$/),
      handle: z.string(),
      name: z.string(),
      users: z.array(z.string()),
      disabled: z.boolean().exactOptional(),
    })
    .exactOptional(),
  scopes: z.array(z.string()).exactOptional(),
  token: z.enum(['valid', 'revoked']).exactOptional(),
  /** This method (or `*`) is refused for so many seconds. */
  limited: z.strictObject({ method: z.string(), seconds: z.number().min(0).max(3_600) }).exactOptional(),
  /** Answers of this method (or `*`) take so many milliseconds longer; 0 ends it. */
  slow: z.strictObject({ method: z.string(), milliseconds: z.number().min(0).max(60_000) }).exactOptional(),
  /** So many calls of this method are carried out, and their answers never arrive. */
  lost: z.strictObject({ method: z.string(), times: z.number().int().min(0).max(1_000) }).exactOptional(),
});
export type Change = z.infer<typeof Change>;
export type Group = NonNullable<Change['group']>;

/** As `usergroups.list` and the `subteam_updated` event give it: docs.slack.dev/reference/objects/usergroup-object. */
export const groupObject = ({ id, handle, name, users, disabled }: Group) => ({
  id,
  handle,
  name,
  is_usergroup: true,
  date_delete: disabled ? 1 : 0,
  user_count: users.length,
  users: disabled ? [] : users,
});

export interface UserChange {
  readonly deleted?: boolean;
  readonly is_restricted?: boolean;
  readonly is_ultra_restricted?: boolean;
  readonly display_name?: string;
}

/** A refusal as `GET /sandbox/slack/refused` tells it. */
export interface Refused {
  /** Real time, ISO. */
  readonly at: string;
  readonly method: string;
  readonly error: string;
  /** What it broke, in words; no text of a message is in it. */
  readonly rule: string;
}

export class Workspace {
  outage = false;
  scopes: ReadonlySet<string>;
  token: 'valid' | 'revoked' = 'valid';
  readonly membership = new Map<string, boolean>();
  readonly archived = new Set<string>();
  /** `CHANNEL USER` of who typed or pressed something there: Slack lets nobody else than members do so. */
  readonly present = new Set<string>();
  readonly users = new Map<string, UserChange>();
  readonly groups = new Map<string, Group>();
  readonly limitedUntil = new Map<string, number>();
  readonly slow = new Map<string, number>();
  readonly lost = new Map<string, number>();
  readonly refused: Refused[] = [];

  constructor(scopes: readonly string[]) {
    this.scopes = new Set(scopes);
  }

  /** @param elapsed the limits' own time, in milliseconds */
  apply(change: Change, elapsed: number): void {
    if (change.outage !== undefined) this.outage = change.outage;
    if (change.bot !== undefined) this.membership.set(change.bot, change.member ?? true);
    if (change.archived !== undefined) this.archived.add(change.archived);
    if (change.unarchived !== undefined) this.archived.delete(change.unarchived);
    if (change.scopes) this.scopes = new Set(change.scopes);
    if (change.token) this.token = change.token;
    if (change.user !== undefined)
      this.users.set(change.user, {
        ...this.users.get(change.user),
        ...(change.deleted !== undefined && { deleted: change.deleted }),
        ...(change.restricted !== undefined && { is_restricted: change.restricted }),
        ...(change.ultraRestricted !== undefined && { is_ultra_restricted: change.ultraRestricted }),
        ...(change.displayName !== undefined && { display_name: change.displayName }),
      });
    if (change.group) this.groups.set(change.group.id, change.group);
    if (change.limited) this.limitedUntil.set(change.limited.method, elapsed + change.limited.seconds * 1000);
    if (change.slow) this.slow.set(change.slow.method, change.slow.milliseconds);
    if (change.lost) this.lost.set(change.lost.method, change.lost.times);
  }

  /** A user object of Slack's as it is by now. */
  user<T extends { readonly id?: unknown }>(user: T): T {
    const change = this.users.get(String(user.id));
    if (!change) return user;
    const { display_name, ...flags } = change;
    const { profile } = user as { profile?: object };
    return {
      ...user,
      ...flags,
      ...(display_name !== undefined && { profile: { ...profile, display_name } }),
    };
  }

  /** Milliseconds that answers of this method are late. */
  delayOf = (method: string): number => this.slow.get(method) ?? this.slow.get('*') ?? 0;

  /** Whether this answer gets lost; counts it. */
  loses(method: string): boolean {
    const left = this.lost.get(method) ?? 0;
    if (left > 0) this.lost.set(method, left - 1);
    return left > 0;
  }
}
