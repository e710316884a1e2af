/** The event's own part of App Home: when it is, what is still to be set up; in a new workspace, whose it is. */

import type { KnownBlock } from '@slack/types';
import { Temporal } from 'temporal-polyfill';
import { loadDays } from '../../src/agenda/load.ts';
import { loadKeptCards } from '../../src/callboard/cards/load.ts';
import { cardsSmall } from '../../src/callboard/cards/messages.ts';
import type { EventDates } from '../../src/callboard/domain/dates.ts';
import { isOrganizer } from '../../src/callboard/domain/event.ts';
import { includes } from '../../src/callboard/domain/permission.ts';
import { isFullMember } from '../../src/callboard/domain/person.ts';
import { setupSteps, stepsLeft } from '../../src/callboard/domain/setup.ts';
import { loadEventDates } from '../../src/callboard/event-dates.ts';
import { readPromises } from '../../src/callboard/promises/load.ts';
import { promisesInShort } from '../../src/callboard/promises/words.ts';
import { asListed, loadSetupState } from '../../src/callboard/setup.ts';
import { missingBlocks, setupBlocks } from '../../src/callboard/setup-view.ts';
import type { HomePart, RequestContext } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { type DayWindow, today } from '../../src/core/time.ts';
import type { Translate } from '../../src/i18n/index.ts';
import { dateSpan } from '../../src/i18n/time.ts';
import { drillDocument } from '../../src/incident/domain/drill.ts';
import { runningDrill } from '../../src/incident/drills.ts';
import { actions, button, context, section } from '../../src/slack/blocks.ts';
import { escape, joined, type Mrkdwn, mentionIds, mrkdwn } from '../../src/slack/mrkdwn.ts';
import { drillHomeBlocks } from './drill-view.ts';

type Who = Omit<RequestContext, 'trigger'>;

/** `Day 2 of 3`, `starts in 5 days`; undefined where it has no dates or is over. */
export function whenIs(
  { dates, zone }: { readonly dates: EventDates | undefined; readonly zone: string },
  now: Temporal.Instant,
  t: Translate,
  days: readonly DayWindow[] = [],
): Mrkdwn | undefined {
  if (!dates) return undefined;
  // Half past one at night is still the evening before, where the agenda's days say so.
  const date = today({ now, zone, days });
  const first = Temporal.PlainDate.from(dates.first);
  const last = Temporal.PlainDate.from(dates.last);
  const before = date.until(first, { largestUnit: 'day' }).days;
  if (before > 0) return t('callboard.home.startsIn', { count: before });
  if (Temporal.PlainDate.compare(date, last) > 0) return undefined;
  const count = first.until(last, { largestUnit: 'day' }).days + 1;
  return t('callboard.home.day', { day: 1 - before, count });
}

/** What a workspace is told that has this for the first time, and who is asked whether they organize it. */
const claimBlocks = (t: Translate): KnownBlock[] => [
  section(mrkdwn`${t('callboard.home.welcome')}\n\n${t('callboard.claim.ask')}`),
  ...actions([button('callboard.claim', t('callboard.claim.yes'), 'event', 'primary')]),
];

/** An organizer's list before the event, in a line while it goes on; undefined for others. */
async function setupPart(request: Who, deps: Deps): Promise<KnownBlock[]> {
  if (!isOrganizer(request.event, request.person.id)) return [];
  const { state, phase } = await loadSetupState(request, deps, asListed(deps.chat));
  if (phase === 'over') return [];
  if (phase === 'during') return missingBlocks(state, request);
  return stepsLeft(setupSteps(state)).length > 0 ? setupBlocks(state, request) : [];
}

/** For the crew that one runs; for whoever planned one what is to come. */
async function drillPart(
  { permission, person, t, locale, now, zone, event }: Who,
  deps: Deps,
): Promise<KnownBlock[]> {
  if (!includes(permission, 'crew')) return [];
  const [running, planned] = await Promise.all([
    runningDrill(deps),
    deps.store.find(drillDocument, `by:${person.id}`),
  ]);
  const mine = planned.map(({ value }) => value).filter(({ state }) => state === 'planned');
  const mayEnd = isOrganizer(event, person.id);
  return drillHomeBlocks({ running: running?.value, planned: mine }, { t, locale, now, zone, mayEnd });
}

/** For who does not organize, while there is nothing to look at yet. */
async function beingSetUp({ event, person, t }: Who, deps: Deps): Promise<KnownBlock[]> {
  if (isOrganizer(event, person.id) || event.organizers.length === 0 || person.guest) return [];
  if ((await deps.sessions.read()).size > 0) return [];
  return [section(t('callboard.home.being', { organizers: mentionIds(event.organizers) }))];
}

/** For the crew, once something was counted: one line. */
async function promisesPart({ permission, t }: Who, deps: Deps): Promise<KnownBlock[]> {
  if (!includes(permission, 'crew')) return [];
  const standing = await readPromises(deps);
  return standing.figures.some(({ all }) => all > 0) ? [context(promisesInShort(standing, t))] : [];
}

export async function callboardHome(request: Who, deps: Deps): Promise<HomePart> {
  const { event, person, locale, now, t } = request;
  const [days, dates] = await Promise.all([loadDays(deps), loadEventDates(event, deps)]);
  const facts = [
    whenIs({ dates, zone: event.zone }, now, t, days),
    dates && dateSpan(dates.first, dates.last, locale),
    escape(event.zone),
  ].filter((fact) => fact !== undefined);
  const isNew = event.organizers.length === 0 && isFullMember(person);
  return {
    mine: isNew ? claimBlocks(t) : [...(await drillPart(request, deps)), ...(await setupPart(request, deps))],
    nice: cardsSmall(await loadKeptCards(person.id, request, deps), t),
    event: [
      context(joined(facts, ' · ')),
      ...(await promisesPart(request, deps)),
      ...(await beingSetUp(request, deps)),
    ],
  };
}
