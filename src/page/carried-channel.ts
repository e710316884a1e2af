/**
 * A channel over its providers, as features see it: one way to reach a person, whoever carries it.
 *
 * The rule that everything here serves: *what may have left by one provider is sent by no other before that is known*,
 * or before the page's own next step is due (`Outgoing.doubtUntil`), when that it comes twice is the lesser harm.
 * What has surely not left goes by the next provider at once.
 */
import { regionOf } from '../callboard/domain/phone.ts';
import { scheduleJob } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { MayHaveLeft, PermanentError, ProviderDown, ProviderRefusal, RetryLater } from '../core/errors.ts';
import type { Accepted, Outgoing, PagingChannel, PagingProvider } from '../core/ports/paging.ts';
import { judgeProviderJob } from './domain/jobs.ts';
import { healthId } from './domain/provider-health.ts';
import { orderFor, type ProviderOrder } from './domain/provider-order.ts';

/** One provider's part in a channel. */
interface Carrier {
  readonly provider: PagingProvider;
  readonly channel: PagingChannel;
}

type CarryDeps = Pick<Deps, 'store' | 'clock' | 'log' | 'providerHealth'>;

/** Seconds after which a channel is tried again that every provider refuses to us. */
const REFUSED_FOR = 10;

/**
 * @param name - `sms` or `voice`.
 * @param order - By names of `providers`; all of them where nobody said.
 * @returns undefined where none of them has this channel
 */
export function carriedChannel(
  name: string,
  providers: readonly PagingProvider[],
  order: ProviderOrder,
  deps: CarryDeps,
): PagingChannel | undefined {
  const carriers = new Map(
    providers.flatMap((provider) => {
      const channel = provider.channels.find((one) => one.name === name);
      return channel ? [[provider.name, { provider, channel }] as const] : [];
    }),
  );
  const first = order.everywhere.flatMap((one) => carriers.get(one) ?? [])[0];
  if (!first) return undefined;

  const inOrder = ({ to, notBy = [] }: Outgoing): Carrier[] => {
    const all = orderFor(order, to.phone && regionOf(to.phone.number)).flatMap(
      (one) => carriers.get(one) ?? [],
    );
    const others = all.filter(({ provider }) => !notBy.includes(provider.name));
    // Rather once more by the same one than not at all.
    return others.length > 0 ? others : all;
  };
  const carrierOf = (provider = first.provider.name): Carrier | undefined => carriers.get(provider);
  return {
    name,
    address: (person) => first.channel.address(person),
    async send(outgoing) {
      const carriers = inOrder(outgoing);
      const [only, another] = carriers;
      return only && !another
        ? await sendByOnly(only, outgoing)
        : await sendByFirst(carriers, outgoing, deps);
    },
    find: async (outgoing) => await findByAny(inOrder(outgoing), outgoing, deps),
    poll: async (reference, provider) => await carrierOf(provider)?.channel.poll?.(reference),
    withdraw: async (reference, provider) => await carrierOf(provider)?.channel.withdraw?.(reference),
  };
}

/** What features are told where nobody is left who could carry it. */
const refusedByAll = (refusals: readonly ProviderRefusal[]): Error =>
  refusals.some((one) => one.of === 'account') || refusals[0] === undefined
    ? new ProviderDown(REFUSED_FOR)
    : new PermanentError(refusals[0].code);

async function sendByOnly({ provider, channel }: Carrier, outgoing: Outgoing): Promise<Accepted> {
  try {
    return { ...(await channel.send(outgoing)), provider: provider.name };
  } catch (error) {
    throw error instanceof ProviderRefusal ? refusedByAll([error]) : error;
  }
}

/** The first of them that takes it: those that are well in their order, then those that may lose it, then the others. */
async function sendByFirst(
  carriers: readonly Carrier[],
  outgoing: Outgoing,
  deps: CarryDeps,
): Promise<Accepted> {
  const rank = await rankNow(outgoing, deps);
  const passedOver: { readonly provider: string; readonly code: string }[] = [];
  const refusals: ProviderRefusal[] = [];
  let patience: RetryLater | undefined;
  let down: ProviderDown | undefined;
  const news: ProviderNews[] = [];
  for (const carrier of carriers.toSorted((one, other) => rank(one) - rank(other))) {
    // One that is well only asks for patience: better than one that may lose it.
    if (patience && rank(carrier) > 0) break;
    const provider = carrier.provider.name;
    try {
      const accepted = await carrier.channel.send(outgoing);
      await tellJudge(news, deps);
      const reserve = reserveFor(carrier, carriers, passedOver);
      return {
        ...accepted,
        provider,
        ...(reserve !== undefined && { reserve }),
        ...(carrier !== carriers[0] && { isStandIn: true as const }),
        ...(passedOver.length > 0 && { passedOver }),
      };
    } catch (error) {
      if (error instanceof ProviderRefusal) {
        refusals.push(error);
        passedOver.push({ provider, code: error.code });
        if (error.of === 'account') news.push({ carrier, why: 'refused', code: error.code });
      } else if (error instanceof ProviderDown) {
        down = sooner(down, error);
        passedOver.push({ provider, code: 'down' });
        if (!carrier.provider.works()) news.push({ carrier, why: 'down' });
      } else if (error instanceof RetryLater) {
        patience = sooner(patience, error);
        passedOver.push({ provider, code: 'busy' });
      } else {
        await tellJudge(news, deps);
        if (error instanceof PermanentError) throw error;
        throw new MayHaveLeft(provider, reserveFor(carrier, carriers, passedOver), { cause: error });
      }
    }
  }
  await tellJudge(news, deps);
  throw patience ?? down ?? refusedByAll(refusals);
}

const sooner = <T extends RetryLater>(known: T | undefined, other: T): T =>
  known && known.seconds <= other.seconds ? known : other;

/** The next one of the order that could carry it, other than this one and those that have refused. */
const reserveFor = (
  { provider }: Carrier,
  carriers: readonly Carrier[],
  refused: readonly { readonly provider: string }[],
): string | undefined =>
  carriers
    .map((other) => other.provider.name)
    .find((other) => other !== provider.name && !refused.some((one) => one.provider === other));

/**
 * How soon one is tried: 0 while it is well; 1 where it has lost something of the same matter; 2 while any process has
 * set it aside, or this one gets no answer. In memory: no round trip.
 */
async function rankNow(
  { ratherNotBy = [] }: Outgoing,
  { providerHealth }: Pick<CarryDeps, 'providerHealth'>,
): Promise<(carrier: Carrier) => number> {
  const health = await providerHealth.peek();
  return ({ provider, channel }) => {
    const isAside = health.get(healthId(provider.name, channel.name))?.value.aside !== undefined;
    if (isAside || !provider.works()) return 2;
    return ratherNotBy.includes(provider.name) ? 1 : 0;
  };
}

/** What a provider has told of itself. */
interface ProviderNews {
  readonly carrier: Carrier;
  readonly why: 'refused' | 'down';
  readonly code?: string;
}

/** Has those set aside that are not yet, for all processes. What has been sent by then stays sent. */
async function tellJudge(news: readonly ProviderNews[], deps: CarryDeps): Promise<void> {
  if (news.length === 0) return;
  const { store, clock, providerHealth, log } = deps;
  const now = clock.now();
  try {
    const health = await providerHealth.peek();
    const jobs = news.flatMap(({ carrier, why, code }) => {
      const provider = carrier.provider.name;
      const channel = carrier.channel.name;
      if (health.get(healthId(provider, channel))?.value.aside) return [];
      const data = { provider, channel, why, ...(code !== undefined && { code }) };
      return [scheduleJob(judgeProviderJob, now, data)];
    });
    if (jobs.length > 0) await store.commit({ jobs });
  } catch (error) {
    log.warn({ error: String(error) }, 'a provider in trouble could not be set aside');
  }
}

/**
 * Asks all that it may have left by. Found by one is found; not found by all of them has not left; and as long as
 * one cannot say, nobody knows.
 */
async function findByAny(
  carriers: readonly Carrier[],
  outgoing: Outgoing,
  { clock }: Pick<CarryDeps, 'clock'>,
): Promise<Accepted | undefined> {
  const { mayHaveLeftBy, doubtUntil } = outgoing;
  const asked = carriers.filter(
    ({ provider }) => mayHaveLeftBy === undefined || provider.name === mayHaveLeftBy,
  );
  const answers = await Promise.allSettled(asked.map(async ({ channel }) => await channel.find?.(outgoing)));
  for (const [i, answer] of answers.entries()) {
    const carrier = asked[i];
    if (answer.status === 'rejected' || answer.value === undefined || !carrier) continue;
    const reserve = reserveFor(carrier, carriers, []);
    return { ...answer.value, provider: carrier.provider.name, ...(reserve !== undefined && { reserve }) };
  }
  const unknown = answers.find((answer) => answer.status === 'rejected');
  if (!unknown) return undefined;
  const isDue = doubtUntil !== undefined && doubtUntil.epochMilliseconds <= clock.now().epochMilliseconds;
  // With nobody else to send it, it would only go where the doubt is.
  if (isDue && carriers.length > 1) return undefined;
  throw unknown.reason;
}
