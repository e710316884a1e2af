/** `/callboard forget @user`: says what would go, asks once, and then somebody is nobody everywhere. */
import type { Person } from '../../src/callboard/domain/person.ts';
import { forgetPeople } from '../../src/callboard/forget.ts';
import type { Button, RequestContext, Verb } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { milliseconds } from '../../src/core/instant.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { isRevoked, keySetDocument } from '../../src/keys/domain/set.ts';
import { assignmentOf } from '../../src/rota/domain/shift.ts';
import { actions, button, section } from '../../src/slack/blocks.ts';
import { code, joined, mention } from '../../src/slack/mrkdwn.ts';
import { findPerson } from '../../src/slack/people.ts';
import { speakerLinkDocument } from '../../src/speakers/domain/link.ts';

/** Names of the key sets of which somebody holds a share that still counts, or is to get one. */
async function heldSets(id: string, { store }: Pick<Deps, 'store'>): Promise<string[]> {
  const sets = await store.all(keySetDocument);
  return sets
    .filter(({ value: { current, next } }) => {
      const holds = current?.holders.find(({ person }) => person === id);
      return (
        (current && holds && !isRevoked(current, holds.index)) ||
        next?.holders.some(({ person }) => person === id)
      );
    })
    .map(({ id: name }) => name);
}

/** Whoever still has something that somebody else must take over first stays. */
async function refuseInOffice(person: Person, { event }: RequestContext, deps: Deps): Promise<void> {
  if (event.organizers.includes(person.id))
    throw new UserError('callboard.forget.organizer', { person: mention(person) });
  const sets = await heldSets(person.id, deps);
  if (sets.length > 0)
    throw new UserError('callboard.forget.holder', {
      person: mention(person),
      sets: joined(sets.map(code), ', '),
    });
}

async function question(person: Person, { t, now }: RequestContext, deps: Deps): Promise<Message> {
  const shifts = [...(await deps.shifts.read()).values()]
    .map(({ value }) => value)
    .filter((shift) => milliseconds(shift.end) > now.epochMilliseconds && assignmentOf(shift, person.id));
  const links = await deps.store.find(speakerLinkDocument, `person:${person.id}`);
  const lines = [
    t('callboard.forget.ask', { person: mention(person) }),
    ...(shifts.length > 0
      ? [
          t('callboard.forget.shifts', {
            shifts: joined(
              shifts.map((shift) => code(shift.code)),
              ', ',
            ),
          }),
        ]
      : []),
    ...(links.length > 0 ? [t('callboard.forget.speaker')] : []),
    t('callboard.forget.stays'),
  ];
  return {
    text: t('callboard.forget.ask', { person: mention(person) }),
    blocks: [
      section(joined(lines, '\n')),
      ...actions([button('callboard.forget', t('callboard.forget.yes'), person.id, 'danger')]),
    ],
  };
}

export const forgetVerb: Verb = {
  usage: { 'forget @user': 'callboard.forget' },
  async run(call, deps) {
    if (call.text === '') throw new UserError('callboard.forget.how');
    const person = await findPerson(call.text, deps.directory, call);
    await refuseInOffice(person, call, deps);
    return await question(person, call, deps);
  },
};

export const forgetButtons: Readonly<Record<string, Button>> = {
  'callboard.forget': {
    async run(click, deps) {
      const { t, now, value } = click;
      const person = await deps.directory.person(value);
      if (!person) throw new UserError('callboard.forget.gone');
      await refuseInOffice(person, click, deps);
      const { documents } = await forgetPeople([person], deps, { by: click.person.id, why: 'asked', now });
      const count = Object.values(documents).reduce((sum, one) => sum + one, 0);
      return { replace: { text: t('callboard.forget.done', { count }) } };
    },
  },
};
