/** A person's own calendar. The address is the secret: whoever has it may read, and nobody else. */

import { realTimes } from '../../src/agenda/domain/actual.ts';
import { diaryDocument } from '../../src/agenda/domain/diary.ts';
import type { Session } from '../../src/agenda/domain/session.ts';
import type { Deps } from '../../src/core/deps.ts';
import { instantText } from '../../src/core/instant.ts';
import type { Route, RouteReply } from '../../src/core/route.ts';
import { type CalendarEntry, writeCalendar } from '../../src/formats/calendar.ts';
import { languageOf } from '../../src/i18n/index.ts';
import { displayRoute } from './display.ts';
import { ownOf } from './own.ts';
import { stageRoutes } from './stage-routes.ts';

const REFRESH_MINUTES = 15;
const NOT_FOUND: RouteReply = { status: 404, type: 'text/plain; charset=utf-8', body: 'No such calendar.\n' };

/** `sequence` counts the session's commits: every change of it raises it, an undo too. */
export const calendarEntry = (session: Session, version: number): CalendarEntry => ({
  uid: `${session.code}.agenda@callboard`,
  sequence: Math.max(0, version - 1),
  ...realTimes(session),
  title: session.title,
  ...(session.room !== '' && { location: session.room }),
  ...(descriptionOf(session) !== '' && { description: descriptionOf(session) }),
  ...(session.url !== undefined && { url: session.url }),
  ...(session.track !== undefined && { categories: [session.track] }),
  ...(session.state === 'cancelled' && { cancelled: true }),
});

const descriptionOf = ({ speakers, reason, abstract, code }: Session): string =>
  [speakers.map(({ name }) => name).join(', '), reason ?? '', abstract ?? '', code]
    .filter(Boolean)
    .join('\n\n');

async function calendar(token: string, deps: Deps): Promise<RouteReply> {
  const [diary] = token === '' ? [] : await deps.store.find(diaryDocument, `token:${token}`);
  if (diary?.value.token !== token) return NOT_FOUND;
  const person = diary.value.person;
  const [own, sessions, event, found] = await Promise.all([
    ownOf(person, deps),
    deps.sessions.read(),
    deps.events.settings(),
    deps.directory.person(person),
  ]);
  const shifts = await deps.shifts.read();
  const t = languageOf(found, event).t;
  const entries: CalendarEntry[] = [
    ...[...own.talks, ...own.starred].map((session) =>
      calendarEntry(session, sessions.get(session.code)?.version ?? 1),
    ),
    ...own.shifts.map((shift) => ({
      uid: `${shift.code}.rota@callboard`,
      sequence: Math.max(0, (shifts.get(shift.code)?.version ?? 1) - 1),
      start: shift.start,
      end: shift.end,
      title: t('agenda.shift', { role: shift.role }),
      ...(shift.room !== undefined && { location: shift.room }),
    })),
  ].sort((a, b) => a.start.localeCompare(b.start) || a.uid.localeCompare(b.uid));
  const body = writeCalendar(entries, {
    name: t('agenda.calendarName', { event: event.name }),
    zone: event.zone,
    stamp: instantText(deps.clock.now()),
    refresh: REFRESH_MINUTES,
  });
  return {
    type: 'text/calendar; charset=utf-8',
    headers: { 'Cache-Control': 'private, max-age=60', 'X-Robots-Tag': 'noindex' },
    body,
  };
}

export const agendaRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/feeds/agenda/:token.ics',
    run: ({ params }, deps) => calendar(params['token'] ?? '', deps),
  },
  displayRoute,
  ...stageRoutes,
];
