/**
 * How people and pages stand, as our screens say it (the control room, a room's tablet): pure, HTML in which everything
 * that people wrote is escaped. What wants an eye is marked by a word or a sign too, not by its colour alone.
 */
import { escapeHtml as html } from '../core/html.ts';
import { truncatePlain } from '../core/text.ts';
import type { Locale, Translate } from '../i18n/index.ts';
import { clockFrom } from '../i18n/time.ts';
import { askedNow, type Page } from '../page/domain/page.ts';
import { type Names, nameOf } from '../page/words.ts';
import type { OnShift } from '../rota/domain/on-shift.ts';
import type { SpeakerRow } from '../speakers/board-model.ts';

export interface ScreenReader {
  readonly t: Translate;
  readonly locale: Locale;
  readonly zone: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly names: Names;
}

const MAX_TEXT = 120;
/** Names in one line; the rest are counted. */
const MAX_NAMED = 6;

/** A text that somebody wrote, as long as a line takes. */
export const screenText = (text: string): string => html(truncatePlain(text, MAX_TEXT));
export const calmWords = (words: string): string => `<span class="calm">✓ ${html(words)}</span>`;
export const markedWords = (words: string): string => `<span class="mark">${html(words)}</span>`;

function namedOnScreen(ids: readonly string[], names: Names): string {
  const shown = ids
    .slice(0, MAX_NAMED)
    .map((id) => nameOf(id, names))
    .join(', ');
  return ids.length > MAX_NAMED ? `${shown} +${ids.length - MAX_NAMED}` : shown;
}

/** Who has a page, or whom it asks. Plain text, not escaped. */
export function pageStanding(page: Page, { t, zone, locale, now, names }: ScreenReader): string {
  if (page.state === 'acknowledged')
    return t('callboard.board.has', { person: nameOf(page.acknowledged?.by ?? '', names) });
  if (page.state === 'held')
    return t('callboard.board.held', {
      time: clockFrom(page.heldUntil ?? page.openedAt, now, zone, locale),
    });
  if (page.gaveUpAt !== undefined) return t('callboard.board.gaveUp');
  const asked = askedNow(page);
  return asked.length === 0
    ? t('callboard.board.nobodyAsked')
    : t('callboard.board.asked', { people: namedOnScreen(asked, names) });
}

/** `Vera Volunteer (Stage) · ✓ here · until 17:30` */
export function personOnShift({ shift, assignment }: OnShift, reader: ScreenReader): string {
  const { t, zone, locale, now, names } = reader;
  const state =
    assignment.state === 'arrived'
      ? calmWords(t('callboard.board.here'))
      : assignment.missing
        ? markedWords(`! ${t('callboard.board.missing')}`)
        : html(t('callboard.board.expected'));
  const until = t('agenda.untilTime', { time: clockFrom(shift.end, now, zone, locale) });
  return `${html(nameOf(assignment.person, names))} (${screenText(shift.role)}) · ${state} · ${html(until)}`;
}

/** Whether a speaker is here, late, missed, or not even known. */
export function speakerStanding(speaker: SpeakerRow, { t, zone, locale, now }: ScreenReader): string {
  if (speaker.hereAt !== undefined)
    return calmWords(t('callboard.board.hereSince', { time: clockFrom(speaker.hereAt, now, zone, locale) }));
  if (speaker.lateMinutes !== undefined)
    return markedWords(t('callboard.board.lateBy', { minutes: speaker.lateMinutes }));
  if (speaker.missed) return markedWords(`! ${t('callboard.board.missing')}`);
  if (speaker.link === undefined) return html(t('callboard.board.unlinked'));
  return html(t(speaker.heardAt === undefined ? 'callboard.board.expected' : 'callboard.board.heard'));
}
