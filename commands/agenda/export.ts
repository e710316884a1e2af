/** `export`: the agenda as a file that other programs read, sent as a direct message. */

import type { AgendaState } from '../../src/agenda/domain/agenda.ts';
import { byStart } from '../../src/agenda/domain/slots.ts';
import { liveSessions, loadAgenda } from '../../src/agenda/load.ts';
import type { Reply, RequestContext, Verb } from '../../src/core/command.ts';
import { UserError } from '../../src/core/errors.ts';
import { instantText } from '../../src/core/instant.ts';
import { writeCalendar } from '../../src/formats/calendar.ts';
import { exportCsv } from '../../src/formats/csv-export.ts';
import { exportFrab } from '../../src/formats/frab-export.ts';
import { escape } from '../../src/slack/mrkdwn.ts';
import { calendarEntry } from './routes.ts';
import { emptyAgenda } from './view.ts';

type Who = Pick<RequestContext, 'event' | 'zone' | 'now'>;

const WRITERS: Readonly<Record<string, (state: AgendaState, who: Who) => string>> = {
  ics: (state, { event, zone, now }) =>
    writeCalendar(
      [...state.sessions.values()]
        .sort((a, b) => byStart(a.value, b.value))
        .map(({ value, version }) => calendarEntry(value, version)),
      { name: event.name, zone, stamp: instantText(now) },
    ),
  json: (state, { event, zone }) =>
    exportFrab({
      title: event.name,
      zone,
      days: state.agenda.days,
      rooms: state.agenda.rooms,
      sessions: liveSessions(state).sort(byStart),
      version: String(state.version),
    }),
  csv: (state, { zone }) => exportCsv(liveSessions(state).sort(byStart), zone),
};

const fileName = (title: string): string =>
  title
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .toLowerCase() || 'agenda';

export const agendaExportVerb: Verb = {
  usage: { 'export ics|json|csv': 'agenda.usage.export' },
  async run(call, deps): Promise<Reply> {
    const format = call.text.toLowerCase();
    const write = Object.hasOwn(WRITERS, format) ? WRITERS[format] : undefined;
    if (!write) throw new UserError('agenda.exportUsage');
    const state = await loadAgenda(deps);
    if (state.sessions.size === 0) return emptyAgenda(call.t);
    const name = `${fileName(call.event.name)}.${format}`;
    return {
      file: { name, title: call.event.name, content: write(state, call) },
      comment: call.t('agenda.exported', { count: state.sessions.size, format: escape(format) }),
    };
  },
};
