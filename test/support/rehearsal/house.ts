/** Where a rehearsal is played: the bot's own commands and jobs, in memory or in the sandbox. */
import type { PromiseFigures } from '../../../src/callboard/domain/promises.ts';
import type { Recorded } from '../../../src/core/commit.ts';
import type { Page } from '../../../src/page/domain/page.ts';

export interface Pressed {
  /** Whose button it is, `/rota`. */
  readonly command: string;
  readonly action: string;
  readonly isMeant: (value: string) => boolean;
}

export interface House {
  /** Milliseconds since 1970, of the house's clock. */
  now(): number;
  /** Lets time go by, to `t` at the latest; comes back earlier where something may have happened. */
  pass(t: number): Promise<void>;
  /** What the ledger has had since it was last asked. */
  facts(): Promise<readonly Recorded[]>;
  page(code: string): Promise<Page | undefined>;
  /** Somebody types a slash command, such as `/page show P3`. */
  types(person: string, text: string): Promise<void>;
  /** Somebody answers a text. */
  texts(person: string, body: string): Promise<void>;
  /** Somebody takes the call that this notification is, and presses a digit. */
  presses(person: string, notification: string, digit: string): Promise<void>;
  /**
   * Somebody presses a button of a message from the bot to them or to the organizers' channel: the first of the newest
   * that has it. Nothing where none has (any more).
   */
  clicks(person: string, pressed: Pressed): Promise<void>;
  /** A machine reports that something began or ended. */
  alerts(name: string, words: string, room: string, isFiring: boolean, isCritical: boolean): Promise<void>;
  outage(of: 'provider' | 'slack', isOn: boolean): Promise<void>;
  /** The feed of the programme loses most of its sessions, or has them again. */
  feed(isMad: boolean): Promise<void>;
  /** Every number that was texted or called. */
  numbers(): Promise<readonly string[]>;
  promises(): Promise<readonly PromiseFigures[]>;
  /** In thousandths, as the fuse has counted today. */
  money(): Promise<number>;
  /** What was refused, by what was typed without its names and numbers, with how often. */
  readonly refused: ReadonlyMap<string, number>;
  close(): Promise<void>;
}
