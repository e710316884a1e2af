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
    'I do not recognize this file as an agenda. I read frab and pretalx (JSON, XML, API), Pentabarf, Sessionize (All, GridSmart, Sessions), iCalendar and xCal, schema.org in a page, JSON and YAML lists, CSV and Excel (.xlsx).',
  'format.nearly.pages':
    'That is one page of several ({have} of {count} entries), and what is on the others would look cancelled. Import it by its address, so that I can get them all, or ask the API for all at once (`?limit=500`).',
  'format.nearly.frab':
    'It looks like a frab schedule, but `conference.days`, the list of its days with their rooms, is missing.',
  'format.nearly.sessionizeSpeakers':
    'That is Sessionize’s list of speakers, which has no times. Use the address that ends in `/view/All`.',
  'format.nearly.sessionizeAll':
    'It looks like Sessionize’s All, but its list of `speakers` or of `rooms` is missing.',
  'format.nearly.grid': 'It looks like Sessionize’s GridSmart, but its rooms hold no `sessions`.',
  'format.nearly.pretalxSlots':
    'Those are pretalx’s slots, which have times but no titles. Add `?expand=room,submission,submission.speakers` to the address.',
  'format.nearly.pretalxSpeakers':
    'Those are pretalx’s speakers, which have no times. Use the address that ends in `/submissions/`.',
  'format.nearly.hoverboard':
    'It is a schedule that names its {count} {count|session|sessions} by numbers, and what they are is in another file. Put both into one: an object with `schedule`, `sessions` and `speakers`.',
  'format.nearly.list':
    'It is a {kind} list of {count} {count|entry|entries} with the fields {fields}; I found no title with a time in it. I look for `title`, `start` and `end`, and for `room` and `speakers` or words like them.',
  'format.nearly.xcal': 'It looks like a calendar in XML (xCal), but there is no `<vcalendar>` in it.',
  'format.nearly.schedule':
    'It is a `<schedule>`, but not frab’s or Pentabarf’s: its days should hold `<room>` and `<event>`, and they hold {holds}.',
  'format.nearly.page':
    'That web page describes itself to machines ({types}), but names no sessions with times. Look on it for an export (JSON, XML, iCalendar or CSV).',
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
  'fetch.otherHost':
    'The next page of that file is on another host ({host}), where I do not follow. Ask the API for all entries at once.',
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
  'oddity.reference-unknown':
    '{count} {count|session is|sessions are} named by an id only, which the file does not explain, and {count|was|were} left out',
  'oddity.rooms-by-number':
    '{count} {count|session names its|sessions name their} room by a number; `?expand=room` in the address gives the names',
  'oddity.several-languages': '{count} {count|session has|sessions have} several languages',
  'oddity.speakers-guessed': 'the speakers of {count} {count|cell|cells} were told from the text of the cell',
  'oddity.split-characters':
    '{count} {count|character was|characters were} split by line folding and put together again',
  'oddity.start-disagrees':
    '{count} {count|session shows|sessions show} another start than the exact time; the exact time was taken',
  'oddity.text-around':
    'the calendar stands inside something else, which was left out ({count} {count|part|parts})',
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
