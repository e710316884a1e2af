/** `/callboard dojo`: somebody learns to answer a page on their own phone, in five minutes. */

import type { Button, ButtonClick, Reply, RequestContext, Verb } from '../../src/core/command.ts';
import { mergeChanges, type Versioned } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { refuseBlocked } from '../../src/page/admit-request.ts';
import { beginDojoFor, goOn, lessonOver } from '../../src/page/dojo.ts';
import { phoneFirst } from '../../src/page/dojo-view.ts';
import { type Dojo, dojoDocument, isAt, repeatLesson, stopDojo } from '../../src/page/domain/dojo.ts';

async function begin(request: RequestContext, deps: Deps): Promise<Reply> {
  const { person, t } = request;
  refuseBlocked(request);
  return await withOptimisticRetry<Message>(deps.store, async () => {
    const begun = await beginDojoFor(person, deps);
    if ('wait' in begun)
      throw new UserError(begun.isGoing ? 'page.dojo.going' : 'page.dojo.wait', { count: begun.wait });
    const { change, dojo } = begun;
    return { change, result: dojo.state === 'phone' ? phoneFirst(t) : { text: t('page.dojo.begun') } };
  });
}

export const dojoVerb: Verb = { usage: { dojo: 'callboard.dojo' }, run: begin };

/**
 * Does something with the lesson that the pressed message is of; says where it is over already. What comes of skipping
 * and stopping is said by the direct message that follows: nothing is said twice.
 */
const onLesson = (
  decide: (dojo: Versioned<Dojo>, deps: Deps) => ReturnType<typeof goOn>,
  said: (click: ButtonClick) => Reply = () => undefined,
): Button => ({
  run: async (click, deps) => {
    const [run, lesson = ''] = click.value.split(' ');
    return await withOptimisticRetry<Reply>(deps.store, async () => {
      const dojo = await deps.store.get(dojoDocument, click.person.id);
      if (!dojo || !isAt(dojo.value, { run: Number(run), lesson }))
        return { result: { text: click.t('page.dojo.over') } };
      return { change: await decide(dojo, deps), result: said(click) };
    });
  },
});

export const dojoButtons: Readonly<Record<string, Button>> = {
  'callboard.dojo': { run: begin },
  'callboard.dojo-skip': onLesson((dojo, deps) => goOn(dojo, 'skipped', deps)),
  'callboard.dojo-again': onLesson(
    async (dojo, deps) => {
      const change = repeatLesson(dojo, deps.clock.now());
      if (!change) throw new UserError('page.dojo.often');
      return mergeChanges(change, await lessonOver(dojo.id, dojo.value, deps));
    },
    ({ t }) => ({ text: t('page.dojo.onceMore') }),
  ),
  'callboard.dojo-stop': onLesson(async (dojo, deps) =>
    mergeChanges(stopDojo(dojo, deps.clock.now()), await lessonOver(dojo.id, dojo.value, deps)),
  ),
};
