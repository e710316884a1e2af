/**
 * What takes push messages for a person: added by them, confirmed by a press in the first message that it shows, as a
 * number is by its code, and gone when they say so, when its push service does, or when the event is over.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import type { Device, NtfyTopic } from '../../callboard/domain/device.ts';
import { type Person, personChanged, personDocument } from '../../callboard/domain/person.ts';
import {
  type Change,
  type FactKind,
  put,
  recordFact,
  scheduleJob,
  type Versioned,
} from '../../core/commit.ts';
import { instantText, isRecent, milliseconds } from '../../core/instant.ts';
import { deviceAdded, deviceChecked, deviceConfirmed, deviceRemoved, deviceTroubled } from './facts.ts';
import { checkDevice } from './jobs.ts';

/** A phone, a tablet, a laptop, and one that was forgotten. */
export const MAX_DEVICES = 4;
/** The name of a person's ntfy topic where a device's id stands. */
export const NTFY = 'ntfy';
/** Seconds between two first messages to the same device. */
export const CHECK_EVERY = 20;

/** 144 bits over a random secret: nobody guesses one, and each is of one message to one device. */
export const answerToken = (secret: string, notification: string): string =>
  createHmac('sha256', secret).update(notification).digest('base64url').slice(0, 24);

export function isAnswerToken(given: string, secret: string, notification: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(answerToken(secret, notification))];
  return a.length === b.length && timingSafeEqual(a, b);
}

export type Receiver = Pick<Device & NtfyTopic, 'secret' | 'check' | 'checkedAt' | 'addedAt'> &
  Partial<Pick<Device, 'verifiedAt' | 'trouble'>>;

/** A person's device by its id, or their ntfy topic. */
export const receiverOf = (person: Person, device: string): Receiver | undefined =>
  device === NTFY ? person.ntfy : person.devices?.find(({ id }) => id === device);

/** Which of somebody's devices has this address. */
export const deviceAt = ({ devices }: Person, endpoint: string): string | undefined =>
  devices?.find((one) => one.endpoint === endpoint)?.id;

/** Those that are confirmed, and that were allowed for the key that we have. */
export const pushDevices = (person: Person, key: string): Device[] =>
  (person.devices ?? []).filter((device) => device.verifiedAt !== undefined && device.key === key);

type Kind = FactKind<{ person: string; device: string }>;

function changeOf(
  { id, version }: Pick<Versioned<Person>, 'id' | 'version'>,
  next: Person,
  kind: Kind,
  device: string,
  now: Temporal.Instant,
): Change {
  const about = [`person:${id}`];
  const fields = device === NTFY ? ['ntfy'] : ['devices'];
  return {
    put: [put(personDocument, id, next, version)],
    facts: [
      recordFact(kind, { at: now, by: id, about, data: { person: id, device } }),
      recordFact(personChanged, { at: now, by: id, about, data: { person: id, fields } }),
    ],
  };
}

/** The person with this receiver changed, or without it. What was wrong with it is over, unless it is said anew. */
function withReceiver(
  { devices = [], ntfy, ...rest }: Person,
  device: string,
  change: Partial<Receiver> | 'gone',
): Person {
  const changed = <R extends Receiver>({ trouble: _, ...one }: R): R[] =>
    change === 'gone' ? [] : [{ ...one, ...change } as unknown as R];
  const mine = devices.flatMap((one) => (one.id === device ? changed(one) : [one]));
  const [topic] = ntfy && device === NTFY ? changed(ntfy) : [ntfy];
  return { ...rest, ...(mine.length > 0 && { devices: mine }), ...(topic && { ntfy: topic }) };
}

export type NewDevice = Pick<
  Device,
  'id' | 'name' | 'endpoint' | 'p256dh' | 'auth' | 'key' | 'secret' | 'check'
>;

/**
 * Takes in a browser and sends it its first message. One that is here already stays as it is, unless its keys are new.
 * Where there are too many, one that was never confirmed makes room, the oldest first.
 */
export function addDevice(
  person: Versioned<Person>,
  device: NewDevice,
  now: Temporal.Instant,
): { readonly device: string; readonly change?: Change } | { readonly refused: 'too-many' } {
  const known = person.value.devices ?? [];
  const same = known.find(({ endpoint }) => endpoint === device.endpoint);
  if (same && same.p256dh === device.p256dh && same.auth === device.auth && same.key === device.key)
    return { device: same.id };
  const others = known.filter((one) => one !== same);
  const spare = others.length < MAX_DEVICES ? undefined : others.find((one) => !one.verifiedAt);
  if (others.length >= MAX_DEVICES && !spare) return { refused: 'too-many' };
  const at = instantText(now);
  const devices = [...others.filter((one) => one !== spare), { ...device, addedAt: at, checkedAt: at }];
  return {
    device: device.id,
    change: withCheck(
      changeOf(person, { ...person.value, devices }, deviceAdded, device.id, now),
      { person: person.id, device: device.id },
      device.check,
      now,
    ),
  };
}

const withCheck = (
  change: Change,
  data: { readonly person: string; readonly device: string },
  check: string,
  now: Temporal.Instant,
): Change => ({ ...change, jobs: [scheduleJob(checkDevice, now, data, check)] });

/** Gives somebody a topic of their own on the operator's ntfy server, and sends it its first message. */
export function addTopic(
  person: Versioned<Person>,
  topic: Pick<NtfyTopic, 'topic' | 'secret' | 'check'>,
  now: Temporal.Instant,
): Change {
  const at = instantText(now);
  const next: Person = { ...person.value, ntfy: { ...topic, addedAt: at, checkedAt: at } };
  const change = changeOf(person, next, deviceAdded, NTFY, now);
  return withCheck(change, { person: person.id, device: NTFY }, topic.check, now);
}

/** Sends the first message again, with another token; undefined where that was done just now, or is not needed. */
export function checkAgain(
  person: Versioned<Person>,
  device: string,
  check: string,
  now: Temporal.Instant,
): Change | undefined {
  const known = receiverOf(person.value, device);
  if (!known || known.verifiedAt !== undefined) return undefined;
  if (isRecent(milliseconds(known.checkedAt), now.epochMilliseconds, CHECK_EVERY * 1000)) return undefined;
  const next = withReceiver(person.value, device, { check, checkedAt: instantText(now) });
  const change = changeOf(person, next, deviceChecked, device, now);
  return withCheck(change, { person: person.id, device }, check, now);
}

/** The person with this receiver alone, as if it were confirmed: whom the first message is sent to. */
export const withOnly = (person: Person, device: string, now: Temporal.Instant): Person => {
  const { devices = [], ...rest } = withReceiver(person, device, { verifiedAt: instantText(now) });
  return { ...rest, devices: devices.filter(({ id }) => id === device) };
};

/** The first message did not leave. */
export function recordCheckTrouble(
  person: Versioned<Person>,
  device: string,
  code: string,
  now: Temporal.Instant,
): Change | undefined {
  if (!receiverOf(person.value, device)) return undefined;
  const { id, value, version } = person;
  return {
    put: [put(personDocument, id, withReceiver(value, device, { trouble: code }), version)],
    facts: [
      recordFact(deviceTroubled, {
        at: now,
        by: 'callboard',
        about: [`person:${id}`],
        data: { person: id, device, code },
      }),
    ],
  };
}

/**
 * Its owner pressed the button of the first message: it is paged from now on, at once, beside whatever else they have
 * in their order. Undefined where that is no news.
 */
export function confirmDevice(
  person: Versioned<Person>,
  device: string,
  now: Temporal.Instant,
): Change | undefined {
  const known = receiverOf(person.value, device);
  if (!known || known.verifiedAt !== undefined) return undefined;
  const next = withReceiver(person.value, device, { verifiedAt: instantText(now) });
  const channel = device === NTFY ? 'ntfy' : 'push';
  const order = next.contact?.order;
  const isNew = order !== undefined && !order.some((one) => one.channel === channel);
  const told: Person =
    isNew && next.contact
      ? { ...next, contact: { ...next.contact, order: [...order, { channel, after: 0 }] } }
      : next;
  return changeOf(person, told, deviceConfirmed, device, now);
}

export type WhyGone = 'asked' | 'gone' | 'moved' | 'over';

/** Takes a device or the topic away; undefined where it is gone already. */
export function removeDevice(
  person: Versioned<Person>,
  device: string,
  why: WhyGone,
  now: Temporal.Instant,
): Change | undefined {
  if (!receiverOf(person.value, device)) return undefined;
  const { id, value, version } = person;
  const about = [`person:${id}`];
  const by = why === 'asked' ? id : 'callboard';
  return {
    put: [put(personDocument, id, withReceiver(value, device, 'gone'), version)],
    facts: [recordFact(deviceRemoved, { at: now, by, about, data: { person: id, device, why } })],
  };
}

/** Takes all devices of all people away, once the event is over. Undefined where nobody has one. */
export function removeAllDevices(
  people: readonly Versioned<Person>[],
  now: Temporal.Instant,
): Change | undefined {
  const having = people.filter(({ value }) => value.devices ?? value.ntfy);
  if (having.length === 0) return undefined;
  return {
    put: having.map(({ id, version, value: { devices: _, ntfy: __, ...rest } }) =>
      put(personDocument, id, rest, version),
    ),
    facts: having.map(({ id }) =>
      recordFact(deviceRemoved, {
        at: now,
        by: 'callboard',
        about: [`person:${id}`],
        data: { person: id, device: '*', why: 'over' },
      }),
    ),
  };
}
