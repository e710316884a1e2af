/** What the blameless check says to whoever wrote a text that may end in a postmortem. It never blocks. */
import type { Translate } from '../../src/i18n/index.ts';
import { blameIn } from '../../src/incident/domain/blameless.ts';
import { suggestionFor } from '../../src/incident/publish-check.ts';
import { code as asCode, joined, type Mrkdwn, mrkdwn } from '../../src/slack/mrkdwn.ts';

const MAX_SHOWN = 6;

/** For the writer alone: which words blame a person, and what could stand there instead. */
export function blameNote(text: string, t: Translate): Mrkdwn {
  const found = blameIn(text);
  if (found.length === 0) return mrkdwn``;
  const lines = found
    .slice(0, MAX_SHOWN)
    .map(({ words, reason }) => mrkdwn`• ${asCode(words)} ${suggestionFor(reason, t)}`);
  return mrkdwn`\n\n${t('incident.blame.intro')}\n${joined(lines, '\n')}`;
}
