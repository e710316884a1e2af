/** Names what a process asks of Redis, so that the same step has the same name in every run. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { Crossing } from './border.ts';
import type { Value } from './resp.ts';

const FOLDER = new URL('../../../src/adapters/redis/', import.meta.url);

/** Our own scripts by their hash, as the adapter calls them. */
const scripts = new Map(
  readdirSync(FOLDER)
    .filter((file) => file.endsWith('.lua'))
    .map((file) => {
      const source = readFileSync(new URL(file, FOLDER), 'utf8');
      return [createHash('sha1').update(source).digest('hex'), file.replace('.lua', '')] as const;
    }),
);

const READS = /^(H?GET|HMGET|HGETALL|MGET|SMEMBERS|X(REV)?RANGE|XREAD|LRANGE|ZRANGE|EXISTS|WAITAOF)$/;
const FACT = /^[a-z-]+\.[a-z-]+$/;
const JOB = /^(?:[a-z]+-)*[a-z]+:[\w:-]+$/;

/** Names within one run: a notification is called by its channel. */
export class Namer {
  readonly #channels = new Map<string, string>();

  /** Undefined for what is no step of any work: `INFO`, `PING`, a queue's waiting. */
  request(command: readonly Value[]): Crossing | undefined {
    const [verb = '', ...args] = command.map(String);
    const name = verb.toUpperCase();
    if (name === 'EVALSHA' || name === 'EVAL') {
      const own = name === 'EVALSHA' ? scripts.get(args[0] ?? '') : ownBySource(args[0] ?? '');
      if (own === undefined) return { sort: 'queue', name: 'queue' };
      if (own === 'commit') return { sort: 'write', name: this.#commit(args.slice(2)) };
      if (own === 'hold') return { sort: 'write', name: `hold ${this.#job(args[3] ?? '')}` };
      // A look that hands nothing out changes nothing: it is named by its answer.
      return undefined;
    }
    if (name === 'HINCRBY') return { sort: 'write', name: `next ${args[1]}` };
    if (READS.test(name))
      return { sort: 'read', name: `read ${name} ${(args[0] ?? '').split(':')[2] ?? ''}` };
    return undefined;
  }

  /** What was handed out, where the answer to a look says so. */
  handedOut(command: readonly Value[], answer: Value): Crossing | undefined {
    if (scripts.get(String(command[1] ?? '')) !== 'claim' || !Array.isArray(answer)) return undefined;
    const ids = (answer as Value[]).map(String).filter((one) => JOB.test(one));
    return ids.length === 0 ? undefined : { sort: 'write', name: `hand out ${this.#job(ids[0] ?? '')}` };
  }

  #commit(args: readonly string[]): string {
    const moved: string[] = [];
    for (const text of args) {
      if (!text.startsWith('{"id"')) continue;
      const { id, channel, state } = JSON.parse(text) as Record<string, string>;
      if (!id || !channel) continue;
      this.#channels.set(id, channel);
      moved.push(`${channel} ${state}`);
    }
    const facts = new Set(args.filter((one) => FACT.test(one)));
    // A digit acknowledges and ends its call in one commit.
    const answer = facts.has('page.acknowledged') ? 'page.acknowledged ' : '';
    if (facts.has('notification.moved')) return `commit ${answer}${moved.join(', ')}`;
    if (facts.size > 0) return `commit ${[...facts].join(' ')}`;
    const job = args.find((one) => JOB.test(one));
    return `commit done ${this.#job(job ?? '')}`;
  }

  #job(id: string): string {
    const [kind = '', about = ''] = id.split(':');
    return `${kind} ${this.#channels.get(about.replace(/-2$/, '')) ?? about}`;
  }
}

const ownBySource = (source: string): string | undefined =>
  scripts.get(createHash('sha1').update(source).digest('hex'));
