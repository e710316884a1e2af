/** Sessionize's `/view/GridSmart`: days, their rooms, their sessions (and all of it again by time slot). */
import { fields, first, list } from './json.ts';
import type { JsonParser } from './parser.ts';
import { readSession } from './sessionize.ts';

const looksLikeDay = (value: unknown): boolean => {
  const day = fields(value);
  return (
    'date' in day &&
    Array.isArray(day['rooms']) &&
    list(day['rooms']).every((room) => Array.isArray(fields(room)['sessions']))
  );
};

export const sessionizeGrid: JsonParser = {
  format: 'sessionize-grid',
  as: 'json',
  fits: ({ value }) => Array.isArray(value) && value.length > 0 && value.every(looksLikeDay),
  read({ value }, into) {
    for (const dayValue of list(value)) {
      const rooms = list(fields(dayValue)['rooms']).map(fields);
      for (const room of rooms) {
        const name = first(room, 'name').trim();
        if (name !== '') into.rooms.add(name);
        for (const session of list(room['sessions']))
          readSession(session, { room: name, rooms: rooms.length }, into);
      }
    }
  },
};
