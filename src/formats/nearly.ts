/** Files that are nearly an agenda: what each looks like, and what it lacks. */
import { UserError } from '../core/errors.ts';
import { escape, mrkdwn } from '../slack/mrkdwn.ts';
import { type Fields, fields, list, scalarText } from './json.ts';
import { schemaTypes } from './json-ld.ts';
import type { Opened } from './parser.ts';
import { isSlot, resultsOf } from './pretalx-api.ts';
import { recordsIn } from './records/find.ts';
import { childrenOf, type XmlNode } from './xml.ts';

/** Names of fields that are shown. */
const SHOWN = 12;

const all = (rows: readonly unknown[], fits: (row: Fields) => boolean): boolean =>
  rows.length > 0 && rows.map(fields).every(fits);

/** One page of several from an API: what is not on it would look cancelled. Throws UserError. */
export function refusePages(opened: Opened): void {
  if (opened.as !== 'json') return;
  const page = fields(opened.value);
  if (!Array.isArray(page['results']) || scalarText(page['next']) === '') return;
  const [have, count] = [list(page['results']).length, Number(scalarText(page['count']))];
  throw new UserError('format.nearly.pages', { have, count: Number.isFinite(count) ? count : mrkdwn`?` });
}

function checkJson(value: unknown): void {
  const root = fields(value);
  const schedule = fields(root['schedule'] ?? value);
  if (isFrab(schedule)) throw new UserError('format.nearly.frab');
  const rows = list(value);
  if (all(rows, (row) => 'fullName' in row && 'sessions' in row))
    throw new UserError('format.nearly.sessionizeSpeakers');
  if (all(rows, (row) => 'date' in row && Array.isArray(row['rooms'])))
    throw new UserError('format.nearly.grid');
  if (Array.isArray(root['sessions']) && 'categories' in root && !Array.isArray(root['speakers']))
    throw new UserError('format.nearly.sessionizeAll');
  const results = resultsOf(value);
  if (all(results, isSlot)) throw new UserError('format.nearly.pretalxSlots');
  if (all(results, (row) => 'code' in row && 'submissions' in row))
    throw new UserError('format.nearly.pretalxSpeakers');
  const { unresolved } = recordsIn(value);
  if (unresolved.length > 0) throw new UserError('format.nearly.hoverboard', { count: unresolved.length });
}

/** frab's own shape without its days. */
const isFrab = (schedule: Fields): boolean => {
  const conference = fields(schedule['conference']);
  return ('title' in conference || 'acronym' in conference) && !Array.isArray(conference['days']);
};

function checkList(value: unknown, kept: 'json' | 'yaml'): void {
  const rows = Array.isArray(value) ? value : (Object.values(fields(value)).find(Array.isArray) ?? []);
  const [first] = rows as readonly unknown[];
  const names = Object.keys(fields(first));
  if (names.length === 0) return;
  throw new UserError('format.nearly.list', {
    kind: kept === 'yaml' ? mrkdwn`YAML` : mrkdwn`JSON`,
    count: rows.length,
    fields: escape(names.slice(0, SHOWN).join(', ')),
  });
}

function checkXml(root: XmlNode): void {
  if (/^icalendar$/i.test(root.name)) throw new UserError('format.nearly.xcal');
  if (root.name !== 'schedule') return;
  const inDays = childrenOf(root, 'day').flatMap((day) => day.children.map(({ name }) => name));
  const holds = [...new Set(inDays.length > 0 ? inDays : root.children.map(({ name }) => name))];
  throw new UserError('format.nearly.schedule', { holds: escape(holds.slice(0, SHOWN).join(', ') || '–') });
}

/** Throws UserError `format.nearly.*` where the file is known but not whole. */
export function refuseNearly(opened: Opened): void {
  if (opened.as === 'xml') checkXml(opened.root);
  if (opened.as !== 'json') return;
  if (opened.kept === 'page') {
    const types = schemaTypes(opened.value).slice(0, SHOWN).join(', ');
    throw new UserError(types === '' ? 'format.html' : 'format.nearly.page', { types: escape(types) });
  }
  checkJson(opened.value);
}

/** Like {@link refuseNearly}, where nothing can be asked about it either. */
export function refuseUnknown(opened: Opened): never {
  if (opened.as === 'json' && opened.kept !== 'page') checkList(opened.value, opened.kept);
  throw new UserError('format.unknown');
}
