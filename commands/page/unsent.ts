/** That nobody sends pages at the moment, where somebody has just asked for one and might wait for it. */
import { includes } from '../../src/callboard/domain/permission.ts';
import type { RequestContext } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { type Mrkdwn, mentionIds, mrkdwn } from '../../src/slack/mrkdwn.ts';

/**
 * As this process heard it last, so that no answer waits for it. Whoever may only ask for help is told to whom they can
 * go; the crew what the operator has to do.
 */
export function unsentNote(
  {
    t,
    permission,
    event,
    saidUnattended,
  }: Pick<RequestContext, 't' | 'permission' | 'event' | 'saidUnattended'>,
  { lastUnattended }: Pick<Deps, 'lastUnattended'>,
): Mrkdwn | undefined {
  if (!lastUnattended?.().includes('pages')) return undefined;
  saidUnattended?.('pages');
  if (includes(permission, 'crew')) return t('page.unsent');
  return mrkdwn`${t('page.help.unsent')} ${t('page.opened.findCrew', { organizers: mentionIds(event.organizers) })}`;
}
