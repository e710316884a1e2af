/** The solver that fills a rota. What an error from it means is said here. */
import type { FillProgress, FillResult } from '../../rota/domain/fill/fill.ts';
import type { FillProblem } from '../../rota/domain/fill/problem.ts';

/** Fills a rota as well as can be in the time. `PermanentError`: it could not, and trying again will not help. */
export interface Optimizer {
  /**
   * @param options - `seconds` of real time it may take at most; `progress` is told of each better solution.
   * @returns The best that was found, what it is worth, and who is missing where nobody can.
   * @throws PermanentError - It could not, and trying again will not help.
   */
  fill(
    problem: FillProblem,
    options: { readonly seconds: number; readonly progress?: (progress: FillProgress) => void },
  ): Promise<FillResult>;
}
