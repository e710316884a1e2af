/**
 * The two errors that mean something. Anything else is tried again (in a job) or is a bug, shown with a
 * reference and logged under it (in a command).
 */
import type { Key, SafeParams } from '../i18n/index.ts';

/**
 * Shown to the person, translated. It says what was wrong and what to do. What it repeats of what was typed
 * or is called somehow is escaped where it is thrown (`quoted`, `escape`): the type takes nothing else.
 */
export class UserError<K extends Key = Key> extends Error {
  override readonly name = 'UserError';
  readonly key: K;
  readonly params: SafeParams<K>;

  constructor(key: K, ...params: keyof SafeParams<K> extends never ? [] : [SafeParams<K>]) {
    super(key);
    this.key = key;
    this.params = (params[0] ?? {}) as SafeParams<K>;
  }
}

/** Trying again cannot help. The code is for programs and logs: never a secret, a number or a text. */
export class PermanentError extends Error {
  override readonly name = 'PermanentError';
  readonly code: string;
  /** The channel into which nothing can be posted, where that is what went wrong. */
  readonly channel: string | undefined;

  constructor(code: string, { channel, ...options }: ErrorOptions & { readonly channel?: string } = {}) {
    super(code, options);
    this.code = code;
    this.channel = channel;
  }
}

/** The provider asked for patience: try again after so many seconds. */
export class RetryLater extends Error {
  override readonly name = 'RetryLater';
  readonly seconds: number;
  /** Nothing left in this call. Where nothing left in the whole run, the next need not look for it. */
  readonly nothingSent: boolean;

  constructor(seconds: number, { untouched = false, ...options }: RetryOptions = {}) {
    super(`retry after ${seconds} s`, options);
    this.seconds = seconds;
    this.nothingSent = untouched;
  }
}

export interface RetryOptions extends ErrorOptions {
  readonly untouched?: boolean;
}

/**
 * The provider is not to be had: it refuses connections, or its circuit is open. No request has left, so that
 * another provider may carry it at once.
 */
export class ProviderDown extends RetryLater {
  readonly providerDown = true;
}

/**
 * What a provider refuses whoever it is for: everything (`account`: suspended, wrong credentials, no funds), or all
 * that goes to such a place (`destination`: a country that it may not text). Nothing left, and it is no word about
 * the person's number: another provider may carry it at once.
 */
export class ProviderRefusal extends Error {
  override readonly name = 'ProviderRefusal';
  /** The provider's own code, or `http-401`: never a secret, a number or a text. */
  readonly code: string;
  readonly of: 'account' | 'destination';

  constructor(code: string, of: ProviderRefusal['of'], options?: ErrorOptions) {
    super(`refused (${code})`, options);
    this.code = code;
    this.of = of;
  }
}

/** Somebody else committed first: read again, decide again. */
export class Conflict extends Error {
  override readonly name = 'Conflict';
}

/** The store cannot be reached; nothing of the change has happened, or it is not known to have. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}
