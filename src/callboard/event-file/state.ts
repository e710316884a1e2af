/** The event as its documents have it now, and as a file would say it. */

import type { Versioned } from '../../core/commit.ts';
import type { Deps } from '../../core/deps.ts';
import { actionPartOf } from '../../incident/domain/actions-file.ts';
import { type Remedy, remedyDocument } from '../../incident/domain/remedy.ts';
import { runbookDocument } from '../../incident/domain/runbook.ts';
import { type RunbookState, runbookPartOf } from '../../incident/domain/runbook-file.ts';
import { scenarioDocument } from '../../incident/domain/scenario.ts';
import { type ScenarioState, scenarioPartOf } from '../../incident/domain/scenario-file.ts';
import { keyPartOf } from '../../keys/domain/event-file.ts';
import { type KeySet, keySetDocument } from '../../keys/domain/set.ts';
import { readChain } from '../../keys/on-chain.ts';
import { hookDocument } from '../../page/domain/alert.ts';
import { type PageState, pagePartOf } from '../../page/domain/event-file.ts';
import { policyDocument } from '../../page/domain/policy.ts';
import { type RotaState, rotaPartOf } from '../../rota/domain/event-file.ts';
import { defaultRota, ROTA_ID, rotaSettingsDocument } from '../../rota/domain/settings.ts';
import { roleDocument, shiftDocument } from '../../rota/domain/shift.ts';
import { speakerPartOf } from '../../speakers/domain/event-file.ts';
import { type ReadSpeakers, readSpeakers } from '../../speakers/load.ts';
import { eventNow } from '../change-event.ts';
import { APPLIED_ID, type AppliedFile, appliedFileDocument } from '../domain/applied-file.ts';
import { eventPartOf } from '../domain/event-file.ts';
import { promisePartOf } from '../domain/promises-file.ts';
import type { Standing } from '../domain/settings.ts';
import type { FullEventFile } from './schema.ts';

/** All that a file says, as it was read: each document with its version. */
export interface SetupState {
  readonly event: Standing;
  readonly rota: RotaState;
  readonly page: PageState;
  readonly runbooks: RunbookState;
  readonly scenarios: ScenarioState;
  readonly speakers: ReadSpeakers;
  readonly remedies: readonly Versioned<Remedy>[];
  readonly sets: readonly KeySet[];
  readonly guarded: readonly string[];
  readonly chain: Awaited<ReturnType<typeof readChain>>;
  readonly applied: Versioned<AppliedFile> | undefined;
}

export type SetupDeps = Pick<Deps, 'store' | 'directory' | 'people' | 'sessions' | 'events' | 'clock'> & {
  readonly guarded: Pick<Deps['guarded'], 'all'>;
};

export async function loadEventSetup(deps: SetupDeps): Promise<SetupState> {
  const { store, events, guarded } = deps;
  // The chain first: whatever is decided on older reads then conflicts at the commit.
  const chain = await readChain(store);
  const [
    event,
    roles,
    settings,
    shifts,
    policies,
    hooks,
    runbooks,
    scenarios,
    speakers,
    remedies,
    sets,
    applied,
  ] = await Promise.all([
    eventNow(deps, await events.settings()),
    store.all(roleDocument),
    store.get(rotaSettingsDocument, ROTA_ID),
    store.all(shiftDocument),
    store.all(policyDocument),
    store.all(hookDocument),
    store.all(runbookDocument),
    store.all(scenarioDocument),
    readSpeakers(deps),
    store.all(remedyDocument),
    store.all(keySetDocument),
    store.get(appliedFileDocument, APPLIED_ID),
  ]);
  return {
    event,
    rota: {
      roles,
      settings: settings ?? { value: defaultRota, version: 0 },
      shifts: shifts.map(({ value }) => value),
    },
    page: { policies, hooks },
    runbooks,
    scenarios,
    speakers,
    remedies,
    sets: sets.map(({ value }) => value),
    guarded: guarded.all.map(({ name }) => name),
    chain,
    applied,
  };
}

export const setupOf = ({
  event,
  rota,
  page,
  runbooks,
  scenarios,
  speakers,
  remedies,
  sets,
  guarded,
}: SetupState): FullEventFile => ({
  ...eventPartOf(event.value),
  ...promisePartOf(event.value),
  ...rotaPartOf(
    rota.roles.map(({ value }) => value),
    rota.settings.value,
  ),
  ...pagePartOf(page),
  ...runbookPartOf(runbooks),
  ...scenarioPartOf(scenarios),
  ...speakerPartOf(speakers.plan),
  ...actionPartOf(remedies.map(({ value }) => value)),
  ...keyPartOf(sets, guarded),
});
