/** A target's policy, set or taken away: by the form of `/page policy`, or by the event file. */
import type { Doing } from '../../callboard/domain/settings.ts';
import { type Change, put, recordFact } from '../../core/commit.ts';
import { policyChanged } from './facts.ts';
import { type Policy, policyDocument } from './policy.ts';

/**
 * @param id - `default` or a target's key
 * @param policy - null: the default's again
 * @param version - the document's as it was read, 0 where there is none
 */
export const setPolicy = (id: string, policy: Policy | null, version: number, { at, by }: Doing): Change => ({
  put: [put(policyDocument, id, policy, version)],
  facts: [recordFact(policyChanged, { at, by, about: [`policy:${id}`], data: { policy: id } })],
});
