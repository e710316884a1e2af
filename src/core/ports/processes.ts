/**
 * The processes of an event: what each does, and which of them live. What matters across processes and is in the
 * memory of one (a socket, the custody of a key) is looked for here.
 */
import type { QueueName } from '../commit.ts';

/** `web`: Slack and HTTP; `worker`: the jobs; `all`: both. */
export const ROLES = ['web', 'worker', 'all'] as const;
export type Role = (typeof ROLES)[number];

export interface ProcessState {
  readonly role: Role;
  /** Whose jobs it runs; none in a web, and none once it is stopping. */
  readonly queues: readonly QueueName[];
  /** Slack reaches it: its socket is open, or Slack calls it over HTTP. Never so in a worker. */
  readonly connected: boolean;
}

export interface LivingProcess extends ProcessState {
  readonly id: string;
}

export interface Processes {
  /** Of this process. */
  readonly id: string;
  /**
   * Those that have been heard of lately, this one included once it has announced itself.
   *
   * @throws {StoreUnavailable} where nobody can say.
   */
  living(): Promise<readonly LivingProcess[]>;
}

/** The queues whose jobs nobody runs, of those that there are. */
export const unattendedQueues = <Q extends QueueName>(
  living: readonly ProcessState[],
  queues: readonly Q[],
): Q[] => queues.filter((queue) => !living.some((one) => one.queues.includes(queue)));

/** The same of what a process heard last; none where it does not know, and none that it runs itself. */
export const heardUnattended = <Q extends QueueName>(
  living: readonly ProcessState[] | undefined,
  queues: readonly Q[],
  own: readonly QueueName[],
): Q[] =>
  living
    ? unattendedQueues(
        living,
        queues.filter((queue) => !own.includes(queue)),
      )
    : [];
