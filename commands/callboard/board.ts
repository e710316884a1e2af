/** `board`: a link to the control room, for this person alone. */

import { boardLinkDocument, linkBoard } from '../../src/callboard/domain/board-link.ts';
import type { Verb } from '../../src/core/command.ts';
import { UserError } from '../../src/core/errors.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { clockFrom } from '../../src/i18n/time.ts';
import { escape, mrkdwn } from '../../src/slack/mrkdwn.ts';

export const boardVerb: Verb = {
  usage: { board: 'callboard.board' },
  async run({ person, now, zone, locale, t }, { store, newId, publicUrl }) {
    if (publicUrl === undefined) throw new UserError('callboard.board.nowhere');
    const secret = `${newId()}${newId()}`;
    const until = await withOptimisticRetry(store, async () => {
      const known = await store.find(boardLinkDocument, `person:${person.id}`);
      const { change, until: end } = linkBoard(known, person.id, secret, now);
      return { change, result: end };
    });
    const url = mrkdwn`${escape(publicUrl)}/board?key=${escape(secret)}`;
    return { text: t('callboard.board.link', { url, time: clockFrom(until, now, zone, locale) }) };
  },
};
