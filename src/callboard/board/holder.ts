/** Whoever opened the control room: by a link, then by a cookie. Looked at anew for each request. */
import type { Deps } from '../../core/deps.ts';
import { loadPermission } from '../../core/permission.ts';
import type { RouteReply, RouteRequest } from '../../core/route.ts';
import { languageOf, translator } from '../../i18n/index.ts';
import { boardLinkDocument, boardLinkId, isLinkLive } from '../domain/board-link.ts';
import type { EventSettings } from '../domain/event.ts';
import { includes } from '../domain/permission.ts';
import type { Person } from '../domain/person.ts';
import { closedBoard, organizersOnly } from './page.ts';

export const BOARD_COOKIE = 'callboard_board';

export interface BoardHolder {
  readonly person: Person;
  readonly event: EventSettings;
  /** Until when their link opens. */
  readonly until: string;
  readonly isOrganizer: boolean;
}

/** The secret of a request's cookie; '' where it has none. */
export function boardSecret({ headers }: Pick<RouteRequest, 'headers'>): string {
  const pairs = (headers['cookie'] ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([name]) => name === BOARD_COOKIE)?.[1] ?? '';
}

/** Whose link it is and until when, where it opens: it has not ended, and they are crew. */
export async function boardHolder(secret: string, deps: Deps): Promise<BoardHolder | undefined> {
  if (secret === '') return undefined;
  const link = await deps.store.get(boardLinkDocument, boardLinkId(secret));
  if (!link || !isLinkLive(link.value, deps.clock.now())) return undefined;
  const [person, event] = await Promise.all([
    deps.directory.person(link.value.person),
    deps.events.settings(),
  ]);
  if (!person) return undefined;
  const permission = await loadPermission(person, event, deps);
  if (!includes(permission, 'crew')) return undefined;
  return { person, event, until: link.value.until, isOrganizer: includes(permission, 'organizer') };
}

export const boardLanguage = async (person: Person | undefined, { events }: Pick<Deps, 'events'>) =>
  languageOf(person, await events.settings());

/** For whoever has no link that opens. */
export async function boardClosed({ events }: Pick<Deps, 'events'>): Promise<RouteReply> {
  const event = await events.settings();
  return closedBoard(event, translator(event.language), event.language);
}

/** What is for organizers alone: the holder, or the reply to whoever may not. */
export async function organizerOrReply(
  request: Pick<RouteRequest, 'headers'>,
  deps: Deps,
): Promise<{ readonly holder: BoardHolder } | { readonly refused: RouteReply }> {
  const holder = await boardHolder(boardSecret(request), deps);
  if (!holder) return { refused: await boardClosed(deps) };
  if (holder.isOrganizer) return { holder };
  const { t, locale } = await boardLanguage(holder.person, deps);
  return { refused: organizersOnly(holder.event, t, locale) };
}
