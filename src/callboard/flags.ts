/** Who somebody is to the flags, and what organizers and crew are told of them. */
import type { Temporal } from 'temporal-polyfill';
import type { Change } from '../core/commit.ts';
import { scheduleJob } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { loadPermission } from '../core/permission.ts';
import type { Translate } from '../i18n/index.ts';
import { date } from '../i18n/time.ts';
import { loadPeople } from '../page/load.ts';
import { type Names, personText } from '../page/words.ts';
import { liveOf } from '../rota/domain/shift.ts';
import { code, type Mrkdwn } from '../slack/mrkdwn.ts';
import type { EventSettings } from './domain/event.ts';
import { type Flag, type FlagName, isKnownFlag } from './domain/flag.ts';
import { endedYesterday, flagOn, isFlagOver } from './domain/flags.ts';
import { tellOrganizers } from './domain/jobs.ts';
import type { Person } from './domain/person.ts';

/** Whether this person has a new way now; nothing is read where nobody has it. */
export async function hasFlag(
  name: FlagName,
  person: Person,
  event: EventSettings,
  deps: Pick<Deps, 'clock' | 'shifts' | 'roles' | 'store'>,
): Promise<boolean> {
  const now = deps.clock.now();
  if (!event.flags?.some((flag) => flag.name === name && !isFlagOver(flag, event.zone, now))) return false;
  const [permission, shifts, roles] = await Promise.all([
    loadPermission(person, event, deps),
    deps.shifts.read(),
    deps.roles.read(),
  ]);
  const works = [...shifts.values()].flatMap(({ value }) =>
    liveOf(value).some((one) => one.person === person.id) ? [value.role] : [],
  );
  const leads = [...roles.values()].flatMap(({ value }) =>
    value.leads.includes(person.id) ? [value.name] : [],
  );
  return flagOn(event, name, { id: person.id, permission, roles: [...works, ...leads] }, now);
}

/** How a flag stands, for `/callboard status`. */
export interface FlagState {
  readonly flag: Flag;
  /** `unknown`: this version has no such way. */
  readonly state: 'on' | 'over' | 'unknown';
}

export const flagStates = ({ flags = [], zone }: EventSettings, now: Temporal.Instant): FlagState[] =>
  flags.map((flag) => ({
    flag,
    state: !isKnownFlag(flag.name) ? 'unknown' : isFlagOver(flag, zone, now) ? 'over' : 'on',
  }));

export function flagLine(
  { flag, state }: FlagState,
  names: Names,
  t: Translate,
  locale: Parameters<typeof date>[1],
): Mrkdwn {
  const shown = {
    flag: code(flag.name),
    person: personText(flag.owner, names),
    day: date(flag.until, locale),
  };
  if (state === 'on' && isKnownFlag(flag.name))
    return t('callboard.flags.on', { ...shown, what: t(`callboard.flags.what.${flag.name}`) });
  return t(state === 'over' ? 'callboard.flags.over' : 'callboard.flags.unknown', shown);
}

/** On the day after its last one organizers hear of each that it is over. */
export async function tellEndedFlags(
  { flags = [], zone, language }: EventSettings,
  now: Temporal.Instant,
  deps: Pick<Deps, 'directory'>,
): Promise<Change> {
  const ended = flags.filter((flag) => endedYesterday(flag, zone, now));
  const names = await loadPeople(
    ended.map(({ owner }) => owner),
    deps,
  );
  return {
    jobs: ended.map(({ name, owner, until }) => {
      const params = {
        flag: { mrkdwn: code(name) },
        person: { mrkdwn: personText(owner, names) },
        day: { mrkdwn: date(until, language) },
      };
      return scheduleJob(
        tellOrganizers,
        now,
        { key: 'callboard.flags.over', params },
        `flag-over:${name}:${until}`,
      );
    }),
  };
}
