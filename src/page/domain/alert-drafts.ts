/**
 * What is to become of the pages that a delivery of alerts concerns, while its alerts are gone through one
 * after another. Pure.
 */
import type { Temporal } from 'temporal-polyfill';
import { instantText } from '../../core/instant.ts';
import { truncatePlain, visibleText } from '../../core/text.ts';
import type { Alert, AlertState, Hook } from './alert.ts';
import type { Page } from './page.ts';

/** Names that a page keeps of the alerts behind it. */
const MAX_MEMBERS = 20;
const MAX_NAME = 80;

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
    Pick<
      Page,
      'storm' | 'members' | 'flapping' | 'acknowledged' | 'resolved' | 'stepsRun' | 'heldUntil' | 'labels'
    >
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

export type Draft = { -readonly [K in keyof PlannedPage]: PlannedPage[K] };

/** What a delivery has decided so far, page by page and alert by alert. */
export class AlertDrafts {
  hook: Hook;
  readonly now: number;
  readonly at: string;
  readonly changed = new Map<string, AlertState>();
  readonly pages = new Map<string, Draft>();
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
    const known = this.pages.get(code);
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
    this.pages.set(code, draft);
    return draft;
  }

  setState(id: string, state: Omit<AlertState, 'day'>): void {
    this.changed.set(id, { ...state, day: this.at.slice(0, 10) });
  }
}

/** One alert less behind a page; without any it is over. */
export function leaveDraft(id: string, draft: Draft): void {
  const { storm, members } = draft.after;
  if (storm) {
    const open = Math.max(0, storm.open - 1);
    const left = members?.filter((member) => member.alert !== id);
    draft.after = { ...draft.after, storm: { ...storm, open }, ...(left && { members: left }) };
    if (open > 0) return;
  }
  if (draft.after.state !== 'resolved') draft.isOver = true;
}

/** The latest words, where there are any. */
export function rewordDraft(draft: Draft, { hasWords, message: words }: Alert): void {
  const message = visibleText(words) || words;
  if (hasWords && message !== draft.after.message) draft.after = { ...draft.after, message };
}

/** It is not over any more. */
export function reopenDraft(draft: Draft, state: 'open' | 'acknowledged'): void {
  const { resolved: _, acknowledged, heldUntil: __, ...rest } = draft.after;
  draft.after = { ...rest, state, ...(state === 'acknowledged' && acknowledged && { acknowledged }) };
  draft.isOver = false;
}

const nameOf = ({ name, message }: Alert): string => truncatePlain(name ?? message, MAX_NAME);

/** One alert more behind a page that stands for several; `isNew` counts it in. */
export function joinDraft(id: string, alert: Alert, draft: Draft, isNew: boolean): void {
  const { storm = { count: 0, open: 0 }, members = [] } = draft.after;
  const named = members.length < MAX_MEMBERS ? [...members, { alert: id, name: nameOf(alert) }] : members;
  draft.after = {
    ...draft.after,
    storm: { count: storm.count + (isNew ? 1 : 0), open: storm.open + 1 },
    members: named,
  };
}
