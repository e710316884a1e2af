/**
 * Makes an event of a fact, or nothing where the fact is nobody's outside. Made anew for each delivery, of what is
 * true by then: what has become private since never leaves.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { PRIVATE, type Recorded } from '../core/commit.ts';
import { instantText } from '../core/instant.ts';
import { type EventFilter, passes } from './domain/event-target.ts';
import { EVENT_MAKERS, type EventNeeds, type MadeEvent } from './event-makers.ts';
import { EVENT_TYPES, type EventTypeName } from './event-types.ts';

/** As it leaves, but for what every event of ours has. */
export interface OutgoingEvent extends MadeEvent {
  /** The same for the same fact, and it tells nothing of how many others there are. */
  readonly id: string;
  readonly time: string;
}

/** Whether facts of this name may become events. */
export const isPublished = (name: string): boolean => EVENT_MAKERS.has(name);

const idOf = (fact: Recorded): string =>
  createHash('sha256').update(`callboard event ${fact.id} ${fact.name}`).digest('hex').slice(0, 32);

/** Undefined where nobody outside hears of it. */
export async function makeEvent(fact: Recorded, deps: EventNeeds): Promise<OutgoingEvent | undefined> {
  if (fact.about.includes(PRIVATE)) return undefined;
  const made = await EVENT_MAKERS.get(fact.name)?.(fact, deps);
  if (!made) return undefined;
  const data = EVENT_TYPES[made.type].data.parse(made.data) as object;
  return { ...made, data, id: idOf(fact), time: instantText(fact.at) };
}

/** Whether a target gets it: one that is for another is never asked. */
export const goesTo = (target: EventFilter & { readonly code: string }, event: MadeEvent): boolean =>
  event.only === undefined ? passes(target, event) : event.only === target.code;

/** The whole envelope of a type, as JSON schema. */
export const envelopeOf = (type: EventTypeName): z.ZodType =>
  z.object({
    specversion: z.literal('1.0'),
    id: z.string(),
    source: z.string(),
    type: z.literal(type),
    subject: z.string(),
    time: z.iso.datetime(),
    datacontenttype: z.literal('application/json'),
    data: EVENT_TYPES[type].data,
  });
