/** What facts of all nouns mean for the promises, and for what is done by hand. Pure; a line a kind of fact. */
import {
  agendaChanged,
  agendaImported,
  clockUndone,
  sessionChanged,
  sessionStarted,
} from '../../agenda/domain/facts.ts';
import { isPerson, PRIVATE, type Recorded } from '../../core/commit.ts';
import { milliseconds } from '../../core/instant.ts';
import { incidentErased, madePrivate, madePublic } from '../../incident/domain/facts.ts';
import {
  hookCreated,
  notificationMoved,
  pageAcknowledged,
  pageHandedOver,
  pageHeld,
  pageLinked,
  pageOpened,
  pageResolved,
  pageStepped,
  policyChanged,
} from '../../page/domain/facts.ts';
import { roleChanged, rotaChanged, rotaSettingsChanged, shiftReminded } from '../../rota/domain/facts.ts';
import { remindShift } from '../../rota/domain/jobs.ts';
import {
  checkedIn,
  planChanged,
  reminderDropped,
  speakerLinked,
  speakerReminded,
} from '../../speakers/domain/facts.ts';
import { eventChanged } from '../domain/event.ts';
import { factsErased } from '../domain/forgotten.ts';
import { jobFailed } from '../domain/jobs.ts';
import type { Signal } from '../domain/promise-tally.ts';
import type { Toil } from '../domain/toil.ts';
import { type FactReader, readerOf } from '../fact-reader.ts';

type Meaning = Signal extends infer S ? (S extends Signal ? Omit<S, 'at'> : never) : never;
const reader = readerOf<Meaning>();

const NOTHING: readonly Meaning[] = [];

const byHand = (deed: Toil, { by }: Recorded): readonly Meaning[] =>
  isPerson(by) ? [{ is: 'by-hand', deed }] : NOTHING;

/** A provider, or Slack, has taken it: what becomes of it is another matter. */
const TAKEN: ReadonlySet<string> = new Set(['queued', 'sent', 'ringing', 'answered', 'delivered']);

/** Why a reminder did not leave that should have: it was tried to no end, or its time had gone by. */
const LOST: ReadonlySet<string> = new Set(['failed', 'superseded', 'started']);

/** Kinds of reminders that somebody sent by hand. */
const isNow = (kind: string): boolean => kind.startsWith('now-');

const recount = (): readonly Meaning[] => [{ is: 'recount' }];

const READERS: ReadonlyMap<string, FactReader<Meaning>> = new Map([
  reader(pageOpened, ({ page, test, drill }) => (test || drill ? NOTHING : [{ is: 'page-opened', page }])),
  reader(pageHeld, ({ page }) => [{ is: 'page-held', page }]),
  reader(pageHandedOver, ({ page }) => [{ is: 'page-asks', page }]),
  reader(pageStepped, ({ page }) => [{ is: 'page-asks', page }]),
  reader(notificationMoved, ({ page, state }) =>
    TAKEN.has(state) ? [{ is: 'page-reached', page }] : NOTHING,
  ),
  reader(pageAcknowledged, ({ page }) => [{ is: 'page-answered', page }]),
  reader(pageResolved, ({ page }, { by }) => [{ is: isPerson(by) ? 'page-answered' : 'page-over', page }]),
  reader(speakerReminded, ({ kind, due }, fact) => [
    ...(due === undefined ? NOTHING : [{ is: 'reminder-left' as const, due: milliseconds(due) }]),
    ...(isNow(kind) ? byHand('reminded', fact) : NOTHING),
  ]),
  reader(reminderDropped, ({ reason, due }) =>
    due !== undefined && LOST.has(reason) ? [{ is: 'reminder-lost' }] : NOTHING,
  ),
  reader(shiftReminded, ({ due }) =>
    due === undefined ? NOTHING : [{ is: 'reminder-left', due: milliseconds(due) }],
  ),
  reader(jobFailed, ({ name, code }) =>
    name === remindShift.name && code !== 'unreachable' ? [{ is: 'reminder-lost' }] : NOTHING,
  ),
  reader(sessionChanged, ({ session: talk, what, after }) =>
    what.includes('removed')
      ? [{ is: 'talk-removed', talk }]
      : [
          {
            is: 'talk-changed',
            talk,
            change: {
              ...(what.includes('new') && { isNew: true }),
              ...(after.start !== undefined && { start: milliseconds(after.start) }),
              ...(after.end !== undefined && { end: milliseconds(after.end) }),
              ...(after.state !== undefined && { isCancelled: after.state === 'cancelled' }),
              ...(after.isBreak !== undefined && { isBreak: after.isBreak ?? false }),
            },
          },
        ],
  ),
  reader(sessionStarted, ({ session: talk, start, press }) => [
    { is: 'talk-started', talk, start: milliseconds(start), press },
  ]),
  reader(clockUndone, ({ press }) => [{ is: 'press-undone', press }]),
  // By hand.
  reader(agendaChanged, ({ how }, fact) =>
    how === 'undo' ? NOTHING : byHand(how === 'delay' ? 'delayed' : 'changed', fact),
  ),
  reader(agendaImported, (_, fact) => byHand('imported', fact)),
  reader(rotaChanged, ({ how }, fact) => {
    if (how === 'assign') return byHand('assigned', fact);
    return how === 'add' ? byHand('shift-added', fact) : NOTHING;
  }),
  reader(speakerLinked, ({ how }, fact) => (how === 'organizer' ? byHand('linked', fact) : NOTHING)),
  reader(checkedIn, ({ person }, fact) => (fact.by === person ? NOTHING : byHand('checked-in', fact))),
  reader(eventChanged, ({ fields }, fact) => [
    ...(fields.includes('promises') ? recount() : NOTHING),
    ...(fields.includes('crew') ? byHand('crew', fact) : NOTHING),
  ]),
  reader(roleChanged, (_, fact) => byHand('set-up', fact)),
  reader(rotaSettingsChanged, (_, fact) => byHand('set-up', fact)),
  reader(policyChanged, (_, fact) => byHand('set-up', fact)),
  reader(hookCreated, (_, fact) => byHand('set-up', fact)),
  reader(planChanged, (_, fact) => byHand('set-up', fact)),
  // What is a private incident's counts no more; what was one's may count again; and what is erased is gone.
  reader(pageLinked, (_, { about }) => (about.includes(PRIVATE) ? recount() : NOTHING)),
  [madePrivate.name, recount],
  [madePublic.name, recount],
  [incidentErased.name, recount],
  [factsErased.name, recount],
]);

/** In the ledger's order. */
export function signalsOf(facts: readonly Recorded[]): Signal[] {
  return facts.flatMap((fact) =>
    (READERS.get(fact.name)?.(fact) ?? NOTHING).map(
      (meaning): Signal => ({ ...meaning, at: fact.at.epochMilliseconds }) as Signal,
    ),
  );
}

/** Of these nothing is begun: whatever began it has had a count scheduled already, for when it is decided. */
const FOLLOWS: ReadonlySet<string> = new Set([
  pageHeld.name,
  pageStepped.name,
  notificationMoved.name,
  pageAcknowledged.name,
  pageResolved.name,
]);

/** Whether a fact has the promises counted soon. */
export const beginsCount = (name: string): boolean => READERS.has(name) && !FOLLOWS.has(name);
