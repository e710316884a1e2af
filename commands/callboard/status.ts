/** `/callboard status`: is everything well, what is late, and who could not be reached if it mattered. */

import { Temporal } from 'temporal-polyfill';
import { type ClosedChannel, closedChannels } from '../../src/callboard/closed-channels.ts';
import { EVENT_ID, eventDocument } from '../../src/callboard/domain/event.ts';
import type { Person } from '../../src/callboard/domain/person.ts';
import type { Deps } from '../../src/core/deps.ts';
import { StoreUnavailable } from '../../src/core/errors.ts';
import { instant } from '../../src/core/instant.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import type { Translate } from '../../src/i18n/index.ts';
import { isPrivateWork } from '../../src/incident/domain/privacy.ts';
import { channelName } from '../../src/page/words.ts';
import { liveOf } from '../../src/rota/domain/shift.ts';
import { section } from '../../src/slack/blocks.ts';
import {
  code,
  escape,
  joined,
  type Mrkdwn,
  mention,
  mentionChannel,
  mrkdwn,
} from '../../src/slack/mrkdwn.ts';
import { SCOPES } from '../../src/slack/scopes.ts';
import { CHANNEL_TROUBLE, channelLabel } from './view.ts';

/** Seconds that a due job may wait before it counts as late; Callboard's own promise after a crash is 10. */
const LATE = 10;
/** Hours ahead in which the people on shift are looked at. */
const AHEAD = 24;
/** Names listed; the rest are counted. */
const LISTED = 15;

export interface Status {
  /** Milliseconds for one read, or undefined when the store does not answer. */
  readonly store: number | undefined;
  readonly outbox: {
    readonly due: number;
    readonly waiting: number;
    /** Seconds that the oldest due job is late. */
    readonly late: number;
    /** Tried at least once without success. */
    readonly retrying: readonly { readonly name: string; readonly tried: number }[];
  };
  /** The ways of paging that this deployment has. */
  readonly channels: readonly string[];
  /** On a shift within {@link AHEAD} hours. */
  readonly onShift: number;
  /** Of those, with no way to page them at all, or by Slack alone. */
  readonly unreachable: readonly Person[];
  readonly slackOnly: readonly Person[];
  /** Channels of the event in which the bot cannot post. */
  readonly closed: readonly ClosedChannel[];
  /** Scopes of the manifest that Slack has not given us. */
  readonly missingScopes: readonly string[];
}

const NOTHING: Omit<Status, 'store' | 'channels'> = {
  outbox: { due: 0, waiting: 0, late: 0, retrying: [] },
  onShift: 0,
  unreachable: [],
  slackOnly: [],
  closed: [],
  missingScopes: [],
};

type Needs = Pick<Deps, 'store' | 'shifts' | 'directory' | 'channels' | 'chat' | 'events'>;

export async function gather(deps: Needs, now: Temporal.Instant): Promise<Status> {
  const channels = deps.channels.map((channel) => channel.name);
  const begun = performance.now();
  try {
    await deps.store.get(eventDocument, EVENT_ID);
    const store = performance.now() - begun;
    const [outbox, people, closed, missingScopes] = await Promise.all([
      deps.store.outbox(),
      peopleAhead(deps, now),
      closedChannels(await deps.events.settings(), deps.chat),
      scopesMissing(deps),
    ]);
    const seconds = (at: Temporal.Instant) => (now.epochMilliseconds - at.epochMilliseconds) / 1000;
    const due = outbox.filter((entry) => seconds(entry.at) >= 0);
    const ways = (person: Person) => deps.channels.filter((channel) => channel.address(person) !== undefined);
    return {
      store,
      channels,
      outbox: {
        due: due.length,
        waiting: outbox.length - due.length,
        late: Math.max(0, ...due.map((entry) => seconds(entry.at))),
        retrying: outbox
          .filter((entry) => entry.attemptsMade > 0)
          // What is tried again of a private incident is its responders' matter.
          .filter((entry) => !isPrivateWork(entry))
          .map(({ name, attemptsMade: tried }) => ({ name, tried })),
      },
      closed,
      missingScopes,
      onShift: people.length,
      unreachable: people.filter((person) => ways(person).length === 0),
      slackOnly: people.filter((person) => {
        const [only, another] = ways(person);
        return only?.name === 'slack' && another === undefined;
      }),
    };
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    return { store: undefined, channels, ...NOTHING };
  }
}

/** Slack says with each answer what the app may do; nothing where it does not say. */
async function scopesMissing({ chat }: Needs): Promise<string[]> {
  const has = await chat.scopes().catch((): readonly string[] => []);
  return has.length === 0 ? [] : SCOPES.filter((scope) => !has.includes(scope));
}

async function peopleAhead({ shifts, directory }: Needs, now: Temporal.Instant): Promise<Person[]> {
  const until = now.add({ hours: AHEAD });
  const ids = new Set<string>();
  for (const { value: shift } of (await shifts.read()).values()) {
    if (Temporal.Instant.compare(instant(shift.start), until) >= 0) continue;
    if (Temporal.Instant.compare(instant(shift.end), now) <= 0) continue;
    for (const assignment of liveOf(shift)) ids.add(assignment.person);
  }
  const people = await Promise.all([...ids].map((id) => directory.person(id)));
  return people.filter((person) => person !== undefined);
}

const some = (people: readonly Person[]): Mrkdwn => {
  const shown = joined(people.slice(0, LISTED).map(mention), ', ');
  return people.length > LISTED ? mrkdwn`${shown} … +${people.length - LISTED}` : shown;
};

function closedLine({ id, trouble, uses }: ClosedChannel, t: Translate): Mrkdwn {
  const channel = mentionChannel(id);
  const named = uses.map((use) => (typeof use === 'string' ? t(channelLabel(use)) : escape(use.room)));
  const what = t(CHANNEL_TROUBLE[trouble], { channel });
  return t('callboard.status.channel', {
    channel,
    uses: joined(named.slice(0, LISTED), ', '),
    trouble: what,
  });
}

const good = (isGood: boolean): Mrkdwn => (isGood ? mrkdwn`:white_check_mark:` : mrkdwn`:warning:`);

export function statusView(status: Status, t: Translate): Message {
  const { store, outbox, channels, onShift, unreachable, slackOnly, closed, missingScopes } = status;
  if (store === undefined) {
    const text = mrkdwn`:red_circle: ${t('common.storeGone')}`;
    return { text, blocks: [section(text)] };
  }
  const isLate = outbox.late > LATE;
  const phones = channels.filter((name) => name !== 'slack');
  const lines = [
    mrkdwn`${good(true)} ${t('callboard.status.store', { ms: Math.round(store * 10) / 10 })}`,
    isLate
      ? mrkdwn`${good(false)} ${t('callboard.status.late', { due: outbox.due, seconds: Math.round(outbox.late) })}`
      : mrkdwn`${good(true)} ${t('callboard.status.onTime', { waiting: outbox.waiting })}`,
    ...(outbox.retrying.length > 0
      ? [mrkdwn`${good(false)} ${t('callboard.status.retrying', { jobs: retries(outbox.retrying) })}`]
      : []),
    phones.length > 0
      ? mrkdwn`${good(true)} ${t('callboard.status.channels', {
          channels: joined(
            channels.map((name) => channelName(name, t)),
            ', ',
          ),
        })}`
      : mrkdwn`${good(false)} ${t('callboard.status.noPhones')}`,
    ...(missingScopes.length > 0
      ? [
          mrkdwn`${good(false)} ${t('callboard.status.scopes', { scopes: joined(missingScopes.map(code), ', ') })}`,
        ]
      : []),
    ...closed.slice(0, LISTED).map((channel) => mrkdwn`${good(false)} ${closedLine(channel, t)}`),
    ...(closed.length > LISTED ? [mrkdwn`… +${closed.length - LISTED}`] : []),
    ...(onShift === 0
      ? [mrkdwn`${good(true)} ${t('callboard.status.nobodyOnShift', { hours: AHEAD })}`]
      : []),
    ...(unreachable.length > 0
      ? [mrkdwn`${good(false)} ${t('callboard.status.unreachable', { people: some(unreachable) })}`]
      : []),
    ...(slackOnly.length > 0
      ? [mrkdwn`${good(false)} ${t('callboard.status.slackOnly', { people: some(slackOnly) })}`]
      : []),
    ...(onShift > 0 && unreachable.length + slackOnly.length === 0
      ? [mrkdwn`${good(true)} ${t('callboard.status.allReachable', { count: onShift, hours: AHEAD })}`]
      : []),
  ];
  const worry = lines.some((line) => line.startsWith(good(false)));
  return {
    text: t(worry ? 'callboard.status.worry' : 'callboard.status.well'),
    blocks: [
      section(
        mrkdwn`*${t(worry ? 'callboard.status.worry' : 'callboard.status.well')}*\n${joined(lines, '\n')}`,
      ),
    ],
  };
}

/** `send-text ×3 (tried 2), …`, those tried most first. */
function retries(retrying: Status['outbox']['retrying']): Mrkdwn {
  const byName = new Map<string, { count: number; tried: number }>();
  for (const { name, tried } of retrying) {
    const known = byName.get(name) ?? { count: 0, tried: 0 };
    byName.set(name, { count: known.count + 1, tried: Math.max(known.tried, tried) });
  }
  return joined(
    [...byName]
      .sort(([, a], [, b]) => b.tried - a.tried)
      .slice(0, 10)
      .map(([name, { count, tried }]) => mrkdwn`${escape(name)} ×${count} (${tried})`),
    ', ',
  );
}
