/** Telemetry that nobody reads, two readers of the same work, and how an error ends work. */
import { Conflict, PermanentError, RetryLater, UserError } from './errors.ts';
import type { PagingChannel } from './ports/paging.ts';
import type { Telemetry, WorkOutcome } from './ports/telemetry.ts';

/** Where nobody follows: tests, and the command line. */
export const UNMEASURED: Telemetry = {
  measure: (_work, run) => run(),
  context: () => undefined,
  about: () => {},
};

export function outcomeOfError(error: unknown): WorkOutcome {
  if (error instanceof UserError || error instanceof PermanentError) return 'refused';
  if (error instanceof RetryLater) return 'limited';
  return error instanceof Conflict ? 'conflict' : 'failed';
}

/** Both follow each piece of work; a context is the inner one's, or else the outer one's. */
export const followedByBoth = (outer: Telemetry, inner: Telemetry): Telemetry => ({
  measure: (work, run, ending) => outer.measure(work, () => inner.measure(work, run, ending), ending),
  context: (job) => inner.context(job) ?? outer.context(job),
  about: (page) => {
    outer.about(page);
    inner.about(page);
  },
});

/** The same channel, with each message and question followed under its name. */
export function measuredChannel(channel: PagingChannel, telemetry: Telemetry): PagingChannel {
  const { name } = channel;
  const measured = <T>(operation: string, run: () => Promise<T>): Promise<T> =>
    telemetry.measure({ kind: 'channel', name, operation }, run);
  const { find, poll, withdraw } = channel;
  return {
    name,
    address: (person) => channel.address(person),
    send: (outgoing) => measured('send', () => channel.send(outgoing)),
    ...(find && { find: (outgoing) => measured('find', () => find.call(channel, outgoing)) }),
    ...(poll && { poll: (...of) => measured('poll', () => poll.call(channel, ...of)) }),
    ...(withdraw && {
      withdraw: (...of) => measured('withdraw', () => withdraw.call(channel, ...of)),
    }),
  };
}
