/**
 * Where an incident is worked on: its card's thread in the incidents' channel, and for a private one a private
 * channel of its own. Where Slack does not let us make one, or ask anybody into it, the card goes to one person
 * in a direct message and each other responder is told in one; no empty channel is left behind.
 */
import { type JobPut, put, recordFact, scheduleJob, type Versioned } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { PermanentError } from '../core/errors.ts';
import type { MessageTarget, Posted } from '../core/ports/chat.ts';
import { placeOpened } from './domain/facts.ts';
import {
  type Incident,
  incidentCardDocument,
  type PrivatePlace,
  privatePlaceDocument,
} from './domain/incident.ts';
import { inviteResponder } from './domain/jobs.ts';
import { isPrivate, ofIncident, respondingPeople } from './domain/privacy.ts';

type Needs = Pick<Deps, 'store' | 'chat' | 'clock' | 'directory' | 'log'>;

/** Names tell nothing: the code is what its responders know already. */
const channelName = (code: string, again: number): string =>
  `private-${code.toLowerCase()}${again === 0 ? '' : `-${again + 1}`}`;
/** A channel may be left over from a process that died before it could say so. */
const MAX_NAMES = 5;

/** The private channel's id; undefined where Slack does not let us. */
async function makeChannel(code: string, { chat, log }: Needs): Promise<string | undefined> {
  for (let again = 0; again < MAX_NAMES; again++) {
    try {
      return await chat.createPrivateChannel(channelName(code, again));
    } catch (error) {
      if (!(error instanceof PermanentError)) throw error;
      if (error.code === 'name_taken') continue;
      log.warn({ part: 'slack', reason: error.code }, 'a private channel could not be made');
      return undefined;
    }
  }
  return undefined;
}

/** Makes the place of a private incident where there is none, and brings its members up to its responders. */
export async function openPrivatePlace(incident: Incident, deps: Needs): Promise<PrivatePlace> {
  const { store } = deps;
  const known = await store.get(privatePlaceDocument, incident.code);
  const read = known ?? (await recordPlace(incident, await makeChannel(incident.code, deps), deps));
  return await bringIn(incident, read, deps);
}

async function recordPlace(
  incident: Incident,
  channel: string | undefined,
  { store, clock }: Needs,
): Promise<Versioned<PrivatePlace>> {
  const value: PrivatePlace = {
    incident: incident.code,
    members: [],
    ...(channel !== undefined && { channel }),
  };
  const data = { incident: incident.code, made: channel !== undefined };
  const of = ofIncident(incident);
  await store.commit({
    put: [put(privatePlaceDocument, incident.code, value)],
    facts: [recordFact(placeOpened, { at: clock.now(), by: 'callboard', ...of, data })],
  });
  return { id: incident.code, value, version: 1 };
}

/**
 * Asks in who is to come and takes out who is to go, and records each at once: where Slack asks for patience in
 * the middle, the next run goes on from there.
 */
async function bringIn(
  incident: Incident,
  read: Versioned<PrivatePlace>,
  deps: Needs,
): Promise<PrivatePlace> {
  const { channel } = read.value;
  const wanted = respondingPeople(incident);
  if (channel === undefined) return await inviteOneByOne(incident, read, deps);
  let at = read;
  const come = wanted.filter((one) => !read.value.members.includes(one));
  let entered = 0;
  for (const id of come) {
    if (await move(id, (user) => deps.chat.invite(channel, user), deps)) entered++;
    at = await recordMembers(incident, at, [...at.value.members, id], deps);
  }
  // A channel into which nobody can be asked is no place.
  if (read.value.members.length === 0 && come.length > 0 && entered === 0) {
    await leaveChannel(channel, deps);
    const { channel: _, ...without } = at.value;
    const left = await recordMembers(incident, { ...at, value: without }, [], deps);
    return await inviteOneByOne(incident, left, deps);
  }
  for (const id of read.value.members.filter((one) => !wanted.includes(one))) {
    await move(id, (user) => deps.chat.kick(channel, user), deps);
    const left = at.value.members.filter((one) => one !== id);
    at = await recordMembers(incident, at, left, deps);
  }
  return at.value;
}

/** A channel that nobody but us is in shows nothing to anybody, and would stay for ever. */
async function leaveChannel(channel: string, { chat, log }: Pick<Needs, 'chat' | 'log'>): Promise<void> {
  try {
    await chat.archiveChannel(channel);
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error;
    log.warn({ part: 'slack', reason: error.code }, 'an empty private channel could not be archived');
  }
}

/** Without a channel: whoever has not been told yet, but for the one who has the card, is told in a job each. */
async function inviteOneByOne(
  incident: Incident,
  read: Versioned<PrivatePlace>,
  deps: Needs,
): Promise<PrivatePlace> {
  const wanted = respondingPeople(incident);
  const { members } = read.value;
  const come = wanted.filter((id) => !members.includes(id));
  const isSame = come.length === 0 && members.every((id) => wanted.includes(id));
  if (isSame) return read.value;
  const first = privateTarget(incident, read.value);
  const holder = first !== undefined && 'person' in first ? first.person : undefined;
  const jobs = come
    .filter((person) => person !== holder)
    .map((person) => scheduleJob(inviteResponder, deps.clock.now(), { incident: incident.code, person }));
  return (await recordMembers(incident, read, wanted, deps, jobs)).value;
}

/** Whom Slack does not let us move stays where they are; the log has why, and not who. */
async function move(
  id: string,
  one: (user: string) => Promise<void>,
  { directory, log }: Pick<Needs, 'directory' | 'log'>,
): Promise<boolean> {
  const user = (await directory.person(id))?.slack;
  if (user === undefined) return false;
  try {
    await one(user);
    return true;
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error;
    log.warn({ part: 'slack', reason: error.code }, 'somebody could not be moved in or out of a channel');
    return false;
  }
}

async function recordMembers(
  incident: Incident,
  { id, value, version }: Versioned<PrivatePlace>,
  members: string[],
  { store, clock }: Pick<Needs, 'store' | 'clock'>,
  jobs: readonly JobPut[] = [],
): Promise<Versioned<PrivatePlace>> {
  const next: PrivatePlace = { ...value, members };
  const data = { incident: id, made: value.channel !== undefined };
  await store.commit({
    put: [put(privatePlaceDocument, id, next, version)],
    facts: [recordFact(placeOpened, { at: clock.now(), by: 'callboard', ...ofIncident(incident), data })],
    jobs,
  });
  return { id, value: next, version: version + 1 };
}

/** Where what is for the responders alone is posted. */
export function privateTarget(incident: Incident, { channel }: PrivatePlace): MessageTarget | undefined {
  if (channel !== undefined) return { channel };
  const people = respondingPeople(incident);
  const first = [incident.roles.commander, incident.declaredBy].find(
    (id) => id !== undefined && people.includes(id),
  );
  const person = first ?? people[0];
  return person === undefined ? undefined : { person };
}

/** Whether a message stands in the private place: in its channel, or where there is none in a direct message. */
export const isInPrivate = ({ channel }: PrivatePlace, at: Posted): boolean =>
  channel === undefined ? at.channel.startsWith('D') : at.channel === channel;

/** The card, where it is where it belongs: that of a private one may still stand where it was before. */
export async function placedCard(
  incident: Incident,
  { store }: Pick<Deps, 'store'>,
): Promise<Posted | undefined> {
  const card = (await store.get(incidentCardDocument, incident.code))?.value;
  if (!card || !isPrivate(incident)) return card;
  const place = (await store.get(privatePlaceDocument, incident.code))?.value;
  return place && isInPrivate(place, card) ? card : undefined;
}
