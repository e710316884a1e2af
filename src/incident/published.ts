/** The postmortems that were published for everybody, part by part, with where each is read. */
import type { Deps } from '../core/deps.ts';
import type { PublishedPostmortem } from './postmortem-page.ts';
import { readIncidents, readPostmortems } from './read.ts';

/** Of one part of the list: Slack is asked for the address of each. */
const PER_PART = 10;

/** The latest first; none that is private or was a mistake. @param part - from 0 */
export async function publishedPostmortems(
  part: number,
  deps: Pick<Deps, 'store' | 'chat'>,
): Promise<{ readonly shown: PublishedPostmortem[]; readonly count: number; readonly hasMore: boolean }> {
  const [incidents, postmortems] = await Promise.all([
    readIncidents('all', 'everybody', deps),
    readPostmortems('everybody', deps),
  ]);
  const published = new Map(
    postmortems.flatMap(({ id, value }) => (value.state === 'published' ? [[id, value]] : [])),
  );
  const all = incidents.flatMap(({ value: incident }) => {
    const postmortem = published.get(incident.code);
    return postmortem && !incident.mistake ? [{ incident, postmortem }] : [];
  });
  const from = part * PER_PART;
  const shown = await Promise.all(
    all.slice(from, from + PER_PART).map(async ({ incident, postmortem: { summary, post, thread } }) => {
      const place = post ?? thread;
      const url = place && (await deps.chat.permalink(place).catch(() => undefined));
      return { incident, summary, url };
    }),
  );
  return { shown, count: all.length, hasMore: all.length > from + PER_PART };
}
