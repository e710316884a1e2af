/** What a reader of shifts is given and what it gives back. */
import type { ShiftDraft } from '../../rota/domain/draft.ts';

export const shiftFormats = ['frab', 'emf', 'engelsystem', 'fosdem', 'csv', 'ical'] as const;
export type ShiftFormat = (typeof shiftFormats)[number];

export interface ShiftOptions {
  /** What wall-clock times mean where the file names no zone. */
  readonly zone: string;
  /** `2026-01-31`: what day 0 is in a file that counts days. */
  readonly dayZero?: string;
}

/** Something odd about a file, with how often and the first place it was seen. */
export interface ShiftOddity {
  readonly kind: ShiftOddityKind;
  readonly count: number;
  readonly example: string;
}
export type ShiftOddityKind =
  | 'unreadable-time'
  | 'ends-before-start'
  | 'time-moved'
  | 'time-twice'
  | 'same-twice'
  | 'no-end'
  | 'no-role'
  | 'no-places'
  | 'too-many';

export interface ParsedShifts {
  readonly format: ShiftFormat;
  readonly title: string;
  readonly shifts: readonly ShiftDraft[];
  readonly oddities: readonly ShiftOddity[];
  /** The file counts days from one that it does not name: ask, and read it again. */
  readonly needsDayZero: boolean;
}

/** A shift as a file has it; times in milliseconds since 1970. */
export interface RawShift {
  readonly key: string;
  readonly role: string;
  readonly room: string;
  readonly start: number | undefined;
  readonly end: number | undefined;
  readonly min: number;
  readonly target?: number | undefined;
  readonly max?: number | undefined;
  readonly note?: string;
}
