/** What went wrong, as the person is told it. Only what is our fault is logged, under the reference they see. */
import { PermanentError, StoreUnavailable, UserError } from '../../core/errors.ts';
import type { NewId } from '../../core/ports/clock.ts';
import type { Log } from '../../core/ports/log.ts';
import { type Locale, safeText, translator } from '../../i18n/index.ts';
import { escape, type Mrkdwn } from '../../slack/mrkdwn.ts';

export type FormatError = (error: unknown, locale: Locale, doing: string) => Mrkdwn;

/** `doing` names the verb or button for the log; what was typed is never in it. */
export const createErrorFormatter =
  (log: Log, newId: NewId): FormatError =>
  (error, locale, doing) => {
    const t = translator(locale);
    if (error instanceof UserError) return safeText(error, locale);
    if (error instanceof StoreUnavailable) {
      log.warn({ part: 'slack', doing }, 'the store cannot be reached');
      return t('common.storeGone');
    }
    if (error instanceof PermanentError && error.code === 'expired_trigger_id') return t('slack.expired');
    const reference = newId().slice(0, 8);
    const { message, stack, name } = error instanceof Error ? error : new Error(String(error));
    log.error({ part: 'slack', doing, reference, error: name, reason: message, stack }, 'a request broke');
    return t('common.broken', { reference: escape(reference) });
  };
