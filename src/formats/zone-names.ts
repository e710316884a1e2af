/** Time zones by the names that files give them: IANA's, Windows' own, and what Outlook shows to people. */
import { findIana } from 'windows-iana';
import { isZone } from './when.ts';

/** Characters: no name of a zone is longer. */
const MAX_LENGTH = 120;

/** `Europe/Madrid`, also out of `/mozilla.org/20050126_1/Europe/Madrid`; undefined where it is no IANA name. */
function iana(name: string): string | undefined {
  const parts = name.split('/').filter(Boolean);
  const candidates = [parts.join('/'), parts.slice(-3).join('/'), parts.slice(-2).join('/')];
  return candidates.find((candidate) => candidate !== '' && isZone(candidate));
}

/** `W. Europe Standard Time`, as Windows calls it; the zone of its territory where it has several. */
const windows = (name: string): string | undefined => {
  const found = findIana(name)[0];
  return found !== undefined && isZone(found) ? found : undefined;
};

/** By the last part of their names: `London`, `New York`. */
const cities = new Map(
  Intl.supportedValuesOf('timeZone').map((zone) => [
    zone
      .slice(zone.lastIndexOf('/') + 1)
      .replaceAll('_', ' ')
      .toLowerCase(),
    zone,
  ]),
);

/** What is shown for zones of several countries, and cities that IANA has no zone of. */
const SHOWN: Readonly<Record<string, string>> = {
  'eastern time': 'America/New_York',
  'central time': 'America/Chicago',
  'mountain time': 'America/Denver',
  'pacific time': 'America/Los_Angeles',
  'atlantic time': 'America/Halifax',
  arizona: 'America/Phoenix',
  hawaii: 'Pacific/Honolulu',
  alaska: 'America/Anchorage',
  'coordinated universal time': 'UTC',
  edinburgh: 'Europe/London',
  barcelona: 'Europe/Madrid',
  bern: 'Europe/Zurich',
  munich: 'Europe/Berlin',
  hamburg: 'Europe/Berlin',
  milan: 'Europe/Rome',
  osaka: 'Asia/Tokyo',
  beijing: 'Asia/Shanghai',
  mumbai: 'Asia/Kolkata',
  chennai: 'Asia/Kolkata',
  'new delhi': 'Asia/Kolkata',
  canberra: 'Australia/Sydney',
  wellington: 'Pacific/Auckland',
  brasilia: 'America/Sao_Paulo',
};

/** `(UTC+01:00) Amsterdam, Berlin, Bern`: by the first of its cities that has a zone. */
function byCity(name: string): string | undefined {
  const said = name.replace(/^\((?:UTC|GMT)[^)]{0,12}\)\s*/i, '').replace(/\([^)]{0,40}\)/g, '');
  return said
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .map((part) => SHOWN[part] ?? cities.get(part))
    .find((zone) => zone !== undefined);
}

/** `UTC+2`, `GMT+0200`, `(UTC+02:00)`: whole hours, which IANA names the other way round. */
function byOffset(name: string): string | undefined {
  const [, sign, hours] = /^\(?(?:UTC|GMT)\s?([+-])(\d{1,2})(?::?00)?\)?$/i.exec(name) ?? [];
  return sign === undefined ? undefined : iana(`Etc/GMT${sign === '+' ? '-' : '+'}${Number(hours)}`);
}

/** The IANA zone of a name; undefined where it is none that is known. */
export function zoneNamed(name: string): string | undefined {
  const said = name
    .replace(/^"|"$/g, '')
    .replace(/^tzone:\/\/Microsoft\//i, '')
    .trim();
  if (said === '' || said.length > MAX_LENGTH) return undefined;
  const usual = said.replace(/^utc$/i, 'UTC');
  return iana(usual) ?? windows(usual) ?? byOffset(usual) ?? byCity(usual);
}
