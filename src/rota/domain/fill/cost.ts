/**
 * What is unfair costs: for each person a convex function of their weighted hours and of their nights, so
 * that the next hour costs more the more one has. Piecewise linear, so that a linear program can bound it.
 */
import type { FillProblem } from './problem.ts';

export interface FairCost {
  /** Weighted hours of one step: the usual shift. */
  readonly unit: number;
  of(weight: number, nights: number): number;
  hours(weight: number): number;
  nights(count: number): number;
}

/** The square of `x`, by straight lines between whole numbers. */
export function square(x: number): number {
  const below = Math.floor(x + 1e-9);
  return below * below + (x - below) * (2 * below + 1);
}

/** A night counts as much as one usual shift does: both are squared and added. */
export function fairCost(problem: FillProblem): FairCost {
  const weights = problem.shifts.map(({ weight }) => weight).sort((a, b) => a - b);
  const unit = weights[Math.floor(weights.length / 2)] ?? 1;
  const hours = (weight: number) => square(weight / unit);
  return { unit, hours, nights: square, of: (weight, nights) => hours(weight) + square(nights) };
}
