/** Sessionize's `/view/GridSmart`: days, their rooms, their sessions (and all of it again by time slot). */
import { type Fields, fields, first, list, localized, scalarText } from './json.ts';
import type { JsonParser } from './parser.ts';
import { categoryFields, serviceIsBreak, sessionizeSlot } from './sessionize.ts';

const looksLikeDay = (value: unknown): boolean => {
  const day = fields(value);
  return (
    'date' in day &&
    Array.isArray(day['rooms']) &&
    list(day['rooms']).every((room) => Array.isArray(fields(room)['sessions']))
  );
};

const categoriesOf = (session: Fields) =>
  list(session['categories']).map((value) => {
    const category = fields(value);
    return {
      title: first(category, 'name', 'title'),
      names: list(category['categoryItems'] ?? category['items']).map((item) => first(fields(item), 'name')),
    };
  });

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
        for (const sessionValue of list(room['sessions'])) {
          const session = fields(sessionValue);
          const slot = sessionizeSlot(session, into);
          if (!slot) continue;
          const speakers = list(session['speakers']).map((speaker) => ({
            id: scalarText(fields(speaker)['id']),
            name: first(fields(speaker), 'name', 'fullName'),
          }));
          if (session['isPlenumSession'] === true && rooms.length > 1)
            into.note('plenum-one-room', scalarText(session['title']));
          into.add({
            guid: scalarText(session['id']),
            title: localized(session['title']),
            description: localized(session['description']),
            ...categoryFields(categoriesOf(session)),
            speakers,
            room: scalarText(session['room']).trim() || name,
            ...slot,
            isBreak: serviceIsBreak(session, speakers.length),
          });
        }
      }
    }
  },
};
