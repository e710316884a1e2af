/** The jobs, a line each. */
import type { Job } from '../src/job.ts';

export const jobs: readonly Job[] = [];
