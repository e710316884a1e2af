/** `/incident track A6 github`: an action item goes to a tracker of issues outside, by a signed webhook. */
import type { CommandInvocation, Reply, Verb } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { splitFirstWord } from '../../src/core/text.ts';
import { trackItem } from '../../src/incident/domain/action.ts';
import { isPrivate } from '../../src/incident/domain/privacy.ts';
import { readAction } from '../../src/incident/read.ts';
import { code, escape, joined, mrkdwn, quoted, truncate } from '../../src/slack/mrkdwn.ts';

async function track(call: CommandInvocation, { trackers, ...deps }: Deps): Promise<Reply> {
  const { person, now, t } = call;
  const [typed, behind] = splitFirstWord(call.text);
  if (trackers.names.length === 0) throw new UserError('incident.action.noTrackers');
  if (typed === '') throw new UserError('incident.textMissing', { form: mrkdwn`/incident track A6 github` });
  const [word] = splitFirstWord(behind);
  // Where there is one, nobody need name it.
  const only = trackers.names.length === 1 && word === '' ? trackers.names[0] : undefined;
  const tracker = only ?? trackers.names.find((name) => name === word.toLowerCase());
  if (tracker === undefined)
    throw new UserError('incident.action.noTracker', {
      typed: quoted(truncate(word, 30)),
      known: joined(
        trackers.names.map((name) => code(name)),
        ', ',
      ),
    });
  const item = await withOptimisticRetry(deps.store, async () => {
    const read = await readAction(typed.toUpperCase(), person, deps);
    if (!read) throw new UserError('incident.action.unknown', { code: quoted(truncate(typed, 20)) });
    if (isPrivate(read.incident))
      throw new UserError('incident.action.privateTrack', { code: escape(read.item.value.code) });
    const change = trackItem(read.item, read.incident, tracker, person.id, now);
    return { change, result: read.item.value };
  });
  const before = item.tracked?.find((one) => one.tracker === tracker);
  const said = { code: escape(item.code), tracker: escape(tracker) };
  if (!before) return { text: t('incident.action.tracking', said) };
  const url = before.url === undefined ? t('incident.action.trackedNoUrl') : escape(before.url);
  return { text: t('incident.action.trackedBefore', { ...said, url }) };
}

export const trackVerbs: Readonly<Record<string, Verb>> = {
  track: { usage: { 'track A6 github|jira': 'incident.usage.track' }, run: track },
};
