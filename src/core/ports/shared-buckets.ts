/** Buckets that several processes take from, so that replicas with one Slack token have one budget. */

export interface Bucket {
  /** Whose bucket it is, such as a method of the Web API. */
  readonly name: string;
  /** What comes back in a minute, evenly; as much is in it when it is full. */
  readonly perMinute: number;
}

export interface SharedBuckets {
  /**
   * Takes one out of the bucket where more than `keep` are in it.
   *
   * @param forced - In any case, and it never has to wait.
   * @returns Milliseconds to wait for the next free place behind all that wait already; 0 where one was taken.
   * @throws {StoreUnavailable} where nobody can say.
   */
  take(bucket: Bucket, options: { readonly keep: number; readonly forced: boolean }): Promise<number>;
  /**
   * Nobody who is not forced takes anything for so many milliseconds.
   *
   * @throws {StoreUnavailable} where it could not be said.
   */
  block(bucket: Bucket, milliseconds: number): Promise<void>;
}
