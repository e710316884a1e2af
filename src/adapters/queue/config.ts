/** What a process does, from the environment: which part of the work, and how long it may take to stop. */
import { z } from 'zod';
import { ROLES } from '../../core/ports/processes.ts';
import { QUEUES } from './bull.ts';

const isQueue = (name: string): name is (typeof QUEUES)[number] => QUEUES.some((queue) => queue === name);

export const queueConfig = z.object({
  /** `web` is what Slack and HTTP reach, `worker` runs what is due, `all` does both. */
  CALLBOARD_ROLE: z.enum(ROLES, { error: `one of ${ROLES.join(', ')}` }).default('all'),
  /** The queues whose jobs this process runs; all unless told. */
  CALLBOARD_QUEUES: z
    .string()
    .transform((text) => [...new Set(text.split(/[\s,]+/).filter(Boolean))])
    .superRefine((names, { addIssue }) => {
      for (const name of names)
        if (!isQueue(name))
          addIssue({ code: 'custom', message: `no queue is called ${name}; there are ${QUEUES.join(', ')}` });
    })
    .transform((names) => QUEUES.filter((queue) => names.includes(queue)))
    .exactOptional(),
  /** Seconds from SIGTERM to the end, at most: somewhat less than whoever sends it waits before it kills. */
  CALLBOARD_STOP_SECONDS: z.coerce.number().int().min(2).max(600).default(8),
});
