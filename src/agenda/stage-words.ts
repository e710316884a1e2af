/** How a session stands to its time, in words: minutes left, minutes over, not begun. Plain text, not escaped. */
import { milliseconds } from '../core/instant.ts';
import type { Mrkdwn } from '../core/text.ts';
import type { Locale, Translate } from '../i18n/index.ts';
import { clock, clockFrom } from '../i18n/time.ts';
import { stageState } from './domain/actual.ts';
import type { Session } from './domain/session.ts';

const MINUTE = 60_000;

export interface StageReader {
  readonly t: Translate;
  readonly locale: Locale;
  readonly zone: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Of one that is on: `until 10:30`, `12 min left`; or `until 10:30`, `6 min over`. */
export function onWords(
  session: Session,
  { t, locale, zone, now }: StageReader,
): { readonly until: Mrkdwn; readonly left: Mrkdwn; readonly isOver: boolean } {
  const end = milliseconds(session.end);
  const isOver = end <= now;
  return {
    until: t('agenda.untilTime', { time: clock(session.end, zone, locale) }),
    left: isOver
      ? t('agenda.clock.minutesOver', { minutes: Math.floor((now - end) / MINUTE) })
      : t('agenda.display.left', { minutes: Math.ceil((end - now) / MINUTE) }),
    isOver,
  };
}

/** Of one that is next: `next 10:30`, and `3 min late` where the room still waits for it. */
export function nextWords(
  session: Session,
  { t, locale, zone, now }: StageReader,
): { readonly at: Mrkdwn; readonly late: Mrkdwn | undefined } {
  const state = stageState(session, now, false);
  return {
    at: t('agenda.nextAt', { time: clockFrom(session.start, now, zone, locale) }),
    late:
      state.kind === 'waiting'
        ? t('agenda.clock.minutesLate', { minutes: Math.floor(state.late / MINUTE) })
        : undefined,
  };
}
