/** App Home: open incidents, for crew; action items that are mine. */
import { includes } from '../../src/callboard/domain/permission.ts';
import type { HomePart, RequestContext } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { date } from '../../src/i18n/time.ts';
import { readActions, readIncidents } from '../../src/incident/read.ts';
import { named, severityWords } from '../../src/incident/words.ts';
import { button, section } from '../../src/slack/blocks.ts';
import { bold, escape, mrkdwn, truncate } from '../../src/slack/mrkdwn.ts';

const SHOWN = 5;

export async function incidentHome(
  { person, permission, t, locale }: Omit<RequestContext, 'trigger'>,
  deps: Deps,
): Promise<HomePart> {
  const [open, items] = await Promise.all([
    includes(permission, 'crew') ? readIncidents('open', person, deps) : [],
    readActions(`owner:${person.id}`, person, deps),
  ]);
  const incidents = open
    .slice(0, SHOWN)
    .map(({ value }) =>
      section(
        mrkdwn`*${named(value)}*\n${severityWords(value.severity, t)} · ${value.room ? escape(value.room) : t('incident.card.everywhere')}`,
        undefined,
        button('incident.show', t('incident.button.show'), value.code),
      ),
    );
  const mine = items
    .map(({ item }) => item)
    .filter(({ value }) => value.state === 'open')
    .slice(0, SHOWN)
    .map(({ value }) =>
      section(
        mrkdwn`${bold(value.code)} ${escape(truncate(value.text, 300))}\n${t('incident.action.dueOn', { due: date(value.due, locale) })}`,
        undefined,
        button('incident.done', t('incident.button.done'), value.code),
      ),
    );
  return { mine: [...incidents, ...mine], event: [] };
}
