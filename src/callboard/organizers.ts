/**
 * Every change of who organizes, whoever or whatever makes it: it is a step of the keys' chain, since organizers
 * approve what holds the keys, and all organizers hear of it.
 */
import { type JobChange, mergeChanges, scheduleJob } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { withOptimisticRetry } from '../core/optimistic-retry.ts';
import { chained, type Step } from '../keys/domain/chain.ts';
import { readChain } from '../keys/on-chain.ts';
import { withOpenPages } from '../page/follow-duty.ts';
import { mentionId } from '../slack/mrkdwn.ts';
import { eventNow } from './change-event.ts';
import { BY_FILE } from './domain/applied-file.ts';
import type { EventSettings } from './domain/event.ts';
import { tellOrganizers } from './domain/jobs.ts';
import type { Doing, OrganizersDecision, Standing } from './domain/settings.ts';

/** Who was added and who was removed, as steps of the keys' chain. */
export function organizerSteps(
  before: Pick<EventSettings, 'organizers'>,
  after: Pick<EventSettings, 'organizers'>,
): Step[] {
  const step = (name: Step['name'], person: string): Step => ({
    name,
    about: [`person:${person}`],
    data: { person },
  });
  return [
    ...after.organizers
      .filter((id) => !before.organizers.includes(id))
      .map((id) => step('keys.organizer-added', id)),
    ...before.organizers
      .filter((id) => !after.organizers.includes(id))
      .map((id) => step('keys.organizer-removed', id)),
  ];
}

/**
 * What a change of organizers means, whoever or whatever makes it: the steps of the chain, and a message to all
 * organizers for each.
 *
 * @param length - of the chain as it was read: the same change once more is another message
 */
export function organizersHear(
  before: Pick<EventSettings, 'organizers'>,
  after: Pick<EventSettings, 'organizers'>,
  length: number,
  { at, by }: Doing,
): { readonly steps: Step[]; readonly jobs: JobChange[] } {
  const steps = organizerSteps(before, after);
  // Whoever is the first knows it, and there is nobody else to hear of it.
  const heard = before.organizers.length > 0 ? steps : [];
  const jobs = heard.map(({ name, data }) => {
    const params = { person: { mrkdwn: mentionId(String(data['person'])) }, by: { mrkdwn: mentionId(by) } };
    const id = `tell-organizers:organizers:${data['person']}:${length}`;
    return scheduleJob(tellOrganizers, at, { key: toldOf(name, by), params }, id);
  });
  return { steps, jobs };
}

const toldOf = (name: Step['name'], by: string): string => {
  const what = name === 'keys.organizer-added' ? 'tellAdded' : 'tellRemoved';
  return by === BY_FILE ? `callboard.eventFile.${what}` : `callboard.organizers.${what}`;
};

/**
 * Reads the event as it stands, decides about its organizers, commits, with what it means for open pages.
 *
 * @returns What was decided; a refusal has changed nothing.
 */
export const changeOrganizers = (
  configured: EventSettings,
  doing: Doing,
  deps: Deps,
  decision: (event: Standing, doing: Doing) => OrganizersDecision,
): Promise<OrganizersDecision> =>
  withOptimisticRetry<OrganizersDecision>(deps.store, async () => {
    // The chain first: whatever is decided on older reads then conflicts here.
    const chain = await readChain(deps.store);
    const before = await eventNow(deps, configured);
    const result = decision(before, doing);
    if (!('change' in result)) return { result };
    const { steps, jobs } = organizersHear(before.value, result.after, chain.value.length, doing);
    const change = mergeChanges(result.change, chained({ steps, jobs }, chain, doing.at, doing.by));
    return { change: await withOpenPages(change, deps), result };
  });
