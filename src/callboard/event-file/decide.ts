/** Makes the event what a file says: one change of all nouns, decided by the same functions as the verbs. */
import { type Change, mergeChanges, scheduleJob } from '../../core/commit.ts';
import { instantText } from '../../core/instant.ts';
import { applyActionPart } from '../../incident/domain/actions-file.ts';
import { applyRunbookPart } from '../../incident/domain/runbook-file.ts';
import { applyScenarioPart } from '../../incident/domain/scenario-file.ts';
import { chained } from '../../keys/domain/chain.ts';
import { applyPagePart, type NewHook } from '../../page/domain/event-file.ts';
import { applyRotaPart } from '../../rota/domain/event-file.ts';
import { recheckPages } from '../../rota/domain/jobs.ts';
import { applySpeakerPart } from '../../speakers/domain/event-file.ts';
import { BY_FILE, keepAppliedFile } from '../domain/applied-file.ts';
import type { EventSettings } from '../domain/event.ts';
import { withEventPart } from '../domain/event-file.ts';
import { withPromisePart } from '../domain/promises-file.ts';
import { type Doing, setEvent, setOrganizers } from '../domain/settings.ts';
import { type UserGroup, withGroup } from '../domain/user-group.ts';
import { organizersHear } from '../organizers.ts';
import { isByHand, setupDifferences } from './difference.ts';
import type { EventSetup } from './schema.ts';
import { type SetupState, setupOf } from './state.ts';

function applyEventPart(
  state: SetupState,
  file: EventSetup,
  groups: readonly UserGroup[],
  doing: Doing,
): Change | undefined {
  const { event, chain } = state;
  const decided = file.organizers && setOrganizers(event, file.organizers, doing);
  const people: EventSettings = decided && 'after' in decided ? decided.after : event.value;
  const asFiled = withPromisePart(withEventPart(people, file), file);
  const after = groups.reduce((so, group) => withGroup(so, group), asFiled);
  const change = setEvent(event, after, doing);
  const { steps, jobs } = organizersHear(event.value, people, chain.value.length, doing);
  if (steps.length === 0) return change;
  return mergeChanges(change, chained({ steps, jobs }, chain, doing.at, doing.by));
}

/**
 * All that the file has different, and that it was applied. Everything is put on the versions that were read: what
 * somebody changed meanwhile is a conflict, and nothing of it happens.
 *
 * @param file - with ids in place of names
 * @param more - `fresh`: a code and the hash of a token for each hook that is to be made; `groups`: user groups that
 *   the file names and the event does not know yet
 * @returns undefined where the event is as the file says, and this file was the last that was applied
 */
export function applyEventFile(
  state: SetupState,
  file: EventSetup,
  { fresh, groups }: { readonly fresh: readonly NewHook[]; readonly groups: readonly UserGroup[] },
  at: Doing['at'],
): Change | undefined {
  const doing = { at, by: BY_FILE };
  const found = setupDifferences(setupOf(state), file).filter((one) => !isByHand(one));
  const count = (kind: 'added' | 'changed' | 'removed') => found.filter((one) => one.kind === kind).length;
  const { version: _, ...sections } = file;
  const isLast = JSON.stringify(state.applied?.value.sections) === JSON.stringify(sections);
  if (found.length === 0 && isLast) return undefined;
  const known = [...(state.event.value.groups ?? []), ...groups];
  const handles = new Map(known.map(({ id, handle }) => [id, handle]));
  const { speakers } = state;
  return mergeChanges(
    applyEventPart(state, file, groups, doing),
    applyRotaPart(state.rota, file, doing),
    applyPagePart(state.page, file, fresh, handles, doing),
    applyRunbookPart(state.runbooks, file, doing),
    applyScenarioPart(state.scenarios, file, doing),
    applySpeakerPart({ ...speakers, now: at }, speakers.planVersion, file, doing),
    applyActionPart(state.remedies, file, doing),
    // Who leads, organizes and is in a group may be others now: open pages are looked at at once.
    { jobs: [scheduleJob(recheckPages, at, { stamp: `${BY_FILE}:${instantText(at)}` })] },
    keepAppliedFile(
      state.applied,
      sections,
      { added: count('added'), changed: count('changed'), removed: count('removed') },
      file.event?.zone ?? state.event.value.zone,
      at,
    ),
  );
}
