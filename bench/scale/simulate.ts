/**
 * A discrete-event simulation of work that visits stations one after the other. Pure: chance is a seed. A station is
 * either served by some at a time, each visit for so long, who matters most first; or it gives out so many turns a
 * minute, some of which may be taken at once, as Slack's budget and a telephone number do.
 */

export type Station =
  | { readonly servers: number }
  /** A turn each `stepMs`; after silence `burst` at once. */
  | { readonly stepMs: number; readonly burst: number };

export interface Visit {
  readonly station: string;
  /** Milliseconds of service; at a station of turns, how many turns. */
  readonly takes: number;
  /** Of turns: takes them without waiting, as pages do; those after it wait the longer. */
  readonly isForced?: boolean;
  /** Of turns: as many of the burst are left to others. */
  readonly leaves?: number;
}

export interface Arrival {
  /** Milliseconds. */
  readonly at: number;
  readonly kind: string;
  /** Less goes first. */
  readonly priority: number;
  readonly visits: readonly Visit[];
}

export interface Simulated {
  /** Milliseconds from arrival until the last visit is over, by kind, in no order. */
  readonly took: ReadonlyMap<string, readonly number[]>;
  /** Milliseconds of service, by station; of turns, the milliseconds that they stand for. */
  readonly busyMs: ReadonlyMap<string, number>;
  /** When the last of all was over. */
  readonly endMs: number;
}

interface Event {
  readonly at: number;
  readonly order: number;
  readonly work: Arrival;
  readonly visit: number;
  /** A service of that station ends here. */
  readonly frees?: string;
}

/** The least first. */
class Heap<T> {
  readonly #items: T[] = [];
  readonly #isBefore: (a: T, b: T) => boolean;
  constructor(isBefore: (a: T, b: T) => boolean) {
    this.#isBefore = isBefore;
  }
  push(item: T): void {
    const items = this.#items;
    let at = items.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = items[parent] as T;
      if (!this.#isBefore(item, above)) break;
      items[at] = above;
      at = parent;
    }
    items[at] = item;
  }
  pop(): T | undefined {
    const items = this.#items;
    const first = items[0];
    const last = items.pop();
    if (items.length === 0 || last === undefined) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && this.#isBefore(items[child + 1] as T, items[child] as T)) child++;
      const below = items[child] as T;
      if (!this.#isBefore(below, last)) break;
      items[at] = below;
      at = child;
    }
    items[at] = last;
    return first;
  }
}

interface Servers {
  free: number;
  readonly waiting: Heap<Event>;
}

/**
 * @param arrivals - In the order of time.
 * @param stationOf - What a station is, by its name; asked once of each.
 */
export function simulate(arrivals: Iterable<Arrival>, stationOf: (name: string) => Station): Simulated {
  const events = new Heap<Event>((a, b) => a.at < b.at || (a.at === b.at && a.order < b.order));
  const servers = new Map<string, Servers>();
  const turns = new Map<string, { horizon: number }>();
  const stations = new Map<string, Station>();
  const took = new Map<string, number[]>();
  const busyMs = new Map<string, number>();
  let [order, endMs] = [0, 0];
  const known = (name: string): Station => {
    const station = stations.get(name) ?? stationOf(name);
    stations.set(name, station);
    return station;
  };
  const busy = (name: string, ms: number) => busyMs.set(name, (busyMs.get(name) ?? 0) + ms);
  const goOn = (at: number, { work, visit }: Event) =>
    events.push({ at, order: order++, work, visit: visit + 1 });

  function serve(name: string, at: number, event: Event): void {
    const takes = event.work.visits[event.visit]?.takes ?? 0;
    busy(name, takes);
    events.push({ ...event, at: at + takes, order: order++, frees: name });
  }

  function visitServers(name: string, count: number, event: Event): void {
    const first = (a: Event, b: Event) =>
      a.work.priority < b.work.priority || (a.work.priority === b.work.priority && a.order < b.order);
    const it = servers.get(name) ?? { free: count, waiting: new Heap<Event>(first) };
    servers.set(name, it);
    if (it.free === 0) {
      it.waiting.push(event);
      return;
    }
    it.free--;
    serve(name, event.at, event);
  }

  function visitTurns(name: string, stepMs: number, burst: number, event: Event): void {
    const { takes = 1, isForced = false, leaves = 0 } = event.work.visits[event.visit] ?? {};
    const it = turns.get(name) ?? { horizon: Number.NEGATIVE_INFINITY };
    turns.set(name, it);
    const horizon = Math.max(it.horizon, event.at);
    const wait = isForced ? 0 : Math.max(0, horizon - event.at - Math.max(0, burst - leaves - 1) * stepMs);
    it.horizon = horizon + takes * stepMs;
    busy(name, takes * stepMs);
    goOn(event.at + wait, event);
  }

  function run(event: Event): void {
    if (event.frees !== undefined) {
      const it = servers.get(event.frees);
      const next = it?.waiting.pop();
      if (next) serve(event.frees, event.at, next);
      else if (it) it.free++;
      goOn(event.at, event);
      return;
    }
    const visit = event.work.visits[event.visit];
    if (!visit) {
      const { kind, at } = event.work;
      const all = took.get(kind);
      if (all) all.push(event.at - at);
      else took.set(kind, [event.at - at]);
      endMs = Math.max(endMs, event.at);
      return;
    }
    const station = known(visit.station);
    if ('servers' in station) visitServers(visit.station, station.servers, event);
    else visitTurns(visit.station, station.stepMs, station.burst, event);
  }

  // What is to come is not in the heap yet: a day of a thousand events is millions.
  for (const work of arrivals) {
    for (let next = events.pop(); next; next = events.pop()) {
      if (next.at > work.at) {
        events.push(next);
        break;
      }
      run(next);
    }
    events.push({ at: work.at, order: order++, work, visit: 0 });
  }
  for (let event = events.pop(); event; event = events.pop()) run(event);
  return { took, busyMs, endMs };
}

/** A generator of numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
