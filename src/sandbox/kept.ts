/** Things of the sandbox's peers, kept in one hash of the sandbox's Redis, so that they outlive the bot. */
import type { Cluster, Redis } from 'ioredis';

/** In memory as in Redis, each under its field; told of by kind. */
export abstract class Kept<Thing extends { readonly kind: string }> {
  readonly #redis: Redis | Cluster;
  readonly #key: string;
  readonly #fieldOf: (thing: Thing) => string;
  readonly #all = new Map<string, Thing>();
  readonly #listeners = new Set<() => void>();

  /** @param known - what the hash has, in the order in which it is to be told */
  protected constructor(
    place: { readonly redis: Redis | Cluster; readonly key: string },
    fieldOf: (thing: Thing) => string,
    known: readonly Thing[],
  ) {
    this.#redis = place.redis;
    this.#key = place.key;
    this.#fieldOf = fieldOf;
    for (const thing of known) this.#all.set(fieldOf(thing), thing);
  }

  async put(thing: Thing): Promise<void> {
    this.#all.set(this.#fieldOf(thing), thing);
    await this.#redis.hset(this.#key, this.#fieldOf(thing), JSON.stringify(thing));
    for (const listener of this.#listeners) listener();
  }

  async remove(thing: Thing): Promise<void> {
    this.#all.delete(this.#fieldOf(thing));
    await this.#redis.hdel(this.#key, this.#fieldOf(thing));
  }

  /** Told of every change; answers how to stop being told. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  protected of<K extends Thing['kind']>(kind: K): Extract<Thing, { kind: K }>[] {
    return [...this.#all.values()].filter((it): it is Extract<Thing, { kind: K }> => it.kind === kind);
  }
}
