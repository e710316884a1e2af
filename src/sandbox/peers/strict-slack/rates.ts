/** How much is left of a limit: as many at once as its minute holds, coming back evenly. Pure; time is given. */

interface Bucket {
  level: number;
  at: number;
}

export interface Rates {
  /**
   * Takes one from each of these limits, or from none.
   * @returns seconds until there is one, as `Retry-After` gives them; 0 where it was taken
   */
  take(limits: readonly Limit[], now: number): number;
}

export interface Limit {
  readonly name: string;
  readonly perMinute: number;
  readonly burst: number;
}

export function createRates(): Rates {
  const buckets = new Map<string, Bucket>();
  const refilled = ({ name, perMinute, burst }: Limit, now: number): Bucket => {
    const bucket = buckets.get(name) ?? { level: burst, at: now };
    const back = (Math.max(0, now - bucket.at) / 60_000) * perMinute;
    return { level: Math.min(burst, bucket.level + back), at: now };
  };
  return {
    take(limits, now) {
      const all = limits.map((limit) => ({ limit, bucket: refilled(limit, now) }));
      const waits = all.map(({ limit, bucket }) => (60 * (1 - bucket.level)) / limit.perMinute);
      const wait = Math.max(0, ...waits);
      for (const { limit, bucket } of all)
        buckets.set(limit.name, wait > 0 ? bucket : { ...bucket, level: bucket.level - 1 });
      return Math.ceil(wait);
    },
  };
}
