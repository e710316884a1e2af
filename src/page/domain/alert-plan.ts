/**
 * What a delivery of alerts does, before anybody is asked: which pages open, which joinDraft, are raised, come back
 * or end. One delivery is one decision, so that a storm costs the same at its end as at its start. Pure.
 */
import { isRecent, milliseconds } from '../../core/instant.ts';
import { truncatePlain } from '../../core/text.ts';
import {
  type Alert,
  type AlertState,
  type Hook,
  placeFor,
  recentOf,
  STORM_PAGES,
  stormLasts,
} from './alert.ts';
import {
  AlertDrafts,
  type Draft,
  joinDraft,
  type KnownAlerts,
  leaveDraft,
  type PlannedPage,
  reopenDraft,
  rewordDraft,
} from './alert-drafts.ts';
import { type Target, targetKey } from './page.ts';

export type AlertOutcome = 'opened' | 'repeated' | 'joined' | 'resolved' | 'ignored';

/** An alert that a person resolved and that still fires pages again so long after the person did, in ms. */
const AGAIN_AFTER_MS = 3_600_000;
/** An alert that comes back so soon after its page was resolved opens that page again, in ms. */
const FLAPPING_WITHIN_MS = 600_000;
/** A page that has asked so often is left as it is: one that comes back is a new one. */
const MAX_STEPS_OF_PAGE = 60;
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

export interface AlertsPlan {
  readonly hook: Hook;
  /** Those that have changed. */
  readonly states: ReadonlyMap<string, AlertState>;
  /** Those that an alert of this delivery concerns. */
  readonly pages: readonly PlannedPage[];
  readonly outcomes: readonly { readonly outcome: AlertOutcome; readonly page?: string }[];
}

export function planAlerts(incoming: readonly IncomingAlert[], known: KnownAlerts): AlertsPlan {
  const drafts = new AlertDrafts(known);
  const outcomes = incoming.map((one) => {
    const { outcome, draft } = takeOne(one, drafts);
    if (!draft) return { outcome };
    if (outcome !== 'ignored') draft.counts = { ...draft.counts, [outcome]: draft.counts[outcome] + 1 };
    return { outcome, page: draft.code };
  });
  const isDropped = (draft: Draft) => draft.before === undefined && draft.isOver;
  const touched = [...drafts.pages.values()].filter(
    (draft) => Object.values(draft.counts).some((count) => count > 0) && !isDropped(draft),
  );
  return { hook: drafts.hook, states: drafts.changed, pages: touched, outcomes };
}

interface Taken {
  readonly outcome: AlertOutcome;
  readonly draft?: Draft | undefined;
}

function takeOne(one: IncomingAlert, drafts: AlertDrafts): Taken {
  const { id, alert } = one;
  const state = drafts.state(id);
  const draft = drafts.draft(state?.page);
  if (!alert.firing && !(alert.overOnlyIfKnown && !state)) return end(id, state, draft, drafts);
  if (!state || !draft) return begin(one, drafts);
  const isResolved = draft.isOver || draft.after.state === 'resolved';
  if (state.firing && !isResolved) return repeat(one, state, draft, drafts);
  if (state.firing) return afterPerson(one, state, draft, drafts);
  // It was over. A critical one never comes back as one of many.
  if (leavesStorm(one, draft)) return begin(one, drafts);
  if (!isResolved) return rejoin(one, draft, drafts);
  const ended = draft.after.resolved?.at;
  const isBack =
    draft.isOver || (ended !== undefined && isRecent(milliseconds(ended), drafts.now, FLAPPING_WITHIN_MS));
  const isWorn = (draft.after.stepsRun?.length ?? 0) >= MAX_STEPS_OF_PAGE;
  return isBack && !isWorn ? comeBack(one, draft, drafts) : begin(one, drafts);
}

const leavesStorm = ({ alert }: IncomingAlert, { after }: Draft): boolean =>
  alert.critical && !after.critical && after.storm !== undefined;

function end(
  id: string,
  state: AlertState | undefined,
  draft: Draft | undefined,
  drafts: AlertDrafts,
): Taken {
  if (!state?.firing || !draft) return { outcome: 'ignored' };
  drafts.setState(id, { ...state, firing: false });
  leaveDraft(id, draft);
  return { outcome: 'resolved', draft };
}

/** The same again: the page shows the latest words, and asks again where it got worse or means somebody else. */
function repeat(one: IncomingAlert, state: AlertState, draft: Draft, drafts: AlertDrafts): Taken {
  const { id, alert } = one;
  if (leavesStorm(one, draft)) {
    leaveDraft(id, draft);
    draft.counts = { ...draft.counts, resolved: draft.counts.resolved + 1 };
    return begin(one, drafts);
  }
  if (drafts.at.slice(0, 10) !== state.day) drafts.setState(id, state);
  if (draft.after.storm) return { outcome: 'repeated', draft };
  rewordDraft(draft, alert);
  const isWorse = alert.critical && !draft.after.critical;
  const isElsewhere = alert.target !== undefined && targetKey(one.target) !== targetKey(draft.after.target);
  if (isWorse) draft.after = { ...draft.after, critical: true };
  if (isElsewhere) draft.after = { ...draft.after, target: one.target };
  if (isWorse || (isElsewhere && draft.after.state !== 'acknowledged')) draft.ask = 'again';
  return { outcome: 'repeated', draft };
}

/** A person resolved it and it still fires: peace for an hour, unless it has become critical. */
function afterPerson(one: IncomingAlert, state: AlertState, draft: Draft, drafts: AlertDrafts): Taken {
  const { alert } = one;
  const since = draft.after.resolved?.at ?? state.at;
  if (!isRecent(milliseconds(since), drafts.now, AGAIN_AFTER_MS) || leavesStorm(one, draft))
    return begin(one, drafts);
  if (!alert.critical || draft.after.critical) return { outcome: 'repeated', draft };
  rewordDraft(draft, alert);
  reopenDraft(draft, 'open');
  draft.after = { ...draft.after, critical: true };
  draft.ask = 'again';
  return { outcome: 'repeated', draft };
}

/** One of a storm's alerts is back while the storm goes on. */
function rejoin({ id, alert }: IncomingAlert, draft: Draft, drafts: AlertDrafts): Taken {
  drafts.setState(id, { page: draft.code, firing: true, at: drafts.at });
  if (draft.after.storm) joinDraft(id, alert, draft, false);
  return { outcome: 'repeated', draft };
}

/** Flapping: whoever had it has it again; nobody is rung anew unless it is critical, or lasts. */
function comeBack({ id, alert }: IncomingAlert, draft: Draft, drafts: AlertDrafts): Taken {
  drafts.setState(id, { page: draft.code, firing: true, at: drafts.at });
  if (draft.before === undefined) {
    draft.isOver = false;
    if (draft.after.storm) joinDraft(id, alert, draft, false);
    else {
      rewordDraft(draft, alert);
      if (alert.critical) draft.after = { ...draft.after, critical: true };
    }
    return { outcome: 'repeated', draft };
  }
  reopenDraft(draft, draft.before.acknowledged ? 'acknowledged' : 'open');
  if (draft.after.storm) joinDraft(id, alert, draft, false);
  else rewordDraft(draft, alert);
  const critical = draft.after.critical || alert.critical;
  draft.after = { ...draft.after, critical, flapping: (draft.after.flapping ?? 1) + 1 };
  if (critical) reopenDraft(draft, 'open');
  draft.ask = critical ? 'again' : 'quiet';
  return { outcome: 'repeated', draft };
}

/** Not known, or over for long: a page of its own, or one more of a storm. */
function begin(one: IncomingAlert, drafts: AlertDrafts): Taken {
  if (one.isAlone) return openFor(one, drafts, { ...one.alert }, false);
  return one.alert.critical ? beginCritical(one, drafts) : beginUsual(one, drafts);
}

function beginUsual(one: IncomingAlert, drafts: AlertDrafts): Taken {
  const { hook, now, at } = drafts;
  const { id, alert } = one;
  const place = placeFor(hook, now);
  const storm = place.kind === 'join' ? drafts.draft(place.page) : undefined;
  if (storm && !storm.isOver && storm.after.state !== 'resolved') {
    joinDraft(id, alert, storm, true);
    drafts.setState(id, { page: storm.code, firing: true, at });
    drafts.hook = { ...hook, storm: { page: storm.code, last: at } };
    return { outcome: 'joined', draft: storm };
  }
  // A storm whose page somebody resolved is over for people: what comes has its own pages until there are many.
  if (recentOf(hook.opened, now).length < STORM_PAGES) return openFor(one, drafts, alert, false);
  const message = `${hook.name}: ${alert.message}`;
  const opened = openFor({ ...one, target: hook.target }, drafts, { ...alert, message }, true);
  drafts.hook = { ...drafts.hook, storm: { page: opened.draft?.code ?? '', last: at } };
  return opened;
}

const isStorming = ({ hook, now }: AlertDrafts): boolean => placeFor(hook, now).kind !== 'own';

/** In a storm the critical ones of a target have a page of their own, that rings for each that is new. */
function beginCritical(one: IncomingAlert, drafts: AlertDrafts): Taken {
  if (!isStorming(drafts)) return openFor(one, drafts, one.alert, false);
  const { now, at } = drafts;
  const key = targetKey(one.target);
  const lasting = (drafts.hook.criticalStorms ?? []).flatMap((storm) => {
    const draft = stormLasts(storm.last, now) ? drafts.draft(storm.page) : undefined;
    return draft && !draft.isOver && draft.after.state !== 'resolved' ? [{ ...storm, draft }] : [];
  });
  const found =
    lasting.find(({ target }) => target === key) ??
    (lasting.length >= MAX_CRITICAL_STORMS ? lasting[0] : undefined);
  const taken = found ? joinCritical(one, found.draft, drafts) : openFor(one, drafts, one.alert, true);
  const storms = lasting.map(({ page, target, last }) =>
    page === found?.page ? { page, target, last: at } : { page, target, last },
  );
  drafts.hook = {
    ...drafts.hook,
    criticalStorms: found ? storms : [...storms, { page: taken.draft?.code ?? '', target: key, last: at }],
  };
  return taken;
}

function joinCritical({ id, alert }: IncomingAlert, draft: Draft, drafts: AlertDrafts): Taken {
  const first = draft.after.storm?.count === 1 ? draft.after.message : undefined;
  joinDraft(id, alert, draft, true);
  drafts.setState(id, { page: draft.code, firing: true, at: drafts.at });
  const names = (draft.after.members ?? []).map(({ name }) => name).slice(0, -1);
  const others = first !== undefined ? [first] : names.toReversed();
  draft.after = {
    ...draft.after,
    message: truncatePlain([alert.message, ...others].join(' · '), MAX_MESSAGE),
  };
  if (draft.before) {
    const asked = draft.before.stepsRun.at(-1)?.at;
    const isAcknowledged = draft.after.state === 'acknowledged';
    if (isAcknowledged) reopenDraft(draft, 'open');
    const isSoon = asked !== undefined && isRecent(milliseconds(asked), drafts.now, RING_AGAIN_MS);
    if (draft.ask !== 'again') draft.ask = isAcknowledged || !isSoon ? 'again' : 'quiet';
  }
  return { outcome: 'joined', draft };
}

function openFor(one: IncomingAlert, drafts: AlertDrafts, alert: Alert, isStorm: boolean): Taken {
  const { id, target } = one;
  const draft = drafts.open({
    target,
    critical: alert.critical,
    message: alert.message,
    state: 'open',
    // A storm's alerts have labels of many things.
    ...(alert.labels && !isStorm && { labels: { ...alert.labels } }),
  });
  if (isStorm) joinDraft(id, one.alert, draft, true);
  drafts.setState(id, { page: draft.code, firing: true, at: drafts.at });
  if (!one.isAlone)
    drafts.hook = {
      ...drafts.hook,
      opened: [...recentOf(drafts.hook.opened, drafts.now), drafts.at].slice(-2 * STORM_PAGES),
    };
  return { outcome: 'opened', draft };
}
