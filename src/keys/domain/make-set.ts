/** Making a set: propose, approve, deal, reveal once, confirm. It works only when every holder confirmed. */
import type { Temporal } from 'temporal-polyfill';
import { cancelJob, put, scheduleJob, type Versioned } from '../../core/commit.ts';
import { instantText } from '../../core/instant.ts';
import { text, toHex } from './bytes.ts';
import { closeCards, setCardsId } from './cards.ts';
import type { Draft, Step } from './chain.ts';
import { sha256 } from './crypto.ts';
import type { Dealt, StoredSecret } from './custody.ts';
import { askToRotate, updateKeyCards } from './jobs.ts';
import { MAX_HOLDERS } from './manifest.ts';
import {
  type Deal,
  type Deposit,
  depositDocument,
  depositId,
  type Holder,
  type KeySet,
  keySetDocument,
  type NextSet,
  type Secret,
  secretDocument,
} from './set.ts';

type Read<T> = Pick<Versioned<T>, 'value' | 'version'>;

const aboutSet = (name: string): string[] => [`keyset:${name}`];
export const showSet = (name: string, at: Temporal.Instant) =>
  scheduleJob(updateKeyCards, at, { what: 'set', of: name });

export type BadPlan = 'too-few' | 'too-many' | 'bad-threshold' | 'twice';

/** Whether k of these people can be a set at all. */
export function badPlan(k: number, people: readonly string[]): BadPlan | undefined {
  if (new Set(people).size !== people.length) return 'twice';
  if (people.length < 2) return 'too-few';
  if (people.length > MAX_HOLDERS) return 'too-many';
  if (!Number.isInteger(k) || k < 2 || k > people.length) return 'bad-threshold';
  return undefined;
}

export const holdersOf = (people: readonly string[]): Holder[] =>
  people.map((person, at) => ({ person, index: at + 1 }));

/** Says which plan a card showed: one of the same name may be proposed anew while it is being looked at. */
export const planMark = ({ k, holders, proposedBy, at }: NextSet): string =>
  toHex(sha256(text(JSON.stringify([k, holders.map(({ person }) => person), proposedBy, at])))).slice(0, 16);

const sameHolders = (holders: readonly Holder[]): string[] => holders.map(({ person }) => person);

/** `existing` is a set of that name that failed or was cancelled before it worked, or undefined. */
export function proposeSet(
  existing: Read<KeySet> | undefined,
  options: { name: string; k: number; people: readonly string[]; by: string; at: Temporal.Instant },
): Draft {
  const next: NextSet = {
    why: 'create',
    k: options.k,
    holders: holdersOf(options.people),
    proposedBy: options.by,
    at: instantText(options.at),
  };
  const set: KeySet = { name: options.name, retired: existing?.value.retired ?? [], next };
  return {
    put: [put(keySetDocument, options.name, set, existing?.version ?? 0)],
    steps: [
      {
        name: 'keys.proposed',
        about: aboutSet(options.name),
        data: { set: options.name, k: options.k, holders: [...options.people] },
      },
    ],
    jobs: [showSet(options.name, options.at)],
  };
}

/** A new deal for a set in the making: whatever was dealt for it before is void. */
export function dealSet(
  set: Read<KeySet>,
  next: NextSet,
  dealt: Dealt,
  options: {
    custody: string;
    at: Temporal.Instant;
    approvedBy: string;
    why: 'approved' | 'rotated' | 'owner-gone' | 'again';
    secrets: readonly StoredSecret[];
    /** The deposits of a deal that this one replaces, as read. */
    old: readonly Versioned<Deposit>[];
  },
): Draft {
  const { name } = set.value;
  const deal: Deal = {
    custody: options.custody,
    manifest: dealt.manifest,
    setId: dealt.setId,
    revealed: [],
    confirmed: [],
    secrets: [...options.secrets],
  };
  const deposits = next.holders.map(({ person, index }) => {
    const context = depositContext(options.custody, index);
    const deposit: Deposit = {
      custody: options.custody,
      person,
      box: dealt.deposits[index - 1] ?? '',
      context,
    };
    return put(depositDocument, depositId(options.custody, index), deposit);
  });
  const changed: KeySet = { ...set.value, next: { ...next, approvedBy: options.approvedBy, deal } };
  return {
    put: [
      put(keySetDocument, name, changed, set.version),
      ...options.old.map(({ id, version }) => put(depositDocument, id, null, version)),
      ...deposits,
    ],
    steps: [
      {
        name: 'keys.dealt',
        about: aboutSet(name),
        data: {
          set: name,
          setId: dealt.setId,
          k: next.k,
          holders: sameHolders(next.holders),
          why: options.why,
        },
      },
    ],
    jobs: [
      showSet(name, options.at),
      ...closeCards('set', name, setCardsId(name, next.deal?.custody), options.at),
    ],
  };
}

/** Share i of a deal is sealed for this context, by the child that dealt it. */
export const depositContext = (custody: string, index: number): string => `${custody}/${index}`;

/** The sealed copy goes in the same commit that says it was shown: a second press finds nothing. */
export function revealShare(
  set: Read<KeySet>,
  next: NextSet,
  deal: Deal,
  index: number,
  deposit: Versioned<Deposit>,
  at: Temporal.Instant,
): Draft {
  const { name } = set.value;
  const revealed = [...deal.revealed, index];
  return {
    put: [
      put(depositDocument, deposit.id, null, deposit.version),
      put(
        keySetDocument,
        name,
        { ...set.value, next: { ...next, deal: { ...deal, revealed } } },
        set.version,
      ),
    ],
    steps: [{ name: 'keys.revealed', about: aboutSet(name), data: { set: name, setId: deal.setId, index } }],
    jobs: [showSet(name, at)],
  };
}

/**
 * A holder has entered their share again. The last one makes the set work: the old one is retired, what
 * it sealed is replaced by what was sealed again, and the copies that are left are destroyed.
 */
export function confirmShare(
  set: Read<KeySet>,
  next: NextSet,
  deal: Deal,
  index: number,
  options: {
    at: Temporal.Instant;
    left: readonly Versioned<Deposit>[];
    secrets: readonly Versioned<Secret>[];
  },
): { draft: Draft; active: boolean } {
  const { name } = set.value;
  const confirmed = [...deal.confirmed, index];
  const steps: Step[] = [
    { name: 'keys.confirmed', about: aboutSet(name), data: { set: name, setId: deal.setId, index } },
  ];
  const active = next.holders.every((holder) => confirmed.includes(holder.index));
  if (!active) {
    const value = { ...set.value, next: { ...next, deal: { ...deal, confirmed } } };
    const draft = {
      put: [put(keySetDocument, name, value, set.version)],
      steps,
      jobs: [showSet(name, options.at)],
    };
    return { draft, active };
  }
  const before = set.value.current;
  const value: KeySet = {
    name,
    retired: before ? [...set.value.retired, before.setId] : set.value.retired,
    current: {
      holders: next.holders,
      manifest: deal.manifest,
      setId: deal.setId,
      since: instantText(options.at),
      revoked: [],
      uses: 0,
    },
  };
  const resealed = options.secrets.flatMap((secret) => {
    const again = deal.secrets.find(({ id }) => id === secret.id);
    return again
      ? [put(secretDocument, secret.id, { ...secret.value, ...again, setId: deal.setId }, secret.version)]
      : [];
  });
  steps.push({ name: 'keys.activated', about: aboutSet(name), data: { set: name, setId: deal.setId } });
  if (before)
    steps.push({ name: 'keys.retired', about: aboutSet(name), data: { set: name, setId: before.setId } });
  return {
    active,
    draft: {
      put: [
        put(keySetDocument, name, value, set.version),
        ...resealed,
        ...options.left.map((deposit) => put(depositDocument, deposit.id, null, deposit.version)),
      ],
      steps,
      jobs: [
        showSet(name, options.at),
        cancelJob(askToRotate, { set: name }),
        ...closeCards('set', name, setCardsId(name, deal.custody), options.at),
      ],
    },
  };
}

/** Gives up a set in the making. What works meanwhile is not touched. */
export function discardNext(
  set: Read<KeySet>,
  options: { at: Temporal.Instant; left: readonly Versioned<Deposit>[] },
): Draft {
  const { next: _gone, ...value } = set.value;
  const { name } = value;
  return {
    put: [
      put(keySetDocument, name, value.current ? value : null, set.version),
      ...options.left.map((deposit) => put(depositDocument, deposit.id, null, deposit.version)),
    ],
    steps: [{ name: 'keys.discarded', about: aboutSet(name), data: { set: name } }],
    jobs: [
      showSet(name, options.at),
      ...closeCards('set', name, setCardsId(name, set.value.next?.deal?.custody), options.at),
    ],
  };
}
