/** What the facts of all nouns mean for the cards, and for whether they do any good. */
import type { Rarity } from './cards.ts';

/** Where a deed was done, for the card to say. */
export interface Where {
  readonly role?: string;
  readonly room?: string;
}

/** What the ledger says that matters here. `id` is the fact's place in it, `at` milliseconds since 1970. */
export type CardSignal = { readonly id: string; readonly at: number } & (
  | { readonly is: 'switched'; readonly on: boolean }
  | { readonly is: 'asked' | 'forgotten'; readonly person: string }
  | { readonly is: 'chose'; readonly person: string; readonly keep: boolean }
  | { readonly is: 'named'; readonly person: string; readonly isNamed: boolean }
  | { readonly is: 'given'; readonly card: string; readonly from: string; readonly to: string }
  /** What the optimizer said of shifts. */
  | { readonly is: 'weighed'; readonly rarities: Readonly<Record<string, Rarity>> }
  | {
      readonly is: 'arrived';
      readonly person: string;
      readonly shift: string;
      readonly inTime: boolean;
      readonly where: Where;
    }
  /** Not on it any more: dropped, absent, or taken back. */
  | { readonly is: 'left' | 'finished'; readonly person: string; readonly shift: string }
  | { readonly is: 'shift-gone'; readonly shift: string }
  | { readonly is: 'night-cover-asked'; readonly cover: string }
  | {
      readonly is: 'night-cover-taken';
      readonly cover: string;
      readonly person: string;
      readonly shift: string;
      readonly where: Where;
    }
  | { readonly is: 'page-opened'; readonly page: string; readonly by: string; readonly isDrill: boolean }
  | {
      readonly is: 'page-answered';
      readonly page: string;
      readonly person: string;
      /** Since it was opened. */
      readonly seconds: number;
      readonly where: Where;
    }
  | { readonly is: 'page-passed-on'; readonly page: string; readonly person: string }
  | { readonly is: 'page-over' | 'page-hidden'; readonly page: string }
  | { readonly is: 'page-of'; readonly page: string; readonly incident: string }
  /** An incident that is a drill. */
  | { readonly is: 'drill'; readonly incident: string; readonly page?: string }
  | { readonly is: 'drill-answered'; readonly page: string; readonly person: string; readonly where: Where }
  | { readonly is: 'dojo-done'; readonly person: string }
  | { readonly is: 'incident-hidden' | 'incident-shown'; readonly incident: string }
  | {
      readonly is: 'action-done';
      readonly action: string;
      readonly incident: string;
      readonly person: string;
      readonly inTime: boolean;
    }
  | { readonly is: 'phone-verified' | 'phone-tested'; readonly person: string }
  /** Facts were rewritten: all is counted anew. */
  | { readonly is: 'recount' }
);
