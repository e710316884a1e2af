/** Texts about files that are read: oddities, errors, downloads. */
export const formats = {
  // formats and fetch
  'format.empty': 'The file is empty. Check the address or the text you pasted.',
  'format.tooLarge': 'The file is larger than {most} MB, so it was refused. Export the agenda alone.',
  'format.html':
    'That is a web page, not an agenda. Look on it for an export (JSON, XML, iCalendar or CSV) and use that address.',
  'format.binary':
    'That is neither a text file nor an Excel workbook (.xlsx). Export the agenda as JSON, XML, iCalendar, CSV or .xlsx.',
  'format.unknown':
    'I do not recognize this file as an agenda. I read frab and pretalx (JSON, XML), Pentabarf, Sessionize (All, GridSmart), pretalx widget, iCalendar, CSV and Excel (.xlsx), lists and grids.',
  'format.truncated':
    'The file ends in the middle, so nothing was changed. It was probably still being written or cut off on the way: try again.',
  'format.broken': 'The file is broken, so nothing was changed: {reason}',
  'format.tooDeep': 'The file nests too deeply to be an agenda, so it was refused.',
  'format.doctype':
    'The XML file brings definitions of its own (DOCTYPE), which are refused for safety. Export it without them.',
  'format.tooMany': 'The file has more than {most} sessions, so it was refused.',
  'format.tooSlow': 'Reading the file took longer than {seconds} s, so it was stopped. Is this an agenda?',
  'format.tooHeavy':
    'Reading the file takes more memory than it may have, so it was refused. Is this an agenda?',
  'format.noZone': 'I know no time zone called `{zone}`. Use a name such as `Europe/Madrid`.',
  'format.noColumn': 'The table has no column called `{column}`. It has: {columns}',
  'fetch.badUrl': 'That is not an address I can fetch: `{url}`. It must begin with https:// or http://.',
  'fetch.credentials':
    'The address holds a user name or a password. Use one without: what you type here is seen by others.',
  'fetch.private':
    'The address {host} leads into a private network, which is refused for safety. Use a public address, or paste the text.',
  'fetch.unknownHost': 'There is no server called {host}. Check the address for typing errors.',
  'fetch.unreachable': 'The server {host} cannot be reached just now ({code}). Try again in a moment.',
  'fetch.tooSlow': 'The server {host} did not finish within {seconds} s. Try again in a moment.',
  'fetch.tooLarge':
    'What {host} sends is larger than {most} MB, so it was refused. Use the export of the agenda alone.',
  'fetch.tooManyRedirects':
    'The server {host} sends me from address to address without end. Use the final address.',
  'fetch.status':
    'The server {host} answers {status} instead of a file. Check whether the address opens in a private browser window.',
  'oddity.all-day': '{count} {count|entry lasts|entries last} whole days and {count|was|were} left out',
  'oddity.ambiguous-time':
    '{count} {count|time comes|times come} twice because clocks change; the earlier was taken',
  'oddity.cancelled-by-title': '{count} {count|session is|sessions are} cancelled by a mark in the title',
  'oddity.characters-replaced': '{count} broken {count|character|characters}',
  'oddity.date-guessed':
    '{count} {count|date|dates} could be day/month or month/day; read the way that fits the rest of the table',
  'oddity.day-window': '{count} {count|day has|days have} no usable window; told from the sessions',
  'oddity.duplicate-guid': '{count} {count|session shares its|sessions share their} id with another',
  'oddity.duplicate-session': '{count} {count|session was|sessions were} listed twice',
  'oddity.duration-disagrees':
    '{count} {count|session has|sessions have} a duration that does not fit the end; the end was taken',
  'oddity.end-before-start':
    '{count} {count|session ends before it starts|sessions end before they start}; the end was guessed',
  'oddity.html-in-text': '{count} {count|text held|texts held} HTML, which was taken out',
  'oddity.links-dropped': '{count} {count|link was|links were} no web address and {count|was|were} dropped',
  'oddity.mixed-offsets':
    '{count} {count|session is|sessions are} written in another UTC offset than the rest',
  'oddity.no-date-column': 'the table names no dates; everything is on one day',
  'oddity.no-end': '{count} {count|session has|sessions have} no end; guessed from what follows in the room',
  'oddity.no-guid':
    '{count} {count|session has|sessions have} no guid; the id, or else title and speakers, stand for it',
  'oddity.no-room': '{count} {count|session has|sessions have} no room',
  'oddity.no-title': '{count} {count|session has|sessions have} no title',
  'oddity.no-vtimezone':
    '{count} {count|time zone is|time zones are} named but not defined in the file; read by name',
  'oddity.nonexistent-time':
    '{count} {count|time does|times do} not exist because clocks change; moved on by the gap',
  'oddity.not-accepted': '{count} {count|session is|sessions are} not accepted and {count|was|were} left out',
  'oddity.off-schema':
    '{count} {count|value does|values do} not follow the format’s own schema; read all the same',
  'oddity.outside-day': '{count} {count|session starts|sessions start} outside every day’s window',
  'oddity.person-id-shared':
    '{count} {count|id stands|ids stand} for several people, who were told apart by name',
  'oddity.person-no-name': '{count} {count|person has|persons have} no name and {count|was|were} left out',
  'oddity.plenum-one-room': '{count} plenary {count|session is|sessions are} listed in one room only',
  'oddity.recurring': '{count} repeating {count|entry was|entries were} unrolled',
  'oddity.several-languages': '{count} {count|session has|sessions have} several languages',
  'oddity.speakers-guessed': 'the speakers of {count} {count|cell|cells} were told from the text of the cell',
  'oddity.split-characters':
    '{count} {count|character was|characters were} split by line folding and put together again',
  'oddity.start-disagrees':
    '{count} {count|session shows|sessions show} another start than the exact time; the exact time was taken',
  'oddity.text-cut': '{count} {count|text was|texts were} too long and {count|was|were} cut',
  'oddity.unknown-zone': '{count} unknown time {count|zone|zones}',
  'oddity.unreadable-end':
    '{count} {count|end|ends} could not be read (row, column: cell) and {count|was|were} guessed',
  'oddity.unreadable-row':
    '{count} {count|entry|entries} could not be read and {count|was|were} left out; in a table: row, column: cell',
  'oddity.unscheduled': '{count} {count|session has|sessions have} no time yet and {count|was|were} left out',
  'oddity.very-long': '{count} {count|session lasts|sessions last} 12 hours or more',
  'oddity.worthless-ids':
    '{count} {count|id changes|ids change} with each build or {count|is|are} shared; matched by title and speakers',
  'oddity.zero-length': '{count} {count|session ends|sessions end} when {count|it starts|they start}',
  'oddity.zone-contradicts': 'the named time zone contradicts the times; the times were believed',
} as const;
