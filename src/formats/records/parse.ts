/** Programmes in JSON and YAML of any shape, by the same mapping as tables. */
import type { AgendaFormat } from '../../agenda/domain/parsed.ts';
import type { Collector } from '../collector.ts';
import { type Fields, fields, localized, scalarText } from '../json.ts';
import type { JsonParser, Opened } from '../parser.ts';
import { readSheets } from '../table/parse.ts';
import { isZone } from '../when.ts';
import { recordsIn } from './find.ts';

const ZONES = ['timezone', 'time_zone', 'timeZone', 'tz', 'zone', 'time_zone_name'];

/** A zone stands at the top, or in the part about the event. */
function zoneOf(root: Fields): string {
  for (const of of [
    root,
    ...['conference', 'event', 'meta', 'info', 'config', 'site'].map((key) => fields(root[key])),
  ])
    for (const key of ZONES) {
      const zone = scalarText(of[key]);
      if (isZone(zone)) return zone;
    }
  return '';
}

function titleOf(root: Fields): string {
  for (const of of [fields(root['conference']), fields(root['event']), root]) {
    const title = localized(of['title'] ?? of['name'] ?? '');
    if (title !== '') return title;
  }
  return '';
}

function read(value: unknown, into: Collector): void {
  const root = fields(value);
  into.title = titleOf(root);
  into.stateZone(zoneOf(root));
  const { sessions, other, unresolved } = recordsIn(value);
  for (const id of unresolved) into.note('reference-unknown', id);
  const sheet = sessions ?? other;
  if (sheet) readSheets([sheet], into);
}

const recordsParser = (format: AgendaFormat, kept: 'json' | 'yaml'): JsonParser => ({
  format,
  as: 'json',
  fits: (opened) => {
    if (opened.kept !== kept) return false;
    const { sessions, other } = recordsIn(opened.value);
    return sessions !== undefined || other !== undefined;
  },
  read: ({ value }, into) => read(value, into),
});

export const jsonList = recordsParser('json-list', 'json');
export const yamlProgramme = recordsParser('yaml', 'yaml');

/** False where a parser would have to ask what the fields of a list are. */
export const hasSessions = ({ format }: { readonly format: AgendaFormat }, opened: Opened): boolean =>
  opened.as !== 'json' ||
  (format !== jsonList.format && format !== yamlProgramme.format) ||
  recordsIn(opened.value).sessions !== undefined;
