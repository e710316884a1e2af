/** pretalx's widget feed: talks with ids for room, track and speakers. Breaks are talks without a code. */

import { durationMinutes } from './duration.ts';
import { fields, first, list, localized, optOut, scalarText } from './json.ts';
import type { JsonParser } from './parser.ts';

const names = (values: unknown, ...keys: string[]): Map<string, string> =>
  new Map(
    list(values).map((value) => [first(fields(value), ...keys), first(fields(value), 'name', 'title')]),
  );

export const pretalxWidget: JsonParser = {
  format: 'pretalx-widget',
  as: 'json',
  fits: ({ value }) => {
    const widget = fields(value);
    return (
      Array.isArray(widget['talks']) && Array.isArray(widget['rooms']) && Array.isArray(widget['speakers'])
    );
  },
  read({ value }, into) {
    const widget = fields(value);
    into.title = first(widget, 'event_name', 'name');
    into.stateZone(scalarText(widget['timezone']));
    const rooms = names(widget['rooms'], 'id');
    const tracks = names(widget['tracks'], 'id');
    const speakers = names(widget['speakers'], 'code', 'id');
    for (const room of rooms.values()) if (room.trim() !== '') into.rooms.add(room.trim());
    for (const talkValue of list(widget['talks'])) {
      const talk = fields(talkValue);
      const title = localized(talk['title']);
      const start = into.startTime(scalarText(talk['start']), title);
      if (start === undefined) {
        into.note('unscheduled', title);
        continue;
      }
      const minutes = durationMinutes(scalarText(talk['duration']));
      const code = scalarText(talk['code']);
      into.add({
        guid: code || (scalarText(talk['id']) === '' ? '' : `slot:${scalarText(talk['id'])}`),
        title,
        abstract: localized(talk['abstract']),
        description: localized(talk['description']),
        track: tracks.get(scalarText(talk['track'])) ?? '',
        kind: localized(talk['session_type'] ?? talk['submission_type']),
        language: scalarText(talk['content_locale']),
        speakers: list(talk['speakers']).map((reference) => {
          const id = scalarText(reference) || first(fields(reference), 'code', 'id');
          return { id, name: speakers.get(id) ?? first(fields(reference), 'name') };
        }),
        room: (rooms.get(scalarText(talk['room'])) ?? localized(talk['room'])).trim(),
        start,
        end:
          into.time(scalarText(talk['end']), title) ??
          (minutes === undefined ? undefined : start + minutes * 60_000),
        doNotRecord: optOut(talk),
        ...(code === '' && { isBreak: true }),
      });
    }
  },
};
