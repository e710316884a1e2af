/** What comes of a complete ceremony, as changes: no child process, no outside. */
import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import { GuardedAction } from '../../../src/keys/domain/action.ts';
import {
  afterCall,
  boundAction,
  finishCeremony,
  type HeldCeremony,
  MAX_CALLS,
  storeResultForRequester,
} from '../../../src/keys/domain/carry-out.ts';
import { type Ceremony, ceremonyDocument } from '../../../src/keys/domain/ceremony.ts';
import type { Draft } from '../../../src/keys/domain/chain.ts';
import { depositDocument, type KeySet, keySetDocument } from '../../../src/keys/domain/set.ts';

const now = Temporal.Instant.from('2019-06-05T12:00:00Z');
const action = GuardedAction.parse({
  name: 'desk',
  says: 'Closes the desk',
  set: 'ops',
  webhook: { fire: 'https://desk.example/fire' },
  quorum: { fire: 2, restore: 2 },
  readBack: { url: 'https://desk.example/state', field: 'open', fired: false, restored: true },
  secret: { sealed: 'desk-key' },
});

const held = (more: Partial<Ceremony> = {}): HeldCeremony => {
  const ceremony: Ceremony = {
    code: 'K1',
    purpose: 'fire',
    target: 'desk',
    set: 'ops',
    setId: 'id',
    need: 2,
    reason: 'Smoke',
    by: 'UASK',
    at: '2019-06-05T11:50:00Z',
    expires: '2019-06-05T12:20:00Z',
    nonce: 'n',
    digest: 'd',
    key: 'k',
    idempotencyKey: 'once',
    shares: [{ index: 1, person: 'UA', box: 'sealed', context: 'c' }],
    submitted: [{ index: 1, person: 'UA', at: '2019-06-05T11:55:00Z' }],
    state: 'complete',
    calls: 0,
    restarts: 0,
    ...more,
  };
  const current = {
    holders: [],
    manifest: {} as never,
    setId: 'id',
    since: ceremony.at,
    revoked: [],
    uses: 3,
  };
  const set: KeySet = { name: 'ops', current, retired: [] };
  return {
    ceremony: { id: 'K1', value: ceremony, version: 4 },
    set: { id: 'ops', value: set, version: 7 },
  };
};

const putOf = <T>(draft: Draft, kind: { readonly name: string }): T | undefined =>
  draft.put?.find((one) => one.kind.name === kind.name)?.value as T | undefined;
const jobsOf = (draft: Draft) =>
  (draft.jobs ?? []).map((one) => ('cancel' in one ? `-${one.cancel}` : `${one.name} ${one.at}`));
const uses = (draft: Draft) => putOf<KeySet>(draft, keySetDocument)?.current?.uses;
const ceremonyIn = (draft: Draft) => putOf<Ceremony>(draft, ceremonyDocument);

it('a call that failed is made again a little later, so often and no more; the shares wait', () => {
  const failed = { ok: false, detail: '503', again: true };
  let calls = 0;
  for (; calls < MAX_CALLS - 1; calls++) {
    const draft = afterCall(held({ calls }), action, failed, now);
    expect(ceremonyIn(draft)).toMatchObject({ state: 'complete', calls: calls + 1 });
    expect(ceremonyIn(draft)?.shares).toHaveLength(1);
    expect(jobsOf(draft)).toEqual([`keys.tend ${now.add({ seconds: calls + 1 })}`]);
    expect(uses(draft)).toBeUndefined();
  }
  const last = afterCall(held({ calls }), action, failed, now);
  expect(ceremonyIn(last)).toMatchObject({ state: 'called', calls: MAX_CALLS, shares: [], outcome: '503' });
  expect(last.steps.map(({ name }) => name)).toEqual(['keys.call-failed']);
});

it.each([
  [{ ok: true, detail: '200', again: false }, 'keys.called'],
  [{ ok: false, detail: '400', again: false }, 'keys.call-failed'],
])('after %j the read-back decides, and the shares are gone', (called, step) => {
  const draft = afterCall(held(), action, called, now);
  expect(ceremonyIn(draft)).toMatchObject({ state: 'called', shares: [], calls: 1 });
  expect(ceremonyIn(draft)?.readUntil).toBe('2019-06-05T12:00:20Z');
  expect(draft.steps.map(({ name }) => name)).toEqual([step]);
  expect(jobsOf(draft)).toContain(`keys.read-back ${now}`);
  expect(uses(draft)).toBe(4);
});

it('an opened secret lies ready for who asked, for a while', () => {
  const lies = { custody: 'K1/n', box: 'b', context: 'c' };
  const draft = storeResultForRequester(held({ purpose: 'open', target: 'pin' }), lies, now);
  expect(ceremonyIn(draft)).toMatchObject({ state: 'ready', shares: [] });
  expect(putOf(draft, depositDocument)).toEqual({ ...lies, person: 'UASK' });
  expect(jobsOf(draft).some((one) => one.startsWith('keys.expire 2019-06-05T12:'))).toBe(true);
  expect(uses(draft)).toBe(4);
});

it('the end counts the use once, and only a failure is told', () => {
  const done = finishCeremony(held(), 'done', 'read-back', now);
  expect(uses(done)).toBe(4);
  expect(jobsOf(done).join()).not.toContain('tell-organizers');
  // A rotation writes the set itself, the use with it.
  const rotated = { put: [{ kind: keySetDocument, id: 'ops', value: null, version: 7 } as never] };
  const both = finishCeremony(held(), 'done', 'dealt', now, rotated);
  expect(both.put?.filter((one) => one.kind.name === keySetDocument.name)).toEqual(rotated.put);
  const failed = finishCeremony(held(), 'failed', 'owner-gone', now);
  expect(uses(failed)).toBeUndefined();
  expect(jobsOf(failed)).toContain(`tell-organizers ${now}`);
});

it('a secret that signs an action is bound to it, any other is for people', () => {
  expect(boundAction('desk-key', [action])).toBe('desk');
  expect(boundAction('wifi', [action])).toBe('open');
});
