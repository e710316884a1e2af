/** A ceremony's steps: opened, submitted to, complete, vetoed, cancelled, expired, begun again. */
import type { Temporal } from 'temporal-polyfill';
import { cancelJob, type JobChange, put, scheduleJob, type Versioned } from '../../core/commit.ts';
import { instant, instantText } from '../../core/instant.ts';
import type { GuardedAction } from './action.ts';
import { ceremonyCardsId, closeCards } from './cards.ts';
import { type Ceremony, ceremonyDocument, digestOf, LASTS_MINUTES } from './ceremony.ts';
import type { Draft, StepData } from './chain.ts';
import type { Boxed } from './custody.ts';
import { advanceCeremony, expireCeremony, reachHolder, reportCeremony, updateKeyCards } from './jobs.ts';
import { ableHolders, type CurrentSet, type Holder, type KeySet, keySetDocument } from './set.ts';

type Read<T> = Pick<Versioned<T>, 'value' | 'version'>;

export const aboutCeremony = ({ code, set, purpose, target }: Ceremony): string[] => [
  `ceremony:${code}`,
  `keyset:${set}`,
  ...(purpose === 'fire' || purpose === 'restore' ? [`action:${target}`] : []),
];
const says = ({ code, purpose, target, set, setId }: Ceremony, more: StepData = {}): StepData => ({
  ceremony: code,
  purpose,
  target,
  set,
  setId,
  ...more,
});

export const showCeremony = (code: string, at: Temporal.Instant): JobChange =>
  scheduleJob(updateKeyCards, at, { what: 'ceremony', of: code });
export const tend = ({ code, nonce }: Ceremony, at: Temporal.Instant, hop = 0): JobChange =>
  scheduleJob(advanceCeremony, at, { code, nonce, hop });

/** Seconds after the text that a phone rings whose holder has not submitted by then. */
const CALL_AFTER_SECONDS = 60;
/** What cannot wait for the morning. */
const URGENT: ReadonlySet<Ceremony['purpose']> = new Set(['open', 'fire', 'restore']);

/** Every holder but who asks is told on their phone too: a text, and a call for what is urgent. */
function reachHolders(
  { code, nonce, by, purpose }: Ceremony,
  holders: readonly Holder[],
  at: Temporal.Instant,
): JobChange[] {
  const others = holders.map(({ person }) => person).filter((person) => person !== by);
  return others.flatMap((person) => [
    scheduleJob(reachHolder, at, { code, nonce, person, channel: 'sms' }),
    ...(URGENT.has(purpose)
      ? [
          scheduleJob(reachHolder, at.add({ seconds: CALL_AFTER_SECONDS }), {
            code,
            nonce,
            person,
            channel: 'voice',
          }),
        ]
      : []),
  ]);
}

/** How many people it takes: never fewer than the key, whatever the configuration says. */
export function needOf(
  set: CurrentSet,
  purpose: Ceremony['purpose'],
  action: GuardedAction | undefined,
): number {
  const asked = action && (purpose === 'fire' || purpose === 'restore') ? action.quorum[purpose] : 0;
  return Math.max(set.manifest.k, asked);
}

export type Opening = Pick<
  Ceremony,
  'code' | 'purpose' | 'target' | 'reason' | 'by' | 'nonce' | 'key' | 'idempotencyKey'
> & {
  readonly plain?: Boxed;
  readonly plan?: NonNullable<Ceremony['plan']>;
  readonly origin?: string;
};

export function openCeremony(
  set: KeySet,
  current: CurrentSet,
  opening: Opening,
  action: GuardedAction | undefined,
  at: Temporal.Instant,
): { draft: Draft; ceremony: Ceremony } {
  const bare = {
    ...opening,
    set: set.name,
    setId: current.setId,
    need: needOf(current, opening.purpose, action),
  };
  const expires = at.add({ minutes: LASTS_MINUTES });
  const ceremony: Ceremony = {
    ...bare,
    at: instantText(at),
    expires: instantText(expires),
    digest: digestOf(bare, action),
    shares: [],
    submitted: [],
    state: 'gathering',
    calls: 0,
    restarts: 0,
  };
  const data = says(ceremony, { need: ceremony.need, digest: ceremony.digest, reason: ceremony.reason });
  return {
    ceremony,
    draft: {
      put: [put(ceremonyDocument, ceremony.code, ceremony)],
      steps: [{ name: 'keys.opened', about: aboutCeremony(ceremony), data }],
      jobs: [
        showCeremony(ceremony.code, at),
        scheduleJob(expireCeremony, expires, { code: ceremony.code }),
        ...reachHolders(ceremony, ableHolders(current), at),
      ],
    },
  };
}

/** The share counts. With the last one the ceremony is complete in the same commit: a veto then is too late. */
export function submitShare(
  { value: ceremony, version }: Read<Ceremony>,
  share: Boxed & { readonly index: number; readonly person: string },
  need: number,
  at: Temporal.Instant,
): { draft: Draft; complete: boolean } {
  const submitted = [
    ...ceremony.submitted,
    { index: share.index, person: share.person, at: instantText(at) },
  ];
  const complete = submitted.length >= need;
  const changed: Ceremony = {
    ...ceremony,
    shares: [...ceremony.shares, share],
    submitted,
    state: complete ? 'complete' : 'gathering',
  };
  const about = aboutCeremony(ceremony);
  return {
    complete,
    draft: {
      put: [put(ceremonyDocument, ceremony.code, changed, version)],
      steps: [
        { name: 'keys.submitted', about, data: says(ceremony, { index: share.index }) },
        ...(complete ? [{ name: 'keys.completed' as const, about, data: says(ceremony, { need }) }] : []),
      ],
      // The process that received it looks whether the one that holds the key is still there.
      jobs: [
        tend(ceremony, at),
        showCeremony(ceremony.code, at),
        ...(complete ? [cancelJob(expireCeremony, { code: ceremony.code })] : []),
      ],
    },
  };
}

/** A holder was revoked while shares are gathered: theirs is taken out, and another holder's makes the quorum. */
export function withdrawShare(
  { value: ceremony, version }: Read<Ceremony>,
  index: number,
  at: Temporal.Instant,
): Pick<Draft, 'put' | 'jobs'> {
  const others = <T extends { readonly index: number }>(all: readonly T[]): T[] =>
    all.filter((one) => one.index !== index);
  const changed: Ceremony = {
    ...ceremony,
    shares: others(ceremony.shares),
    submitted: others(ceremony.submitted),
  };
  return {
    put: [put(ceremonyDocument, ceremony.code, changed, version)],
    jobs: [showCeremony(ceremony.code, at)],
  };
}

export type End = 'vetoed' | 'cancelled' | 'expired' | 'failed' | 'done';

/** It is over, however it ended; what was sealed for it goes. */
export function endCeremony(
  { value: ceremony, version }: Read<Ceremony>,
  end: End,
  options: { at: Temporal.Instant; by: string; outcome?: string; used?: Read<KeySet> | undefined },
): Draft {
  const { plain: _plain, readUntil: _until, ...kept } = ceremony;
  const changed: Ceremony = {
    ...kept,
    state: end,
    shares: [],
    endedBy: options.by,
    ...(options.outcome !== undefined && { outcome: options.outcome }),
  };
  const data = says(ceremony, options.outcome === undefined ? {} : { outcome: options.outcome });
  const used = options.used && countUse(options.used);
  return {
    put: [put(ceremonyDocument, ceremony.code, changed, version), ...(used ?? [])],
    steps: [{ name: `keys.${end}`, about: aboutCeremony(ceremony), data }],
    jobs: [
      cancelJob(expireCeremony, { code: ceremony.code }),
      showCeremony(ceremony.code, options.at),
      ...(ceremony.origin === undefined
        ? []
        : [scheduleJob(reportCeremony, options.at, { code: ceremony.code })]),
    ],
  };
}

export const countUse = ({ value, version }: Read<KeySet>) =>
  value.current
    ? [
        put(
          keySetDocument,
          value.name,
          { ...value, current: { ...value.current, uses: value.current.uses + 1 } },
          version,
        ),
      ]
    : [];

/**
 * The process that held the key is gone, and with it what was submitted. A new nonce makes a new digest:
 * modals that are still open for the old one are refused.
 */
export function restartCeremony(
  { value: ceremony, version }: Read<Ceremony>,
  fresh: { nonce: string; key: string },
  { action, current }: { readonly action: GuardedAction | undefined; readonly current: CurrentSet },
  at: Temporal.Instant,
): { draft: Draft; ceremony: Ceremony } {
  const expires = at.add({ minutes: LASTS_MINUTES });
  // The process that begins it again may have been configured otherwise than the one that is gone.
  const need = needOf(current, ceremony.purpose, action);
  const begun = { ...ceremony, need, nonce: fresh.nonce };
  const changed: Ceremony = {
    ...begun,
    key: fresh.key,
    digest: digestOf(begun, action),
    shares: [],
    submitted: [],
    state: 'gathering',
    calls: 0,
    expires: instantText(expires),
    restarts: ceremony.restarts + 1,
  };
  return {
    ceremony: changed,
    draft: {
      put: [put(ceremonyDocument, ceremony.code, changed, version)],
      steps: [
        {
          name: 'keys.restarted',
          about: aboutCeremony(ceremony),
          data: says(ceremony, { lost: ceremony.submitted.length, digest: changed.digest }),
        },
      ],
      jobs: [
        scheduleJob(expireCeremony, expires, { code: ceremony.code }),
        showCeremony(ceremony.code, at),
        ...closeCards('ceremony', ceremony.code, ceremonyCardsId(ceremony), at),
        ...reachHolders(changed, ableHolders(current), at),
      ],
    },
  };
}

export const isPast = (time: string | undefined, now: Temporal.Instant): boolean =>
  time !== undefined && instant(time).epochMilliseconds <= now.epochMilliseconds;
