/**
 * Texts from volunteers: their shifts, `HERE`, `DONE`, `COVER`, `TAKE 3`. Each is done in one commit with the record
 * that it was read, so that one that comes twice, even at the same time, is done once.
 */

import { includes } from '../../src/callboard/domain/permission.ts';
import { readOnce, textDocument } from '../../src/callboard/domain/text.ts';
import { type InboundSms, SILENCE, type SmsHandlers } from '../../src/core/command.ts';
import { type Change, mergeChanges, put, recordFact } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { withOpenPages } from '../../src/page/follow-duty.ts';
import { shiftTextAnswered } from '../../src/rota/domain/facts.ts';
import { isInvited } from '../../src/rota/domain/invite.ts';
import { shiftsOf } from '../../src/rota/domain/rota.ts';
import { byShiftStart } from '../../src/rota/domain/shift.ts';
import {
  countShiftText,
  readShiftText,
  type ShiftText,
  type ShiftTexts,
  shiftTextDocument,
} from '../../src/rota/domain/shift-text.ts';
import { recordRotaChange } from '../../src/rota/domain/undo.ts';
import { readInvite } from '../../src/rota/invite.ts';
import { loadRota } from '../../src/rota/load.ts';
import { coverByText, doneByText, hereByText, notThisTimeByText } from './text-own.ts';
import { listByText, moreByText, type Said, type Texting, takeByText } from './text-take.ts';

/** What the text asks for; undefined where it is not about shifts, or somebody else's to answer. */
async function decideText(read: ShiftText, texting: Texting): Promise<Said | undefined> {
  switch (read.kind) {
    case 'shifts':
      return listByText(texting);
    case 'more':
      return moreByText(texting);
    case 'take':
      return await takeByText(read.which, texting);
    case 'here':
      return await hereByText(read.which, texting);
    case 'done':
      return doneByText(read, texting);
    case 'cover':
      return await coverByText(read, texting);
    case 'not-this-time':
      return await notThisTimeByText(texting);
    case 'other':
      return undefined;
  }
}

async function answerOnce(read: ShiftText, sms: InboundSms, deps: Deps): Promise<string | undefined> {
  const { person, now, id } = sms;
  const changeId = deps.newId();
  return await withOptimisticRetry(deps.store, async () => {
    const [before, kept, rota, invite] = await Promise.all([
      id === '' ? undefined : deps.store.get(textDocument, id),
      deps.store.get(shiftTextDocument, person.id),
      loadRota(deps),
      readInvite(deps),
    ]);
    if (before) return { result: before.value.said };
    const known: ShiftTexts = kept?.value ?? { person: person.id, recent: [] };
    const profile = rota.volunteers.get(person.id)?.value;
    const texting: Texting = {
      sms,
      deps,
      rota,
      known,
      own: shiftsOf(rota, person.id).sort(byShiftStart),
      maySignUp: includes(sms.permission, 'crew') || isInvited(person.id, invite?.value, profile),
    };
    const decided = await decideText(read, texting);
    if (decided === undefined) return { result: undefined };
    const { recent, over } = countShiftText(known.recent, now);
    if (over === 'again') return { result: SILENCE };
    const { said, change, keep, undo }: Said =
      over === 'once' ? { said: sms.t('rota.text.tooMany') } : decided;
    const recorded =
      change && undo
        ? recordRotaChange(rota, change, { id: changeId, how: undo, by: person.id, at: now })
        : undefined;
    const texts: ShiftTexts = { ...known, ...keep, recent };
    const record: Change = {
      put: [put(shiftTextDocument, person.id, texts, kept?.version ?? 0)],
      facts: [
        recordFact(shiftTextAnswered, {
          at: now,
          by: person.id,
          about: [`person:${person.id}`],
          data: { person: person.id, what: read.kind },
        }),
      ],
    };
    const once = id === '' ? undefined : readOnce(id, person.id, said, now);
    return { change: await withOpenPages(mergeChanges(change, recorded, record, once), deps), result: said };
  });
}

export const rotaSms: SmsHandlers = {
  async handleSms(sms, deps) {
    const read = readShiftText(sms.text);
    return read.kind === 'other' ? undefined : await answerOnce(read, sms, deps);
  },
  /** What nobody could read is no answer about a shift. */
  async onUnmatchedSms() {
    return [];
  },
};
