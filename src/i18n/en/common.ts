/** Texts that every command uses: what was typed, refusals, people and channels. */
export const common = {
  // common
  'common.notOrganizer': 'Only organizers may do that. Ask {organizers}.',
  'common.notCrew':
    'Only crew may do that: whoever has a shift, or whom an organizer adds with `/callboard crew add`. Ask {organizers}.',
  'common.notSpeaker':
    'That is for the speakers of this event. Are you one? An organizer links you with `/speakers link`. Ask {organizers}.',
  'common.notYours': 'Only those it concerns may do that.',
  'common.badPress':
    'This button does not say any more what it was for. Nothing was changed: run the command again and press the new one.',
  'common.questionChanged':
    'That has changed since I asked, so nothing was done. If you still want it, type it again: `{typed}`',
  'common.guest':
    'Guests from another workspace may read the agenda. For anything else ask one of the organizers.',
  'common.didYouMean': 'I do not understand `{typed}`. Did you mean `{guess}`?',
  'common.notUnderstood': 'I do not understand `{typed}`.',
  'common.quote': '“{text}”',
  'common.showAll': 'Show all',
  'common.jobFailed':
    'Something that was due could not be done and will not be tried again: `{name}` (`{job}`, {code}). Please see to it by hand.',
  'common.channelClosed':
    'Something did not arrive: I cannot post in {channel} ({code}, `{name}`). Invite me there with `/invite`, or name another channel with `/callboard event`.',
  'common.broken':
    'Something broke on our side. Nothing was changed. Tell the operator this reference: {reference}',
  'common.storeGone':
    'Callboard cannot reach its database just now, so nothing was changed. Try again in a moment.',
  'common.unattended':
    ':rotating_light: *Nobody runs the {count|queue|queues} {queues} at this moment*: what you asked for is kept, and what it sends waits there until the operator has started a worker.',
  'common.unattendedOutside':
    ':rotating_light: *What you asked for is kept, but nothing is sent at this moment.* Do not wait for it: go to {organizers}.',
  'common.noPicture': 'The picture could not be drawn this time; the figures above are all of it.',

  // times as typed
  'typed.time':
    'I do not understand the time `{typed}`. Write it like `14:30`, `tomorrow 9:00`, `day 2 9:00`, `2019-06-05 14:30`, `in 20m` or `now`.',
  'typed.day':
    'I do not understand the day `{typed}`. Write it like `today`, `tomorrow`, `friday`, `day 2` or `2019-06-05`.',
  'typed.duration':
    'I do not understand the duration `{typed}`. Write it like `15` (minutes), `1h30` or `90s`.',
  'typed.unit': '{typed} of what? Write `{typed}s` for seconds or `{typed}m` for minutes.',
  'typed.nonexistent':
    'There is no {wall} in {zone}: the clocks jump over it that night. Give a time before or after the jump.',
  'typed.noSuchDay': 'There is no day {day}; the agenda has {count} {count|day|days}.',
  'typed.ambiguous': 'The clock shows {clock} twice that night; I took the earlier one.',

  // callboard and App Home
  'common.noOrganizers':
    'Nobody is the organizer of this event yet. Whoever is, run `/callboard event` and confirm it.',
  'language.en': 'English',
  'language.es': 'Spanish',
  'channel.notNamed': 'I expected a channel instead of `{typed}`. Name it as `#channel`.',
  'channel.none':
    'I see no channel `{typed}`. If it is private, invite me to it first: `/invite @callboard`.',
  'person.notNamed': 'I expected a person instead of `{typed}`. Name one as `@name` or by e-mail address.',
  'person.number.organizers':
    'Only organizers name people by a phone number. Name them as `@name` or by e-mail address.',
  'person.number.bad':
    '`{typed}` is no phone number. Begin with + and the country code, as in `+34 600 12 34 56`.',
  'person.number.nobody':
    'I know nobody with the number `{typed}`. `/rota invite NAME {typed}` asks them to help; from then on they can be named by it.',
  'person.left': '{person} was deactivated in Slack. Name somebody who is there.',
  'group.unseen':
    'I cannot see who is in {typed}: name people, or a role of the rota. (Slack tells it to apps with the scope `usergroups:read`.)',
  'group.disabled': 'The group {group} was disabled in Slack: nobody is in it any more.',
  'group.large':
    '{group} has {count} people; at most {max} can be asked together. Name a smaller group, a role or a room.',
  'common.longText': 'The text has {count} characters; {max} are the most. Say it in two.',
  'person.nobody':
    'I know nobody called `{typed}`. Pick the person from the list that Slack offers after `@`, or type their e-mail address.',
  'slack.working': ':hourglass_flowing_sand: Working on it…',
  'slack.done': 'Done.',
  'slack.expired': 'That took too long, so Slack did not let the form open. Press it again.',
  'slack.fileSent': '{comment}\nYou have the file as a direct message from me.',
} as const;
