/**
 * What an operator looks for at night: a line for each page that opens, is answered or given up, and for each job
 * that failed for good. Codes only: what a page says and who answered it is not for the log, and what is
 * private has no more than its number.
 */
import type { Change } from '../../core/commit.ts';
import type { Log } from '../../core/ports/log.ts';

const LOGGED =
  /^(?:page\.(?:opened|held|acknowledged|resolved|escalated|raised|reopened|repaged|handed-over|gave-up)|job\.failed)$/;
const CODES = /^(?:page|job):/;

/** For `RedisStore.onCommitted`. */
export const createCommitLog =
  (log: Log) =>
  ({ facts = [] }: Pick<Change, 'facts'>): void => {
    for (const { name, about } of facts)
      if (LOGGED.test(name))
        log.info({ part: 'record', about: about.filter((one) => CODES.test(one)).join(' ') }, name);
  };
