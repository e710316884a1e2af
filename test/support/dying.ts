/**
 * A process that dies: after the nth message that jobs of one name let leave, nothing of that process happens
 * any more, its commit included. When the lease has run out, the job is handed out again.
 */
import { Temporal } from 'temporal-polyfill';
import { vi } from 'vitest';
import { jobs } from '../../jobs/index.ts';
import { StoreUnavailable } from '../../src/core/errors.ts';
import type { World } from './fake-deps.ts';

/** A world, and what people do in it. */
export interface Story {
  readonly world: Pick<World, 'chat' | 'channels' | 'clock' | 'store'> & Partial<Pick<World, 'settle'>>;
  /** Runs what is due; dies where the process does. */
  settle(): Promise<void>;
  /** `live` is what carries on however often the process dies. */
  tell(live: Live): Promise<void>;
}

export interface Live {
  settle(): Promise<void>;
  goBy(duration: string): Promise<void>;
}

export interface Told {
  readonly world: Story['world'];
  /** Every message of the job, in order: how, to whom, what. */
  readonly sends: readonly string[];
  readonly deaths: number;
  /** The jobs that sent something, this one or not. */
  readonly senders: ReadonlySet<string>;
}

export async function tellDying(begin: () => Promise<Story>, job: string, after = 0): Promise<Told> {
  const { world, settle, tell } = await begin();
  const sends: string[] = [];
  const senders = new Set<string>();
  let running = '';
  let dead = false;
  let deaths = 0;
  const alive = () => {
    if (dead) throw new StoreUnavailable('the process died');
  };
  const left = (send: string) => {
    if (running !== '') senders.add(running);
    if (running !== job) return;
    if (sends.push(send) !== after) return;
    dead = true;
    deaths++;
    alive();
  };

  const spies = jobs.map((handler) => {
    const run = handler.run.bind(handler);
    return vi.spyOn(handler, 'run').mockImplementation(async (...args) => {
      running = handler.kind.name;
      try {
        return await run(...args);
      } finally {
        running = '';
      }
    });
  });
  const { chat, store } = world;
  const { post, dm, upload, update, remove, sentBefore } = chat;
  chat.post = async (...args) => {
    alive();
    const posted = await post.apply(chat, args);
    left(`post ${args[0]}${args[2]?.thread ? ' in a thread' : ''}: ${args[1].text}`);
    return posted;
  };
  chat.dm = async (...args) => {
    alive();
    const posted = await dm.apply(chat, args);
    left(`dm ${args[0]}: ${args[1].text}`);
    return posted;
  };
  chat.upload = async (...args) => {
    alive();
    await upload.apply(chat, args);
    left(`file ${args[0]}: ${args[1].name}`);
  };
  const whileAlive =
    <A extends unknown[], R>(work: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      alive();
      return await work(...args);
    };
  chat.update = whileAlive(update.bind(chat));
  chat.remove = whileAlive(remove.bind(chat));
  chat.sentBefore = whileAlive(sentBefore.bind(chat));
  for (const channel of Object.values(world.channels)) {
    const { send } = channel;
    channel.send = async (outgoing) => {
      alive();
      const accepted = await send.call(channel, outgoing);
      left(`${channel.name} ${outgoing.to.id}: ${outgoing.text}`);
      return accepted;
    };
  }
  store.commit = whileAlive(store.commit.bind(store));

  const live: Live = {
    async settle() {
      for (;;) {
        try {
          return await settle();
        } catch (error) {
          if (!(error instanceof StoreUnavailable)) throw error;
          dead = false;
          store.realNow += 60_000;
        }
      }
    },
    async goBy(duration) {
      const end = world.clock.now().add(Temporal.Duration.from(duration));
      for (;;) {
        await live.settle();
        const next = (await store.outbox())[0]?.at;
        if (!next || Temporal.Instant.compare(next, end) > 0) break;
        if (Temporal.Instant.compare(next, world.clock.t) > 0) world.clock.t = next;
      }
      world.clock.t = end;
    },
  };
  try {
    await tell(live);
    await live.settle();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return { world, sends, deaths, senders };
}
