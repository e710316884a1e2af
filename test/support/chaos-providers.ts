/**
 * Providers for pages under faults: each has a mood, which changes with the pages, so that they fail in turn, both at
 * once now and then, and come back.
 */
import type { Temporal } from 'temporal-polyfill';
import { ProviderDown, ProviderRefusal } from '../../src/core/errors.ts';
import type { PagingChannel, PagingProvider } from '../../src/core/ports/paging.ts';

/**
 * Well; every request answered 500, having left or not; no connection; slow, and now and then no answer although it
 * has left; accepts and delivers a third; an account that is suspended.
 */
export const MOODS = ['well', 'errors', 'down', 'slow', 'half', 'refuses'] as const;
export type Mood = (typeof MOODS)[number];
const TROUBLES = MOODS.filter((mood) => mood !== 'well');

/** Seconds that a slow provider takes, and after which nobody waits for it any more. */
const SLOW = 3;
/** Of what a half-failing one accepts, this part never arrives. */
const LOSES = 2 / 3;

export interface MoodyProvider extends PagingProvider {
  mood: Mood;
}

export interface MoodOptions {
  readonly random: () => number;
  readonly clock: { t: Temporal.Instant };
}

/** Before it takes anything: what its mood makes of the request. Answers whether what it takes will arrive. */
export function meet(
  mood: Mood,
  { random, clock }: MoodOptions,
): { readonly arrives: boolean; readonly answers: boolean } {
  switch (mood) {
    case 'well':
      return { arrives: true, answers: true };
    case 'errors':
      if (random() < 0.8) throw new Error('HTTP 500');
      return { arrives: true, answers: false };
    case 'down':
      throw new ProviderDown(5);
    case 'slow':
      clock.t = clock.t.add({ seconds: SLOW });
      return { arrives: true, answers: random() > 0.3 };
    case 'half':
      return { arrives: random() > LOSES, answers: true };
    case 'refuses':
      throw new ProviderRefusal('20005', 'account');
  }
}

/** Whether it can be asked what it has. */
export function answersQuestions(mood: Mood, random: () => number): boolean {
  if (mood === 'slow') return random() < 0.7;
  return mood === 'well' || mood === 'half';
}

/** One that is up and takes the account: what a check of the API sees. */
export const passesCheck = (mood: Mood): boolean => mood === 'well' || mood === 'half' || mood === 'slow';

/** With each page: one of them in trouble, the other one, both, or none. */
export function changeMoods(providers: readonly MoodyProvider[], random: () => number): void {
  const trouble = (): Mood => TROUBLES[Math.floor(random() * TROUBLES.length)] ?? 'errors';
  const which = random();
  const [first, second] = providers;
  if (first) first.mood = which < 0.35 || which > 0.9 ? trouble() : 'well';
  const others = trouble();
  if (second) second.mood = which >= 0.35 && which < 0.65 ? others : which > 0.9 ? others : 'well';
}

/** A provider as compose would have it, over these channels. */
export function moodyProvider(
  name: string,
  channelOf: (channel: string, provider: MoodyProvider) => PagingChannel,
): MoodyProvider {
  const provider: MoodyProvider = {
    name,
    mood: 'well',
    channels: [],
    // Its circuit: as the adapters have it, it opens when nothing but errors comes back.
    works: () => provider.mood !== 'errors' && provider.mood !== 'down',
    async check() {
      if (!passesCheck(provider.mood)) throw new Error(`${name} is in trouble`);
    },
  };
  return Object.assign(provider, { channels: ['sms', 'voice'].map((one) => channelOf(one, provider)) });
}
