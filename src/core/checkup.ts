/** What `callboard doctor` finds, one line a thing: how it is, and what to do where it is not well. */

export interface Finding {
  /** The thing that was looked at, such as `Slack token`. */
  readonly of: string;
  /** `unsure`: it could not be looked at from here. `off`: it is not set up, and need not be. */
  readonly state: 'well' | 'wrong' | 'unsure' | 'off';
  /** How it is. Never a token, a number or an address of a person. */
  readonly said: string;
  /** What to do, where something is to be done. */
  readonly mend?: string;
}

export const well = (of: string, said: string): Finding => ({ of, state: 'well', said });
export const wrong = (of: string, said: string, mend: string): Finding => ({
  of,
  state: 'wrong',
  said,
  mend,
});
export const unsure = (of: string, said: string, mend: string): Finding => ({
  of,
  state: 'unsure',
  said,
  mend,
});
export const off = (of: string, said: string, mend: string): Finding => ({ of, state: 'off', said, mend });

const MARKS: Readonly<Record<Finding['state'], string>> = {
  well: 'ok   ',
  wrong: 'WRONG',
  unsure: '?    ',
  off: '-    ',
};

/** The findings as lines for a terminal; words and not only marks, so that it reads aloud. */
export const report = (findings: readonly Finding[]): string[] => {
  const width = Math.max(0, ...findings.map(({ of }) => of.length));
  return findings.flatMap(({ of, state, said, mend }) => [
    `${MARKS[state]}  ${of.padEnd(width)}  ${said}`,
    ...(mend === undefined ? [] : [`${' '.repeat(MARKS.well.length + 2 + width + 2)}→ ${mend}`]),
  ]);
};

/** Seconds by which two clocks may differ: Slack and Twilio refuse signatures that are five minutes old. */
const MAX_SKEW_S = 30;

/**
 * Whether our clock goes with another's.
 *
 * @param theirs - Milliseconds since 1970 by the other clock; NaN where it did not say.
 * @param ours - The same by ours, taken at the same moment.
 */
export function clockFinding(whose: string, theirs: number, ours: number): Finding {
  const of = `clock, by ${whose}`;
  if (Number.isNaN(theirs)) return unsure(of, `${whose} did not say what time it is.`, 'Look at the clock.');
  const seconds = Math.round(Math.abs(ours - theirs) / 1000);
  return seconds <= MAX_SKEW_S
    ? well(of, `within ${Math.max(1, seconds)} s`)
    : wrong(
        of,
        `${seconds} s ${ours > theirs ? 'ahead' : 'behind'}: reminders come at the wrong time, and signatures are refused.`,
        'Switch on time synchronisation (for example `timedatectl set-ntp true`).',
      );
}
