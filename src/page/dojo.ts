/** A dojo as it is read and carried on: its verb, its buttons, its jobs and a number that was just verified share this. */

import type { KnownBlock } from '@slack/types';
import { type Person, personDocument } from '../callboard/domain/person.ts';
import type { RequestContext } from '../core/command.ts';
import { type Change, mergeChanges, type Versioned } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import type { Message } from '../core/ports/chat.ts';
import { section } from '../slack/blocks.ts';
import { dojoOffer } from './dojo-view.ts';
import { resolvePage } from './domain/answers.ts';
import { channelsOf } from './domain/context.ts';
import {
  type Begun,
  beginDojo,
  type Dojo,
  dojoDocument,
  lessonOrigin,
  nextLesson,
  recordLearned,
} from './domain/dojo.ts';
import { lessonsOver } from './domain/lesson.ts';
import { isResolved, type LessonName, type Page, pageDocument } from './domain/page.ts';
import { testedDocument } from './domain/tests.ts';

type Needs = Pick<Deps, 'store' | 'clock' | 'channels'>;

/** What can be taught to this person; undefined while no phone of theirs is verified. */
function lessonsFor(person: Person, { channels }: Pick<Deps, 'channels'>): LessonName[] | undefined {
  if (person.phone?.verifiedAt === undefined) return undefined;
  const reaches = (name: string) =>
    channels.find((channel) => channel.name === name)?.address(person) !== undefined;
  return lessonsOver(channelsOf(person, true, { reaches }).map(({ channel }) => channel));
}

/** What begins it for this person, or goes on with the one that waited for their number. */
export async function beginDojoFor(person: Person, deps: Needs): Promise<Begun> {
  const [known, kept] = await Promise.all([
    deps.store.get(dojoDocument, person.id),
    deps.store.get(personDocument, person.id),
  ]);
  const begun = beginDojo(person.id, known, lessonsFor(kept?.value ?? person, deps), deps.clock.now());
  if ('wait' in begun) return begun;
  // The page of a lesson that the one before was at is nobody's any more.
  return { ...begun, change: mergeChanges(begun.change, await lessonOver(person.id, known?.value, deps)) };
}

/** What resolves the open page of the lesson that a dojo is at; undefined where there is none. */
export async function lessonOver(
  person: string,
  dojo: Dojo | undefined,
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
): Promise<Change | undefined> {
  const page = dojo?.lesson && (await lessonPage(person, dojo, { store }));
  if (!page || isResolved(page.value)) return undefined;
  return resolvePage(page, { by: 'callboard', via: 'callboard', now: clock.now() }).change;
}

/** The page of the lesson that a dojo is at, once it is open. */
async function lessonPage(
  person: string,
  dojo: Dojo,
  { store }: Pick<Deps, 'store'>,
): Promise<Versioned<Page> | undefined> {
  const { lesson } = dojo;
  if (!lesson) return undefined;
  const [page] = await store.find(pageDocument, `origin:${lessonOrigin(person, dojo)}`);
  return page;
}

/** What ends the lesson that it is at, and brings the next one or the end with what was learned. */
export async function goOn(
  dojo: Versioned<Dojo>,
  how: 'passed' | 'skipped',
  deps: Pick<Deps, 'store' | 'clock'>,
): Promise<Change> {
  const { id, value } = dojo;
  const now = deps.clock.now();
  const isLast = value.lesson === value.lessons.at(-1);
  const passed = how === 'passed' && value.lesson ? [...value.passed, value.lesson] : value.passed;
  const learned = isLast
    ? recordLearned(id, { passed }, await deps.store.get(testedDocument, id), now)
    : undefined;
  return mergeChanges(nextLesson(dojo, how, now), learned, await lessonOver(id, value, deps));
}

/** Offers it, once and without a word more, to whoever has never tried their channels nor been in a dojo. */
export async function dojoOfferFor(
  { person, t }: Pick<RequestContext, 'person' | 't'>,
  { store }: Pick<Deps, 'store'>,
): Promise<KnownBlock[]> {
  const [tested, dojo] = await Promise.all([
    store.get(testedDocument, person.id),
    store.get(dojoDocument, person.id),
  ]);
  // Whoever began one and stopped it knows where it is.
  return tested || dojo ? [] : [...(dojoOffer(t('page.dojo.offer'), t).blocks ?? [])];
}

/** An answer with the offer below it, for whoever it is for. */
export async function withDojoOffer(
  message: Message,
  who: Pick<RequestContext, 'person' | 't'>,
  deps: Pick<Deps, 'store'>,
): Promise<Message> {
  const offer = await dojoOfferFor(who, deps);
  if (offer.length === 0) return message;
  return { ...message, blocks: [...(message.blocks ?? [section(message.text)]), ...offer] };
}
