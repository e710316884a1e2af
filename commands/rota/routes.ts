/** The rota's doors over HTTP: a person's calendar, and the picture of the fairness. Whoever has the address may read. */

import type { Route } from '../../src/core/route.ts';
import { writeCalendar } from '../../src/formats/calendar.ts';
import { languageOf } from '../../src/i18n/index.ts';
import { hoursOf } from '../../src/rota/domain/hours.ts';
import { assignmentOf, byShiftStart, liveOf } from '../../src/rota/domain/shift.ts';
import { volunteerDocument } from '../../src/rota/domain/volunteer.ts';
import { loadRota } from '../../src/rota/load.ts';
import { fairnessDrawing } from './fairness.ts';

const NOT_FOUND = {
  status: 404,
  body: 'There is no such calendar (any more). Ask for yours with /rota feed.\n',
};
/** A token is a secret in an address: nobody may keep what it opens, and no page may learn it. */
const PRIVATE = { 'cache-control': 'private, max-age=300', 'referrer-policy': 'no-referrer' };

const feed: Route = {
  method: 'GET',
  path: '/feeds/rota/:file',
  async run({ params }, deps) {
    const [, token] = /^([A-Za-z0-9_-]{4,200})\.ics$/.exec(params['file'] ?? '') ?? [];
    const [profile] = token === undefined ? [] : await deps.store.find(volunteerDocument, `token:${token}`);
    if (!profile) return NOT_FOUND;
    const [event, shifts, people] = await Promise.all([
      deps.events.settings(),
      deps.shifts.read(),
      deps.directory.all(),
    ]);
    const name = new Map(people.map((person) => [person.id, person.name]));
    const mine = [...shifts.values()]
      .filter(({ value }) => assignmentOf(value, profile.id))
      .sort((a, b) => byShiftStart(a.value, b.value));
    const entries = mine.map(({ value: shift, version }) => {
      const others = liveOf(shift).filter(({ person }) => person !== profile.id);
      const details = [
        `${shift.code}, ${hoursOf(shift)} h`,
        ...(others.length > 0 ? [others.map(({ person }) => name.get(person) ?? person).join(', ')] : []),
        ...(shift.note ? [shift.note] : []),
      ];
      return {
        uid: `${shift.code}-${profile.id}@callboard`,
        sequence: version,
        start: shift.start,
        end: shift.end,
        title: shift.role,
        description: details.join('\n'),
        ...(shift.room !== undefined && { location: shift.room }),
      };
    });
    const body = writeCalendar(entries, {
      name: `${event.name}: shifts`,
      zone: event.zone,
      stamp: deps.clock.now().toString({ smallestUnit: 'second' }),
      refresh: 15,
    });
    return { type: 'text/calendar; charset=utf-8', headers: PRIVATE, body };
  },
};

/** Numbers without names; still only for those who were shown the address. */
const picture: Route = {
  method: 'GET',
  path: '/feeds/rota/fairness/:file',
  async run({ params }, deps) {
    const rota = await loadRota(deps);
    const { picture: token } = rota.settings;
    // The part behind the token only makes Slack ask again when the rota has changed.
    if (token === undefined || !params['file']?.startsWith(`${token}-`)) return NOT_FOUND;
    const { t } = languageOf(undefined, await deps.events.settings());
    // By the numbers of the list that stands below it in Slack: an address may be passed on, names are not.
    const drawing = fairnessDrawing(rota, t, (_, index) => `${index + 1}.`);
    return { type: 'image/png', headers: PRIVATE, body: '', bytes: await deps.pictures.draw(drawing) };
  },
};

export const rotaRoutes: readonly Route[] = [feed, picture];
