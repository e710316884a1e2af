/**
 * Somebody was deactivated in Slack, or is active again. All that it means is one commit: their roles are gone,
 * their shifts look for cover, open pages ask others, their calendars' addresses are dead, the keys of which they
 * hold a share are to be rotated, and the organizers know. Who comes back begins anew, as anybody does.
 */
import { closeFeed, diaryDocument } from '../agenda/domain/diary.ts';
import { type Change, mergeChanges, recordFact, scheduleJob } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { translator } from '../i18n/index.ts';
import { chained } from '../keys/domain/chain.ts';
import { leaveSets, returnToSets, type SetsLeft } from '../keys/domain/leave.ts';
import { keySetDocument } from '../keys/domain/set.ts';
import { readChain } from '../keys/on-chain.ts';
import { askedNow, pageDocument } from '../page/domain/page.ts';
import { withOpenPages } from '../page/follow-duty.ts';
import { coverDocument } from '../rota/domain/cover.ts';
import { vacate } from '../rota/domain/vacate.ts';
import { volunteerDocument } from '../rota/domain/volunteer.ts';
import { rotaSettings } from '../rota/load.ts';
import { code, joined, type Mrkdwn, mention, mrkdwn } from '../slack/mrkdwn.ts';
import { eventNow } from './change-event.ts';
import { tellOrganizers } from './domain/jobs.ts';
import { personBack, personLeft } from './domain/leaver.ts';
import type { Person } from './domain/person.ts';
import { leaveSettings } from './domain/settings.ts';
import { organizerSteps } from './organizers.ts';

/** Whose doing it is, in facts and on the chain. */
const BY = 'slack';

/**
 * @param change - The commit in which their document says that they are gone, or back.
 * @param person - As they are after it.
 * @returns The same commit with all that it means.
 */
export const followMembership = (change: Change, person: Person, deps: Deps): Promise<Change> =>
  person.deactivated ? leave(change, person, deps) : comeBack(change, person, deps);

async function leave(change: Change, person: Person, deps: Deps): Promise<Change> {
  const { store, clock, newId } = deps;
  const now = clock.now();
  const [chain, settings, rotaRules, shifts, roles, volunteer, covers, diary, sets, open] = await Promise.all(
    [
      readChain(store),
      deps.events.settings(),
      rotaSettings(deps),
      deps.shifts.read(),
      deps.roles.read(),
      store.get(volunteerDocument, person.id),
      store.find(coverDocument, 'open'),
      store.get(diaryDocument, person.id),
      store.all(keySetDocument),
      store.find(pageDocument, 'unresolved'),
    ],
  );
  const event = await eventNow(deps, settings);
  const volunteers = new Map(volunteer ? [[person.id, volunteer]] : []);
  const deciding = { now, by: BY, settings: rotaRules };
  const rota = vacate(
    deciding,
    { shifts, roles, volunteers, zone: event.value.zone },
    person.id,
    covers,
    newId,
  );
  const keys = leaveSets(sets, person.id, now);
  const doing = { at: now, by: BY };
  const left = leaveSettings(event, person.id, deps.configuredOrganizers, doing);
  const steps = [...organizerSteps(event.value, left.after), ...keys.steps];
  const pages = open
    .map(({ value }) => value)
    .filter((page) => page.acknowledged?.by === person.id || askedNow(page).includes(person.id))
    .map((page) => page.code);
  const what = {
    shifts: [...rota.shifts],
    roles: [...rota.roles],
    pages,
    sets: [...keys.rotate, ...keys.stuck],
    organizer: event.value.organizers.includes(person.id),
    crew: event.value.crew?.includes(person.id) === true,
  };
  const all = mergeChanges(
    change,
    left.change,
    rota.change,
    closeFeed({ person: person.id, by: BY, now }, diary),
    { put: keys.put, jobs: keys.jobs },
    steps.length > 0 ? chained({ steps }, chain, now, BY) : undefined,
    {
      facts: [
        recordFact(personLeft, {
          at: now,
          by: BY,
          about: [`person:${person.id}`],
          data: { person: person.id, ...what },
        }),
      ],
      jobs: isSomething(what)
        ? [
            scheduleJob(
              tellOrganizers,
              now,
              {
                key: 'callboard.left',
                params: {
                  person: { mrkdwn: mention(person) },
                  what: { mrkdwn: told({ ...what, isLast: left.isLast, keys }, event.value.language) },
                },
              },
              `tell-organizers:left:${person.id}:${now.epochMilliseconds}`,
            ),
          ]
        : [],
    },
  );
  return await withOpenPages(all, deps);
}

/** Whether anything of the event is open since; of an attendee who leaves nobody needs to hear. */
const isSomething = (what: {
  shifts: readonly string[];
  roles: readonly string[];
  pages: readonly string[];
  sets: readonly string[];
  organizer: boolean;
  crew: boolean;
}): boolean =>
  what.organizer ||
  what.crew ||
  [what.shifts, what.roles, what.pages, what.sets].some((codes) => codes.length > 0);

interface Told {
  readonly shifts: readonly string[];
  readonly roles: readonly string[];
  readonly pages: readonly string[];
  readonly organizer: boolean;
  readonly isLast: boolean;
  readonly keys: SetsLeft;
}

/** More of them than anybody reads in a line. */
const MAX_NAMED = 20;
const named = (all: readonly string[]): Mrkdwn => {
  const shown = joined(all.slice(0, MAX_NAMED).map(code), ', ');
  return all.length > MAX_NAMED ? mrkdwn`${shown} +${all.length - MAX_NAMED}` : shown;
};

function told(
  { shifts, roles, pages, organizer, isLast, keys }: Told,
  language: Parameters<typeof translator>[0],
): Mrkdwn {
  const t = translator(language);
  const lines = [
    ...(shifts.length > 0 ? [t('callboard.left.shifts', { shifts: named(shifts) })] : []),
    ...(pages.length > 0 ? [t('callboard.left.pages', { pages: named(pages) })] : []),
    ...(roles.length > 0 ? [t('callboard.left.roles', { roles: named(roles) })] : []),
    ...(keys.rotate.length > 0 ? [t('callboard.left.keys', { sets: named(keys.rotate) })] : []),
    ...(keys.tooFew.length > 0 ? [t('callboard.left.tooFew', { sets: named(keys.tooFew) })] : []),
    ...(keys.stuck.length > 0 ? [t('callboard.left.stuck', { sets: named(keys.stuck) })] : []),
    ...(isLast ? [t('callboard.left.last')] : organizer ? [t('callboard.left.organizer')] : []),
  ];
  return lines.length > 0
    ? mrkdwn`\n${joined(
        lines.map((line) => mrkdwn`• ${line}`),
        '\n',
      )}`
    : mrkdwn``;
}

async function comeBack(change: Change, person: Person, deps: Deps): Promise<Change> {
  const { store, clock } = deps;
  const now = clock.now();
  const [chain, sets, facts] = await Promise.all([
    readChain(store),
    store.all(keySetDocument),
    store.facts({ about: `person:${person.id}` }),
  ]);
  const keys = returnToSets(sets, person.id, now);
  const had = facts.findLast(({ name }) => name === personLeft.name);
  const before = had && personLeft.schema.safeParse(had.data).data;
  const tell = scheduleJob(
    tellOrganizers,
    now,
    { key: 'callboard.back', params: { person: { mrkdwn: mention(person) } } },
    `tell-organizers:back:${person.id}:${now.epochMilliseconds}`,
  );
  const all = mergeChanges(
    change,
    { put: keys.put, jobs: keys.jobs },
    keys.steps.length > 0 ? chained({ steps: keys.steps }, chain, now, BY) : undefined,
    {
      facts: [
        recordFact(personBack, {
          at: now,
          by: BY,
          about: [`person:${person.id}`],
          data: { person: person.id },
        }),
      ],
      jobs: before && isSomething(before) ? [tell] : [],
    },
  );
  return await withOpenPages(all, deps);
}
