/** Sessionize's `/view/All`: sessions, speakers, rooms and categories in lists that refer to each other. */
import { fields, first, list, localized, scalarText } from './json.ts';
import type { JsonParser } from './parser.ts';
import { categoryFields, serviceIsBreak, sessionizeSlot } from './sessionize.ts';

export const sessionizeAll: JsonParser = {
  format: 'sessionize-all',
  as: 'json',
  fits: ({ value }) => {
    const all = fields(value);
    return Array.isArray(all['sessions']) && Array.isArray(all['speakers']) && Array.isArray(all['rooms']);
  },
  read({ value }, into) {
    const all = fields(value);
    const byId = (values: unknown, ...name: string[]): Map<string, string> =>
      new Map(list(values).map((one) => [scalarText(fields(one)['id']), first(fields(one), ...name).trim()]));
    const speakers = byId(all['speakers'], 'fullName', 'name');
    const rooms = byId(all['rooms'], 'name');
    for (const room of rooms.values()) if (room !== '') into.rooms.add(room);
    const categories = list(all['categories']).map((value) => ({
      title: localized(fields(value)['title']),
      items: byId(fields(value)['items'], 'name'),
    }));

    for (const sessionValue of list(all['sessions'])) {
      const session = fields(sessionValue);
      const slot = sessionizeSlot(session, into);
      if (!slot) continue;
      const persons = list(session['speakers']).map((reference) => {
        const id = scalarText(reference) || scalarText(fields(reference)['id']);
        return { id, name: speakers.get(id) ?? first(fields(reference), 'name') };
      });
      const items = list(session['categoryItems']).map(scalarText);
      if (session['isPlenumSession'] === true && rooms.size > 1)
        into.note('plenum-one-room', scalarText(session['title']));
      into.add({
        guid: scalarText(session['id']),
        title: localized(session['title']),
        description: localized(session['description']),
        ...categoryFields(
          categories.map(({ title, items: known }) => ({
            title,
            names: items.flatMap((item) => known.get(item) ?? []),
          })),
        ),
        speakers: persons,
        room: rooms.get(scalarText(session['roomId'])) ?? '',
        ...slot,
        isBreak: serviceIsBreak(session, persons.length),
      });
    }
  },
};
