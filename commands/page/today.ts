/** How pages went today, for App Home: how many, how fast they were answered, how many nobody answered. */

import type { KnownBlock } from '@slack/types';
import type { RequestContext } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { milliseconds } from '../../src/core/instant.ts';
import { duration } from '../../src/i18n/time.ts';
import { pageDocument } from '../../src/page/domain/page.ts';
import { context } from '../../src/slack/blocks.ts';
import { joined, mrkdwn } from '../../src/slack/mrkdwn.ts';

export async function pagesToday(
  open: number,
  { now, t }: Pick<RequestContext, 'now' | 't'>,
  { store }: Pick<Deps, 'store'>,
): Promise<KnownBlock[]> {
  const pages = (await store.find(pageDocument, `day:${now.toString().slice(0, 10)}`))
    .map(({ value }) => value)
    .filter(({ kind }) => kind === 'page');
  if (pages.length === 0) return [];
  const seconds = pages
    .flatMap(({ openedAt, acknowledged }) =>
      acknowledged ? [(milliseconds(acknowledged.at) - milliseconds(openedAt)) / 1000] : [],
    )
    .sort((a, b) => a - b);
  const median = seconds[Math.floor(seconds.length / 2)];
  const missed = pages.filter(({ gaveUpAt }) => gaveUpAt !== undefined).length;
  const parts = [
    t('page.home.today', { count: pages.length }),
    t('page.home.open', { count: open }),
    ...(median === undefined ? [] : [t('page.home.median', { time: duration(median) })]),
    ...(missed > 0 ? [t('page.home.missed', { count: missed })] : []),
  ];
  return [context(mrkdwn`:pager: ${joined(parts, ' · ')}`)];
}
