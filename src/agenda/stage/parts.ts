/**
 * What the crew sees on a room's tablet besides the clock: pure, from its data to parts of the page. Each part has a
 * name, and is sent again by itself when it has changed. Everything that people wrote is escaped in it.
 */
import {
  calmWords,
  markedWords,
  pageStanding,
  personOnShift,
  type ScreenReader,
  screenText,
  speakerStanding,
} from '../../callboard/screen-lines.ts';
import { escapeHtml as html } from '../../core/html.ts';
import type { Locale, Translate } from '../../i18n/index.ts';
import { clockFrom } from '../../i18n/time.ts';
import type { StageModel } from './load.ts';

export type StagePart = 'next' | 'crew' | 'helping';

const MAX_PEOPLE = 12;

const peopleList = (people: readonly string[]): string =>
  people.length === 0
    ? ''
    : `<ul>${people
        .slice(0, MAX_PEOPLE)
        .map((one) => `<li>${one}</li>`)
        .join('')}</ul>`;

function nextPart({ clock: { coming }, rows }: StageModel, reader: ScreenReader): string {
  const { t, zone, locale, now } = reader;
  const next = coming.find(({ isBreak }) => !isBreak);
  const [first] = coming;
  const pause = first?.isBreak
    ? `<p>${clockFrom(first.start, now, zone, locale)} ${screenText(first.title)}</p>`
    : '';
  if (!next) return pause || `<p class="none">${html(t('agenda.stage.noNext'))}</p>`;
  const row = rows.find(({ session }) => session.code === next.session);
  const who = (row?.speakers ?? []).map(
    (speaker) => `${screenText(speaker.name)} · ${speakerStanding(speaker, reader)}`,
  );
  const record = next.doNotRecord ? `<p>${markedWords(t('agenda.stage.noRecord'))}</p>` : '';
  return `${pause}<p><b>${clockFrom(next.start, now, zone, locale)} ${html(next.session)}</b> ${screenText(next.title)}</p>${record}${peopleList(who)}`;
}

const crewPart = ({ on }: StageModel, reader: ScreenReader): string =>
  on.length === 0
    ? `<p class="none">${html(reader.t('callboard.board.nobodyOn'))}</p>`
    : peopleList(on.map((one) => personOnShift(one, reader)));

/** Help that was asked for from here, until it is over. */
function helpPart({ help }: StageModel, reader: ScreenReader): string {
  if (!help) return '';
  const since = clockFrom(help.openedAt, reader.now, reader.zone, reader.locale);
  const standing = pageStanding(help, reader);
  const say = { acknowledged: calmWords, held: html, open: markedWords, resolved: html }[help.state];
  const state = say(standing);
  return `<p><b>${html(help.code)}</b> ${since} · ${state}</p>`;
}

export function stageParts(model: StageModel, t: Translate, locale: Locale): Record<StagePart, string> {
  const reader = { t, locale, zone: model.event.zone, now: model.now, names: model.names };
  return {
    next: nextPart(model, reader),
    crew: crewPart(model, reader),
    helping: helpPart(model, reader),
  };
}
