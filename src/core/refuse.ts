/** Refusing whoever may not, in a sentence that says who may. */

import { includes, leastFor, type Permission, permits, type Right } from '../callboard/domain/permission.ts';
import { mentionIds } from '../slack/mrkdwn.ts';
import type { RequestContext } from './command.ts';
import { UserError } from './errors.ts';

type Who = Pick<RequestContext, 'permission' | 'event'>;

/** The refusal for somebody who has less than `needed`; it names the organizers, who can help. */
export function whyRefused(needed: Permission | 'nobody', { permission, event }: Who): UserError {
  if (permission === 'stranger') return new UserError('common.guest');
  const namesOrganizers = needed === 'organizer' || needed === 'crew' || needed === 'speaker';
  if (namesOrganizers && event.organizers.length === 0) return new UserError('common.noOrganizers');
  const organizers = mentionIds(event.organizers);
  switch (needed) {
    case 'organizer':
      return new UserError('common.notOrganizer', { organizers });
    case 'crew':
      return new UserError('common.notCrew', { organizers });
    case 'speaker':
      return new UserError('common.notSpeaker', { organizers });
    default:
      return new UserError('common.notYours');
  }
}

/**
 * Refuses whoever has not the least role for it.
 *
 * @throws {UserError} which says who may, and where there are no organizers yet, that.
 */
export function requirePermission(right: Right | undefined, request: Who): void {
  const needed = right === undefined ? 'nobody' : leastFor(right);
  if (!includes(request.permission, needed)) throw whyRefused(needed, request);
}

/**
 * The same for a thing that is somebody's own, or is not.
 *
 * @throws {UserError} which says who may.
 */
export function requireOwn(right: Right, own: boolean, request: Who): void {
  if (permits(right, request.permission, own)) return;
  throw whyRefused(typeof right === 'string' ? right : right[own ? 'own' : 'others'], request);
}
