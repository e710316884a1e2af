/** Texts of the event, its settings and App Home. */
export const callboard = {
  'callboard.board': 'a link to the control room, for you alone, for 12 hours',
  'callboard.board.link':
    'The control room, for you alone until {time}:\n{url}\nIt shows names, pages and incidents. Open it where crew see it, and pass nobody the link: others get one with `/callboard board`.',
  'callboard.board.nowhere':
    'The control room has no address yet: the operator sets `PUBLIC_URL`. Until then, `/callboard status` says how all stands.',
  'callboard.board.title': 'Control room · {event}',
  'callboard.board.skip': 'To the rooms',
  'callboard.board.live': 'Live',
  'callboard.board.connecting': 'Connecting …',
  'callboard.board.stale': 'Not live since',
  'callboard.board.ended': 'This link has ended. Type /callboard board in Slack for a new one.',
  'callboard.board.closed':
    'This is the control room, for the crew of this event. Type /callboard board in Slack: it gives you a link that opens it.',
  'callboard.board.summary':
    '{pages} {pages|page is|pages are} open, {incidents} {incidents|incident is|incidents are} open',
  'callboard.board.pages': 'Pages',
  'callboard.board.noPages': '✓ No page is open.',
  'callboard.board.incidents': 'Incidents',
  'callboard.board.noIncidents': '✓ No incident is open.',
  'callboard.board.critical': 'critical',
  'callboard.board.since': 'since {time} ({duration})',
  'callboard.board.asked': 'asked: {people}',
  'callboard.board.nobodyAsked': 'nobody has been asked yet',
  'callboard.board.gaveUp': 'nobody answered',
  'callboard.board.has': '{person} has it',
  'callboard.board.held': 'waits until {time}',
  'callboard.board.noCommander': 'nobody commands',
  'callboard.board.commander': '{person} commands',
  'callboard.board.mitigated': 'mitigated',
  'callboard.board.updateDue': 'update due {time}',
  'callboard.board.updateOverdue': 'update was due {time}',
  'callboard.board.rooms': 'Rooms',
  'callboard.board.nobodyOn': 'Nobody is on shift here.',
  'callboard.board.here': 'here',
  'callboard.board.hereSince': 'here since {time}',
  'callboard.board.expected': 'not here yet',
  'callboard.board.heard': 'not here yet, but heard of',
  'callboard.board.missing': 'missing',
  'callboard.board.unlinked': 'linked to nobody',
  'callboard.board.lateBy': '{minutes} min late',
  'callboard.board.elsewhere': 'On shift elsewhere',
  'callboard.board.nobodyElsewhere': 'Nobody else is on shift.',
  'callboard.board.checkIns': 'Speakers of the next {hours} hours',
  'callboard.board.noCheckIns': 'No talk begins until then.',
  'callboard.board.gaps': 'Gaps of the next {hours} hours',
  'callboard.board.noGaps': '✓ Every shift has its people.',
  'callboard.board.short': '{count} {count|person|people} short',
  'callboard.board.late': 'What is late',
  'callboard.board.nothingLate': '✓ Nothing is late.',
  'callboard.board.lateJobs':
    '{count} {count|message or job is|messages or jobs are} overdue, the oldest for {seconds} s',
  'callboard.board.feedHeld': 'A change of the programme’s feed waits for an organizer',
  'callboard.board.feedFailing': 'The programme’s feed cannot be read',
  'callboard.board.day': 'The day',
  'callboard.board.dayAlt':
    'The day by room and time, planned and as it is now. What it shows is in the rooms above and in the programme.',
  'callboard.unattended':
    ':rotating_light: Nobody runs the {count|queue|queues} {queues}: what is due there waits. The operator has to start a worker (`CALLBOARD_ROLE=worker`).',
  'callboard.queues.link': 'Queues',
  'callboard.queues.closed': 'The queues are for organizers. What is late is on the control room too.',
  'callboard.queues.title': 'Queues · {event}',
  'callboard.queues.board': 'To the control room',
  'callboard.queues.asOf': 'As of {time}.',
  'callboard.queues.refresh': 'Refresh',
  'callboard.queues.of.pages': 'Pages, and what cannot wait',
  'callboard.queues.of.reminders': 'Reminders and messages',
  'callboard.queues.of.chores': 'Boards, cards and other chores',
  'callboard.queues.of.webhooks': 'Other systems',
  'callboard.queues.all': 'All queues',
  'callboard.queues.count.waiting': '{count} waiting',
  'callboard.queues.count.due': '{count} due',
  'callboard.queues.count.late': '{count} late',
  'callboard.queues.count.leased': '{count} being done',
  'callboard.queues.count.retried': '{count} tried before',
  'callboard.queues.count.dead': '{count} failed for good',
  'callboard.queues.dueAt': 'due {time}',
  'callboard.queues.dueSince': 'due since {time} ({duration})',
  'callboard.queues.failedAt': 'failed {time} ({code})',
  'callboard.queues.tried': 'tried {count} {count|time|times}',
  'callboard.queues.runs': 'It is being done.',
  'callboard.queues.retry': 'Try now',
  'callboard.queues.cancel': 'Cancel',
  'callboard.queues.dismiss': 'Leave at that',
  'callboard.queues.none': 'Nothing to show here.',
  'callboard.queues.hidden':
    'Confidential work is counted and not listed. What a job carries is never shown.',
  'callboard.queues.parts': 'More of this list',
  'callboard.queues.before': 'Before these',
  'callboard.queues.more': 'More',
  'callboard.queues.bull': 'What has been handed to BullMQ (to look at only)',
  'callboard.queues.news.retried': '✓ It is due now.',
  'callboard.queues.news.cancelled': '✓ It is cancelled.',
  'callboard.queues.news.dismissed': '✓ It is off the list.',
  'callboard.queues.news.changed':
    'Nothing was done: meanwhile it was done, timed anew, or it is being done. Here is how all stands now.',
  'callboard.queues.askRetry': 'Try this now?',
  'callboard.queues.doRetry': 'Try now',
  'callboard.queues.effectRetry':
    'It is due at once, as if for the first time. It looks first whether there is something left to do, and does nothing where there is not.',
  'callboard.queues.askCancel': 'Cancel this?',
  'callboard.queues.doCancel': 'Cancel it',
  'callboard.queues.cost.pages':
    'Somebody may then not be asked, or not be asked again: what it was to do does not happen, and a page that is open may stay open without going on to the next step. All organizers are told that you did this.',
  'callboard.queues.cost.reminders': 'People then do not get this message.',
  'callboard.queues.cost.chores':
    'What it was to bring up to date stays as it is, until something plans it anew.',
  'callboard.queues.cost.webhooks': 'The other system is then not told, or not called.',
  'callboard.queues.noUndo': 'There is no undo. That you did it stays on record.',
  'callboard.queues.sure': 'I know that nobody may be asked any more, and I see to it myself.',
  'callboard.queues.tickFirst': 'Nothing was done: the box must be ticked first.',
  'callboard.queues.askDismiss': 'Leave it at that?',
  'callboard.queues.doDismiss': 'Leave it at that',
  'callboard.queues.effectDismiss':
    'It goes off the list, and cannot be tried again. That it failed stays on record.',
  'callboard.queues.leave': 'Leave it as it is',
  'callboard.queues.told':
    '{person} cancelled something in the queue of pages: `{job}`. What it was to do does not happen. If it was a step of a page, please see that somebody has it: `/page list`.',
  'callboard.export': 'a backup of everything, sent to you alone',
  'callboard.exported':
    'Here is everything, encrypted: only who has the operator’s key can open it. `callboard restore FILE --identity KEY` on the command line brings it back into an empty database.',
  'callboard.export.noKey':
    'No key for backups is set, and everybody’s data does not go into Slack in clear. The operator can set `CALLBOARD_BACKUP_RECIPIENT`, or run `callboard backup FILE` on the command line.',
  'callboard.event.kept.numbers': 'Days that numbers are kept',
  'callboard.event.kept.people': 'Days that people are kept',
  'callboard.event.keptHint': 'After the event’s last day. Then they go for good.',
  'callboard.event.keptWrong': 'A number of days, such as 30.',
  // events out
  'callboard.hooks.usage': 'where events go out to: last success, what waits, what was never delivered',
  'callboard.hooks.usageAdd':
    'sends events to an address, signed; types such as `page` or `incident.declared`',
  'callboard.hooks.usageRemove': 'sends nothing there any more',
  'callboard.hooks.usageReplay': 'sends what happened since then once more',
  'callboard.hooks.how':
    'You typed {typed}. It is `/callboard hooks add NAME URL [types] [in ROOM] [severity sev1]`, `hooks remove NAME`, `hooks replay NAME since TIME`, or `hooks` alone.',
  'callboard.hooks.refused.form':
    '{url} is no address that I can send to: it begins with `https://`, and holds no password.',
  'callboard.hooks.refused.https': '{url} is not encrypted: give me its `https://` address.',
  'callboard.hooks.refused.private':
    '{url} is inside the network that I run in, where I send nothing unless the operator names its host in `EVENTS_PRIVATE_HOSTS`.',
  'callboard.hooks.refused.unknown-host': 'Nobody knows where {url} is. Look at its spelling.',
  'callboard.hooks.taken':
    'Events go to a {name} already. Take another name, or first `/callboard hooks remove {name}`.',
  'callboard.hooks.tooMany':
    'Events go to {most} addresses already, and there can be no more. Remove one first.',
  'callboard.hooks.noType': 'There is no event {typed}. There are {types}; `page` stands for all of pages.',
  'callboard.hooks.noSeverity':
    '{typed} is no severity: there are `sev1`, `sev2`, `sev3` of incidents, `critical` and `normal` of pages.',
  'callboard.hooks.added':
    'Events go to {name} (`{code}`) from now on; the first, `target.added`, is on its way. Its secret, shown this once: {secret}',
  'callboard.hooks.removed': 'Nothing goes to {name} any more.',
  'callboard.hooks.none': 'Events go to no {typed}: `/callboard hooks` shows where they go.',
  'callboard.hooks.future': '{typed} is still to come: say a time that was.',
  'callboard.hooks.replaying':
    'What happened since {time} is on its way to {name} once more. Each event has the id that it had, so that a receiver can tell.',
  'callboard.hooks.replayKnows':
    'I know all of it from {time} on. What was before is archived: of that only what belongs to incidents and to pages that are still open is sent. Whoever operates Callboard reads the rest with {command}.',
  'callboard.hooks.empty':
    'Events go nowhere yet. `/callboard hooks add NAME URL` sends them to an address, signed.',
  'callboard.hooks.head': 'Events go to {count} {count|address|addresses}',
  'callboard.hooks.everything': 'all events',
  'callboard.hooks.never': 'nothing arrived yet',
  'callboard.hooks.last': 'last arrived at {time}',
  'callboard.hooks.waiting': '{count} on {count|its|their} way',
  'callboard.hooks.undelivered': '{count} never delivered',
  'callboard.hooks.dead': ':red_circle: takes nothing since {time}',
  'callboard.hooks.retry': 'Retry',
  'callboard.hooks.retried': '{count} {count|event is|events are} on the way to {name} again.',
  'callboard.hooks.isDead':
    ':no_entry: Events do not reach {name}: it answered {code} for an hour and a half. What could not be delivered is kept; `/callboard hooks` shows it and tries again.',
  // forgetting
  'callboard.archive.missing':
    'Somebody was to be taken out of the archive, and {count} of its files are not where they were put ({days}): what is in them still is. Whoever has moved or copied them has to delete them, or put them back and have it done again.',
  'callboard.status.archiveLate':
    'The archive was last well {time}: nothing leaves Redis, and nothing is lost. The operator knows where it goes',
  'callboard.retention.numbers':
    'On {day} everybody’s phone number and address goes for good: the event is over. If that is too early, change the event’s dates or the days in `/callboard event`.',
  'callboard.retention.people':
    'On {day} everybody but the organizers and holders of keys is forgotten, in the ledger too. If that is too early, change the event’s dates or the days in `/callboard event`; for a copy, `/callboard export`.',
  'callboard.forget': 'takes somebody out of everything, for good',
  'callboard.forget.how':
    'Say who: `/callboard forget @user`, or by their e-mail address. You are asked before anything goes.',
  'callboard.forget.ask':
    'Forget {person}? Their number, address, name, choices, diary and what they wrote go, for good: there is no undo. What happened stays, with nobody’s name on it.',
  'callboard.forget.shifts':
    'They are still on {shifts}: these places become free, and nobody is asked to cover them.',
  'callboard.forget.speaker':
    'They are a speaker: their name goes from the programme here. Take it out at its source too, or the next import brings it back.',
  'callboard.forget.stays':
    'What stays: messages in Slack (delete those there), the audit chain of the keys with their Slack id, and backups from before (a restored one forgets them again).',
  'callboard.forget.yes': 'Forget them',
  'callboard.forget.gone': 'There is nobody of that id any more: they are forgotten already.',
  'callboard.forget.organizer':
    '{person} is an organizer. First `/callboard organizers remove @user`; then they can be forgotten.',
  'callboard.forget.holder':
    '{person} holds a share of {sets}. First `/keys revoke NAME @user` and the rotation; then they can be forgotten.',
  'callboard.forget.done':
    'Forgotten: {count} {count|record has|records have} gone or are nobody’s now. The ledger is being gone through as well; that takes some seconds.',
  // incidents
  'callboard.dojo': 'five minutes on your own phone: you learn to answer a page by card, text and call',
  'callboard.drill': 'a drill: pages who is on call and goes through a whole incident, marked DRILL',
  'callboard.drill.list': 'the scenarios that can be played',
  'callboard.drill.show': 'what a scenario is about, before anybody is paged',
  'callboard.drill.play': 'plays a scenario with who is on duty, now or at a moment that I choose',
  'callboard.drill.cancel': 'ends the drill that runs, or takes back yours',
  'callboard.drill.head':
    '*Drills*: played with the people who are on duty, on their own phones, marked DRILL everywhere and counted nowhere.',
  'callboard.drill.how':
    '`/callboard drill projector in Main hall between 14:00-16:00` lets me choose the moment. Nobody but you knows. Nothing begins while something real is open, nor in anybody’s quiet hours.',
  'callboard.drill.choose': 'Choose',
  'callboard.drill.ask':
    '“{title}” lasts {minutes} at most and opens {count} {count|page|pages}, with texts and calls as a real one. Really?',
  'callboard.drill.now': 'Begin now',
  'callboard.drill.later': 'Within two hours',
  'callboard.drill.begun': 'Drill {code} “{title}” has begun, with incident {incident}.',
  'callboard.drill.planned':
    'Drill {code} “{title}” begins between {from} and {until}: I chose {at}. Only you know. If it would disturb then, it waits a little.',
  'callboard.drill.cancelIt': 'Cancel it',
  'callboard.drill.endIt': 'End it',
  'callboard.drill.ended': 'Drill {code} “{title}” is over, and everything of it is closed.',
  'callboard.drill.unplanned': 'Drill {code} “{title}” will not happen. Nobody knew of it.',
  'callboard.drill.noneToCancel': 'No drill runs, and you have planned none.',
  'callboard.drill.running': 'Drill {code} runs already. One at a time.',
  'callboard.drill.real':
    '{code} is real and open: no drill beside it. Resolve it first, or give a window, and the drill waits: `/callboard drill projector between 14:00-16:00`.',
  'callboard.drill.realHidden': 'Something real is open: no drill beside it.',
  'callboard.drill.keys':
    'This scenario practises with the key set `{set}`, and there is none. `/keys create {set} 2 of @ana @bea @carl` makes one; a name that begins with `drill` marks it as practice.',
  'callboard.drill.keys-unready':
    'This scenario practises with the key set `{set}`, and it does not work yet: each holder has to reveal and confirm their share. `/keys status` shows who has.',
  'callboard.drill.keys-few':
    'This scenario practises with the key set `{set}`, and too few of its holders are left. `/keys rotate {set} 2 of @ana @bea @carl` names new ones, or `/keys status` shows why.',
  'callboard.drill.ceremony':
    'Ceremony {code} of the keys is real and open: no drill beside it. Wait for its end, or give a window, and the drill waits: `/callboard drill keys between 14:00-16:00`.',
  'callboard.drill.quiet':
    'Somebody whom it could ask has quiet hours now. Choose a time when all are awake.',
  'callboard.drill.nobody': 'Nobody is on duty whom it could page. Choose a time when somebody is.',
  'callboard.drill.room':
    'There is no one room {typed}. Leave it out, and I take one where somebody is on shift.',
  'callboard.drill.window': 'Say between when: `/callboard drill projector between 14:00-16:00`.',
  'callboard.drill.windowBackwards':
    'That ends before it begins. Write the earlier time first: `/callboard drill projector between 14:00-16:00`.',
  'callboard.drill.noSuch':
    'There is no scenario {name}. Did you mean {guess}? Nobody was paged. `/callboard drill` lists them.',
  'callboard.drill.oneWord':
    'There is no scenario {name}, and nobody was paged. `/callboard drill` lists them; a title of your own has two words or more, as in `/callboard drill Power cut`.',
  'callboard.drill.freeToCancel':
    'No scenario runs. DRILL · {code} has a title of its own: `/incident resolve {code}` ends it.',
  'callboard.drill.windowLong': 'That is a long time. At most {hours} hours.',
  'callboard.drill.windowOver': 'That time is over.',
  'callboard.drill.gone': 'There is no scenario {name}. `/callboard drill` lists them.',
  'callboard.drill.homeRuns':
    '*DRILL* “{title}” runs since {at}: incident {incident}. Nothing of it is real.',
  'callboard.drillBegun':
    '{incident} has begun, and page {page} is on its way to who is on call. Resolve it as you would a real one; its score is in the postmortem thread.',
  'callboard.summary': 'The event itself: its settings, its organizers, and whether all is well.',
  'callboard.help': 'what everything here can do',
  'callboard.help.text':
    '*Callboard* runs the event from inside Slack. Add `help` to any command to see all it can do.\n`/agenda` what is on stage now and next; organizers import, delay and move\n`/speakers` who is linked, reminded and checked in\n`/rota` who is on shift, who covers, and is it fair\n`/page` reach whoever is on duty, by Slack, text and phone, until somebody answers\n`/incident` declare, lead and learn from what went wrong\n`/keys` the few dangerous keys, opened by several people together\n`/callboard` the event itself, your language, and whether all is well',
  'callboard.status': 'whether all is well: what is late, who is not reachable',
  'callboard.event.how':
    'Nothing is changed: `/callboard event` takes no more words. Type it alone, and press *Edit the event* for its name, dates, zone and channels; for its language type `/callboard language event en` or `es`.',
  'callboard.event': "the event's name, dates, zone, language and channels",
  'callboard.organizers': 'who the organizers are',
  'callboard.organizers.change': 'makes somebody an organizer, or takes it back',
  'callboard.organizers.self':
    'You would be no organizer any more, and could not make yourself one again: another organizer would have to. Really?',
  'callboard.organizers.leave': 'Remove me anyway',
  'callboard.crew': 'who is crew',
  'callboard.crew.change': 'makes somebody crew without a shift, or takes it back',
  'callboard.crew.list':
    'Crew: {count} {count|person|people} by the rota. Named by hand: {named}. Change it with `/callboard crew add @user` or `remove @user`.',
  'callboard.crew.none': 'nobody',
  'callboard.crew.how':
    'Type `/callboard crew add @user` or `/callboard crew remove @user`; a user group of Slack, such as `@stage-crew`, may stand for its members.',
  'callboard.crew.groupAdded':
    'Whoever is in {group} is crew now: {count} {count|person|people}, as Slack has them.',
  'callboard.crew.groupRemoved': '{group} makes nobody crew any more. Whoever has a shift stays crew by it.',
  'callboard.crew.guest': 'Only people of this workspace can be crew.',
  'callboard.crew.added': '{person} is crew now.',
  'callboard.crew.removed': '{person} is not named as crew any more.',
  'callboard.crew.stays':
    '{person} is not named as crew any more, and stays crew by the shifts in the rota: `/rota drop H45 @user` takes somebody off a shift.',
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
  'callboard.event.fromProgramme': 'from the programme: {dates}',
  'callboard.event.datesHint': 'Left empty, they come from the programme: {dates}.',
  'callboard.event.unset': 'not set',
  'callboard.channel.announcements': 'Announcements channel',
  'callboard.channel.ops': 'Operations channel',
  'callboard.channel.incidents': 'Incidents channel',
  'callboard.channel.volunteers': 'Volunteers channel',
  'callboard.organizers.list': 'Organizers: {organizers}',
  'callboard.organizers.added': '{person} is an organizer now.',
  'callboard.organizers.removed': '{person} is no organizer any more.',
  'callboard.organizers.tellAdded':
    ':bust_in_silhouette: {by} made {person} an organizer. It is on the record of the keys.',
  'callboard.organizers.tellRemoved':
    ':bust_in_silhouette: {by} took {person} off the organizers. It is on the record of the keys.',
  'callboard.eventFile.tellAdded':
    ':bust_in_silhouette: The event file made {person} an organizer. It is on the record of the keys.',
  'callboard.eventFile.tellRemoved':
    ':bust_in_silhouette: The event file took {person} off the organizers. It is on the record of the keys.',
  'callboard.flags.on': 'On trial until {day}, for some: {flag} (owner {person}). {what}',
  'callboard.flags.over':
    'The trial of {flag} ended on {day}, so it is off for everybody (owner {person}). Give it a new end in the event file, or take it out.',
  'callboard.flags.unknown':
    '{flag} is no flag of this version, so it does nothing (owner {person}). Take it out of the event file.',
  'callboard.flags.what.shift-briefing':
    'The last reminder before a shift says what is open in its room: pages and incidents, and who has them.',
  'callboard.eventFile.drift':
    ':page_facing_up: {count} {count|thing is|things are} not as the event file says:\n{lines}\nTo keep what was changed by hand, write it into the file (`callboard event export` shows how). To take it back, apply the file again: `callboard event apply FILE`.',
  'callboard.left':
    ':bust_in_silhouette: {person} was deactivated in Slack and has no role here any more.{what}',
  'callboard.left.shifts': 'Free now, and others are being asked: {shifts}',
  'callboard.left.pages': 'Others are asked, or asked anew: {pages}',
  'callboard.left.roles': 'Led, and leads no more: {roles}. Name a lead with `/rota lead ROLE @user`',
  'callboard.left.keys': 'Holds a share: {sets}. Rotate within 24 hours, with new holders',
  'callboard.left.tooFew':
    ':warning: Too few holders are left to open or to rotate {sets}. If this is a mistake, activate them in Slack again; else make a new set and seal everything again from its sources',
  'callboard.left.stuck':
    'Was to confirm a share of {sets}, which waits for that: `Discard`, and propose it with somebody else',
  'callboard.left.organizer': 'Was an organizer',
  'callboard.left.last':
    ':warning: Was the last organizer. The place goes to whom the operator names in `ORGANIZERS`',
  'callboard.back':
    ':bust_in_silhouette: {person} is active in Slack again, without what was theirs: shifts, roles to lead and the place of an organizer are given anew, by you. A share of a key counts again, and is still to be rotated.',
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
  'callboard.channel.invite':
    'I am not in {channel}, so nothing I post would arrive. Type /invite @callboard there, then try again.',
  'callboard.channel.archived': '{channel} is archived: nobody can post there. Name another channel.',
  'callboard.channel.unseen':
    'I cannot see {channel}. If it is private, type /invite @callboard there, then try again.',
  'callboard.status.channel': '{channel} ({uses}): {trouble}',
  'callboard.status.scopes':
    'Slack does not allow me all that I need: {scopes}. Install the app again from its current manifest.',
  'callboard.status.store': 'The database answers ({ms} ms).',
  'callboard.status.onTime': 'Nothing is late; {waiting} {waiting|job is|jobs are} waiting for their time.',
  'callboard.status.unattended':
    'Nobody runs the {count|queue|queues} {queues}: what is due there waits for a worker, which the operator has to start.',
  'callboard.status.late': '{due} {due|job is|jobs are} due, the oldest {time} late.',
  'callboard.status.retrying': 'Being tried again: {jobs}',
  'callboard.status.channels': 'Pages go out by {channels}.',
  'callboard.status.providers': 'Texts and calls are carried by {providers}.',
  'callboard.status.aside': '{provider} is set aside for {what}: {reason}. The next provider carries them',
  'callboard.status.asideLast':
    '{provider} is set aside for {what}: {reason}. Nobody else carries them just now: dial by hand what cannot wait',
  'callboard.outage.isLost':
    'Slack has not answered since {time}. Pages go by text and call at once, without waiting for it.',
  'callboard.outage.was':
    'Slack could not be reached from {from} to {to}. Pages went by text and call meanwhile; what else waited is on its way now.',
  'callboard.outage.numbers':
    'Callboard: no Slack since {time}. Pages go by text and call at once; answer them by text. On duty now:',
  'callboard.outage.plan': 'Callboard, without Slack. The plan:',
  'callboard.outage.now': 'until {time} {title}',
  'callboard.outage.more': '+{count} more',
  'callboard.outage.noNumber': '(no number)',
  'callboard.outage.nobody': 'Nobody else is on duty.',
  'callboard.outage.nothing': 'Nothing more is on.',
  'callboard.outage.back':
    'Callboard: Slack is back. It could not be reached from {from} to {to}; what waited is on its way.',
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
  'home.page': 'Page somebody',
  'home.declare': 'Declare an incident',
  'home.event': 'The event at a glance',
  'home.more': 'There is more than fits here. Ask with the commands, such as `/page list`.',
  'home.missing': 'What `{command}` has for you could not be read just now.',

  // the page at the address of the bot
  'callboard.index.what':
    'This is Callboard: the programme of this event, and the people who make it happen.',
  'callboard.index.now': 'Now and next, in every room',
  'callboard.index.rooms': 'One room',
  'callboard.index.noProgramme': 'There is no programme yet. It will be here.',
  'callboard.index.crew': 'Speakers, volunteers, organizers',
  'callboard.index.slack':
    'Callboard works in the Slack of this event: /agenda is the programme, /page asks for help, /rota is who is on shift, and /callboard help is the rest.',
} as const;
