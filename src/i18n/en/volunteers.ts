/** Texts that win volunteers and speak with them by phone: the invitation, the list to sign up from, text messages. */
export const volunteers = {
  'rota.use.invite': 'asks the channel who helps and when; alone, shows who has answered',
  'rota.use.inviteNumber': 'asks somebody without Slack, by text',
  'rota.use.inviteClose': 'ends the invitation: nobody is reminded any more',
  'rota.invite.title': '*Who helps at {event}?*',
  'rota.invite.ask':
    'Say when you can and what you would do, and how we reach you. Or take a shift from the list.',
  'rota.invite.byText':
    'Away from Slack, with a verified phone: text SHIFTS to our number. Who has not answered is reminded twice at most, never at night.',
  'rota.invite.count': '{answered} of {asked} answered',
  'rota.invite.said': '{can} can help, {not} not this time',
  'rota.invite.isClosed':
    'This invitation is closed. Thank you! `/rota availability` still says when you can.',
  'rota.invite.when': 'When can you?',
  'rota.invite.phone': 'My phone',
  'rota.invite.openShifts': 'Open shifts',
  'rota.invite.notThisTime': 'Not this time',
  'rota.invite.reminder':
    '{event} still looks for people, and you have not said whether you can. Either answer helps; after it you are not reminded any more.',
  'rota.invite.reminderText':
    '{event} looks for helpers. Reply SHIFTS for what is open, or NOT THIS TIME and you are asked no more.',
  'rota.invite.text':
    '{event}: you are asked to help. Reply SHIFTS for the list, TAKE 2 to take number 2, later HERE, DONE or COVER. NOT THIS TIME if you cannot.',
  'rota.invite.where':
    'Which channel? `/rota invite #volunteers` posts the invitation there; alone, it shows who has answered.',
  'rota.invite.askHere':
    'No invitation is open. Shall I ask who helps in {channel}? Everybody there sees it. Another channel: `/rota invite #volunteers`',
  'rota.invite.postHere': 'Ask here',
  'rota.invite.how':
    'I do not understand `{typed}`. `/rota invite #volunteers` asks a channel, `/rota invite Ana Ruiz +34 600 12 34 56` asks somebody without Slack, `/rota invite close` ends it.',
  'rota.invite.opened':
    'Asking in {channel}. `/rota invite` shows who has answered, `/rota fill` works with it, `/rota invite close` ends it.',
  'rota.invite.isOpen':
    'An invitation is open in {channel} already. `/rota invite` shows who has answered; `/rota invite close` ends it.',
  'rota.invite.closed': 'The invitation is closed. What people said is kept.',
  'rota.invite.noneOpen': 'No invitation is open. `/rota invite #volunteers` asks a channel.',
  'rota.invite.noTexts':
    'This bot sends no texts (no number is set up), so somebody without Slack cannot be asked. Ask the operator.',
  'rota.invite.left': '{name} has left the workspace, so they were not asked.',
  'rota.invite.texted':
    '{name} (number ending in {digits}) gets a text and can reply SHIFTS, TAKE, HERE, DONE and COVER.',
  'rota.invite.notNoted':
    'Noted: not this time. You are not reminded any more. If it changes: `/rota availability`',
  'rota.invite.standing': '*Invitation in {channel}*, by {person}, since {time}',
  'rota.invite.standingClosed': '*Invitation in {channel}*, by {person}, of {time}: closed',
  'rota.invite.can': 'Can help ({count})',
  'rota.invite.not': 'Not this time ({count})',
  'rota.invite.silent': 'Not yet answered ({count})',
  'rota.invite.reading': 'The members of the channel are still being read.',
  'rota.invite.fillNow': 'Fill now',
  'rota.invite.close': 'Close the invitation',
  'rota.open.title': 'Open shifts',
  'rota.open.none': 'No shift is open for you: all have their people, or clash with what you have or said.',
  'rota.open.short': '{count} {count|person|people} missing',
  'rota.open.free': '{count} more {count|person is|people are} welcome',
  'rota.open.take': "I'll take it",
  'rota.text.yours': 'Yours:',
  'rota.text.noneYours': 'You have no shift to come.',
  'rota.text.open': 'Open:',
  'rota.text.howTake': 'TAKE + number takes it.',
  'rota.text.howOwn': 'COVER + number if you cannot.',
  'rota.text.howMore': 'MORE for more.',
  'rota.text.noMore': 'That was all. SHIFTS begins anew.',
  'rota.text.stale': 'Something has changed since that list, so nothing was done. Now:',
  'rota.text.noNumber': 'There is no {typed} on your list, so nothing was done. Now:',
  'rota.text.takeWhich': 'Which one? TAKE + its number:',
  'rota.text.full': '{code} is full. Still there:',
  'rota.text.gone': '{code} is settled or over, so nothing was done. Now:',
  'rota.text.refused': '{code} was not given to you: {rules}. SHIFTS for others.',
  'rota.text.notAsked': 'You have no shift. To help, ask the organizers to invite you.',
  'rota.text.took': 'You have {shift}. Thank you! Reply HERE when you arrive.',
  'rota.text.yoursAlready': 'It is yours: {shift}',
  'rota.text.notYours': '{code} is not your shift, so nothing was done. SHIFTS lists yours.',
  'rota.text.here': 'Noted, you are at {shift}',
  'rota.text.hereTalk': 'For your talk "{title}" at {time}, text HERE again then.',
  'rota.text.hereAlready': 'You are noted already: {shift}',
  'rota.text.notNow': 'You have no shift now. Your next: {shift}',
  'rota.text.noneNow': 'You have no shift now and none to come. SHIFTS lists what is open.',
  'rota.text.notBegun': '{shift} has not begun, so nothing was done. If you cannot come, reply COVER {code}.',
  'rota.text.done': 'Noted, done: {shift}. Thank you!',
  'rota.text.doneAsk':
    '{code} is not over: without you nobody is at {place} {span}. Reply DONE YES to go all the same, or COVER {code} to have somebody asked.',
  'rota.text.covering': 'Others are asked to take {shift}. It is yours until somebody has it.',
  'rota.text.coverQuestion': '{person} cannot do {shift}. Can you? Reply TAKE {code}',
  'rota.text.notNoted': 'Noted: not this time. You are not reminded any more. SHIFTS if it changes.',
  'rota.text.tooMany': 'Too many texts in a short time, so this one was not read. Try again in ten minutes.',
} as const;
