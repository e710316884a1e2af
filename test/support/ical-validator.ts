/**
 * A strict reader of iCalendar, of our own: it knows the grammar and the rules of RFC 5545 that calendar
 * programs stumble over, and names every line that breaks one. Written from the RFC, not from the writer.
 */

interface Line {
  readonly name: string;
  readonly params: ReadonlyMap<string, string>;
  readonly value: string;
  readonly text: string;
}

const CONTENT = /^([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"\p{Cc}]*"|[^";:,\p{Cc}]*))*):([\s\S]*)$/u;
const DATE_TIME = /^(\d{4})(\d{2})(\d{2})T([01]\d|2[0-3])([0-5]\d)([0-5]\d)(Z?)$/;
const OFFSET = /^[+-](?:0\d|1[0-4])[0-5]\d$/;
const TEXTS = new Set(['SUMMARY', 'DESCRIPTION', 'LOCATION', 'UID', 'CATEGORIES', 'NAME', 'X-WR-CALNAME']);
const ONCE = [
  'UID',
  'DTSTAMP',
  'DTSTART',
  'DTEND',
  'DURATION',
  'SUMMARY',
  'STATUS',
  'SEQUENCE',
  'URL',
  'LOCATION',
  'DESCRIPTION',
  'LAST-MODIFIED',
];

/** Octets of each physical line, its ending aside. */
function checkPhysical(text: string, wrong: string[]): void {
  if (!text.endsWith('\r\n')) wrong.push('the last line does not end with CRLF');
  if (/(^|[^\r])\n|\r(?!\n)/.test(text)) wrong.push('a line end that is not CRLF');
  for (const line of text.split('\r\n')) {
    if (Buffer.byteLength(line) > 75) wrong.push(`more than 75 octets: ${line.slice(0, 40)}`);
    if (/\ufffd/.test(line)) wrong.push(`a broken character: ${line.slice(0, 40)}`);
  }
  if (/\r\n\r\n/.test(text)) wrong.push('an empty line');
}

function contentLines(text: string, wrong: string[]): Line[] {
  return text
    .replace(/\r\n[ \t]/g, '')
    .split('\r\n')
    .filter((line) => line !== '')
    .flatMap((line) => {
      const found = CONTENT.exec(line);
      if (!found) {
        wrong.push(`no content line: ${line.slice(0, 60)}`);
        return [];
      }
      const params = new Map(
        (found[2] ?? '')
          .split(';')
          .filter(Boolean)
          .map((one) => {
            const [name = '', ...rest] = one.split('=');
            return [name.toUpperCase(), rest.join('=')] as const;
          }),
      );
      return [{ name: (found[1] ?? '').toUpperCase(), params, value: found[3] ?? '', text: line }];
    });
}

const realDate = (value: string): boolean => {
  const found = DATE_TIME.exec(value);
  if (!found) return false;
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])];
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
};

function checkText({ name, value, text }: Line, wrong: string[]): void {
  const bare = value.replace(/\\[\\;,nN]/g, '');
  if (bare.includes('\\')) wrong.push(`an escape that is none: ${text}`);
  if (/;/.test(bare) || (name !== 'CATEGORIES' && /,/.test(bare))) wrong.push(`not escaped: ${text}`);
  if (/(?!\t)\p{Cc}/u.test(value)) wrong.push(`a control character: ${name}`);
}

function checkTime(line: Line, zones: ReadonlySet<string>, wrong: string[]): void {
  const { name, params, value, text } = line;
  const tzid = params.get('TZID');
  if (!realDate(value)) wrong.push(`no date and time: ${text}`);
  if (tzid !== undefined && value.endsWith('Z')) wrong.push(`UTC with a TZID: ${text}`);
  if (tzid !== undefined && !zones.has(tzid)) wrong.push(`TZID ${tzid} is not defined: ${text}`);
  if (tzid === undefined && !value.endsWith('Z')) wrong.push(`floating: ${text}`);
  if ((name === 'DTSTAMP' || name === 'LAST-MODIFIED') && !value.endsWith('Z'))
    wrong.push(`must be UTC: ${text}`);
}

function checkEvent(lines: readonly Line[], zones: ReadonlySet<string>, wrong: string[]): void {
  const of = (name: string): Line[] => lines.filter((line) => line.name === name);
  const [uid] = of('UID');
  for (const name of ['UID', 'DTSTAMP', 'DTSTART'])
    if (of(name).length !== 1) wrong.push(`an event needs one ${name}`);
  for (const name of ONCE) if (of(name).length > 1) wrong.push(`${name} twice in ${uid?.value}`);
  if (of('DTEND').length > 0 && of('DURATION').length > 0)
    wrong.push(`an end and a duration in ${uid?.value}`);
  for (const line of lines) {
    if (TEXTS.has(line.name)) checkText(line, wrong);
    if (/^(?:DTSTAMP|DTSTART|DTEND|LAST-MODIFIED|CREATED)$/.test(line.name)) checkTime(line, zones, wrong);
    if (line.name === 'SEQUENCE' && !/^\d+$/.test(line.value)) wrong.push(`no sequence: ${line.text}`);
    if (line.name === 'STATUS' && !/^(?:TENTATIVE|CONFIRMED|CANCELLED)$/.test(line.value))
      wrong.push(`no status: ${line.text}`);
    if (line.name === 'URL' && !URL.canParse(line.value)) wrong.push(`no URI: ${line.text}`);
  }
  const [start, end] = [of('DTSTART')[0], of('DTEND')[0]];
  const comparable = start?.params.get('TZID') === end?.params.get('TZID');
  if (start && end && comparable && end.value <= start.value)
    wrong.push(`ends before it starts: ${uid?.value}`);
}

function checkZone(lines: readonly Line[], wrong: string[]): void {
  const tzid = lines.find(({ name }) => name === 'TZID')?.value;
  if (!tzid) wrong.push('a time zone without TZID');
  const begins = lines.filter(({ name, value }) => name === 'BEGIN' && /^(?:STANDARD|DAYLIGHT)$/.test(value));
  if (begins.length === 0) wrong.push(`${tzid} has no observance`);
  for (const name of ['DTSTART', 'TZOFFSETFROM', 'TZOFFSETTO'])
    if (lines.filter((line) => line.name === name).length !== begins.length)
      wrong.push(`${tzid}: each observance needs one ${name}`);
  for (const { name, value, text } of lines) {
    if (name.startsWith('TZOFFSET') && !OFFSET.test(value)) wrong.push(`no offset: ${text}`);
    if (name === 'DTSTART' && (!realDate(value) || value.endsWith('Z')))
      wrong.push(`an onset is local: ${text}`);
  }
}

/** Everything that is wrong; an empty list for a valid calendar. */
export function calendarProblems(text: string): string[] {
  const wrong: string[] = [];
  checkPhysical(text, wrong);
  const lines = contentLines(text, wrong);
  if (lines[0]?.text !== 'BEGIN:VCALENDAR') wrong.push('does not begin with BEGIN:VCALENDAR');
  const stack: { name: string; lines: Line[] }[] = [];
  const components: { name: string; lines: Line[] }[] = [];
  for (const line of lines) {
    if (line.name === 'BEGIN') {
      for (const open of stack) if (open.name === 'VTIMEZONE') open.lines.push(line);
      stack.push({ name: line.value.toUpperCase(), lines: [] });
    } else if (line.name === 'END') {
      const open = stack.pop();
      if (open?.name !== line.value.toUpperCase()) wrong.push(`${line.text} closes ${open?.name}`);
      if (open) components.push(open);
    } else for (const open of stack) open.lines.push(line);
  }
  if (stack.length > 0) wrong.push(`${stack.length} components are not closed`);
  const named = (name: string) => components.filter((component) => component.name === name);
  const [calendar] = named('VCALENDAR');
  for (const [name, value] of [
    ['VERSION', '2.0'],
    ['PRODID', undefined],
  ] as const) {
    const found = calendar?.lines.filter((line) => line.name === name) ?? [];
    if (found.length !== 1 || (value !== undefined && found[0]?.value !== value))
      wrong.push(`needs one ${name}`);
  }
  const zones = named('VTIMEZONE');
  const tzids = zones.map((zone) => zone.lines.find(({ name }) => name === 'TZID')?.value ?? '');
  if (new Set(tzids).size !== tzids.length) wrong.push('a time zone is defined twice');
  for (const zone of zones) checkZone(zone.lines, wrong);
  for (const event of named('VEVENT')) checkEvent(event.lines, new Set(tzids), wrong);
  const uids = named('VEVENT').map((event) => event.lines.find(({ name }) => name === 'UID')?.value);
  if (new Set(uids).size !== uids.length) wrong.push('a UID is there twice');
  return wrong;
}
