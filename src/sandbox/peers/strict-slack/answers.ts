/** Answers of the local Slack as the real one gives them: by the page, and with what the rules have changed. */
import { type Call, isMember } from './judge.ts';
import { DEFAULT_PAGE, LIST_SCOPES, RULES } from './rules.ts';
import { groupObject, type Workspace } from './workspace.ts';

type Thing = Record<string, unknown>;

const things = (value: unknown): Thing[] => (Array.isArray(value) ? (value as Thing[]) : []);
const isYes = (value: unknown): boolean => value === true || value === 'true' || value === '1';

/** A cursor is opaque; this one is the place in the list. */
const cursorAt = (place: number): string => Buffer.from(`next:${place}`).toString('base64');
const placeAt = (cursor: unknown): number =>
  Number(/^next:(\d+)$/.exec(Buffer.from(String(cursor ?? ''), 'base64').toString())?.[1] ?? 0);

export function answerAsSlack(call: Call, answer: Thing, workspace: Workspace, bot: string): Thing {
  if (answer['ok'] !== true) return answer;
  const { method, args } = call;
  const pages = RULES[method]?.pages;
  const channel = (raw: Thing): Thing => ({
    ...raw,
    ...(workspace.membership.has(String(raw['id'])) && {
      is_member: workspace.membership.get(String(raw['id'])),
    }),
    ...(workspace.archived.has(String(raw['id'])) && { is_archived: true }),
  });
  if (pages === undefined)
    return {
      ...answer,
      ...(answer['user'] !== undefined &&
        typeof answer['user'] === 'object' && { user: workspace.user(answer['user'] as Thing) }),
      ...(method === 'conversations.info' && { channel: channel(answer['channel'] as Thing) }),
    };
  const listed =
    pages === 'members'
      ? // `users.list` gives objects, `conversations.members` ids.
        things(answer['members']).map((user) => (typeof user === 'object' ? workspace.user(user) : user))
      : things(answer['channels'])
          .map(channel)
          .filter((one) => isListed(one, args, workspace, bot));
  const limit = Number(args['limit'] ?? 0) || DEFAULT_PAGE;
  const from = placeAt(args['cursor']);
  const next = from + limit < listed.length ? cursorAt(from + limit) : '';
  return { ...answer, [pages]: listed.slice(from, from + limit), response_metadata: { next_cursor: next } };
}

function isListed(channel: Thing, args: Call['args'], workspace: Workspace, bot: string): boolean {
  const kind = channel['is_private'] === true ? 'private' : 'public';
  if (!workspace.scopes.has(LIST_SCOPES[kind])) return false;
  const types = String(args['types'] ?? 'public_channel').split(',');
  if (!types.includes(`${kind}_channel`)) return false;
  if (isYes(args['exclude_archived']) && channel['is_archived'] === true) return false;
  const members = channel['is_member'] === true ? [bot] : [];
  return kind === 'public' || isMember({ id: String(channel['id']), kind, members }, workspace, bot);
}

/** The local Slack knows no user groups. Members and disabled groups come only where they are asked for. */
export function groupsAsSlack(args: Call['args'], { groups }: Workspace): Thing {
  const objects = [...groups.values()]
    .filter((one) => !one.disabled || isYes(args['include_disabled']))
    .map(groupObject);
  return {
    ok: true,
    usergroups: isYes(args['include_users']) ? objects : objects.map(({ users: _, ...rest }) => rest),
  };
}
