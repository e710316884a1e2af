/** A world for tests of the keys: three holders, two organizers, a guest, a registration desk outside. */

import { keys } from '../../commands/keys/command.ts';
import { jobs } from '../../jobs/index.ts';
import { createGuardedActions } from '../../src/adapters/actions/caller.ts';
import { createKeeper } from '../../src/adapters/shamir/keeper.ts';
import { runTask } from '../../src/adapters/shamir/run-task.ts';
import type { ModalResponse, Reply } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import type { ActionResponse, GuardedActions, KeyCustodian } from '../../src/core/ports/keys.ts';
import { handInModal, pressButton, runCommand } from '../../src/core/run-command.ts';
import { GuardedAction, type Verb } from '../../src/keys/domain/action.ts';
import { type Ceremony, ceremonyDocument } from '../../src/keys/domain/ceremony.ts';
import { planMark } from '../../src/keys/domain/make-set.ts';
import { type KeySet, keySetDocument } from '../../src/keys/domain/set.ts';
import { fakeEvent, fakeWorld, somebody, type World } from './fake-deps.ts';

export const ingress = GuardedAction.parse({
  name: 'registration-ingress',
  says: 'Closes public registration',
  set: 'ingress',
  webhook: { fire: 'http://desk.example/ingress' },
  quorum: { fire: 2, restore: 2 },
  readBack: { url: 'http://desk.example/ingress.json', field: 'state', fired: 'closed', restored: 'open' },
  secret: { env: 'DESK_SECRET' },
});

/** The other side of the webhook: it does what it is told once for each idempotency key. */
export class Outside {
  state = 'open';
  readonly calls: { verb: Verb; key: string }[] = [];
  readonly done = new Set<string>();
  /** What the next calls answer instead, in order; `lost` arrives but its answer does not. */
  readonly answers: ('fail' | 'refuse' | 'lost')[] = [];
  /** How many read-backs still show the old state. */
  slow = 0;

  call(verb: Verb, key: string): ActionResponse {
    this.calls.push({ verb, key });
    const answer = this.answers.shift();
    if (answer === 'fail') return { ok: false, detail: '503', again: true };
    if (answer === 'refuse') return { ok: false, detail: '401', again: false };
    if (!this.done.has(key)) this.state = verb === 'fire' ? 'closed' : 'open';
    this.done.add(key);
    return answer === 'lost'
      ? { ok: false, detail: 'timeout', again: true }
      : { ok: true, detail: '200', again: false };
  }

  read(verb: Verb): ActionResponse {
    const ok = this.slow-- <= 0 && this.state === (verb === 'fire' ? 'closed' : 'open');
    return { ok, detail: 'other-state', again: true };
  }
}

export interface KeysWorld extends Omit<World, 'type' | 'press' | 'settle' | 'advance'> {
  readonly outside: Outside;
  readonly keeper: KeyCustodian;
  type(person: string, text: string): Promise<Reply>;
  press(person: string, action: string, value: string): Promise<Reply>;
  enter(person: string, modal: string, meta: object, values: Record<string, string>): Promise<ModalResponse>;
  settle(): Promise<void>;
  advance(duration: string): Promise<void>;
  set(name: string): Promise<KeySet | undefined>;
  ceremony(code: string): Promise<Ceremony | undefined>;
  /** Proposes, approves and reveals; the shares in order of the holders. */
  deal(name: string, k: number, holders: readonly string[]): Promise<string[]>;
  confirm(person: string, name: string, share: string): Promise<ModalResponse>;
  /** `deal`, and everybody confirms. */
  working(name: string, k: number, holders: readonly string[]): Promise<string[]>;
  /** Presses Submit, and enters the share into the window that opens. */
  submit(person: string, code: string, share: string): Promise<ModalResponse>;
  /** The key of the UserError, or 'nothing' where it was no refusal. */
  refusal(work: Promise<unknown>): Promise<string>;
  /** The same Redis and Slack, as another process sees them: its own keeper. */
  otherProcess(keeper?: KeyCustodian): KeysWorld;
}

/** What stands behind `Approve` on the newest card. */
export async function approveValue(store: Pick<Deps['store'], 'get'>, name: string): Promise<string> {
  const next = (await store.get(keySetDocument, name))?.value.next;
  return next ? `${name} ${planMark(next)}` : name;
}

/** The share in a reveal window. */
export function shareIn(reply: Reply): string {
  if (!reply || !('modal' in reply)) throw new Error(`no window but ${JSON.stringify(reply)}`);
  const blocks = reply.modal.blocks as readonly { text?: { text: string } }[];
  const texts = blocks.map((block) => block.text?.text ?? '');
  const share = texts.find((text) => text.includes('CBS1'));
  if (!share) throw new Error('no share in the window');
  return share.replaceAll('`', '').trim();
}

const metaOf = (reply: Reply): string =>
  reply && 'modal' in reply && reply.modal.type === 'modal' ? (reply.modal.private_metadata ?? '') : '';

export async function keysWorld(actions: readonly GuardedAction[] = [ingress]): Promise<KeysWorld> {
  const people = ['UORG', 'UORG2', 'UH1', 'UH2', 'UH3', 'UH4', 'UH5', 'UANY'].map((id) => somebody(id));
  // One of them can be reached by phone.
  people[2] = somebody('UH1', { phone: { number: '+12025550101', verifiedAt: '2019-06-01T00:00:00Z' } });
  const guest = somebody('UGUEST', { guest: true });
  const event = fakeEvent({ organizers: ['UORG', 'UORG2'] });
  const inner = await fakeWorld('2019-06-05T22:00:00Z', [...people, guest], event);
  const outside = new Outside();
  const real = createGuardedActions({ actions, environment: 'test', env: { DESK_SECRET: 'desk-secret' } });
  const guarded: GuardedActions = {
    ...real,
    call: async (_action, verb, { idempotencyKey }) => outside.call(verb, idempotencyKey),
    readBack: async (_action, verb) => outside.read(verb),
  };
  return around(
    inner,
    outside,
    guarded,
    createKeeper(async (request) => runTask(request)),
  );
}

function around(inner: World, outside: Outside, guarded: GuardedActions, keeper: KeyCustodian): KeysWorld {
  const deps: Deps = { ...inner.deps, guarded, keeper };
  // The jobs of this world see its keeper, as the jobs of a process do.
  const handlers = jobs.map((one) => ({
    ...one,
    run: (data: unknown, _deps: Deps, run: Parameters<typeof one.run>[2]) => one.run(data, deps, run),
    ...(one.failed && {
      failed: (data: unknown, code: string) => one.failed?.(data, code, deps) ?? Promise.resolve(undefined),
    }),
  }));
  const { store } = deps;
  const world: KeysWorld = {
    ...inner,
    deps,
    outside,
    keeper,
    async type(person, text) {
      const call = { ...(await inner.asking(person)), text, channel: 'CGENERAL', progress: async () => {} };
      return await runCommand(keys, call, deps);
    },
    async press(person, action, value) {
      const press = { ...(await inner.asking(person)), value, at: undefined, progress: async () => {} };
      return await pressButton(keys, action, press, deps);
    },
    async enter(person, id, meta, values) {
      const held = Object.fromEntries(
        Object.entries(values).map(([name, value]) => [name, { [name]: value }]),
      );
      return await handInModal(
        keys,
        id,
        { ...(await inner.asking(person)), values: held, meta: JSON.stringify(meta) },
        deps,
      );
    },
    settle: () => inner.settle(handlers),
    advance: (duration) => inner.advance(duration, handlers),
    set: async (name) => (await store.get(keySetDocument, name))?.value,
    ceremony: async (code) => (await store.get(ceremonyDocument, code))?.value,
    async deal(name, k, holders) {
      await world.type('UORG', `create ${name} ${k} of ${holders.map((id) => `<@${id}>`).join(' ')}`);
      await world.press('UORG2', 'keys.approve', await approveValue(store, name));
      await world.settle();
      const shares: string[] = [];
      for (const holder of holders) shares.push(shareIn(await world.press(holder, 'keys.reveal', name)));
      return shares;
    },
    async confirm(person, name, share) {
      const window = await world.press(person, 'keys.confirm', name);
      return await world.enter(person, 'keys.confirm', JSON.parse(metaOf(window)) as object, { share });
    },
    async working(name, k, holders) {
      const shares = await world.deal(name, k, holders);
      for (const [at, holder] of holders.entries()) await world.confirm(holder, name, shares[at] ?? '');
      await world.settle();
      return shares;
    },
    async submit(person, code, share) {
      const window = await world.press(person, 'keys.submit', code);
      return await world.enter(person, 'keys.submit', JSON.parse(metaOf(window)) as object, { share });
    },
    async refusal(work) {
      try {
        await work;
        return 'nothing';
      } catch (error) {
        if (error instanceof UserError) return error.key;
        throw error;
      }
    },
    otherProcess: (other = createKeeper(async (request) => runTask(request))) =>
      around(inner, outside, guarded, other),
  };
  return world;
}
