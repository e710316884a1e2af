/** How long what is about people is kept after the event's last day: the one shape of it, wherever it is set. */
import { z } from 'zod';

/** Days, where nobody has said otherwise. */
export const RETENTION_DAYS = { numbers: 30, people: 365 } as const;

/** A kind of data that goes by itself. Private incidents go by decision: `/incident erase`. */
export type Kept = keyof typeof RETENTION_DAYS;

/** Ten years: longer is no limit. Asked where it is typed; what was stored before stays readable. */
export const MAX_KEPT_DAYS = 3660;

const Days = z.number().int().nonnegative();

/**
 * Days after the event's last day for each kind of data; what is not said has its default.
 *
 * @example RetentionDays.parse({ numbers: 14 })
 */
export const RetentionDays = z.object({
  /** Phone numbers and e-mail addresses. */
  numbers: Days.exactOptional(),
  /** People at all: from then on the ledger has nobody's name. */
  people: Days.exactOptional(),
});
export type RetentionDays = z.infer<typeof RetentionDays>;
