/** What happens to a job that fails for good: it is never silent. */

import { z } from 'zod';
import { fact, jobKind, RETRY } from '../../core/commit.ts';
import { InstantText } from '../../core/instant.ts';
import type { Mrkdwn } from '../../core/text.ts';
import { ChatSigns } from './chat-state.ts';
import { PROMISES } from './promises.ts';

/** A job has failed for good; `code` is a PermanentError's, or `exhausted`. */
export const jobFailed = fact(
  'job.failed',
  z.object({ job: z.string(), name: z.string(), code: z.string() }),
);

const madeForSlack = z.object({ mrkdwn: z.custom<Mrkdwn>((value) => typeof value === 'string') });

/** Tells the organizers, in the ops channel or by direct message where there is none. */
export const tellOrganizers = jobKind({
  name: 'tell-organizers',
  schema: z.object({
    /** A key of the catalog, with its parameters: strings as they are, escaped when sent; or made for Slack. */
    key: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.number(), madeForSlack])),
  }),
  queue: 'pages',
  retry: RETRY.message,
  id: (_: unknown, key: string) => key,
});

/**
 * Answers a text by a text of its own, where the provider takes no answer to its request: to the number that it
 * came from, whoever has it.
 */
export const answerText = jobKind({
  name: 'answer-text',
  schema: z.object({
    /** The provider's id of the text. */
    text: z.string(),
    /** E.164. */
    number: z.string(),
    said: z.string(),
    at: InstantText,
  }),
  queue: 'pages',
  retry: RETRY.message,
  id: ({ text }: { text: string }) => `answer-text:${text}`,
});

/** Takes people out of the ledger: what is left of them there, when their documents are gone already. */
export const eraseFacts = jobKind({
  name: 'erase-facts',
  schema: z.object({
    leaving: z.array(
      z.object({
        person: z.object({
          id: z.string(),
          name: z.string(),
          handle: z.string().exactOptional(),
          email: z.string().exactOptional(),
          phone: z.object({ number: z.string() }).exactOptional(),
        }),
        alias: z.string(),
      }),
    ),
  }),
  queue: 'chores',
  retry: RETRY.chore,
  id: (_: unknown, key: string) => `erase-facts:${key}`,
});

/** Daily at four by the event's clock: what is kept no longer goes. */
export const keepRetention = jobKind({
  name: 'keep-retention',
  schema: z.object({}),
  queue: 'chores',
  retry: RETRY.chore,
  id: () => 'keep-retention',
});

/** At 18:00 of the evening before a day of the event: the organizers are told how it looks. One waits at a time. */
export const eveningBefore = jobKind({
  name: 'evening-before',
  schema: z.object({ day: z.iso.date() }),
  queue: 'reminders',
  retry: RETRY.message,
  id: (_: unknown) => 'evening-before',
});

/** Tells one organizer how a day looks, in their language; one by one, so that nobody holds up the others. */
export const tellEvening = jobKind({
  name: 'tell-evening',
  schema: z.object({ day: z.iso.date(), person: z.string() }),
  queue: 'reminders',
  retry: RETRY.message,
  id: ({ day, person }: { day: string; person: string }) => `tell-evening:${day}:${person}`,
});

/** Daily at nine by the event's clock, once an event file was applied: is all as it says? */
export const watchEventFile = jobKind({
  name: 'watch-event-file',
  schema: z.object({}),
  queue: 'chores',
  retry: RETRY.chore,
  id: () => 'watch-event-file',
});

/** Counts the promises on from where they were counted last. One a slot of five minutes, so that none puts off another. */
export const countPromises = jobKind({
  name: 'count-promises',
  schema: z.object({ slot: InstantText }),
  queue: 'chores',
  retry: RETRY.follow,
  id: ({ slot }: { slot: string }) => `count-promises:${slot}`,
});

/** Tells organizers that a promise burns too fast, or that its budget is spent, by the numbers of that moment. */
export const tellPromise = jobKind({
  name: 'tell-promise',
  schema: z.object({
    promise: z.enum(PROMISES),
    what: z.enum(['fast', 'slow', 'spent']),
    since: InstantText,
  }),
  queue: 'pages',
  retry: RETRY.message,
  id: ({ promise, what, since }: { promise: string; what: string; since: string }) =>
    `tell-promise:${promise}:${what}:${since}`,
});

/** Counts the cards on from where they were counted last. One a slot of five minutes, so that none puts off another. */
export const countCards = jobKind({
  name: 'count-cards',
  schema: z.object({ slot: InstantText }),
  queue: 'chores',
  retry: RETRY.follow,
  id: ({ slot }: { slot: string }) => `count-cards:${slot}`,
});

/** Asks somebody, with their first card, whether they want any. Once. */
export const askAboutCards = jobKind({
  name: 'ask-about-cards',
  schema: z.object({ person: z.string() }),
  queue: 'chores',
  retry: RETRY.message,
  id: ({ person }: { person: string }) => `ask-about-cards:${person}`,
});

/** Tells somebody that a card was given to them. One each: of two hands that give it, both ask, and one has given it. */
export const tellGift = jobKind({
  name: 'tell-gift',
  schema: z.object({ card: z.string(), from: z.string(), person: z.string() }),
  queue: 'chores',
  retry: RETRY.message,
  id: ({ card, person }: { card: string; person: string }) => `tell-gift:${card}:${person}`,
});

/** On the evening of the event's last day: what became of the promises, and what was done by hand too often. */
export const reportEvent = jobKind({
  name: 'report-event',
  schema: z.object({ day: z.iso.date() }),
  queue: 'reminders',
  retry: RETRY.message,
  id: ({ day }: { day: string }) => `report-event:${day}`,
});

/**
 * Looks whether Slack can be reached, from the first sign that it cannot until it is well again. One at a time, whoever
 * saw the sign; what it has seen goes with it.
 */
export const watchChat = jobKind({
  name: 'watch-chat',
  schema: z.object({ signs: ChatSigns }),
  queue: 'pages',
  retry: RETRY.paging,
  id: (_: unknown) => 'watch-chat',
});

/**
 * Texts one organizer of an outage of Slack's: whom to call, how the day goes on, that it is over. Once an outage and
 * person, a text a job.
 */
export const textOutage = jobKind({
  name: 'text-outage',
  schema: z.object({ outage: InstantText, person: z.string(), what: z.enum(['numbers', 'plan', 'back']) }),
  queue: 'pages',
  retry: RETRY.paging,
  id: ({ outage, person, what }: { outage: string; person: string; what: string }) =>
    `text-outage:${outage}:${what}:${person}`,
});
