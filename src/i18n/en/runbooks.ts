/** Texts of runbooks: what to do, step by step. */
export const runbooks = {
  'incident.usage.runbook': 'what to do, step by step; by name it goes into the thread',
  'incident.usage.runbookOf': 'puts the one that fits, or the one named, into that thread',
  'incident.runbook.button': 'Runbook: {name}',
  'incident.runbook.named': 'Runbook {name}',
  'incident.runbook.start': 'Start in {code}',
  'incident.runbook.done': 'Done',
  'incident.runbook.undo': 'Undo',
  'incident.runbook.end': 'the end',
  'incident.runbook.doneBy': 'done by {by}, {at}',
  'incident.runbook.answeredBy': '{answer}: {by}, {at}',
  'incident.runbook.skipped': 'not needed after that answer',
  'incident.runbook.progress': '{done} of {count} {count|step|steps} done',
  'incident.runbook.part': 'part {part} of {parts}',
  'incident.runbook.atEnd': 'That was all of it. If it is over, resolve it on the card.',
  'incident.runbook.started':
    'The runbook {runbook} is being put into the thread of {what}. Press its steps there.',
  'incident.runbook.isThere': 'The runbook {runbook} is in the thread of {what} already:',
  'incident.runbook.toThread': 'To the thread',
  'incident.runbook.noneYet':
    'This event has no runbooks. Organizers write them in the event file (docs/organizers-incidents.md, “Runbooks”).',
  'incident.runbook.noneFits':
    'No runbook fits {what}. There are: {names}. Name one: `/incident runbook NAME`.',
  'incident.runbook.fitsNone': 'no runbook fits it by itself',
  'incident.runbook.several': '`{typed}` could be several runbooks: {names}. Write more of its name.',
  'incident.runbook.unknown': 'There is no runbook `{typed}`. There are: {names}.',
  'incident.runbook.gone': 'That runbook is not there any more. `/incident runbook` shows those that are.',
  'incident.runbook.noneOpen':
    'No incident is open. It goes into the thread of one, or of a page: `/incident runbook P3 NAME`.',
  'incident.runbook.others': 'Others: {names}. `/incident runbook NAME` starts one.',
  'incident.runbook.list': '{count} {count|runbook|runbooks}',
  'incident.runbook.how':
    '`/incident runbook NAME` starts one in the thread; `/incident runbook P3` for a page.',
  'incident.line.runbookStarted': '{by} started the runbook {runbook}',
  'incident.line.ticked': '{by} did step {step} of {runbook}: {text}',
  'incident.line.answered': '{by} answered step {step} of {runbook}: {text} {answer}',
  'incident.line.unticked': '{by} took back step {step} of {runbook}: {text}',
} as const;
