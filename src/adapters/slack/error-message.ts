/** What went wrong, as the person is told it. Only what is our fault is logged, under the reference they see. */
import { PermanentError, StoreUnavailable, UserError } from '../../core/errors.ts';
import type { NewId } from '../../core/ports/clock.ts';
import type { Log } from '../../core/ports/log.ts';
import { errorText, type Locale, locales } from '../../i18n/index.ts';
import { escapeTyped, unescape } from '../../slack/mrkdwn.ts';

/** Mentions stay; `<!channel>` and what an import brought along do not act. Escaped once, whoever did it. */
const safe = (params: UserError['params']): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]: [string, string | number]) => [
      name,
      typeof value === 'string' ? escapeTyped(unescape(value)) : value,
    ]),
  );

export type FormatError = (error: unknown, locale: Locale, doing: string) => string;

/** `doing` names the verb or button for the log; what was typed is never in it. */
export const createErrorFormatter =
  (log: Log, newId: NewId): FormatError =>
  (error, locale, doing) => {
    const texts = locales[locale];
    if (error instanceof UserError)
      return errorText({ key: (error as UserError).key, params: safe(error.params) }, locale);
    if (error instanceof StoreUnavailable) {
      log.warn({ part: 'slack', doing }, 'the store cannot be reached');
      return texts['common.storeGone'];
    }
    if (error instanceof PermanentError && error.code === 'expired_trigger_id') return texts['slack.expired'];
    const reference = newId().slice(0, 8);
    const { message, stack, name } = error instanceof Error ? error : new Error(String(error));
    log.error({ part: 'slack', doing, reference, error: name, reason: message, stack }, 'a request broke');
    return errorText({ key: 'common.broken', params: { reference } }, locale);
  };
