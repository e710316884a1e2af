/** Who asks: person, language, event and time, looked up once as a request comes in. */

import type { Person } from '../../callboard/domain/person.ts';
import type { RequestContext } from '../../core/command.ts';
import type { Deps } from '../../core/deps.ts';
import { StoreUnavailable } from '../../core/errors.ts';
import { loadPermission } from '../../core/permission.ts';
import { type Locale, languageOf } from '../../i18n/index.ts';

/** Who did it, as Slack's payloads say. */
export interface SlackUser {
  readonly id: string;
  readonly name: string;
  /** The workspace that this person belongs to. */
  readonly team: string | undefined;
}

/** A store that hangs is a store that is gone: the person is told within Slack's three seconds. */
const PATIENCE = 2_500;

export const withTimeout = async <T>(work: Promise<T>, milliseconds = PATIENCE): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new StoreUnavailable('no answer in time')), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};

export interface ContextFactory {
  asking(user: SlackUser, trigger: string): Promise<RequestContext>;
  /** The language this person was last answered in, for when nothing can be looked up. */
  lastLocale(userId: string): Locale;
}

/** `team` answers our own workspace's id, once it is known. */
export function createContextFactory(
  deps: Pick<Deps, 'directory' | 'events' | 'clock' | 'shifts' | 'roles' | 'store'>,
  team: () => string | undefined,
): ContextFactory {
  const spoken = new Map<string, Locale>();
  let eventLanguage: Locale = 'en';

  const personOf = async (user: SlackUser): Promise<Person> => {
    const person = (await deps.directory.person(user.id)) ?? {
      id: user.id,
      slack: user.id,
      name: user.name,
      handle: user.name,
    };
    const home = team();
    const stranger = user.team !== undefined && home !== undefined && user.team !== home;
    return stranger ? { ...person, guest: true } : person;
  };

  const knownAs = async (user: SlackUser) => {
    const [person, event] = await Promise.all([personOf(user), deps.events.settings()]);
    return [person, event, await loadPermission(person, event, deps)] as const;
  };

  return {
    async asking(user, trigger) {
      const now = deps.clock.now();
      const [person, event, permission] = await withTimeout(knownAs(user));
      const { locale, t } = languageOf(person, event);
      eventLanguage = event.language;
      if (spoken.size > 10_000) spoken.clear();
      spoken.set(user.id, locale);
      return { person, permission, locale, t, now, event, zone: event.zone, trigger };
    },
    lastLocale: (userId) => spoken.get(userId) ?? eventLanguage,
  };
}
