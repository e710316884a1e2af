/** Cards that volunteers collect, and what became of the event with them. */
export const cards = {
  'callboard.cards.use': 'your cards: for being on time, covering a night, answering at once, and the like',
  'callboard.cards.use.give': 'give one of your cards to somebody',
  'callboard.cards.use.sheet': 'your cards to be printed and cut out',
  'callboard.cards.use.name': 'your name on your cards, or none',
  'callboard.cards.use.off': 'no cards for you, ever; or cards again',
  'callboard.cards.use.event': 'organizers: cards for this event, or none',

  'callboard.cards.title': 'Cards',
  'callboard.cards.mine': 'My cards',
  'callboard.cards.keep': 'Keep my cards',
  'callboard.cards.never': 'No cards, ever',
  'callboard.cards.deed.on-time': 'On time',
  'callboard.cards.deed.night-cover': 'Covered the night',
  'callboard.cards.deed.quick-answer': 'First to answer',
  'callboard.cards.deed.drill': 'Answered the drill',
  'callboard.cards.deed.dojo': 'Dojo done',
  'callboard.cards.deed.action': 'Made it better',
  'callboard.cards.rarity.usual': 'Usual',
  'callboard.cards.rarity.uncommon': 'Uncommon',
  'callboard.cards.rarity.rare': 'Rare',
  'callboard.cards.rarity.unique': 'One of a kind',
  'callboard.cards.alt': 'A card: {card}.',

  'callboard.cards.explained':
    'No cards yet. They come by themselves, for what helps: saying `here` by the start of your shift, covering a night shift for somebody, being the first to answer a page within a minute, answering a drill, finishing the dojo, doing an action item of a postmortem by its day. A card is rarer the harder its shift was to fill: ● many could have taken it, ▲ few could, ◆ only if others had moved, ★ nobody else could. Nobody is ranked, and you never ask for one.',
  'callboard.cards.none': 'This event has no cards. Organizers can switch them on.',
  'callboard.cards.noneYet':
    'This event has no cards. `/callboard cards event on` gives volunteers small cards for what helps, from then on; each is asked once whether they want any. The report of the event says what became of night covers, answers and tested phones before and after.',
  'callboard.cards.isOff':
    'You have no cards, as you wanted; nothing is counted for you. `/callboard cards on` begins anew.',
  'callboard.cards.first': ':sparkles: *Thank you! This earned you a card:*',
  'callboard.cards.firstHow':
    'Cards are small keepsakes for what helps this event. Nobody but you sees yours, unless you give one away, and nobody is ranked. This is asked once; `/callboard cards off` and `on` change it at any time.',
  'callboard.cards.undecided':
    'You have {count} {count|card|cards} for what you did for this event. Do you want to keep {count|it|them}?',
  'callboard.cards.kept':
    'They are yours. `/callboard cards` shows them, `/callboard cards sheet` prints them, and `/callboard cards name off` takes your name off.',
  'callboard.cards.off':
    'No cards, then: yours are gone, none is counted for you, and nobody asks again. Everything else stays as it is. `/callboard cards on` would begin anew.',
  'callboard.cards.gallery': 'Your cards: {count}',
  'callboard.cards.next': '`/callboard cards {part}` shows the next ({part} of {parts}).',
  'callboard.cards.how':
    '`/callboard cards give CARD @user` gives one away · `/callboard cards sheet` prints them',
  'callboard.cards.home': ':sparkles: *Your cards: {count}*',
  'callboard.cards.more': 'and {count} more',
  'callboard.cards.thanks': ':sparkles: *And these are your cards ({count}):*',
  'callboard.cards.notKept':
    'You keep no cards so far. `/callboard cards on` keeps yours; then they can be given and printed.',
  'callboard.cards.giveHow': 'Which card, and to whom? `/callboard cards give C7K4Q @user`',
  'callboard.cards.noSuch': 'You have no card {typed}. `/callboard cards` shows yours, each with its code.',
  'callboard.cards.givenOnce': 'That card was given already, and is given only once: {card}',
  'callboard.cards.toSelf': 'It is yours already.',
  'callboard.cards.notTo': '{person} cannot be given cards: they go to crew in Slack who take some.',
  'callboard.cards.given': 'Given to {person}, who is told: {card}',
  'callboard.cards.gift': ':gift: {from} gives you a card of theirs:',
  'callboard.cards.named': 'Your name is on your cards.',
  'callboard.cards.nameless': 'No name is on your cards, wherever they are.',
  'callboard.cards.eventOn':
    'Cards are on. From now on volunteers earn them for what helps; each is asked once, with the first, whether they want any. The report of the event compares before and after.',
  'callboard.cards.eventOff':
    'Cards are off for this event. What was earned is kept, and comes back with them.',
  'callboard.cards.eventHow': '`/callboard cards event on`, or `off`.',
  'callboard.cards.what':
    '{typed} is nothing to do with cards. There is `/callboard cards`, `give CARD @user`, `sheet`, `name on|off`, `on` and `off`.',
  'callboard.cards.sheet':
    'Your cards to be printed, for you alone until {time}:\n{url}\nNine fit on a page of A4; switch on backgrounds in the printer’s dialogue.',
  'callboard.cards.sheetNowhere':
    'There is no address at which a page of yours could be opened: the operator has set no PUBLIC_URL.',
  'callboard.cards.sheetTitle': 'Cards of {event}',
  'callboard.cards.sheetHow':
    'Print this page on A4, with backgrounds, at 100 %: nine cards a page, in the size of playing cards. Cut along the dashed lines.',
  'callboard.cards.sheetEmpty': 'There are no cards here now.',
  'callboard.cards.sheetClosed': 'This address opens nothing any more',
  'callboard.cards.sheetAgain': '/callboard cards sheet gives a new one.',

  'callboard.cards.effect.head': 'Before and after the cards, on since {time}',
  'callboard.cards.effect.line': '{what}: {was} before, {is} after.',
  'callboard.cards.effect.covers': 'Night shifts that somebody covered, of those that looked for cover',
  'callboard.cards.effect.answers': 'Until somebody answers a page, in the middle (median)',
  'callboard.cards.effect.phones': 'Verified phones on which a text or call of ours was seen to arrive',
  'callboard.cards.effect.share': '{some} of {all}',
  'callboard.cards.effect.median': '{time} ({all} {all|page|pages})',
  'callboard.cards.effect.nothing': 'none',
  'callboard.cards.effect.few': '_Fewer than {count} on one side: too few to say anything._',
  'callboard.cards.effect.caution':
    'Days of an event differ in more than cards: this says what was, not why.',
  'callboard.cards.effect.from':
    'Counted from {time} on: what was before is archived, and in neither of the two. Phones that were verified before are left out.',
} as const;
