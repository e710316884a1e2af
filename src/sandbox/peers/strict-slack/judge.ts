/** Whether the real Slack would do it: a call of the Web API against the rules. The first that is broken answers. */
import type { View } from '@slack/types';
import { MAX_UPDATE_BYTES, postFaults, viewFaults } from '../../../slack/limits.ts';
import type { Promises } from './promises.ts';
import type { Rates } from './rates.ts';
import {
  CHANNEL_BURST,
  CHANNEL_PER_MINUTE,
  type Kind,
  MAX_PAGE,
  MIN_BURST,
  RULES,
  type Rule,
} from './rules.ts';
import type { Workspace } from './workspace.ts';

export interface Conversation {
  readonly id: string;
  readonly kind: Kind;
  readonly members: readonly string[];
}

/** A call as it came: arguments whose JSON is parsed. */
export interface Call {
  readonly method: string;
  readonly token: string;
  readonly args: Readonly<Record<string, unknown>>;
}

export interface Refusal {
  readonly error: string;
  readonly rule: string;
  /** Seconds; then it is HTTP 429. */
  readonly retryAfter?: number;
  /** Further fields of the answer. */
  readonly more?: Readonly<Record<string, unknown>>;
}

export interface Court {
  readonly workspace: Workspace;
  readonly rates: Rates;
  readonly promises: Promises;
  readonly bot: string;
  readonly tokens: { readonly bot: string; readonly app: string };
  conversation(id: string): Promise<Conversation | undefined>;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const refuse = (error: string, rule: string, more?: Refusal['more']): Refusal => ({
  error,
  rule,
  ...(more && { more }),
});

/** @param elapsed the limits' own time, in milliseconds */
export async function judge(call: Call, court: Court, elapsed: number): Promise<Refusal | undefined> {
  const rule = RULES[call.method];
  if (!rule) return refuse('unknown_method', `${call.method} has no row in the strict peer's table of rules`);
  const token = checkToken(call, court);
  if (token) return token;
  const place = placeOf(call);
  const where = place === undefined ? undefined : await court.conversation(place);
  return (
    checkScope(rule, where, court) ??
    checkRates(call, rule, place, court, elapsed) ??
    checkPlace(call, rule, place, where, court) ??
    checkContent(call) ??
    checkView(call, court)
  );
}

function checkToken({ method, token }: Call, { tokens, workspace }: Court): Refusal | undefined {
  if (method === 'apps.connections.open')
    return token === tokens.app ? undefined : refuse('invalid_auth', 'another app token');
  if (token !== tokens.bot) return refuse('invalid_auth', 'another bot token');
  if (workspace.token === 'revoked') return refuse('token_revoked', 'the token was revoked');
  return undefined;
}

const placeOf = ({ method, args }: Call): string | undefined =>
  text(args[method === 'files.completeUploadExternal' ? 'channel_id' : 'channel']) || undefined;

const isPerson = (place: string): boolean => /^[UW]/.test(place);

function checkScope(rule: Rule, where: Conversation | undefined, { workspace }: Court): Refusal | undefined {
  if (rule.scope === undefined) return undefined;
  const needed = typeof rule.scope === 'string' ? rule.scope : rule.scope[where?.kind ?? 'public'];
  if (workspace.scopes.has(needed)) return undefined;
  const provided = [...workspace.scopes].join(',');
  return refuse('missing_scope', `needs ${needed}`, { needed, provided });
}

function checkRates(
  { method }: Call,
  rule: Rule,
  place: string | undefined,
  { workspace, rates }: Court,
  elapsed: number,
): Refusal | undefined {
  const told = Math.max(workspace.limitedUntil.get(method) ?? 0, workspace.limitedUntil.get('*') ?? 0);
  const left = Math.ceil((told - elapsed) / 1000);
  if (left > 0) return { ...refuse('ratelimited', 'told to refuse it'), retryAfter: left };
  const burst = Math.max(rule.perMinute, MIN_BURST);
  const limits = [{ name: method, perMinute: rule.perMinute, burst }];
  if (method === 'chat.postMessage' && place !== undefined)
    limits.push({ name: `in ${place}`, perMinute: CHANNEL_PER_MINUTE, burst: CHANNEL_BURST });
  const wait = rates.take(limits, elapsed);
  if (wait === 0) return undefined;
  return {
    ...refuse(
      'ratelimited',
      `${rule.perMinute} a minute${limits.length > 1 ? ', one a second a channel' : ''}`,
    ),
    retryAfter: wait,
  };
}

function checkPlace(
  call: Call,
  { demand }: Rule,
  place: string | undefined,
  where: Conversation | undefined,
  { workspace, bot }: Court,
): Refusal | undefined {
  const { method, args } = call;
  if (method === 'conversations.open') {
    const user = text(args['users']);
    return workspace.users.get(user)?.deleted ? refuse('user_disabled', `${user} is deactivated`) : undefined;
  }
  if (method === 'files.completeUploadExternal' && place !== undefined && !isMember(where, workspace, bot))
    return refuse('channel_not_found', 'the bot is in no such channel');
  if (demand === undefined || place === undefined) return undefined;
  if (method === 'chat.postMessage' && isPerson(place))
    return workspace.users.get(place)?.deleted
      ? refuse('user_disabled', `${place} is deactivated`)
      : undefined;
  if (!where) return refuse('channel_not_found', `there is no ${place}`);
  const other = where.kind === 'direct' ? where.members.find((one) => one !== bot) : undefined;
  if (demand === 'to post' && other !== undefined && workspace.users.get(other)?.deleted)
    return refuse('user_disabled', `${other} is deactivated`);
  if (demand === 'to change') return undefined;
  if (!isMember(where, workspace, bot))
    return where.kind === 'public'
      ? refuse('not_in_channel', `the bot is no member of ${place}`)
      : refuse('channel_not_found', `the bot cannot see ${place}`);
  if (demand !== 'to read' && workspace.archived.has(place))
    return refuse('is_archived', `${place} is archived`);
  if (
    demand === 'to show one person' &&
    where.kind !== 'direct' &&
    !where.members.includes(text(args['user'])) &&
    !workspace.present.has(`${place} ${text(args['user'])}`)
  )
    return refuse('user_not_in_channel', `${text(args['user'])} is no member of ${place}`);
  return undefined;
}

export const isMember = (where: Conversation | undefined, workspace: Workspace, bot: string): boolean =>
  where !== undefined && (workspace.membership.get(where.id) ?? where.members.includes(bot));

function checkContent({ method, args }: Call): Refusal | undefined {
  if (!/^chat\.(postMessage|update|postEphemeral)$/.test(method)) return undefined;
  const said = text(args['text']);
  const blocks = args['blocks'] as readonly never[] | undefined;
  if (said.trim() === '' && blocks === undefined) return refuse('no_text', 'neither text nor blocks');
  const bytes = Buffer.byteLength(said);
  if (method === 'chat.update' && bytes > MAX_UPDATE_BYTES)
    return refuse('msg_too_long', `the text of an update has ${bytes} bytes of ${MAX_UPDATE_BYTES}`);
  const faults = postFaults({ text: said, ...(blocks && { blocks }) }, 'slack');
  return refusedFor(faults);
}

function refusedFor(faults: readonly string[]): Refusal | undefined {
  const [first] = faults;
  if (first === undefined) return undefined;
  const error = first.startsWith('the text is over')
    ? 'msg_too_long'
    : first.startsWith('the blocks have')
      ? 'msg_blocks_too_long'
      : 'invalid_blocks';
  return refuse(error, faults.join('; '), { response_metadata: { messages: faults } });
}

function checkView({ method, args }: Call, { promises }: Court): Refusal | undefined {
  const limit = Number(args['limit'] ?? 0);
  if (limit > MAX_PAGE) return refuse('invalid_limit', `a page holds ${MAX_PAGE}`);
  if (!method.startsWith('views.')) return undefined;
  if (method === 'views.open' || method === 'views.push') {
    const broken = promises.useTrigger(text(args['trigger_id']));
    if (broken) return refuse(broken, 'a trigger_id works once and for 3 s');
  }
  const id = text(args['view_id']);
  const hash = text(args['hash']);
  if (hash !== '' && promises.hashOf(id) !== undefined && promises.hashOf(id) !== hash)
    return refuse('hash_conflict', 'the view has changed since');
  const faults = viewFaults(args['view'] as View, 'slack');
  if (faults.length === 0) return undefined;
  return refuse('invalid_arguments', faults.join('; '), { response_metadata: { messages: faults } });
}
