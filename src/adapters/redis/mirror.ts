/**
 * All documents of some kinds in memory. Each read, `recent` excepted, asks the ledger what was committed
 * since the last one (one round trip of a tenth of a millisecond), so a mirror shows every earlier commit, of
 * any process.
 */
import type { DocumentKind, Versioned } from '../../core/commit.ts';
import type { DocumentCache } from '../../core/ports/store.ts';
import type { RedisStore } from './store.ts';

interface Held {
  readonly kind: DocumentKind<unknown>;
  map: ReadonlyMap<string, Versioned<unknown>>;
  /** The same as a list, made when it is first asked for. */
  list?: readonly Versioned<unknown>[] | undefined;
}

export class DocumentCaches {
  readonly #store: RedisStore;
  readonly #held = new Map<string, Held>();
  #last: string | undefined;
  #catchingUp: Promise<void> | undefined;
  #wanted: Promise<void> | undefined;

  constructor(store: RedisStore) {
    this.#store = store;
    store.answerFrom(this);
  }

  /** All of a kind, the same list while nothing of it changes; undefined where the kind is not kept. */
  all<T>(kind: DocumentKind<T>): Promise<readonly Versioned<T>[]> | undefined {
    const held = this.#held.get(kind.name);
    if (!held) return undefined;
    return this.#current().then(() => {
      held.list ??= [...held.map.values()];
      return held.list as readonly Versioned<T>[];
    });
  }

  /** From now on `all` of the store is answered from memory for this kind too. Before the first read. */
  of<T>(kind: DocumentKind<T>): DocumentCache<T> {
    const held: Held = this.#held.get(kind.name) ?? {
      kind: kind as unknown as DocumentKind<unknown>,
      map: new Map(),
    };
    this.#held.set(kind.name, held);
    return {
      read: async () => {
        await this.#current();
        return held.map as ReadonlyMap<string, Versioned<T>>;
      },
      peek: async () => {
        if (this.#last === undefined) await this.#current();
        return held.map as ReadonlyMap<string, Versioned<T>>;
      },
    };
  }

  /**
   * Reads of the same tick share one round trip. One that comes while a round is under way waits for the
   * next: it must see commits up to now.
   */
  async #current(): Promise<void> {
    this.#wanted ??= (this.#catchingUp ?? Promise.resolve())
      .catch(() => {})
      .then(() => {
        this.#wanted = undefined;
        this.#catchingUp = this.#catchUp();
        return this.#catchingUp;
      });
    return await this.#wanted;
  }

  async #readAll(): Promise<string> {
    const end = await this.#store.ledgerEnd();
    // Together, so that a start waits for the largest of them and not for one after the other.
    await Promise.all(
      [...this.#held.values()].map(async (held) => {
        const all = await this.#store.readAll(held.kind);
        held.map = new Map(all.map((one) => [one.id, one]));
        held.list = undefined;
      }),
    );
    return end;
  }

  async #catchUp(): Promise<void> {
    this.#last ??= await this.#readAll();
    const { last, changed, erased, isFar } = await this.#store.changedSince(this.#last);
    if (erased || isFar) {
      this.#last = await this.#readAll();
      return;
    }
    for (const [kind, ids] of changed) {
      const held = this.#held.get(kind);
      if (!held) continue;
      held.map = await this.#refreshed(held, [...ids]);
      held.list = undefined;
    }
    this.#last = last;
  }

  async #refreshed(held: Held, ids: string[]): Promise<ReadonlyMap<string, Versioned<unknown>>> {
    const map = new Map(held.map);
    const found = await this.#store.getMany(held.kind, ids);
    for (const [i, id] of ids.entries()) {
      const one = found[i];
      if (one) map.set(id, one);
      else map.delete(id);
    }
    return map;
  }
}
