/** Our own form, for anything that can send JSON: `{ "message": "…", "id": "…", "status": "firing" }`. */

import { z } from 'zod';
import { truncatePlain } from '../../core/text.ts';
import type { Delivered, ReadAlerts } from './delivered.ts';
import { MAX_CHARACTERS, problemOf } from './problem.ts';

const Body = z.object({
  message: z.string().min(1).max(5000),
  /** What is the same alert; the message itself where there is none. */
  id: z.string().min(1).max(200).optional(),
  status: z.enum(['firing', 'resolved']).default('firing'),
  critical: z.boolean().default(false),
  target: z.string().max(200).optional(),
});

export function generic({ body }: Pick<Delivered, 'body'>): ReadAlerts {
  const read = Body.safeParse(body);
  if (!read.success) return problemOf(read.error);
  const { id, message, status, critical, target } = read.data;
  return {
    alerts: [
      {
        fingerprint: id ?? truncatePlain(message, 200),
        firing: status === 'firing',
        message: truncatePlain(message, MAX_CHARACTERS),
        critical,
        ...(target !== undefined && { target }),
      },
    ],
  };
}
