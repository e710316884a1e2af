/** An update for everybody. Of an incident that is over it is asked for first: nobody may mean it. */
import { z } from 'zod';
import type { Button, Reply, RequestContext } from '../../src/core/command.ts';
import { PRIVATE, put, recordFact } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { pressedAs } from '../../src/core/pressed.ts';
import { updateHeld } from '../../src/incident/domain/facts.ts';
import { heldUpdateDocument, type Incident, isOpen } from '../../src/incident/domain/incident.ts';
import { isPrivate } from '../../src/incident/domain/privacy.ts';
import { update } from '../../src/incident/domain/transitions.ts';
import { findIncident } from '../../src/incident/load.ts';
import { readHeldUpdate } from '../../src/incident/read.ts';
import { quotedName } from '../../src/incident/words.ts';
import { actions, button, section, sections } from '../../src/slack/blocks.ts';
import { escape, mrkdwn } from '../../src/slack/mrkdwn.ts';
import { blameNote } from './blame-note.ts';
import { changeIncident } from './change.ts';

/** Characters as Slack counts them, where `&` is five: so many fit into one post, with the line above them. */
const MAX_CHARACTERS = 10_000;

type Who = Pick<RequestContext, 'person' | 'now' | 't'>;

export async function postAnUpdate(code: string, text: string, who: Who, deps: Deps): Promise<Reply> {
  const { person, now, t } = who;
  const count = escape(text).length;
  if (count > MAX_CHARACTERS) throw new UserError('common.longText', { count, max: MAX_CHARACTERS });
  const held = await withOptimisticRetry<{ value: Incident; id?: string }>(deps.store, async () => {
    const read = await findIncident(code, person, deps);
    const { value } = read;
    if (isOpen(value)) return { change: update(read, text, person.id, now), result: { value } };
    const id = deps.newId();
    const asked = recordFact(updateHeld, {
      at: now,
      by: person.id,
      about: [`incident-update:${id}`, ...(isPrivate(value) ? [PRIVATE] : [])],
      data: { incident: value.code },
    });
    const draft = { incident: value.code, text, by: person.id };
    return { change: { put: [put(heldUpdateDocument, id, draft)], facts: [asked] }, result: { value, id } };
  });
  const incident = quotedName(held.value, t);
  const hint = blameNote(text, t);
  if (held.id === undefined) return { text: mrkdwn`${t(postingKey(held.value), { incident })}${hint}` };
  const key = isPrivate(held.value) ? 'incident.private.updateAfter' : 'incident.updateAfter';
  const question = t(key, { incident });
  return {
    text: mrkdwn`${question}\n${escape(text)}`,
    blocks: [
      section(question),
      ...sections(text.split('\n').map(escape)),
      ...actions([
        button('incident.update-anyway', t('incident.button.updateAnyway'), held.id),
        button('incident.reopen', t('incident.button.reopen'), held.value.code),
      ]),
    ],
  };
}

function postingKey(incident: Incident) {
  if (isPrivate(incident)) return 'incident.private.updatePosting';
  return incident.drill ? 'incident.drill.updatePosting' : 'incident.updatePosting';
}

/** Posts what was held, once. */
export const updateAnywayButton: Button = {
  async run({ value: id, person, now, t }, deps) {
    const draft = await readHeldUpdate(pressedAs(z.string(), id), person, deps);
    if (!draft) throw new UserError('incident.updateGone');
    const { incident: code, text } = draft.value;
    const incident = await changeIncident(code, person, deps, (read) => {
      const change = update(read, text, person.id, now);
      return { ...change, put: [...(change.put ?? []), put(heldUpdateDocument, id, null, draft.version)] };
    });
    return { text: t(postingKey(incident), { incident: quotedName(incident, t) }) };
  },
};
