/** `/incident`: declaring, working on and learning from what went wrong. */
import type { Command } from '../../src/command.ts';
import { actionButtons, actionModals, actionVerbs } from './actions.ts';
import { declareButtons, declareModals, declareVerbs } from './declare.ts';
import { hears, timelineShortcut } from './hears.ts';
import { home } from './home.ts';
import { postmortemButtons, postmortemModals, postmortemVerbs } from './postmortem.ts';
import { reportButtons, reportVerbs } from './reports.ts';
import { workButtons, workModals, workVerbs } from './work.ts';

export const incident: Command = {
  name: '/incident',
  summary: 'incident.summary',
  verbs: { ...reportVerbs, ...declareVerbs, ...workVerbs, ...actionVerbs, ...postmortemVerbs },
  buttons: { ...reportButtons, ...declareButtons, ...workButtons, ...actionButtons, ...postmortemButtons },
  modals: { ...declareModals, ...workModals, ...actionModals, ...postmortemModals },
  shortcuts: { 'incident.timeline': timelineShortcut },
  marks: ['pushpin'],
  hears,
  quick: { 'incident.new': 'home.declare' },
  home,
};
