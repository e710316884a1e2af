/** Whom a file means: its names are looked up among those whom Callboard knows, and in Slack where it may be asked. */
import { nearest } from '../../core/nearest.ts';
import type { Chat } from '../../core/ports/chat.ts';
import type { Directory } from '../../core/ports/people.ts';
import { isFullMember, type Person } from '../domain/person.ts';
import { MAX_GROUP, type UserGroup } from '../domain/user-group.ts';
import { type Reference, referencesOf, resolved } from './resolve.ts';
import type { EventSetup, FullEventFile, SectionName } from './schema.ts';

export interface LookUp {
  readonly directory: Directory;
  /** Undefined where Slack cannot be asked: then channels are written as ids. */
  readonly channels: Chat['channels'] | undefined;
  /** Groups that the event knows. */
  readonly groups: readonly UserGroup[];
  /** The event as it is: whoever has a place in it is not asked for it again. */
  readonly now: FullEventFile;
}

export interface NameProblem {
  readonly path: Reference['path'];
  readonly message: string;
}

export interface LookedUp {
  /** With ids in place of names. */
  readonly file: EventSetup;
  /** Groups that the file names and the event does not know yet. */
  readonly groups: readonly UserGroup[];
  /** What could not be looked up, and was believed. */
  readonly unseen: readonly string[];
}

type Answer = { readonly id: string } | { readonly wrong: string };

/** Every name of the file, or all that nobody has. */
export async function lookUpNames(
  file: EventSetup,
  asking: LookUp,
): Promise<LookedUp | { readonly problems: readonly NameProblem[] }> {
  const ids = new Map<string, string>();
  const problems: NameProblem[] = [];
  const groups: UserGroup[] = [];
  const unseen = new Set<string>();
  for (const reference of referencesOf(file)) {
    const answer = await answerTo(reference, asking, groups, unseen);
    const kind = reference.kind === 'organizer' ? 'person' : reference.kind;
    if ('id' in answer) ids.set(`${kind} ${reference.text}`, answer.id);
    else problems.push({ path: reference.path, message: `${reference.text} ${answer.wrong}` });
  }
  if (problems.length > 0) return { problems };
  const found = resolved(file, (kind, text) => ids.get(`${kind} ${text}`) ?? text);
  return { file: found, groups, unseen: [...unseen] };
}

async function answerTo(
  { kind, text, path }: Reference,
  asking: LookUp,
  groups: UserGroup[],
  unseen: Set<string>,
): Promise<Answer> {
  if (kind === 'channel') return await channelOf(text, asking);
  if (kind === 'group') return await groupOf(text, asking, groups);
  const person = await personOf(text, asking.directory);
  if (!person) {
    if (/^[UW][A-Z0-9]{2,}$/.test(text)) {
      unseen.add(text);
      return { id: text };
    }
    return { wrong: await nobodyIs(text, asking.directory) };
  }
  const section = path[0] as SectionName;
  const has = JSON.stringify(asking.now[section] ?? null).includes(JSON.stringify(person.id));
  const why = has || section === 'keys' ? undefined : unfit(person, kind, section);
  return why === undefined ? { id: person.id } : { wrong: why };
}

function unfit(person: Person, kind: Reference['kind'], section: SectionName): string | undefined {
  if (person.deactivated) return 'was deactivated in Slack: name somebody else';
  if (kind === 'organizer' && !isFullMember(person))
    return 'is a guest or has no Slack: organizers are full members of the workspace';
  if (section === 'crew' && (person.guest || !person.slack))
    return 'is of another workspace or has no Slack: crew are people of this one';
  return undefined;
}

const personOf = (text: string, directory: Directory): Promise<Person | undefined> => {
  if (text.startsWith('@')) return directory.byHandle(text.slice(1));
  return text.includes('@') ? directory.byEmail(text) : directory.person(text);
};

async function nobodyIs(text: string, directory: Directory): Promise<string> {
  const handles = (await directory.all()).flatMap(({ handle }) => (handle ? [`@${handle}`] : []));
  const guess = text.startsWith('@') ? nearest(text, handles) : undefined;
  return guess === undefined
    ? 'is nobody whom Callboard knows: write their Slack id (U…), or set SLACK_BOT_TOKEN so that Slack is asked'
    : `is nobody whom Callboard knows: do you mean ${guess}?`;
}

async function channelOf(text: string, { channels }: LookUp): Promise<Answer> {
  if (!text.startsWith('#')) return { id: text };
  if (!channels)
    return { wrong: 'can only be looked up in Slack: write the id (C…), or set SLACK_BOT_TOKEN' };
  const all = await channels();
  const found = all.find(({ name }) => `#${name}` === text.toLowerCase());
  if (found) return { id: found.id };
  const guess = nearest(
    text,
    all.map(({ name }) => `#${name}`),
  );
  const meant = guess === undefined ? '' : ` Do you mean ${guess}?`;
  return { wrong: `is no channel that the bot sees: invite it there, or write the id (C…).${meant}` };
}

async function groupOf(text: string, { groups, directory }: LookUp, fresh: UserGroup[]): Promise<Answer> {
  const name = text.replace(/^@/, '').toLowerCase();
  const isIt = ({ id, handle }: UserGroup) => id === text || handle.toLowerCase() === name;
  const known = [...groups, ...fresh].find(isIt);
  if (known) return { id: known.id };
  const group = await directory.group(text.startsWith('@') ? name : text);
  if (!group)
    return {
      wrong:
        'is no user group that Callboard knows: set SLACK_BOT_TOKEN, or name it once in Slack (`/callboard crew add`)',
    };
  if (group.disabled) return { wrong: 'was disabled in Slack' };
  if (group.members.length > MAX_GROUP)
    return { wrong: `has ${group.members.length} members: at most ${MAX_GROUP} can be asked together` };
  fresh.push(group);
  return { id: group.id };
}
