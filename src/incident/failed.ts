/** A job of a private incident that has failed for good: its responders hear of it, and the organizers do not. */
import { scheduleJob } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { tellResponder } from './domain/jobs.ts';
import { isPrivate } from './domain/privacy.ts';
import { readIncident } from './read.ts';

/** For a handler's `failed`: undefined where the organizers may be told as ever. */
export async function failedInPrivate(code: string, what: string, deps: Deps): Promise<'quiet' | undefined> {
  const incident = (await readIncident(code, 'responders', deps))?.value;
  if (!incident || !isPrivate(incident)) return undefined;
  await deps.store.commit({ jobs: [scheduleJob(tellResponder, deps.clock.now(), { incident: code, what })] });
  return 'quiet';
}
