/**
 * A press came in at a process that does not hold the key. This finds the one that does, which opens the
 * modal itself (a trigger works from anywhere), so that no share crosses the database. When nobody holds
 * the key any more, a set in the making is dealt again.
 */

import { scheduleJob } from '../../src/core/commit.ts';
import { UserError } from '../../src/core/errors.ts';
import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import { safeText, translator } from '../../src/i18n/index.ts';
import { dealAgain } from '../../src/keys/deal.ts';
import { HAND_HOPS, HOP_MS, openModalAtCustodian } from '../../src/keys/domain/jobs.ts';
import { revealHoldersShare, revealSecret } from '../../src/keys/reveal.ts';
import { escape, type Mrkdwn } from '../../src/slack/mrkdwn.ts';

export default job({
  kind: openModalAtCustodian,
  async run(data, deps, { mayHaveRunBefore }) {
    const { what, of, custody, person, trigger, hop } = data;
    const { clock, chat, directory, events, keeper } = deps;
    const now = clock.now();
    const locale = (await directory.person(person))?.language ?? (await events.settings()).language;
    const t = translator(locale);
    // A trigger is of one press, and worth nothing after three seconds.
    const tell = (text: Mrkdwn) =>
      sendOnce(chat, { person }, { key: `keys-window:${trigger}`, message: { text }, mayHaveRunBefore });
    if (!keeper.holds(custody)) {
      if (hop < HAND_HOPS) {
        const next = now.add({ milliseconds: HOP_MS });
        return {
          jobs: [
            scheduleJob(openModalAtCustodian, next, {
              ...data,
              hop: hop + 1,
            }),
          ],
        };
      }
      if (what === 'secret') {
        await tell(t('keys.ownerGone', { code: escape(of) }));
        return undefined;
      }
      try {
        await dealAgain(deps, of, { voids: custody, why: 'owner-gone', by: 'callboard', at: now });
        await tell(t('keys.dealtAgain', { set: escape(of) }));
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        await tell(safeText(error, locale));
      }
      return undefined;
    }
    try {
      const it = { person, at: now, t };
      const handed =
        what === 'share' ? await revealHoldersShare(deps, of, it) : await revealSecret(deps, of, it);
      if ('modal' in handed) await chat.openModal(trigger, handed.modal);
    } catch (error) {
      if (!(error instanceof UserError)) {
        // The copy is gone and the window did not open: say so, or the holder waits for ever.
        await tell(t('keys.windowLost', { name: escape(of) }));
        throw error;
      }
      await tell(safeText(error, locale));
    }
    return undefined;
  },
});
