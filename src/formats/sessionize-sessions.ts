/** Sessionize's `/view/Sessions`: groups of sessions, each with its room and speakers inside. */
import { fields, list } from './json.ts';
import type { JsonParser } from './parser.ts';
import { readSession } from './sessionize.ts';

const isGroup = (value: unknown): boolean => {
  const group = fields(value);
  return ('groupId' in group || 'groupName' in group) && Array.isArray(group['sessions']);
};

export const sessionizeSessions: JsonParser = {
  format: 'sessionize-sessions',
  as: 'json',
  fits: ({ value }) => Array.isArray(value) && value.length > 0 && value.every(isGroup),
  read({ value }, into) {
    // Grouped by a category, a session may be in several groups.
    const seen = new Set<string>();
    for (const group of list(value))
      for (const session of list(fields(group)['sessions'])) {
        const key = JSON.stringify([fields(session)['id'], fields(session)['startsAt']]);
        if (seen.has(key)) continue;
        seen.add(key);
        readSession(session, { room: '', rooms: Number.POSITIVE_INFINITY }, into);
      }
  },
};
