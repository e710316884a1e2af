/** Texts of the set-up, and of the evening before a day of the event. */
export const setup = {
  'callboard.setup': 'what is still missing, in order, each with its button',
  'callboard.setup.title': 'Set-up',
  'callboard.setup.progress': '{done} of {of} done',
  'callboard.setup.next': '➜ Next: *{step}*',
  'callboard.setup.complete': 'All is set up.',
  'callboard.setup.missing': 'Not set up yet: {steps}. `/callboard setup` shows how.',
  'callboard.setup.claimed': 'You are the organizer now.',
  'callboard.setup.state.done': 'done',
  'callboard.setup.state.begun': 'begun',
  'callboard.setup.state.open': 'to do',
  'callboard.setup.state.optional': 'if you need it',
  'callboard.setup.name.event': 'Name, dates and time zone',
  'callboard.setup.name.channels': 'Channels',
  'callboard.setup.name.programme': 'Programme',
  'callboard.setup.name.speakers': 'Speakers',
  'callboard.setup.name.shifts': 'Shifts',
  'callboard.setup.name.invitations': 'Volunteers’ answers',
  'callboard.setup.name.fill': 'Who is on which shift',
  'callboard.setup.name.phones': 'Phones',
  'callboard.setup.name.test': 'A page, tried out',
  'callboard.setup.name.keys': 'Keys',
  'callboard.setup.button.channels': 'Name the channels',
  'callboard.setup.button.programme': 'Import the programme',
  'callboard.setup.button.speakers': 'Link the speakers',
  'callboard.setup.button.shifts': 'Make the shifts',
  'callboard.setup.button.invitations': 'Ask the volunteers',
  'callboard.setup.button.answers': 'Who has answered?',
  'callboard.setup.button.fill': 'Propose who',
  'callboard.setup.button.phones': 'My phone',
  'callboard.setup.button.whose': 'Whose is missing?',
  'callboard.setup.button.test': 'Page me, as a test',
  'callboard.setup.button.keys': 'How keys work',
  'callboard.setup.event.open': 'When is it, and which clock counts there? Everything else goes by these.',
  'callboard.setup.event.done': 'Change them with `/callboard event`.',
  'callboard.setup.channels.open': 'Where do pages, changes and announcements go?',
  'callboard.setup.channels.begun':
    'Operations and announcements each need one. What else has none uses that of operations.',
  'callboard.setup.channels.closed':
    'I cannot post in {of} of them: type `/invite @callboard` there. `/callboard status` says in which.',
  'callboard.setup.channels.done': '{done} of 4 named, and I can post in each.',
  'callboard.setup.programme.open': 'From an address, a file or a spreadsheet; you see it before it counts.',
  'callboard.setup.programme.done': '{done} {done|session|sessions}.',
  'callboard.setup.speakers.waits': 'Comes with the programme.',
  'callboard.setup.speakers.open':
    'Who of Slack is which speaker? Until they are linked ({of}), they get no reminder.',
  'callboard.setup.speakers.begun':
    '{done} of {of} linked. `/speakers link NAME @user` links one, by e-mail or phone too.',
  'callboard.setup.speakers.done': 'Everybody is linked ({of}).',
  'callboard.setup.speakers.none': 'The programme names none.',
  'callboard.setup.shifts.open':
    'Say what each room needs, and the shifts are made from the programme. A rota from elsewhere: `/rota import`.',
  'callboard.setup.shifts.done': '{done} {done|shift|shifts} to come.',
  'callboard.setup.invitations.open':
    'Nobody has said yet when they can. `/rota invite #channel` posts a card that asks them.',
  'callboard.setup.invitations.begun': '{done} of {of} {done|has|have} said when they can.',
  'callboard.setup.invitations.done': 'Everybody has said when they can ({of}).',
  'callboard.setup.invitations.none': 'Not needed: every place is filled.',
  'callboard.setup.fill.waits': 'Comes with the shifts.',
  'callboard.setup.fill.open': 'No place is filled yet, of {of}.',
  'callboard.setup.fill.begun': '{done} of {of} places filled.',
  'callboard.setup.fill.done': 'Every place is filled ({of}).',
  'callboard.setup.phones.open': 'Nobody who may be paged has a verified phone, of {of}: `/rota contact`.',
  'callboard.setup.phones.begun':
    '{done} of {of} who may be paged {done|has|have} a verified phone: `/rota contact`.',
  'callboard.setup.phones.done': 'Everybody who may be paged has a verified phone ({of}).',
  'callboard.setup.phones.none':
    'Pages go out by Slack only: neither texts nor calls are configured. The operator can set up Twilio.',
  'callboard.setup.test.open': 'Nobody has seen yet that a page arrives.',
  'callboard.setup.test.begun':
    'Not by every way: {of} tried, and something did not arrive. The answer to the test says what.',
  'callboard.setup.test.done': 'Arrived by every way with {done} {done|person|people}.',
  'callboard.setup.keys.optional': 'Only where something dangerous is to need several people.',
  'callboard.setup.keys.begun':
    '{done} of {of} holders {done|has|have} confirmed their share: `/keys status`.',
  'callboard.setup.keys.done': '{done} {done|set|sets}, all holders confirmed.',
  // before there is anything
  'callboard.home.welcome':
    'This is the wall behind the stage: the programme, who speaks and has arrived, who is on shift, and a page that rings on until somebody answers.',
  'callboard.home.being':
    'The event is being set up by {organizers}; the programme comes here. You can already do this:\n• `/page` asks for help, and says who has it\n• `/rota availability` says when you can help\n• `/callboard help` is all of it',
  // status
  'callboard.status.pages': '{count} {count|page has|pages have} no answer yet: {pages}',
  'callboard.status.gaps':
    '{count} {count|shift|shifts} of the next {hours} hours {count|is|are} short of people: `/rota gaps`',
  'callboard.status.unlinked':
    '{count} {count|speaker is|speakers are} linked to nobody, and {count|gets|get} no reminder: `/speakers match`',
  // the evening before
  'callboard.evening.clear':
    '☀ Tomorrow, {day}: {sessions} {sessions|session|sessions}, {shifts} {shifts|shift|shifts}, all in place.',
  'callboard.evening.mixed':
    '☁ *Tomorrow, {day}*: {sessions} {sessions|session|sessions}, {shifts} {shifts|shift|shifts}. Fair, with {count} {count|thing|things} to look at:',
  'callboard.evening.rough':
    '⚡ *Tomorrow, {day}*: {sessions} {sessions|session|sessions}, {shifts} {shifts|shift|shifts}. Rough as it stands, {count} {count|thing|things} to mend tonight:',
  'callboard.evening.nothing': '• There is no programme for that day, and no shift.',
  'callboard.evening.held':
    '• The followed feed changes so much that it waits for one of you. Last read: {time}.',
  'callboard.evening.failing': '• The followed feed does not answer. Last read: {time}.',
  'callboard.evening.uncovered': '• {count} {count|session has|sessions have} nobody on shift: {first}',
  'callboard.evening.short': '• {count} {count|shift is|shifts are} short of people: {first}',
  'callboard.evening.clashes': '• {count} {count|clash|clashes}: {first}',
  'callboard.evening.unlinked':
    '• {count} {count|speaker is|speakers are} linked to nobody, and {count|gets|get} no reminder: {first}',
  'callboard.evening.silent': '• {count} {count|speaker has|speakers have} not answered a reminder: {first}',
  'callboard.evening.noPhone': '• {count} on shift {count|has|have} no verified phone: {first}',
  'callboard.evening.untested':
    '• {count} on shift {count|has|have} never tried whether a page arrives: {first}',
  'callboard.evening.feedWell': 'Followed feed: last read {time}.',
  'callboard.evening.never': 'never',
  'callboard.evening.button.watch': 'The feed',
  'callboard.evening.button.gaps': 'The gaps',
  'callboard.evening.button.check': 'The clashes',
  'callboard.evening.button.board': 'Who speaks',
  'callboard.evening.button.ask': 'Ask them to try',
} as const;
