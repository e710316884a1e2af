/**
 * What an operator looks for at night: a line for each page that opens, is answered or given up, for each message of
 * it that left or failed, for each job that failed for good, and for a feed that is held or failing. Codes only:
 * what a page says and who it is about is not for the log, and what is private has no more than its number.
 */
import { z } from 'zod';
import type { Change } from '../../core/commit.ts';
import type { Log } from '../../core/ports/log.ts';

const LOGGED =
  /^(?:page\.(?:opened|held|acknowledged|resolved|escalated|raised|reopened|repaged|handed-over|gave-up)|job\.failed)$/;
/** Of facts that tell of much: the words for which there is a line. */
const TELLING: Readonly<Record<string, ReadonlySet<string>>> = {
  'notification.moved': new Set(['sent', 'delivered', 'failed']),
  'agenda.watch': new Set(['held', 'failing', 'recovered']),
};
const CODES = /^(?:page|job):/;
const PAGE = /^page:(P\d+)$/;

/** The code's own words among what a fact says; whatever else it says is left out. */
const Words = z.object({
  /** Of a job: its kind. */
  name: z.string().exactOptional(),
  channel: z.enum(['slack', 'sms', 'voice', 'email', 'push', 'ntfy']).exactOptional(),
  state: z.string().exactOptional(),
  became: z.string().exactOptional(),
  code: z
    .string()
    .regex(/^[\w.-]{1,60}$/)
    .exactOptional(),
});

/** For `RedisStore.onCommitted`. */
export const createCommitLog =
  (log: Log) =>
  ({ facts = [] }: Pick<Change, 'facts'>): void => {
    for (const { name, about, data } of facts) {
      const words = name.startsWith('page.') ? {} : Words.catch({}).parse(data);
      const telling = TELLING[name]?.has(words.state ?? words.became ?? '') ?? false;
      if (!telling && !LOGGED.test(name)) continue;
      const page = about.map((one) => PAGE.exec(one)?.[1]).find((one) => one !== undefined);
      const codes = about.filter((one) => CODES.test(one)).join(' ');
      log.info(
        { part: 'record', ...(codes && { about: codes }), ...(page !== undefined && { page }), ...words },
        name,
      );
    }
  };
