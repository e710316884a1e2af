/** `/incident`: declaring, working on and learning from what went wrong. */
import type { Command } from '../../src/core/command.ts';
import { showAll } from '../../src/core/help.ts';
import { RIGHTS } from '../../src/core/rights.ts';
import { actionButtons, actionModals, actionVerbs } from './action-items.ts';
import { declareButtons, declareModals, declareVerbs } from './declare.ts';
import { doButtons, doVerbs } from './do.ts';
import { eraseButtons, eraseVerbs } from './erase.ts';
import { incidentHome } from './home.ts';
import { learningButtons, learningVerbs } from './learning.ts';
import { workButtons, workModals, workVerbs } from './lifecycle.ts';
import { postmortemButtons, postmortemModals, postmortemVerbs } from './postmortem.ts';
import { privateVerbs } from './private.ts';
import { publicButtons, publicVerbs } from './public.ts';
import { publishButtons } from './publish.ts';
import { reportButtons, reportVerbs } from './reports.ts';
import { runbookButtons, runbookVerbs } from './runbook.ts';
import { onIncidentEvent, timelineShortcut } from './slack-events.ts';
import { incidentSynonyms } from './synonyms.ts';
import { trackVerbs } from './track.ts';

export const incident: Command = {
  name: '/incident',
  rights: RIGHTS['/incident'],
  summary: 'incident.summary',
  acksWhenKept: true,
  verbs: {
    ...reportVerbs,
    ...declareVerbs,
    ...workVerbs,
    ...privateVerbs,
    ...publicVerbs,
    ...eraseVerbs,
    ...actionVerbs,
    ...postmortemVerbs,
    ...learningVerbs,
    ...trackVerbs,
    ...runbookVerbs,
    ...doVerbs,
  },
  synonyms: incidentSynonyms,
  buttons: {
    'incident.all': showAll(() => incident),
    ...reportButtons,
    ...declareButtons,
    ...workButtons,
    ...publicButtons,
    ...eraseButtons,
    ...actionButtons,
    ...postmortemButtons,
    ...publishButtons,
    ...learningButtons,
    ...runbookButtons,
    ...doButtons,
  },
  modals: { ...declareModals, ...workModals, ...actionModals, ...postmortemModals },
  shortcuts: { 'incident.timeline': timelineShortcut },
  watchedReactions: ['pushpin'],
  onSlackEvent: onIncidentEvent,
  quick: { 'incident.new': 'home.declare' },
  home: incidentHome,
};
