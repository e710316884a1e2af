/** The promises' section of the event file: what is promised, and what people do when a budget is spent. */
import { z } from 'zod';
import { durationText, inSeconds, type SomeSections, shortDuration } from './event-file.ts';
import {
  DEFAULT_TERMS,
  MAX_POLICY,
  MAX_WINDOW_MINUTES,
  type PromiseName,
  type PromiseTerms,
  SLOT_MINUTES,
  TARGET,
  termsOf,
} from './promises.ts';

const DAY = 86_400;
/** Times the speed that a target allows: below it nothing burns, and no target lets it burn faster. */
const SPEED = { least: 1.1, most: 100 } as const;

const promise = (name: PromiseName, what: string) => {
  const { within, target } = DEFAULT_TERMS[name];
  return z
    .strictObject({
      within: durationText(1, DAY, 'In which it is kept.').default(shortDuration(within)),
      target: z
        .number()
        .min(TARGET.least)
        .max(TARGET.most)
        .default(target)
        .meta({ description: 'So many of a hundred are kept; the rest is the budget.' }),
      whenSpent: z.string().min(1).max(MAX_POLICY).exactOptional().meta({
        description: 'What people do once the budget is spent, in your words; organizers are told it then.',
      }),
      secondOrganizer: z.boolean().exactOptional().meta({
        description: 'Once it is spent, whoever changes the programme by hand waits for a second organizer.',
      }),
    })
    .prefault({})
    .meta({ description: what });
};

const burn = (name: 'fast' | 'slow') => {
  const { window, speed } = DEFAULT_TERMS[name];
  return z
    .strictObject({
      window: durationText(SLOT_MINUTES * 60, MAX_WINDOW_MINUTES * 60, 'How far is looked back.')
        .refine((text) => inSeconds(text) % (SLOT_MINUTES * 60) === 0, {
          error: `must be whole ${SLOT_MINUTES} minutes, such as 30m or 1h`,
        })
        .default(shortDuration(window * 60)),
      speed: z
        .number()
        .min(SPEED.least)
        .max(SPEED.most)
        .default(speed)
        .meta({ description: 'Warns where so many times as many are missed as the budget allows.' }),
    })
    .prefault({})
    .meta({ description: `The ${name} warning.` });
};

export const promiseSections = {
  promises: z
    .strictObject({
      reached: promise('reached', 'A page reaches a channel.'),
      answered: promise('answered', 'A page is acknowledged.'),
      reminded: promise('reminded', 'A reminder leaves after its time.'),
      started: promise('started', 'A talk starts before or after the plan.'),
      fast: burn('fast'),
      slow: burn('slow'),
    })
    .refine(({ fast, slow }) => inSeconds(fast.window) < inSeconds(slow.window), {
      path: ['slow', 'window'],
      error: 'must be longer than that of fast',
    })
    .meta({
      description: 'What is promised, when organizers are warned, and what is done when it is not kept.',
    }),
};
const PromisePart = z.strictObject(promiseSections);
export type PromisePart = z.infer<typeof PromisePart>;

const NAMES = ['reached', 'answered', 'reminded', 'started'] as const;
const BURN_NAMES = ['fast', 'slow'] as const;

export function promisePartOf(event: { readonly promises?: PromiseTerms }): PromisePart {
  const terms = termsOf(event);
  const term = (name: PromiseName) => ({ ...terms[name], within: shortDuration(terms[name].within) });
  const burning = (name: 'fast' | 'slow') => ({
    ...terms[name],
    window: shortDuration(terms[name].window * 60),
  });
  return {
    promises: {
      ...{ reached: term('reached'), answered: term('answered') },
      ...{ reminded: term('reminded'), started: term('started') },
      ...{ fast: burning('fast'), slow: burning('slow') },
    },
  };
}

/** In one spelling: every duration as short as it can be said. */
export const inOneSpelling = (promises: PromisePart['promises']): PromisePart['promises'] => ({
  ...promises,
  ...Object.fromEntries(
    NAMES.map((name) => [
      name,
      { ...promises[name], within: shortDuration(inSeconds(promises[name].within)) },
    ]),
  ),
  ...Object.fromEntries(
    BURN_NAMES.map((name) => [
      name,
      { ...promises[name], window: shortDuration(inSeconds(promises[name].window)) },
    ]),
  ),
});

/** The settings with the file's promises; the same object where the file has none, or says what they are already. */
export function withPromisePart<Settings extends { readonly promises?: PromiseTerms }>(
  before: Settings,
  { promises }: SomeSections<PromisePart>,
): Settings {
  if (!promises) return before;
  const same = JSON.stringify(inOneSpelling(promises)) === JSON.stringify(promisePartOf(before).promises);
  if (same) return before;
  const term = (name: PromiseName) => ({ ...promises[name], within: inSeconds(promises[name].within) });
  const burning = (name: 'fast' | 'slow') => ({
    ...promises[name],
    window: inSeconds(promises[name].window) / 60,
  });
  const terms: PromiseTerms = {
    ...{ reached: term('reached'), answered: term('answered') },
    ...{ reminded: term('reminded'), started: term('started') },
    ...{ fast: burning('fast'), slow: burning('slow') },
  };
  return { ...before, promises: terms };
}
