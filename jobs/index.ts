/** The jobs, a line each. */
import type { Job } from '../src/job.ts';
import tellOrganizers from './tell-organizers.ts';

export const jobs: readonly Job[] = [tellOrganizers];
