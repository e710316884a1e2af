/** Whose page it is, by the token in its address: looked at anew for each request. */
import type { Temporal } from 'temporal-polyfill';
import type { EventSettings } from '../../callboard/domain/event.ts';
import type { Person } from '../../callboard/domain/person.ts';
import { endOfEvent } from '../../callboard/domain/retention.ts';
import { loadEventDates } from '../../callboard/event-dates.ts';
import type { Deps } from '../../core/deps.ts';
import { withOptimisticRetry } from '../../core/optimistic-retry.ts';
import { publicPath } from '../../core/public-url.ts';
import { type Language, languageOf } from '../../i18n/index.ts';
import { linkPush, pushEnd, pushLinkDocument } from '../domain/push-link.ts';

export interface PushHolder {
  readonly person: Person;
  readonly event: EventSettings;
  readonly token: string;
  /** The path of PUBLIC_URL, before all of ours. */
  readonly base: string;
  readonly language: Language;
  /** When links and devices end; undefined while nobody has said when the event does. */
  readonly end: Temporal.Instant | undefined;
}

const TOKEN = /^[\w-]{20,100}$/;

export async function loadPushEnd(
  event: EventSettings,
  deps: Pick<Deps, 'store' | 'sessions' | 'clock'>,
): Promise<Temporal.Instant | undefined> {
  return pushEnd(endOfEvent(event, (await loadEventDates(event, deps))?.last));
}

/** Undefined where the address leads nowhere (any more): unknown, replaced, or the event is over. */
export async function enterPush(token: string, deps: Deps): Promise<PushHolder | undefined> {
  if (!TOKEN.test(token)) return undefined;
  const [link] = await deps.store.find(pushLinkDocument, `token:${token}`);
  if (!link) return undefined;
  const [person, event] = await Promise.all([deps.directory.person(link.id), deps.events.settings()]);
  if (!person || person.deactivated) return undefined;
  const end = await loadPushEnd(event, deps);
  if (end && deps.clock.now().epochMilliseconds > end.epochMilliseconds) return undefined;
  const base = publicPath(deps.publicUrl);
  return { person, event, token, base, end, language: languageOf(person, event) };
}

/** The path of somebody's own page, behind that of PUBLIC_URL. */
export const pushPath = (token: string): string => `/push/me/${token}`;

export type PushAddressDeps = Pick<Deps, 'store' | 'clock' | 'newId' | 'publicUrl' | 'push'>;

/** The address of somebody's own page: the one that they have, or a new one. Undefined where nothing can reach us. */
export async function pushAddress(
  person: string,
  { store, clock, newId, publicUrl, push }: PushAddressDeps,
): Promise<string | undefined> {
  if (publicUrl === undefined || push === undefined) return undefined;
  const token = await withOptimisticRetry(store, async () => {
    const known = await store.get(pushLinkDocument, person);
    if (known) return { result: known.value.token };
    const fresh = `${newId()}${newId()}`;
    return { change: linkPush(undefined, person, fresh, clock.now()), result: fresh };
  });
  return `${publicUrl}${pushPath(token)}`;
}
