/** `/page block @user`: somebody pages no more, until `block @user off`. */

import { changeEvent } from '../../src/callboard/change-event.ts';
import { blockAuthor } from '../../src/callboard/domain/settings.ts';
import type { Verb } from '../../src/core/command.ts';
import { UserError } from '../../src/core/errors.ts';
import { mention, mentionIds, mrkdwn } from '../../src/slack/mrkdwn.ts';
import { takePeople } from '../../src/slack/people.ts';

export const blockVerb: Verb = {
  usage: { 'block @user': 'page.usage.block', 'block @user off': 'page.usage.unblock' },
  async run(call, deps) {
    const { t, event } = call;
    const { people, rest } = await takePeople(call.text, deps.directory);
    const [person, another] = people;
    const off = /^off$/i.test(rest);
    if (!person || another || (rest !== '' && !off)) {
      const names = mentionIds(event.blocked ?? []);
      throw new UserError('page.block.how', { people: names || mrkdwn`–` });
    }
    if (!off && event.organizers.includes(person.id)) throw new UserError('page.block.organizer');
    await changeEvent(call, deps, (standing, doing) => blockAuthor(standing, person.id, !off, doing));
    return { text: t(off ? 'page.block.off' : 'page.block.on', { person: mention(person) }) };
  },
};
