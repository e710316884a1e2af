/** What somebody means who types `/incident do ACTION [I2|P3] [in ROOM]`: which action, and on what. */
import type { CommandInvocation, RequestContext } from '../../src/core/command.ts';
import type { Versioned } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { matchByName, plain } from '../../src/core/match.ts';
import { nearest } from '../../src/core/nearest.ts';
import { roomNames } from '../../src/incident/declare.ts';
import { isOpen } from '../../src/incident/domain/incident.ts';
import { fitsPlace, placeOfIncident, placeOfPage, type Remedy } from '../../src/incident/domain/remedy.ts';
import type { RunScene } from '../../src/incident/domain/remedy-run.ts';
import { pagesOf } from '../../src/incident/load.ts';
import { readIncidents, readScene } from '../../src/incident/read.ts';
import { type RemedyContext, readRemedies } from '../../src/incident/remedies.ts';
import { isResolved, mayRead, pageDocument } from '../../src/page/domain/page.ts';
import { code, escape, joined, quoted, truncate } from '../../src/slack/mrkdwn.ts';

type Who = Pick<RequestContext, 'person'>;

export interface Meant {
  readonly remedy: Versioned<Remedy>;
  readonly on: RemedyContext;
}

const list = (all: readonly Versioned<Remedy>[]) =>
  joined(
    all.map(({ id }) => code(id)),
    ', ',
  );

/** By its name or its title, or any unambiguous beginning of them; one guess where it is neither. */
export async function remedyNamed(typed: string, deps: Pick<Deps, 'remedies'>): Promise<Versioned<Remedy>> {
  const all = await readRemedies(deps);
  if (all.length === 0) throw new UserError('incident.do.none');
  // A name goes before what another one is titled.
  const exact = all.find(({ id }) => id === typed.trim().toLowerCase());
  if (exact) return exact;
  const found = matchByName(typed, all, ({ value }) => [value.name, value.title]);
  if ('found' in found) return found.found;
  const said = quoted(truncate(typed, 60));
  if ('ambiguous' in found)
    throw new UserError('incident.do.ambiguous', { typed: said, known: list(found.ambiguous) });
  const words = new Map(all.flatMap(({ id, value }) => [[plain(id), id] as const, [plain(value.title), id]]));
  const guess = words.get(nearest(plain(typed), [...words.keys()]) ?? '');
  throw guess === undefined
    ? new UserError('incident.do.unknown', { typed: said, known: list(all) })
    : new UserError('incident.do.didYouMean', { typed: said, guess: escape(guess) });
}

const CODE = /(?:^|\s)([ip]\d+)(?=\s|$)/i;
const IN_ROOM = /\s(?:in|en)\s+(\S.*)$/i;

/** What is typed, taken apart. A title may have "in" in it: it goes before a room. */
export async function typedRemedy(call: CommandInvocation, deps: Deps): Promise<Meant> {
  const [, typedCode] = CODE.exec(call.text) ?? [];
  const rest = typedCode === undefined ? call.text.trim() : call.text.replace(CODE, ' ').trim();
  const whole = await remedyNamed(rest, deps).catch((error: unknown) => error);
  const [, typedRoom] = IN_ROOM.exec(rest) ?? [];
  const isWhole = !(whole instanceof Error);
  const name = isWhole || typedRoom === undefined ? rest : rest.replace(IN_ROOM, '').trim();
  const remedy = await remedyNamed(name, deps);
  const room = isWhole || typedRoom === undefined ? undefined : await roomNamed(typedRoom, deps);
  if (typedCode !== undefined) return { remedy, on: { ...onCode(typedCode), room } };
  return { remedy, on: { ...(await onlyPlaceOf(remedy.value, room, call, deps)), room } };
}

const onCode = (typed: string): RemedyContext =>
  /^i/i.test(typed) ? { incident: typed.toUpperCase() } : { page: typed.toUpperCase() };

async function roomNamed(typed: string, deps: Deps): Promise<string> {
  const rooms = await roomNames(deps);
  const found = matchByName(typed, rooms, (name) => [name]);
  if ('found' in found) return found.found;
  const candidates = 'ambiguous' in found ? found.ambiguous : rooms;
  throw new UserError('incident.severalRooms', {
    typed: quoted(truncate(typed, 60)),
    rooms: joined(
      candidates.map((name) => code(name)),
      ', ',
    ),
  });
}

/** The one open page or incident that it fits; nothing where there is none, and a question where there are several. */
async function onlyPlaceOf(
  remedy: Remedy,
  room: string | undefined,
  { person }: Who,
  deps: Pick<Deps, 'store'>,
): Promise<RemedyContext> {
  const isThere = (at: string | undefined) => room === undefined || at === room;
  const incidents: string[] = [];
  for (const { value } of await readIncidents('open', person, deps)) {
    const place = placeOfIncident(value, await pagesOf(value.code, deps));
    if (isThere(place.room) && fitsPlace(remedy, place)) incidents.push(value.code);
  }
  const pages = (await deps.store.find(pageDocument, 'unresolved'))
    .map(({ value }) => value)
    .filter((page) => page.kind === 'page' && mayRead(page, person.id))
    // Its incident stands for it.
    .filter(({ incident }) => incident === undefined || !incidents.includes(incident))
    .filter((page) => {
      const place = placeOfPage(page);
      return isThere(place.room) && fitsPlace(remedy, place);
    });
  const found = [...incidents, ...pages.map((page) => page.code)];
  const [only] = found;
  if (found.length > 1)
    throw new UserError('incident.do.whichOne', {
      title: escape(remedy.title),
      codes: joined(
        found.map((one) => code(one)),
        ', ',
      ),
      form: escape(`/incident do ${remedy.name} ${only}`),
    });
  return only === undefined ? {} : onCode(only);
}

export interface Scene {
  readonly scene: RunScene;
  readonly room: string | undefined;
}

/**
 * What it is used on, as it is now, and in which room: the one typed, else the page's or incident's, else the only
 * one that the action is for.
 *
 * @throws {UserError} where there is none that this person may know of, where it is over, or in another room.
 */
export async function sceneOf(
  { rooms, title }: Remedy,
  on: RemedyContext,
  { person }: Who,
  deps: Pick<Deps, 'store'>,
): Promise<Scene> {
  const scene = await readScene(on, person, deps);
  const { page, incident } = scene ?? {};
  const typed = on.page ?? on.incident ?? '';
  if (!scene) throw new UserError('incident.do.notThere', { typed: quoted(truncate(typed, 20)) });
  const isOver =
    (on.page !== undefined && page !== undefined && isResolved(page.value)) ||
    (on.incident !== undefined && incident !== undefined && !isOpen(incident));
  if (isOver) throw new UserError('incident.do.over', { code: escape(typed) });
  const own = page?.value.target.kind === 'room' ? page.value.target.name : incident?.room;
  const room = on.room ?? own ?? (rooms.length === 1 ? rooms[0] : undefined);
  if (rooms.length > 0 && room !== undefined && !rooms.some((one) => plain(one) === plain(room)))
    throw new UserError('incident.do.fewRooms', {
      title: escape(title),
      rooms: joined(
        rooms.map((one) => escape(one)),
        ', ',
      ),
    });
  return { scene, room };
}
