/** What Sessionize's feeds share. Their times are wall clock without a zone, so the zone is asked for. */
import type { Collector } from './collector.ts';
import { isBreakTitle } from './content.ts';
import { type Fields, fields, first, list, localized, scalarText } from './json.ts';

/** Service sessions during which somebody is on stage all the same. */
const ON_STAGE = /key\s?note|welcome|opening|closing|panel|ceremony|raffle|award|remarks|lightning|kickoff/i;

/** A service slot absorbs delays unless its title says that somebody is on stage. */
export const serviceIsBreak = (session: Fields, speakers: number): boolean => {
  const title = scalarText(session['title']);
  if (isBreakTitle(title, '', speakers)) return true;
  return session['isServiceSession'] === true && speakers === 0 && !ON_STAGE.test(title);
};

/** Undefined where there is nothing to show: no time yet, or not accepted. */
export function sessionizeSlot(
  session: Fields,
  into: Collector,
): { start: number; end: number | undefined } | undefined {
  const title = localized(session['title']);
  const status = scalarText(session['status']);
  if (status !== '' && !/^accept/i.test(status)) {
    into.note('not-accepted', title);
    return undefined;
  }
  const start = into.startTime(scalarText(session['startsAt']), title);
  if (start === undefined) {
    into.note('unscheduled', title);
    return undefined;
  }
  return { start, end: into.time(scalarText(session['endsAt']), title) };
}

/** Track, kind and language are categories whose titles the organizers made up. */
export function categoryFields(
  categories: readonly { readonly title: string; readonly names: readonly string[] }[],
): { track?: string; kind?: string; language?: string } {
  const byTitle = (pattern: RegExp): string =>
    categories
      .filter(({ title }) => pattern.test(title))
      .flatMap(({ names }) => names)
      .join(', ');
  const track = byTitle(/track|topic|theme/i);
  const kind = byTitle(/format|type|length/i);
  const language = byTitle(/language|sprache|idioma|langue/i);
  return {
    ...(track !== '' && { track }),
    ...(kind !== '' && { kind }),
    ...(language !== '' && { language }),
  };
}

const categoriesOf = (session: Fields) =>
  list(session['categories']).map((value) => {
    const category = fields(value);
    return {
      title: first(category, 'name', 'title'),
      names: list(category['categoryItems'] ?? category['items']).map((item) => first(fields(item), 'name')),
    };
  });

/** A session that holds its speakers and categories itself, as GridSmart and Sessions have them. */
export function readSession(
  value: unknown,
  /** The room that it is listed under, and how many there are beside it. */
  listed: { readonly room: string; readonly rooms: number },
  into: Collector,
): void {
  const session = fields(value);
  const slot = sessionizeSlot(session, into);
  if (!slot) return;
  const speakers = list(session['speakers']).map((speaker) => ({
    id: scalarText(fields(speaker)['id']),
    name: first(fields(speaker), 'name', 'fullName'),
  }));
  if (session['isPlenumSession'] === true && listed.rooms > 1)
    into.note('plenum-one-room', scalarText(session['title']));
  into.add({
    guid: scalarText(session['id']),
    title: localized(session['title']),
    description: localized(session['description']),
    ...categoryFields(categoriesOf(session)),
    speakers,
    room: scalarText(session['room']).trim() || listed.room,
    ...slot,
    isBreak: serviceIsBreak(session, speakers.length),
  });
}
