/** Where the index of the postmortems is as a page; nothing where the bot has no address. */
import type { RequestContext } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { POSTMORTEMS_PATH } from '../../src/incident/postmortem-page.ts';
import { link, type Mrkdwn } from '../../src/slack/mrkdwn.ts';

export const indexLink = (t: RequestContext['t'], { publicUrl }: Pick<Deps, 'publicUrl'>): Mrkdwn[] =>
  publicUrl === undefined
    ? []
    : [t('incident.index.link', { page: link(`${publicUrl}${POSTMORTEMS_PATH}`, t('incident.index.page')) })];
