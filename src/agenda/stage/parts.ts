/**
 * What the crew sees on a room's tablet besides the clock: pure, from its data to parts of the page. Each part has a
 * name, and is sent again by itself when it has changed. Everything that people wrote is escaped in it.
 */
import { escapeHtml as html } from '../../core/html.ts';
import { truncatePlain } from '../../core/text.ts';
import type { Locale, Translate } from '../../i18n/index.ts';
import { clockFrom } from '../../i18n/time.ts';
import { askedNow, type Page } from '../../page/domain/page.ts';
import { nameOf } from '../../page/words.ts';
import type { OnShift } from '../../rota/domain/on-shift.ts';
import type { SpeakerRow } from '../../speakers/board-model.ts';
import type { StageModel } from './load.ts';

export type StagePart = 'next' | 'crew' | 'helping';

const MAX_TITLE = 120;
const MAX_PEOPLE = 12;
/** Names in one line. */
const MAX_ASKED = 5;

interface Reader {
  readonly t: Translate;
  readonly locale: Locale;
  readonly zone: string;
  readonly now: number;
}

const cut = (text: string): string => html(truncatePlain(text, MAX_TITLE));
const calm = (words: string): string => `<span class="calm">✓ ${html(words)}</span>`;
const marked = (words: string): string => `<span class="mark">${html(words)}</span>`;

function speakerState(speaker: SpeakerRow, { t, zone, locale, now }: Reader): string {
  if (speaker.hereAt !== undefined)
    return calm(t('callboard.board.hereSince', { time: clockFrom(speaker.hereAt, now, zone, locale) }));
  if (speaker.lateMinutes !== undefined)
    return marked(t('callboard.board.lateBy', { minutes: speaker.lateMinutes }));
  if (speaker.missed) return marked(`! ${t('callboard.board.missing')}`);
  return html(t(speaker.link === undefined ? 'callboard.board.unlinked' : 'callboard.board.expected'));
}

function nextPart({ clock: { coming }, rows }: StageModel, reader: Reader): string {
  const { t, zone, locale, now } = reader;
  const next = coming.find(({ isBreak }) => !isBreak);
  const [first] = coming;
  const pause = first?.isBreak
    ? `<p>${clockFrom(first.start, now, zone, locale)} ${cut(first.title)}</p>`
    : '';
  if (!next) return pause || `<p class="none">${html(t('agenda.stage.noNext'))}</p>`;
  const row = rows.find(({ session }) => session.code === next.session);
  const who = (row?.speakers ?? []).map(
    (speaker) => `<li>${cut(speaker.name)} · ${speakerState(speaker, reader)}</li>`,
  );
  const record = next.doNotRecord ? `<p>${marked(t('agenda.stage.noRecord'))}</p>` : '';
  return `${pause}<p><b>${clockFrom(next.start, now, zone, locale)} ${html(next.session)}</b> ${cut(next.title)}</p>${record}${who.length > 0 ? `<ul>${who.slice(0, MAX_PEOPLE).join('')}</ul>` : ''}`;
}

function personOn({ shift, assignment }: OnShift, { names }: StageModel, reader: Reader): string {
  const { t, zone, locale, now } = reader;
  const state =
    assignment.state === 'arrived'
      ? calm(t('callboard.board.here'))
      : assignment.missing
        ? marked(`! ${t('callboard.board.missing')}`)
        : html(t('callboard.board.expected'));
  const until = t('agenda.untilTime', { time: clockFrom(shift.end, now, zone, locale) });
  return `<li>${html(nameOf(assignment.person, names))} (${cut(shift.role)}) · ${state} · ${html(until)}</li>`;
}

function crewPart(model: StageModel, reader: Reader): string {
  if (model.on.length === 0) return `<p class="none">${html(reader.t('callboard.board.nobodyOn'))}</p>`;
  const people = model.on.slice(0, MAX_PEOPLE).map((one) => personOn(one, model, reader));
  return `<ul>${people.join('')}</ul>`;
}

function helpState(page: Page, { names }: StageModel, { t, zone, locale, now }: Reader): string {
  if (page.state === 'acknowledged')
    return calm(t('callboard.board.has', { person: nameOf(page.acknowledged?.by ?? '', names) }));
  if (page.state === 'held')
    return html(
      t('callboard.board.held', { time: clockFrom(page.heldUntil ?? page.openedAt, now, zone, locale) }),
    );
  if (page.gaveUpAt !== undefined) return marked(t('callboard.board.gaveUp'));
  const asked = askedNow(page);
  if (asked.length === 0) return marked(t('callboard.board.nobodyAsked'));
  const shown = asked.slice(0, MAX_ASKED).map((id) => nameOf(id, names));
  const more = asked.length > MAX_ASKED ? ` +${asked.length - MAX_ASKED}` : '';
  return marked(t('callboard.board.asked', { people: `${shown.join(', ')}${more}` }));
}

function helpPart(model: StageModel, reader: Reader): string {
  const { help } = model;
  if (!help) return '';
  const since = clockFrom(help.openedAt, reader.now, reader.zone, reader.locale);
  return `<p><b>${html(help.code)}</b> ${since} · ${helpState(help, model, reader)}</p>`;
}

export function stageParts(model: StageModel, t: Translate, locale: Locale): Record<StagePart, string> {
  const reader = { t, locale, zone: model.event.zone, now: model.now };
  return {
    next: nextPart(model, reader),
    crew: crewPart(model, reader),
    helping: helpPart(model, reader),
  };
}
