/**
 * What a delivery of alerts does, before anybody is asked: which pages open, which join, are raised, come back
 * or end. One delivery is one decision, so that a storm costs the same at its end as at its start. Pure.
 */
import type { Temporal } from 'temporal-polyfill';
import { instantText, isRecent, milliseconds } from '../../core/instant.ts';
import { truncatePlain, visibleText } from '../../core/text.ts';
import {
  type Alert,
  type AlertState,
  type Hook,
  placeFor,
  recentOf,
  STORM_PAGES,
  stormLasts,
} from './alert.ts';
import { type Page, type Target, targetKey } from './page.ts';

export type AlertOutcome = 'opened' | 'repeated' | 'joined' | 'resolved' | 'ignored';

/** An alert that a person resolved and that still fires pages again so long after the person did, in ms. */
const AGAIN_AFTER_MS = 3_600_000;
/** An alert that comes back so soon after its page was resolved opens that page again, in ms. */
const FLAPPING_WITHIN_MS = 600_000;
/** A page that has asked so often is left as it is: one that comes back is a new one. */
const MAX_STEPS_OF_PAGE = 60;
/** Names that a page keeps of the alerts behind it. */
const MAX_MEMBERS = 20;
const MAX_NAME = 80;
/** The message of a page that names several, in characters. */
const MAX_MESSAGE = 400;
/** Targets whose critical alerts have a page of their own during a storm. */
const MAX_CRITICAL_STORMS = 4;
/** A page of several critical alerts rings anew for the next one at most so often, in ms. */
export const RING_AGAIN_MS = 60_000;

export interface IncomingAlert {
  /** The id of its document. */
  readonly id: string;
  readonly alert: Alert;
  readonly target: Target;
  /** It concerns the source itself: it never joins a storm and begins none. */
  readonly isAlone?: boolean;
}

export interface KnownAlerts {
  readonly hook: Hook;
  readonly states: ReadonlyMap<string, AlertState>;
  /** Every page that a state or a storm of the hook names. */
  readonly pages: ReadonlyMap<string, Page>;
  readonly now: Temporal.Instant;
}

/** What is known of a page while a delivery is gone through; a new one has no document yet. */
type Shown = Pick<Page, 'target' | 'critical' | 'message' | 'state'> &
  Partial<
    Pick<Page, 'storm' | 'members' | 'flapping' | 'acknowledged' | 'resolved' | 'stepsRun' | 'heldUntil'>
  >;

/** What is to become of one page. */
export interface PlannedPage {
  /** `#1`, `#2`, … for pages that are to be opened. */
  readonly code: string;
  readonly before: Page | undefined;
  readonly after: Shown;
  /** `quiet`: opened again, asks at `askAt`. `again`: asks at once. `nothing`: only shown differently. */
  readonly ask: 'nothing' | 'again' | 'quiet';
  readonly isOver: boolean;
  readonly counts: Readonly<Record<'opened' | 'repeated' | 'joined' | 'resolved', number>>;
}

export interface AlertsPlan {
  readonly hook: Hook;
  /** Those that have changed. */
  readonly states: ReadonlyMap<string, AlertState>;
  /** Those that an alert of this delivery concerns. */
  readonly pages: readonly PlannedPage[];
  readonly outcomes: readonly { readonly outcome: AlertOutcome; readonly page?: string }[];
}

type Draft = { -readonly [K in keyof PlannedPage]: PlannedPage[K] };

class Work {
  hook: Hook;
  readonly now: number;
  readonly at: string;
  readonly changed = new Map<string, AlertState>();
  readonly drafts = new Map<string, Draft>();
  readonly #known: KnownAlerts;
  #opened = 0;

  constructor(known: KnownAlerts) {
    this.#known = known;
    this.hook = known.hook;
    this.now = known.now.epochMilliseconds;
    this.at = instantText(known.now);
  }

  state = (id: string): AlertState | undefined => this.changed.get(id) ?? this.#known.states.get(id);

  draft(code: string | undefined): Draft | undefined {
    if (code === undefined) return undefined;
    const known = this.drafts.get(code);
    if (known) return known;
    const page = this.#known.pages.get(code);
    return page && this.#add(code, page, page);
  }

  open(after: Shown): Draft {
    return this.#add(`#${++this.#opened}`, undefined, after);
  }

  #add(code: string, before: Page | undefined, after: Shown): Draft {
    const counts = { opened: 0, repeated: 0, joined: 0, resolved: 0 };
    const draft: Draft = { code, before, after, ask: 'nothing', isOver: false, counts };
    this.drafts.set(code, draft);
    return draft;
  }

  setState(id: string, state: Omit<AlertState, 'day'>): void {
    this.changed.set(id, { ...state, day: this.at.slice(0, 10) });
  }
}

export function planAlerts(incoming: readonly IncomingAlert[], known: KnownAlerts): AlertsPlan {
  const work = new Work(known);
  const outcomes = incoming.map((one) => {
    const { outcome, draft } = takeOne(one, work);
    if (!draft) return { outcome };
    if (outcome !== 'ignored') draft.counts = { ...draft.counts, [outcome]: draft.counts[outcome] + 1 };
    return { outcome, page: draft.code };
  });
  const isDropped = (draft: Draft) => draft.before === undefined && draft.isOver;
  const touched = [...work.drafts.values()].filter(
    (draft) => Object.values(draft.counts).some((count) => count > 0) && !isDropped(draft),
  );
  return { hook: work.hook, states: work.changed, pages: touched, outcomes };
}

interface Taken {
  readonly outcome: AlertOutcome;
  readonly draft?: Draft | undefined;
}

function takeOne(one: IncomingAlert, work: Work): Taken {
  const { id, alert } = one;
  const state = work.state(id);
  const draft = work.draft(state?.page);
  if (!alert.firing && !(alert.overOnlyIfKnown && !state)) return end(id, state, draft, work);
  if (!state || !draft) return begin(one, work);
  const isResolved = draft.isOver || draft.after.state === 'resolved';
  if (state.firing && !isResolved) return repeat(one, state, draft, work);
  if (state.firing) return afterPerson(one, state, draft, work);
  // It was over. A critical one never comes back as one of many.
  if (leavesStorm(one, draft)) return begin(one, work);
  if (!isResolved) return rejoin(one, draft, work);
  const ended = draft.after.resolved?.at;
  const isBack =
    draft.isOver || (ended !== undefined && isRecent(milliseconds(ended), work.now, FLAPPING_WITHIN_MS));
  const isWorn = (draft.after.stepsRun?.length ?? 0) >= MAX_STEPS_OF_PAGE;
  return isBack && !isWorn ? comeBack(one, draft, work) : begin(one, work);
}

const leavesStorm = ({ alert }: IncomingAlert, { after }: Draft): boolean =>
  alert.critical && !after.critical && after.storm !== undefined;

function end(id: string, state: AlertState | undefined, draft: Draft | undefined, work: Work): Taken {
  if (!state?.firing || !draft) return { outcome: 'ignored' };
  work.setState(id, { ...state, firing: false });
  leave(id, draft);
  return { outcome: 'resolved', draft };
}

/** One alert less behind a page; without any it is over. */
function leave(id: string, draft: Draft): void {
  const { storm, members } = draft.after;
  if (storm) {
    const open = Math.max(0, storm.open - 1);
    const left = members?.filter((member) => member.alert !== id);
    draft.after = { ...draft.after, storm: { ...storm, open }, ...(left && { members: left }) };
    if (open > 0) return;
  }
  if (draft.after.state !== 'resolved') draft.isOver = true;
}

/** The same again: the page shows the latest words, and asks again where it got worse or means somebody else. */
function repeat(one: IncomingAlert, state: AlertState, draft: Draft, work: Work): Taken {
  const { id, alert } = one;
  if (leavesStorm(one, draft)) {
    leave(id, draft);
    draft.counts = { ...draft.counts, resolved: draft.counts.resolved + 1 };
    return begin(one, work);
  }
  if (work.at.slice(0, 10) !== state.day) work.setState(id, state);
  if (draft.after.storm) return { outcome: 'repeated', draft };
  reword(draft, alert);
  const isWorse = alert.critical && !draft.after.critical;
  const isElsewhere = alert.target !== undefined && targetKey(one.target) !== targetKey(draft.after.target);
  if (isWorse) draft.after = { ...draft.after, critical: true };
  if (isElsewhere) draft.after = { ...draft.after, target: one.target };
  if (isWorse || (isElsewhere && draft.after.state !== 'acknowledged')) draft.ask = 'again';
  return { outcome: 'repeated', draft };
}

function reword(draft: Draft, { hasWords, message: words }: Alert): void {
  const message = visibleText(words) || words;
  if (hasWords && message !== draft.after.message) draft.after = { ...draft.after, message };
}

/** A person resolved it and it still fires: peace for an hour, unless it has become critical. */
function afterPerson(one: IncomingAlert, state: AlertState, draft: Draft, work: Work): Taken {
  const { alert } = one;
  const since = draft.after.resolved?.at ?? state.at;
  if (!isRecent(milliseconds(since), work.now, AGAIN_AFTER_MS) || leavesStorm(one, draft))
    return begin(one, work);
  if (!alert.critical || draft.after.critical) return { outcome: 'repeated', draft };
  reword(draft, alert);
  reopen(draft, 'open');
  draft.after = { ...draft.after, critical: true };
  draft.ask = 'again';
  return { outcome: 'repeated', draft };
}

function reopen(draft: Draft, state: 'open' | 'acknowledged'): void {
  const { resolved: _, acknowledged, heldUntil: __, ...rest } = draft.after;
  draft.after = { ...rest, state, ...(state === 'acknowledged' && acknowledged && { acknowledged }) };
  draft.isOver = false;
}

/** One of a storm's alerts is back while the storm goes on. */
function rejoin({ id, alert }: IncomingAlert, draft: Draft, work: Work): Taken {
  work.setState(id, { page: draft.code, firing: true, at: work.at });
  if (draft.after.storm) join(id, alert, draft, false);
  return { outcome: 'repeated', draft };
}

/** Flapping: whoever had it has it again; nobody is rung anew unless it is critical, or lasts. */
function comeBack({ id, alert }: IncomingAlert, draft: Draft, work: Work): Taken {
  work.setState(id, { page: draft.code, firing: true, at: work.at });
  if (draft.before === undefined) {
    draft.isOver = false;
    if (draft.after.storm) join(id, alert, draft, false);
    else {
      reword(draft, alert);
      if (alert.critical) draft.after = { ...draft.after, critical: true };
    }
    return { outcome: 'repeated', draft };
  }
  reopen(draft, draft.before.acknowledged ? 'acknowledged' : 'open');
  if (draft.after.storm) join(id, alert, draft, false);
  else reword(draft, alert);
  const critical = draft.after.critical || alert.critical;
  draft.after = { ...draft.after, critical, flapping: (draft.after.flapping ?? 1) + 1 };
  if (critical) reopen(draft, 'open');
  draft.ask = critical ? 'again' : 'quiet';
  return { outcome: 'repeated', draft };
}

const nameOf = ({ name, message }: Alert): string => truncatePlain(name ?? message, MAX_NAME);

function join(id: string, alert: Alert, draft: Draft, isNew: boolean): void {
  const { storm = { count: 0, open: 0 }, members = [] } = draft.after;
  const named = members.length < MAX_MEMBERS ? [...members, { alert: id, name: nameOf(alert) }] : members;
  draft.after = {
    ...draft.after,
    storm: { count: storm.count + (isNew ? 1 : 0), open: storm.open + 1 },
    members: named,
  };
}

/** Not known, or over for long: a page of its own, or one more of a storm. */
function begin(one: IncomingAlert, work: Work): Taken {
  if (one.isAlone) return openFor(one, work, { ...one.alert }, false);
  return one.alert.critical ? beginCritical(one, work) : beginUsual(one, work);
}

function beginUsual(one: IncomingAlert, work: Work): Taken {
  const { hook, now, at } = work;
  const { id, alert } = one;
  const place = placeFor(hook, now);
  const storm = place.kind === 'join' ? work.draft(place.page) : undefined;
  if (storm && !storm.isOver && storm.after.state !== 'resolved') {
    join(id, alert, storm, true);
    work.setState(id, { page: storm.code, firing: true, at });
    work.hook = { ...hook, storm: { page: storm.code, last: at } };
    return { outcome: 'joined', draft: storm };
  }
  // A storm whose page somebody resolved is over for people: what comes has its own pages until there are many.
  if (recentOf(hook.opened, now).length < STORM_PAGES) return openFor(one, work, alert, false);
  const message = `${hook.name}: ${alert.message}`;
  const opened = openFor({ ...one, target: hook.target }, work, { ...alert, message }, true);
  work.hook = { ...work.hook, storm: { page: opened.draft?.code ?? '', last: at } };
  return opened;
}

const isStorming = ({ hook, now }: Work): boolean => placeFor(hook, now).kind !== 'own';

/** In a storm the critical ones of a target have a page of their own, that rings for each that is new. */
function beginCritical(one: IncomingAlert, work: Work): Taken {
  if (!isStorming(work)) return openFor(one, work, one.alert, false);
  const { now, at } = work;
  const key = targetKey(one.target);
  const lasting = (work.hook.criticalStorms ?? []).flatMap((storm) => {
    const draft = stormLasts(storm.last, now) ? work.draft(storm.page) : undefined;
    return draft && !draft.isOver && draft.after.state !== 'resolved' ? [{ ...storm, draft }] : [];
  });
  const found =
    lasting.find(({ target }) => target === key) ??
    (lasting.length >= MAX_CRITICAL_STORMS ? lasting[0] : undefined);
  const taken = found ? joinCritical(one, found.draft, work) : openFor(one, work, one.alert, true);
  const storms = lasting.map(({ page, target, last }) =>
    page === found?.page ? { page, target, last: at } : { page, target, last },
  );
  work.hook = {
    ...work.hook,
    criticalStorms: found ? storms : [...storms, { page: taken.draft?.code ?? '', target: key, last: at }],
  };
  return taken;
}

function joinCritical({ id, alert }: IncomingAlert, draft: Draft, work: Work): Taken {
  const first = draft.after.storm?.count === 1 ? draft.after.message : undefined;
  join(id, alert, draft, true);
  work.setState(id, { page: draft.code, firing: true, at: work.at });
  const names = (draft.after.members ?? []).map(({ name }) => name).slice(0, -1);
  const others = first !== undefined ? [first] : names.toReversed();
  draft.after = {
    ...draft.after,
    message: truncatePlain([alert.message, ...others].join(' · '), MAX_MESSAGE),
  };
  if (draft.before) {
    const asked = draft.before.stepsRun.at(-1)?.at;
    const isAcknowledged = draft.after.state === 'acknowledged';
    if (isAcknowledged) reopen(draft, 'open');
    const isSoon = asked !== undefined && isRecent(milliseconds(asked), work.now, RING_AGAIN_MS);
    if (draft.ask !== 'again') draft.ask = isAcknowledged || !isSoon ? 'again' : 'quiet';
  }
  return { outcome: 'joined', draft };
}

function openFor(one: IncomingAlert, work: Work, alert: Alert, isStorm: boolean): Taken {
  const { id, target } = one;
  const draft = work.open({ target, critical: alert.critical, message: alert.message, state: 'open' });
  if (isStorm) join(id, one.alert, draft, true);
  work.setState(id, { page: draft.code, firing: true, at: work.at });
  if (!one.isAlone)
    work.hook = {
      ...work.hook,
      opened: [...recentOf(work.hook.opened, work.now), work.at].slice(-2 * STORM_PAGES),
    };
  return { outcome: 'opened', draft };
}
