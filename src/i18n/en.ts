/** Every text in English, the catalog that the other languages must match. One section for each part. */
export const en = {
  // common
  'common.notOrganizer': 'Only organizers may do that. {organizers}',
  'common.guest':
    'Guests from another workspace may read the agenda. For anything else ask one of the organizers.',
  'common.didYouMean': 'I do not understand `{typed}`. Did you mean `{guess}`?',
  'common.notUnderstood': 'I do not understand `{typed}`.',
  'common.jobFailed':
    'Something that was due could not be done and will not be tried again: `{name}` (`{job}`, {code}). Please see to it by hand.',
  'common.broken':
    'Something broke on our side. Nothing was changed. Tell the operator this reference: {reference}',
  'common.storeGone':
    'Callboard cannot reach its database just now, so nothing was changed. Try again in a moment.',

  // times as typed
  'typed.time':
    'I do not understand the time `{typed}`. Write it like `14:30`, `tomorrow 9:00`, `day 2 9:00`, `2019-06-05 14:30`, `in 20m` or `now`.',
  'typed.day':
    'I do not understand the day `{typed}`. Write it like `today`, `tomorrow`, `day 2` or `2019-06-05`.',
  'typed.duration': 'I do not understand the duration `{typed}`. Write it like `15m`, `1h30` or `90s`.',
  'typed.nonexistent':
    'There is no {wall} in {zone}: the clocks jump over it that night. Give a time before or after the jump.',
  'typed.noSuchDay': 'There is no day {day}; the agenda has {count} {count|day|days}.',
  'typed.ambiguous': 'The clock shows {clock} twice that night; I took the earlier one.',

  // agenda

  // formats and fetch
  'format.empty': 'The file is empty. Check the address or the text you pasted.',
  'format.tooLarge': 'The file is larger than {most} MB, so it was refused. Export the agenda alone.',
  'format.html':
    'That is a web page, not an agenda. Look on it for an export (JSON, XML, iCalendar or CSV) and use that address.',
  'format.binary':
    'That is not a text file. Export the agenda as JSON, XML, iCalendar or CSV (from a spreadsheet: “Save as CSV”).',
  'format.unknown':
    'I do not recognize this file as an agenda. I read frab and pretalx (JSON, XML), Pentabarf, Sessionize (All, GridSmart), pretalx widget, iCalendar and CSV.',
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
  'oddity.date-guessed': '{count} {count|date|dates} could be day/month or month/day; read as day/month',
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
  'oddity.person-no-name': '{count} {count|person has|persons have} no name and {count|was|were} left out',
  'oddity.plenum-one-room': '{count} plenary {count|session is|sessions are} listed in one room only',
  'oddity.recurring': '{count} repeating {count|entry was|entries were} unrolled',
  'oddity.several-languages': '{count} {count|session has|sessions have} several languages',
  'oddity.split-characters':
    '{count} {count|character was|characters were} split by line folding and put together again',
  'oddity.start-disagrees':
    '{count} {count|session shows|sessions show} another start than the exact time; the exact time was taken',
  'oddity.text-cut': '{count} {count|text was|texts were} too long and {count|was|were} cut',
  'oddity.unknown-zone': '{count} unknown time {count|zone|zones}',
  'oddity.unreadable-row': '{count} {count|entry|entries} could not be read and {count|was|were} left out',
  'oddity.unscheduled': '{count} {count|session has|sessions have} no time yet and {count|was|were} left out',
  'oddity.very-long': '{count} {count|session lasts|sessions last} 12 hours or more',
  'oddity.worthless-ids':
    '{count} {count|id changes|ids change} with each build or {count|is|are} shared; matched by title and speakers',
  'oddity.zero-length': '{count} {count|session ends|sessions end} when {count|it starts|they start}',
  'oddity.zone-contradicts': 'the named time zone contradicts the times; the times were believed',

  // speakers
  'speakers.summary': 'Speakers: who is linked, reminded and in the house.',
  'speakers.remind.soon': 'Your session starts in {left}',
  'speakers.remind.now': 'Your session is starting now',
  'speakers.remind.tomorrow': 'Your session is tomorrow at {clock}',
  'speakers.remind.day': 'Your session is on {day} at {clock}',
  'speakers.where': '*Room:* {room}',
  'speakers.roomOpen': 'to be announced',
  'speakers.when': '*Time:* {time}',
  'speakers.ownTime': '{time} where you are ({zone})',
  'speakers.meets': '*Meets you there:* {person}',
  'speakers.meetsTeam': 'the stage team',
  'speakers.bring': '*Bring:* {what}',
  'speakers.bringDefault': 'your laptop, its charger and an adapter to HDMI',
  'speakers.note': '*A word from the organizers:* {text}',
  'speakers.seenAt': '✓ You have seen this ({clock}). Thank you!',
  'speakers.hereAt': '✓ You are checked in ({clock}). See you on stage!',
  'speakers.lateNoted': 'The stage knows that you are running {minutes} min late.',
  'speakers.outdated': 'This has changed since. What holds now is further down.',
  'speakers.pressHere': 'In the house? Press the button, so that nobody has to look for you.',
  'speakers.button.gotIt': 'Got it',
  'speakers.button.here': "I'm here",
  'speakers.button.late': 'Running late',
  'speakers.button.help': 'I need help',
  'speakers.sms.remind':
    '{event}: your session "{title}" starts {when}. Room: {room}. {meets} meets you there.',
  'speakers.sms.soon': 'in {left}, at {clock}',
  'speakers.sms.day': 'on {day} at {clock}',
  'speakers.change.moved': 'Your session has moved',
  'speakers.change.cancelled': 'Your session is cancelled',
  'speakers.change.removed': 'You are no longer listed for this session',
  'speakers.change.restored': 'Your session takes place after all',
  'speakers.change.added': 'You are on the programme with this session',
  'speakers.change.several': '{count} of your sessions have changed',
  'speakers.change.from': 'Was: ~{place}~',
  'speakers.change.to': 'Now: *{place}*',
  'speakers.change.reason': 'Why: {reason}',
  'speakers.change.ask': 'Please press the button, so that we know that you know.',
  'speakers.change.confirmed': '✓ Confirmed at {clock}. Thank you!',
  'speakers.sms.change': '{event}: {what}: "{title}". {place}',
  'speakers.sms.changeTo': 'Now {place}.',
  'speakers.place': '{time}, {room}',

  // rota

  // paging

  // incidents

  // keys

  // callboard and App Home
  'common.noOrganizers':
    'Nobody is the organizer of this event yet. Whoever is, run `/callboard event` and confirm it.',
  'callboard.summary': 'The event itself: its settings, its organizers, and whether all is well.',
  'callboard.help': 'what everything here can do',
  'callboard.help.text':
    '*Callboard* runs the event from inside Slack. Add `help` to any command to see all it can do.\n`/agenda` what is on stage now and next; organizers import, delay and move\n`/speakers` who is linked, reminded and checked in\n`/rota` who is on shift, who covers, and is it fair\n`/page` reach whoever is on duty, by Slack, text and phone, until somebody answers\n`/incident` declare, lead and learn from what went wrong\n`/keys` the few dangerous keys, opened by several people together\n`/callboard` the event itself, your language, and whether all is well',
  'callboard.status': 'whether all is well: what is late, who is not reachable',
  'callboard.event': "the event's name, dates, zone, language and channels",
  'callboard.organizers': 'who the organizers are',
  'callboard.organizers.add': 'makes somebody an organizer (organizers)',
  'callboard.organizers.remove': 'takes it back (organizers)',
  'callboard.language': 'the language I speak with you',
  'callboard.language.ofEvent': 'the language of the event (organizers)',
  'callboard.version': 'which version this is',
  'callboard.version.text': 'Callboard {version}, on Node {node}.',
  'callboard.save': 'Save',
  'callboard.close': 'Close',
  'callboard.claim.ask':
    'Nobody is the organizer of this event yet. The organizer sets everything up and names others. Is that you?',
  'callboard.claim.yes': 'I am the organizer',
  'callboard.event.text': 'The settings of {name}',
  'callboard.event.title': 'The event',
  'callboard.event.edit': 'Edit the event',
  'callboard.event.name': 'Name',
  'callboard.event.nameMissing': 'The event needs a name.',
  'callboard.event.dates': 'Dates',
  'callboard.event.first': 'First day',
  'callboard.event.last': 'Last day',
  'callboard.event.firstMissing': 'The first day is missing.',
  'callboard.event.lastBefore': 'The last day cannot be before the first.',
  'callboard.event.zone': 'Time zone',
  'callboard.event.zoneHint': 'What times mean at the venue, such as Europe/Madrid or America/New_York.',
  'callboard.event.zoneWrong': 'I know no such time zone. Did you mean {guess}?',
  'callboard.event.language': 'Language',
  'callboard.event.rooms': 'Rooms',
  'callboard.event.roomsHint':
    'A line each: name, other names = #channel. Rooms that have no channel of their own use that of operations.',
  'callboard.event.roomTwice': 'A room is there twice.',
  'callboard.event.organizers': 'Organizers',
  'callboard.event.unset': 'not set',
  'callboard.channel.announcements': 'Announcements channel',
  'callboard.channel.ops': 'Operations channel',
  'callboard.channel.incidents': 'Incidents channel',
  'callboard.channel.volunteers': 'Volunteers channel',
  'callboard.organizers.list': 'Organizers: {organizers}',
  'callboard.organizers.added': '{person} is an organizer now.',
  'callboard.organizers.removed': '{person} is no organizer any more.',
  'callboard.organizers.how':
    'Type `/callboard organizers add @user` or `/callboard organizers remove @user`.',
  'callboard.organizers.guest':
    'Only members of this workspace can be organizers. Name somebody who has an account here.',
  'callboard.organizers.already': 'That person is an organizer already.',
  'callboard.organizers.is-none': 'That person is no organizer.',
  'callboard.organizers.last':
    'That is the last organizer. Add another one first: `/callboard organizers add @user`.',
  'callboard.organizers.taken':
    'Somebody was faster: this event has an organizer now. See `/callboard organizers`.',
  'callboard.language.is':
    'I speak {language} with you. To change it: `/callboard language es` or `/callboard language en`.',
  'callboard.language.chosen': 'From now on I speak {language} with you.',
  'callboard.language.event':
    'The language of the event is {language} now. Who has chosen another one keeps it.',
  'callboard.language.how':
    'I speak English and Spanish. Type `/callboard language en` or `/callboard language es`.',
  'callboard.status.well': 'All is well',
  'callboard.status.worry': 'Something needs a look',
  'callboard.status.store': 'The database answers ({ms} ms).',
  'callboard.status.onTime': 'Nothing is late; {waiting} {waiting|job is|jobs are} waiting for their time.',
  'callboard.status.late': '{due} {due|job is|jobs are} due, the oldest {seconds} s late.',
  'callboard.status.retrying': 'Being tried again: {jobs}',
  'callboard.status.channels': 'Pages go out by {channels}.',
  'callboard.status.noPhones':
    'Pages go out by Slack only: neither texts nor calls are configured. The operator can set up Twilio.',
  'callboard.status.nobodyOnShift': 'Nobody is on shift in the next {hours} hours.',
  'callboard.status.unreachable': 'On shift soon, and there is no way to page them: {people}',
  'callboard.status.slackOnly':
    'On shift soon, and only Slack reaches them (they can add a phone with `/rota contact`): {people}',
  'callboard.status.allReachable':
    'Everybody on shift in the next {hours} hours can be reached by phone ({count}).',
  'callboard.home.startsIn': 'starts in {count} {count|day|days}',
  'callboard.home.day': 'day {day} of {count}',
  'callboard.home.status': 'Is all well?',
  'home.greeting': '{event}: hello, {name}',
  'home.nothing': 'Nothing waits for you just now.',
  'home.event': 'The event at a glance',
  'home.more': 'There is more than fits here. Ask with the commands, such as `/page list`.',
  'home.missing': 'What `{command}` has for you could not be read just now.',
  'channel.notNamed': 'I expected a channel instead of `{typed}`. Name it as `#channel`.',
  'channel.none':
    'I see no channel `{typed}`. If it is private, invite me to it first: `/invite @callboard`.',
  'person.notNamed': 'I expected a person instead of `{typed}`. Name one as `@name` or by e-mail address.',
  'person.nobody':
    'I know nobody called `{typed}`. Pick the person from the list that Slack offers after `@`, or type their e-mail address.',
  'slack.working': ':hourglass_flowing_sand: Working on it…',
  'slack.done': 'Done.',
  'slack.expired': 'That took too long, so Slack did not let the form open. Press it again.',
  'slack.fileSent': '{comment}\nYou have the file as a direct message from me.',
} as const;
