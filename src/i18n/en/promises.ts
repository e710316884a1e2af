/** What is promised, what is left of each budget, and what was done by hand too often. */
export const promises = {
  'callboard.promises': 'how the promises stand, and what was done by hand too often',
  'callboard.promises.title': 'Promises',
  'callboard.promises.head': 'The promises of this event',
  'callboard.promises.reached': 'A page reaches a channel within {time}',
  'callboard.promises.answered': 'A page is acknowledged within {time}',
  'callboard.promises.reminded': 'A reminder leaves within {time} of its time',
  'callboard.promises.started': 'A talk starts within {time} of the plan',
  'callboard.promises.short.reached': 'pages sent in time',
  'callboard.promises.short.answered': 'pages acknowledged in time',
  'callboard.promises.short.reminded': 'reminders in time',
  'callboard.promises.short.started': 'talks on time',
  'callboard.promises.none': '{promise}: nothing to count yet ({target} % promised)',
  'callboard.promises.kept':
    '{promise}: {kept} of {all} ({target} % promised; {left} of {allowed} {allowed|miss|misses} left)',
  'callboard.promises.gone':
    '{promise}: {kept} of {all} ({target} % promised). The budget is spent: {missed} missed, {allowed} allowed',
  'callboard.promises.burns':
    '{missed} of them in the last {time}, {speed} times as many as the budget allows',
  'callboard.promises.agreed': 'agreed for this: {policy}',
  'callboard.promises.second': 'changes of the programme wait for a second organizer',
  'callboard.promises.secondFromNow':
    'From now on changes of the programme wait for a second organizer, until something of the budget is left again.',
  'callboard.promises.share': '{what} {kept}/{all}',
  'callboard.promises.shareSpent': '{what} {kept}/{all} (budget spent)',
  'callboard.promises.shareBurns': '{what} {kept}/{all} (burning fast)',
  'callboard.promises.home': 'Promises: {list}',
  'callboard.promises.quiet': 'Promises: nothing to count yet',
  'callboard.promises.counted': 'Counted from the ledger at {time}.',
  'callboard.promises.burning':
    ':fire: *{promise}: it is missed too often.* {missed} {missed|time|times} in the last {time}, {speed} times as many as the budget allows; {left} of {allowed} {allowed|miss|misses} left for the event. {todo}',
  'callboard.promises.spent':
    ':warning: *{promise}: the budget is spent.* Kept {kept} of {all}, where {target} % is promised: {missed} missed, {allowed} allowed.',
  'callboard.promises.policy': 'What you agreed for this: {policy}',
  'callboard.promises.noPolicy':
    'Nothing is agreed for this. Decide what is done otherwise from now on, and write it into the event file as `whenSpent`. {todo}',
  'callboard.promises.todo.reached':
    '`/callboard status` says what is late and which channel is in trouble. Until it is well, call people yourself for what cannot wait.',
  'callboard.promises.todo.answered':
    '`/rota now` says who is on shift and how they can be reached. Put more people on (`/rota add`), or ask more of them sooner (`/page policy`).',
  'callboard.promises.todo.reminded':
    '`/callboard status` says what is late. `/speakers` shows who was not reminded: `Remind` does it now.',
  'callboard.promises.todo.started':
    '`/agenda now` shows what runs over. Give the room air before its next talk (`/agenda delay ROOM 15m`), and have talks end in time.',
  'callboard.toil.head': 'Done by hand more than five times',
  'callboard.toil.none': 'Nothing was done by hand more than five times.',
  'callboard.toil.line': '{count} × {deed}: {command} does it',
  'callboard.toil.assigned': 'people put on shifts one by one',
  'callboard.toil.shift-added': 'shifts added one by one',
  'callboard.toil.imported': 'the programme imported again',
  'callboard.toil.changed': 'talks moved, swapped or cancelled here and not at the source',
  'callboard.toil.delayed': 'delays (a room at once moves all that follows)',
  'callboard.toil.linked': 'speakers linked one by one',
  'callboard.toil.reminded': 'speakers reminded by hand',
  'callboard.toil.checked-in': 'speakers checked in by somebody else',
  'callboard.toil.crew': 'crew named one by one',
  'callboard.toil.set-up': 'roles, hooks, policies and plans set up by hand',
  'callboard.report.head': '*{event} is over: how it went*',
} as const;
