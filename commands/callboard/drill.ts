/** `/callboard drill TITLE`: the whole path, from a page to its postmortem, marked DRILL everywhere. */
import type { Verb } from '../../src/core/command.ts';
import { UserError } from '../../src/core/errors.ts';
import { declareIncident } from '../../src/incident/declare.ts';
import { quotedName } from '../../src/incident/words.ts';
import { openOrFindPage } from '../../src/page/open.ts';
import { escape, truncate } from '../../src/slack/mrkdwn.ts';

export const drill: Verb = {
  usage: { 'drill TITLE': 'callboard.drill' },
  async run({ text, person, now, t }, deps) {
    const title = truncate(text, 120);
    if (title === '') throw new UserError('callboard.drillTitle');
    const target = { kind: 'oncall' as const, name: '' };
    const { page } = await openOrFindPage(
      { target, critical: false, message: `DRILL: ${title}`, author: person.id },
      deps,
    );
    const incident = await declareIncident(
      { title, severity: 'sev2', page: page.code, drill: true },
      person.id,
      now,
      deps,
    );
    return {
      text: t('callboard.drillBegun', { incident: quotedName(incident, t), page: escape(page.code) }),
    };
  },
};
