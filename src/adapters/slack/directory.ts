/**
 * People. A document for each person that anything refers to, so that what they chose (phone, language)
 * outlives Slack's answers; Slack is asked when somebody is new here or was not looked at for a day. The
 * rest of the workspace is known from `users.list`, in memory, for names typed and speakers matched.
 */

import { type Person, personChanged, personDocument } from '../../callboard/domain/person.ts';
import { type Change, put, recordFact, scheduleJob } from '../../core/commit.ts';
import { PermanentError, RetryLater } from '../../core/errors.ts';
import { withOptimisticRetry } from '../../core/optimistic-retry.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Directory } from '../../core/ports/people.ts';
import type { Store } from '../../core/ports/store.ts';
import { recheckPages } from '../../rota/domain/jobs.ts';
import type { ClientOptions } from './client.ts';
import { createClient } from './client.ts';
import { CredentialsRefused, calling } from './errors.ts';
import { createGroups } from './groups.ts';
import { displayName, isSomebody, personFrom, renewed, SlackProfile } from './profile.ts';

const DAY = 86_400_000;
/** How long "there is nobody of that name" is believed, in milliseconds. */
const BELIEVED = 600_000;
/** Members a page: the most that Slack gives, and twenty pages a minute. */
const PAGE = 1_000;
/** How long somebody who types a name waits for the list, in milliseconds. */
const MAX_WAIT = 1_500;

const realPause = (milliseconds: number): Promise<unknown> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds).unref());

export interface SlackDirectory extends Directory {
  /** Reads the workspace's members; at the start and then daily. Never fails: a warning says why not. */
  refresh(): Promise<void>;
  /** A profile that Slack says has changed. */
  changed(user: unknown): Promise<void>;
  /** Slack says that a user group has changed: whoever asks next asks Slack. */
  groupsChanged(): void;
  /** Our own workspace's id, once known. */
  team(): string | undefined;
}

export function createDirectory(
  options: ClientOptions & {
    readonly store: Store;
    readonly clock: Clock;
    /** Puts all that it means into the commit in which somebody is deactivated, or active again. */
    followMembership?(change: Change, person: Person): Promise<Change>;
    /** Real milliseconds; a test has one that does not wait. */
    pause?(milliseconds: number): Promise<unknown>;
  },
): SlackDirectory {
  const { store, clock, log, pause = realPause } = options;
  const client = createClient(options);
  const groups = createGroups(client, log);
  /** When each person was last compared with Slack, in real milliseconds. */
  const looked = new Map<string, number>();
  const nobody = new Map<string, number>();
  const members = new Map<string, { person: Person; display: string }>();
  /** Of the reading that is under way: whoever is not among them at its end has left. */
  const seen = new Set<string>();
  let cursor: string | undefined;
  let listedAt = Number.NEGATIVE_INFINITY;
  let homeTeam: string | undefined;

  const home = async (): Promise<string | undefined> => {
    homeTeam ??= (await calling(() => client.auth.test())).team_id;
    return homeTeam;
  };

  const isFresh = (map: Map<string, number>, key: string, within: number): boolean =>
    performance.now() - (map.get(key) ?? Number.NEGATIVE_INFINITY) < within;

  /** The person of this profile, their document made or renewed where something of it is new. */
  const keep = async (profile: SlackProfile): Promise<Person> => {
    const fresh = personFrom(profile, await home());
    looked.set(fresh.id, performance.now());
    return await withOptimisticRetry(store, async () => {
      const known = await store.get(personDocument, fresh.id);
      const { person, fields } = known
        ? renewed(known.value, fresh)
        : { person: fresh, fields: Object.keys(fresh) };
      if (fields.length === 0) return { result: person };
      const change: Change = {
        put: [put(personDocument, person.id, person, known?.version ?? 0)],
        facts: [
          recordFact(personChanged, {
            at: clock.now(),
            by: 'slack',
            about: [`person:${person.id}`],
            data: { person: person.id, fields },
          }),
        ],
        // Who has left the workspace is not asked any more; whoever is on duty instead is.
        jobs: fields.includes('deactivated')
          ? [
              scheduleJob(recheckPages, clock.now(), {
                stamp: `${person.id}:${clock.now().epochMilliseconds}`,
              }),
            ]
          : [],
      };
      if (!fields.includes('deactivated') || !options.followMembership) return { change, result: person };
      return { change: await options.followMembership(change, person), result: person };
    });
  };

  /** Slack's answer about somebody; undefined when there is nobody, which is believed for a while. */
  const ask = async (key: string, call: () => Promise<{ user?: unknown }>): Promise<Person | undefined> => {
    if (isFresh(nobody, key, BELIEVED)) return undefined;
    try {
      const { user } = await calling(call);
      return await keep(SlackProfile.parse(user));
    } catch (error) {
      if (!(error instanceof PermanentError)) throw error;
      if (error.code !== 'users_not_found' && error.code !== 'user_not_found')
        log.warn({ part: 'slack', code: error.code }, 'Slack does not say who that is');
      nobody.set(key, performance.now());
      return undefined;
    }
  };

  const lookUp = (id: string) => ask(id, () => client.users.info({ user: id, include_locale: true }));

  /** One page of members; what was read is known at once, and the place in the list is kept. */
  const listPage = async (): Promise<void> => {
    const team = await home();
    const known = await store.all(personDocument);
    const staying = new Set(known.flatMap(({ id, value }) => (value.deactivated ? [] : [id])));
    const page = await calling(() =>
      client.users.list({ limit: PAGE, include_locale: true, ...(cursor !== undefined && { cursor }) }),
    );
    for (const raw of page.members ?? []) {
      const { data: user } = SlackProfile.safeParse(raw);
      if (!user) continue;
      seen.add(user.id);
      // Nobody told us while we were down.
      if (user.deleted && staying.has(user.id)) await keep(user);
      if (isSomebody(user))
        members.set(user.id, { person: personFrom(user, team), display: displayName(user) });
      else members.delete(user.id);
    }
    cursor = page.response_metadata?.next_cursor || undefined;
  };

  const list = async (): Promise<void> => {
    do {
      try {
        await listPage();
      } catch (error) {
        // Slack asks for patience at about the twentieth page: the list goes on where it stopped.
        if (!(error instanceof RetryLater) || error instanceof CredentialsRefused) throw error;
        await pause(error.seconds * 1_000);
      }
    } while (cursor !== undefined);
    for (const id of members.keys()) if (!seen.has(id)) members.delete(id);
    seen.clear();
    listedAt = performance.now();
    nobody.clear();
  };

  let reading: Promise<void> | undefined;
  /** One reading at a time; whoever asks meanwhile waits for the same. */
  const refreshed = (): Promise<void> => {
    reading ??= list()
      .catch((error: unknown) => {
        // Not again with every name typed: the next try is as far away as after a success.
        listedAt = performance.now();
        log.warn({ part: 'slack', reason: String(error) }, 'the list of members could not be read');
      })
      .finally(() => {
        reading = undefined;
      });
    return reading;
  };

  const directory: SlackDirectory = {
    team: () => homeTeam,
    group: (name) => groups.group(name),
    groupsChanged: () => groups.forget(),

    async person(id) {
      const known = await store.get(personDocument, id);
      if (!/^[UW][A-Z0-9]+$/.test(id)) return known?.value;
      if (!known) return await lookUp(id);
      // Who is known is answered at once; a page must not wait for Slack.
      if (!isFresh(looked, id, DAY)) {
        looked.set(id, performance.now());
        void lookUp(id).catch((error: unknown) =>
          log.debug({ part: 'slack', reason: String(error) }, 'a profile could not be read again'),
        );
      }
      return known.value;
    },

    async byEmail(email) {
      const address = email.trim().toLowerCase();
      const [known] = await store.find(personDocument, `email:${address}`);
      if (known) return known.value;
      const member = [...members.values()].find((one) => one.person.email?.toLowerCase() === address);
      if (member) return await directory.person(member.person.id);
      return await ask(`email:${address}`, () => client.users.lookupByEmail({ email: address }));
    },

    async byHandle(handle) {
      const wanted = handle.replace(/^@/, '').trim().toLowerCase();
      const [known] = await store.find(personDocument, `handle:${wanted}`);
      if (known) return known.value;
      const among = () =>
        [...members.values()].filter(
          (one) => one.person.handle?.toLowerCase() === wanted || one.display.toLowerCase() === wanted,
        );
      let found = among();
      // Somebody who joined since the list was read; of a large workspace only what comes in a moment.
      if (found.length === 0 && performance.now() - listedAt > BELIEVED) {
        await Promise.race([directory.refresh(), pause(MAX_WAIT)]);
        found = among();
      }
      const [only, another] = found;
      return only && !another ? await directory.person(only.person.id) : undefined;
    },

    async byPhone(number) {
      const [known] = await store.find(personDocument, `phone:${number}`);
      return known?.value;
    },

    async all() {
      const known = (await store.all(personDocument)).map((one) => one.value);
      const ids = new Set(known.map((person) => person.id));
      const others = [...members.values()].map((one) => one.person).filter((person) => !ids.has(person.id));
      return [...known, ...others];
    },

    refresh: refreshed,

    async changed(user) {
      const profile = SlackProfile.parse(user);
      const member = members.get(profile.id);
      if (member) {
        members.set(profile.id, {
          person: { ...member.person, ...personFrom(profile, homeTeam) },
          display: displayName(profile),
        });
      }
      const known = await store.get(personDocument, profile.id);
      if (known) await keep(profile);
    },
  };
  return directory;
}
