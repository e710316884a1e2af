/** Opening a page: with its first step already under way, or held by its room's quiet window. */
import { createHash } from 'node:crypto';
import { type Change, mergeChanges, put, recordFact } from '../../core/commit.ts';
import { instantText } from '../../core/instant.ts';
import { visibleText } from '../../core/text.ts';
import type { PagingContext } from './context.ts';
import { pageHeld, pageLinked, pageOpened } from './facts.ts';
import { schedulePageCard } from './jobs.ts';
import {
  type Page,
  pageDocument,
  type QuietWindow,
  requestDocument,
  type Target,
  targetKey,
} from './page.ts';
import { type Policy, stepsOf } from './policy.ts';
import { runStep } from './steps.ts';

export interface PageRequest {
  readonly target: Target;
  readonly critical: boolean;
  readonly message: string;
  readonly author: string;
  readonly authorName?: string;
  readonly kind?: 'test';
  readonly stage?: { readonly session: string; readonly title: string };
  readonly origin?: string;
  /** Its author is no crew: a request for help. */
  readonly help?: true;
  /** Where it stands for several alerts. */
  readonly storm?: { readonly count: number; readonly open: number };
  readonly members?: Page['members'];
  readonly labels?: Page['labels'];
  /** Practice; `incident` is its drill's. */
  readonly drill?: true;
  readonly incident?: string;
  readonly lesson?: Page['lesson'];
}

/**
 * The same words to the same target by the same author: the id under which a repeat is known. Ids are not
 * sealed, so that it has the words as a fingerprint.
 */
export const requestId = ({ target, message, author, origin }: PageRequest): string =>
  origin === undefined ? `${author}|${targetKey(target)}|${fingerprint(message)}` : `origin|${origin}`;

const fingerprint = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** Seconds in which the same request is the same page. */
export const SAME_WITHIN = 60;

export interface Opening {
  readonly code: string;
  readonly policy: Policy;
  /** The target room's quiet window, if one is on. */
  readonly quiet?: QuietWindow | undefined;
  /** The document of `requestId`, at the version that was read. */
  readonly request?: { readonly version: number } | undefined;
}

/** A new page, with its first step already under way, or held by a quiet window. */
export function openPage(
  asked: PageRequest,
  opening: Opening,
  context: PagingContext,
): { page: Page; change: Change } {
  const { now } = context;
  const held = opening.quiet && !asked.critical && asked.kind !== 'test' ? opening.quiet : undefined;
  const page: Page = {
    code: opening.code,
    kind: asked.kind ?? 'page',
    target: asked.target,
    critical: asked.critical,
    // From machines and other parts too: what turns the reading round must not stand on a card.
    message: visibleText(asked.message) || asked.message,
    author: asked.author,
    ...(asked.authorName !== undefined && { authorName: asked.authorName }),
    openedAt: instantText(now),
    policy: opening.policy,
    state: held ? 'held' : 'open',
    ...(held && { heldUntil: held.until }),
    ...(asked.stage && { stage: asked.stage }),
    ...(asked.help && { help: true }),
    ...(asked.origin !== undefined && { origin: asked.origin }),
    ...(asked.storm && { storm: asked.storm }),
    ...(asked.members && { members: asked.members }),
    ...(asked.labels && { labels: asked.labels }),
    ...(asked.drill && { drill: true as const }),
    ...(asked.incident !== undefined && { incident: asked.incident }),
    ...(asked.lesson && { lesson: asked.lesson }),
    nextStep: 0,
    endStep: stepsOf(opening.policy),
    countsFromStep: 0,
    stepsRun: [],
  };
  const about = [`page:${page.code}`, targetKey(page.target)];
  const { target, critical, message } = page;
  const opened: Change = {
    facts: [
      recordFact(pageOpened, {
        at: now,
        by: page.author,
        about,
        data: {
          ...{ page: page.code, target, critical, message, test: page.kind === 'test' },
          ...(page.drill && { drill: true as const }),
        },
      }),
      ...(page.incident === undefined
        ? []
        : [
            recordFact(pageLinked, {
              at: now,
              by: page.author,
              about: [`page:${page.code}`, `incident:${page.incident}`],
              data: { page: page.code, incident: page.incident },
            }),
          ]),
    ],
    put: opening.request
      ? [
          put(
            requestDocument,
            requestId(asked),
            { page: page.code, at: page.openedAt },
            opening.request.version,
          ),
        ]
      : [],
  };
  if (held) {
    const waits = recordFact(pageHeld, {
      at: now,
      by: 'callboard',
      about,
      data: { page: page.code, until: held.until },
    });
    const change: Change = {
      put: [put(pageDocument, page.code, page)],
      facts: [waits],
      jobs: [schedulePageCard(page.code, now)],
    };
    return { page, change: mergeChanges(opened, change) };
  }
  const first = runStep(page, 0, context);
  return { page: first.page, change: mergeChanges(opened, first.change) };
}
