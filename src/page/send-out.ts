/**
 * The one way out for texts and calls, whoever asks for them: no number with a high price, no phone rung again
 * and again, and no more in a day than the fuses let through. What is stopped is refused like a number that
 * cannot be reached: the next way begins at once, and Slack goes on.
 */
import { createHash } from 'node:crypto';
import { tellOrganizers } from '../callboard/domain/jobs.ts';
import { isCostly } from '../callboard/domain/phone.ts';
import { put, recordFact, scheduleJob } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { Conflict, PermanentError } from '../core/errors.ts';
import type { Accepted, Outgoing, PagingChannel } from '../core/ports/paging.ts';
import { segments } from '../phone/gsm.ts';
import {
  COUNTED,
  type Counted,
  costsOf,
  counterOf,
  DEFAULT_FUSE,
  FUSE_ID,
  type Fuse,
  fuseDocument,
  fuseToldDocument,
  fuseTripped,
  MAX_RINGS,
  trippedBy,
} from './domain/fuse.ts';
import { acquireSlot, releaseSlot, type Slot } from './rate-limit.ts';

type SendDeps = Pick<Deps, 'store' | 'clock' | 'events'>;

const PAID: ReadonlySet<string> = new Set(['sms', 'voice']);

/**
 * Sends by this channel.
 *
 * @throws {PermanentError} `costly-number`, `rung-enough`, `fuse`, or whatever the channel itself refuses with
 */
export async function sendOut(channel: PagingChannel, outgoing: Outgoing, deps: SendDeps): Promise<Accepted> {
  if (!PAID.has(channel.name)) return await channel.send(outgoing);
  const number = outgoing.to.phone?.number;
  if (number !== undefined && isCostly(number)) throw new PermanentError('costly-number');
  const giveBack: (() => Promise<unknown>)[] = [];
  try {
    if (channel.name === 'voice' && number !== undefined) giveBack.push(await takeRing(number, deps));
    const fuse = await takeFuse(channel.name, outgoing.text, deps);
    giveBack.push(fuse.giveBack);
    const accepted = await channel.send(outgoing);
    // It has left: what is counted wrong is put right by nobody, and that is better than a second one.
    if (accepted.provider !== undefined) await fuse.carriedBy(accepted.provider).catch(() => {});
    return accepted;
  } catch (error) {
    // It did not leave, or is tried again and counted then.
    for (const one of giveBack) await one().catch(() => {});
    throw error;
  }
}

/** Phones are told apart without their numbers: a key's name is in every dump and monitor. */
const phoneOf = (number: string): Slot => ({
  person: `phone-${createHash('sha256').update(number).digest('base64url').slice(0, 22)}`,
  channel: 'voice',
});

async function takeRing(number: string, deps: SendDeps): Promise<() => Promise<void>> {
  const phone = phoneOf(number);
  const taken = await acquireSlot(phone, MAX_RINGS, true, deps);
  if ('wait' in taken) throw new PermanentError('rung-enough');
  return () => releaseSlot(phone, taken.at, deps);
}

export interface FuseState {
  readonly fuse: Fuse;
  /** The event's day. */
  readonly day: string;
  readonly counts: Readonly<Record<Counted, number>>;
}

const dayNow = async ({ clock, events }: Pick<Deps, 'clock' | 'events'>): Promise<string> =>
  clock
    .now()
    .toZonedDateTimeISO((await events.settings()).zone)
    .toPlainDate()
    .toString();

async function readFuse({ store }: Pick<Deps, 'store'>): Promise<Fuse> {
  return (await store.get(fuseDocument, FUSE_ID))?.value ?? DEFAULT_FUSE;
}

async function count(
  adds: Readonly<Record<Counted, number>>,
  day: string,
  { store }: Pick<Deps, 'store'>,
  provider?: string,
): Promise<Record<Counted, number>> {
  const [texts, calls, money] = await Promise.all(
    COUNTED.map((counted) => store.next(counterOf(counted, day, provider), adds[counted])),
  );
  return { texts: texts ?? 0, calls: calls ?? 0, money: money ?? 0 };
}

/** What left today, and the ceilings. */
export async function fuseToday(deps: SendDeps): Promise<FuseState> {
  const [fuse, day] = await Promise.all([readFuse(deps), dayNow(deps)]);
  return { fuse, day, counts: await count({ texts: 0, calls: 0, money: 0 }, day, deps) };
}

/** What each provider carried on the event's day so many days ago. */
export async function carriedOn(
  providers: readonly string[],
  daysAgo: number,
  deps: SendDeps,
): Promise<readonly { readonly provider: string; readonly counts: FuseState['counts'] }[]> {
  const { zone } = await deps.events.settings();
  const day = deps.clock.now().toZonedDateTimeISO(zone).toPlainDate().subtract({ days: daysAgo }).toString();
  const none = { texts: 0, calls: 0, money: 0 };
  return await Promise.all(
    providers.map(async (provider) => ({ provider, counts: await count(none, day, deps, provider) })),
  );
}

interface FuseTaken {
  giveBack(): Promise<unknown>;
  /** Counted for who carries it, at its price. */
  carriedBy(provider: string): Promise<unknown>;
}

/** Counts before it leaves, so that a hundred at once are no more than the ceiling either. */
async function takeFuse(channel: string, text: string, deps: SendDeps): Promise<FuseTaken> {
  const [fuse, day] = await Promise.all([readFuse(deps), dayNow(deps)]);
  const adds = costsOf(channel, segments(text), fuse);
  const counts = await count(adds, day, deps);
  const giveBack = () => count({ texts: -adds.texts, calls: -adds.calls, money: -adds.money }, day, deps);
  const paid = channel === 'sms' ? { ...counts, calls: 0 } : { ...counts, texts: 0 };
  const tripped = trippedBy(paid, fuse);
  if (tripped === undefined)
    return {
      giveBack,
      carriedBy: async (provider) => {
        const really = costsOf(channel, segments(text), fuse, provider);
        const money = really.money - adds.money;
        await Promise.all([
          count(really, day, deps, provider),
          ...(money === 0 ? [] : [deps.store.next(counterOf('money', day), money)]),
        ]);
      },
    };
  await giveBack();
  const most = fuse[tripped] ?? 0;
  const params = { ceiling: tripped === 'money' ? (most / 1000).toFixed(2) : most };
  const key = { texts: 'page.fuse.texts', calls: 'page.fuse.calls', money: 'page.fuse.money' }[tripped];
  // Once for each ceiling and day: raised, it may trip again.
  const id = `fuse:${tripped}:${day}:${most}`;
  const now = deps.clock.now();
  const told = { day, ceiling: tripped };
  await deps.store
    .commit({
      put: [put(fuseToldDocument, id, told)],
      facts: [recordFact(fuseTripped, { at: now, by: 'callboard', about: ['fuse'], data: told })],
      jobs: [scheduleJob(tellOrganizers, now, { key, params }, id)],
    })
    .catch((error: unknown) => {
      // They have been told already.
      if (!(error instanceof Conflict)) throw error;
    });
  throw new PermanentError('fuse');
}
