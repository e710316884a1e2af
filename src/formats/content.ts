/** A session's texts as everything else may rely on them: clean, bounded, cancellations recognised. */

import type { SessionContent, SpeakerRef } from '../agenda/domain/session.ts';
import { mailPrint } from '../callboard/domain/mail-print.ts';
import { plain } from '../core/match.ts';
import { truncatePlain } from '../core/text.ts';
import type { Collector, RawSession } from './collector.ts';
import { MAX_LINKS, MAX_NAME, MAX_SPEAKERS, MAX_TEXT, MAX_TITLE } from './limits.ts';
import { nameAndAddress, type PersonId } from './people.ts';
import { looksLikeHtml, oneLine, paragraphs } from './text.ts';

const WORD = `(?:cancell?ed|abgesagt|entf(?:ä|ae)llt|annul(?:é|e|lé|ato)|cancelad[oa]|afgelast|geannuleerd)`;
const LOUD = '(?:CANCELL?ED|ABGESAGT|ENTFÄLLT|ANNULÉ|CANCELAD[OA]|AFGELAST)';
const MARKS: readonly RegExp[] = [
  /** `[Cancelled] …`, `(CANCELLED) …`, and the same at the end. */
  new RegExp(String.raw`^[[(]\s*${WORD}\s*[\])]\s*[:–—-]?\s*|\s?[[(]\s*${WORD}\s*[\])]$`, 'i'),
  /** `Cancelled: …`, `Abgesagt - …`, `… - cancelled`. */
  new RegExp(String.raw`^${WORD}\s*(?:!+|:|\s[–—-])\s*|\s[–—-]\s${WORD}!*$`, 'i'),
  /** `CANCELLED …`: in capitals only, since a talk may well begin with "Cancelled". */
  new RegExp(String.raw`^${LOUD}(?:\s+|$)`),
];
/** `… CANCELLED`, where not everything is in capitals. */
const LOUD_END = new RegExp(String.raw`(?<=\p{Ll}.{0,${MAX_TITLE}})\s${LOUD}!*$`, 'u');

/** Characters of the longest title in which a mark is looked for. */
const MAX_MARKED = 4 * MAX_TITLE;

/** Marks on one title; "CANCELLED - X CANCELLED" has two. */
const MAX_MARKS = 4;

/** The title without its marks, or undefined where it has none. */
export function withoutCancelledMark(title: string): string | undefined {
  // Longer than any title; what is cut to one later has its mark looked for in vain.
  if (title.length > MAX_MARKED) return undefined;
  const whole = oneLine(title);
  let rest = whole;
  for (let count = 0; count < MAX_MARKS; count++) {
    const mark = [...MARKS, LOUD_END].find((pattern) => pattern.test(rest));
    // A title that is nothing but the mark keeps it.
    const without = mark === undefined ? rest : rest.replace(mark, '').trim();
    if (without === rest) break;
    if (without === '') return rest;
    rest = without;
  }
  return rest === whole ? undefined : rest;
}

const BREAK_WORDS = `(?:break|breaks|lunch|dinner|breakfast|supper|coffee|tea|brunch|meal|meals|pause|pausen|mittagspause|kaffeepause|mittagessen|abendessen|frühstück|fruhstuck|descanso|pausa|comida|almuerzo|cena|desayuno|cafe|dejeuner|diner|repas|pranzo|colazione|registration|check in|doors open|einlass|einlaß)`;
const SMALL_WORDS = `(?:morning|afternoon|evening|short|long|and|und|y|et|e|the|for|de|du|con|mit|with|open|desk|networking|sponsored|am|pm|time|snacks?|1|2|3)`;
const BREAK_TITLE = new RegExp(
  `^(?:${SMALL_WORDS} )*${BREAK_WORDS}(?: (?:${SMALL_WORDS}|${BREAK_WORDS}))*$`,
  'u',
);
const BREAK_KIND = new RegExp(`^${BREAK_WORDS}$`, 'u');

/** A break or a meal, by its kind or by a title that says nothing else. */
export const isBreakTitle = (title: string, kind: string, speakers: number): boolean =>
  speakers === 0 && (BREAK_KIND.test(plain(kind)) || BREAK_TITLE.test(plain(title)));

/** `www.example.org/talk`, as people write it. */
const BARE = /^(?:\/\/)?(?:www\.)[\p{L}\p{N}-]{1,63}\.[^\s@]{2,1900}$/iu;

const webAddress = (url: string, base: string): string | undefined => {
  if (url === '') return undefined;
  try {
    const written = BARE.test(url) ? `https://${url.replace(/^\/\//, '')}` : url;
    const absolute = new URL(written, base === '' ? undefined : base);
    const web = absolute.protocol === 'http:' || absolute.protocol === 'https:';
    return web && absolute.href.length <= 2000 ? absolute.href : undefined;
  } catch {
    return undefined;
  }
};

function speakersOf(raw: RawSession, personId: PersonId, into: Collector, label: string): SpeakerRef[] {
  const speakers = new Map<string, SpeakerRef>();
  for (const speaker of raw.speakers.slice(0, MAX_SPEAKERS)) {
    const { name, address } = nameAndAddress(speaker.name);
    if (name === '') {
      into.note('person-no-name', label);
      continue;
    }
    const id = personId(speaker.id, name);
    const email = speaker.email?.trim() || address;
    const mail = email?.includes('@') ? { mail: mailPrint(email) } : {};
    if (!speakers.has(id)) speakers.set(id, { id, name, ...mail });
  }
  return [...speakers.values()];
}

const saysYes = (flag = ''): boolean => /^(?:true|1|yes|y|on)$/i.test(flag.trim());

/** Returns the content, and whether the title says that it is cancelled. */
export function contentOf(
  raw: RawSession,
  personId: PersonId,
  into: Collector,
): { content: SessionContent; cancelled: boolean } {
  const short = (text: string | undefined, limit = MAX_NAME): string =>
    truncatePlain(oneLine(text ?? ''), limit);
  const stated = short(raw.title, MAX_TITLE);
  const subtitle = short(raw.subtitle, MAX_TITLE);
  const track = short(raw.track);
  const kind = short(raw.kind);
  const titled = stated || subtitle || track || kind || short(raw.room) || '?';
  if (stated === '') into.note('no-title', titled);

  const unmarked = withoutCancelledMark(titled);
  if (unmarked !== undefined) into.note('cancelled-by-title', titled);
  const title = unmarked ?? titled;

  const long = (text: string | undefined): string => {
    const written = text ?? '';
    const markup = truncatePlain(written, 4 * MAX_TEXT);
    if (looksLikeHtml(markup)) into.note('html-in-text', title);
    const readable = paragraphs(markup);
    if (markup !== written || readable.length > MAX_TEXT) into.note('text-cut', title);
    return truncatePlain(readable, MAX_TEXT);
  };

  const language = short(raw.language);
  if (/[,;/]/.test(language)) into.note('several-languages', language);
  const links = (raw.links ?? []).slice(0, MAX_LINKS).flatMap((link) => {
    const url = webAddress(link.url, into.baseUrl);
    if (url === undefined) into.note('links-dropped', link.url);
    return url === undefined ? [] : [{ title: short(link.title, MAX_TITLE), url }];
  });
  const url = webAddress(oneLine(raw.url ?? ''), into.baseUrl);
  if (url === undefined && oneLine(raw.url ?? '') !== '') into.note('links-dropped', raw.url);
  const abstract = long(raw.abstract);
  const description = long(raw.description);
  const speakers = speakersOf(raw, personId, into, title);

  const content: SessionContent = {
    title,
    ...(subtitle !== '' && stated !== '' && { subtitle }),
    ...(abstract !== '' && { abstract }),
    ...(description !== '' && { description }),
    speakers,
    ...(track !== '' && { track }),
    ...(kind !== '' && { kind }),
    ...(language !== '' && { language }),
    ...(url !== undefined && { url }),
    ...(links.length > 0 && { links }),
    ...(saysYes(raw.doNotRecord) && { doNotRecord: true as const }),
    ...((raw.isBreak ?? isBreakTitle(title, kind, speakers.length)) && { isBreak: true }),
  };
  return { content, cancelled: unmarked !== undefined };
}
