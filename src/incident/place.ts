/**
 * Where an incident is worked on: its card's thread in the incidents' channel, and for a private one a private
 * channel of its own. Where Slack does not let us make one, the card goes to one person in a direct message.
 */
import { put, recordFact, type Versioned } from '../core/commit.ts';
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

/** Asks in who is to come and takes out who is to go. Whom Slack does not let us move is named in the log by id alone. */
async function bringIn(
  incident: Incident,
  { value, version }: Versioned<PrivatePlace>,
  { store, chat, clock, directory, log }: Needs,
): Promise<PrivatePlace> {
  const { channel } = value;
  const members = respondingPeople(incident);
  if (channel === undefined || sameSet(value.members, members)) return value;
  const move = async (ids: readonly string[], one: (user: string) => Promise<void>) => {
    for (const id of ids) {
      const user = (await directory.person(id))?.slack;
      if (user === undefined) continue;
      await one(user).catch((error: unknown) => {
        if (!(error instanceof PermanentError)) throw error;
        log.warn({ part: 'slack', reason: error.code }, 'somebody could not be moved in or out of a channel');
      });
    }
  };
  await move(
    members.filter((id) => !value.members.includes(id)),
    (user) => chat.invite(channel, user),
  );
  await move(
    value.members.filter((id) => !members.includes(id)),
    (user) => chat.kick(channel, user),
  );
  const next: PrivatePlace = { ...value, members };
  const data = { incident: incident.code, made: true };
  const of = ofIncident(incident);
  await store.commit({
    put: [put(privatePlaceDocument, incident.code, next, version)],
    facts: [recordFact(placeOpened, { at: clock.now(), by: 'callboard', ...of, data })],
  });
  return next;
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((one) => b.includes(one));

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
