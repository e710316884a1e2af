/** `Veto` and `cancel`: a ceremony is stopped while shares are still gathered, by a holder or by who asked. */

import { isOrganizer } from '../../src/callboard/domain/event.ts';
import { tellOrganizers } from '../../src/callboard/domain/jobs.ts';
import type { Button, Verb } from '../../src/core/command.ts';
import { put, scheduleJob, type Versioned } from '../../src/core/commit.ts';
import { UserError } from '../../src/core/errors.ts';
import { type Ceremony, custodyOf } from '../../src/keys/domain/ceremony.ts';
import { endCeremony } from '../../src/keys/domain/hold-ceremony.ts';
import { holderOf, isRevoked } from '../../src/keys/domain/set.ts';
import { countCancelled, NO_STRIKES, strikesDocument } from '../../src/keys/domain/strikes.ts';
import { ceremonyFor, openCeremonies, workingSet } from '../../src/keys/find.ts';
import { decideKeys } from '../../src/keys/on-chain.ts';
import { code, escape, joined, mentionId } from '../../src/slack/mrkdwn.ts';

export const veto: Button = {
  async run(click, deps) {
    const { person, now, value, t } = click;
    await decideKeys(deps.store, now, person.id, async () => {
      const found = await ceremonyFor(value, deps);
      const { current } = await workingSet(found.value.set, deps);
      const holder = holderOf(current.holders, person.id);
      if (!holder || isRevoked(current, holder.index)) throw new UserError('keys.vetoHolders');
      if (found.value.state !== 'gathering') throw new UserError('keys.tooLate', { code: escape(value) });
      return { draft: endCeremony(found, 'vetoed', { at: now, by: person.id }), result: undefined };
    });
    return { text: t('keys.vetoed', { code: escape(value) }) };
  },
};

/** `cancel`, or `cancel K4` where more than one is open. */
export const cancelCeremony: Verb = {
  usage: { cancel: 'keys.usage.cancel' },
  async run(call, deps) {
    const { person, event, now, t } = call;
    const may = ({ value }: Versioned<Ceremony>) => value.by === person.id || isOrganizer(event, person.id);
    const mine = (await openCeremonies(deps)).filter((one) => may(one) && one.value.state === 'gathering');
    const asked = call.text.trim().toUpperCase();
    const chosen = asked === '' ? mine : mine.filter(({ id }) => id === asked);
    const [only, second] = chosen;
    if (!only) throw new UserError('keys.nothingToCancel');
    if (second)
      throw new UserError('keys.whichOne', {
        codes: joined(
          chosen.map(({ id }) => code(id)),
          ', ',
        ),
      });
    await decideKeys(deps.store, now, person.id, async () => {
      const found = await ceremonyFor(only.id, deps);
      if (found.value.state !== 'gathering') throw new UserError('keys.tooLate', { code: escape(only.id) });
      const before = await deps.store.get(strikesDocument, person.id);
      const { strikes, alarms } = countCancelled(before?.value ?? NO_STRIKES, now);
      const draft = endCeremony(found, 'cancelled', { at: now, by: person.id });
      const tell = { key: 'keys.alarmCancelled', params: { person: { mrkdwn: mentionId(person.id) } } };
      const alarm = scheduleJob(tellOrganizers, now, tell, `tell-organizers:keys-cancelled:${deps.newId()}`);
      const counted = put(strikesDocument, person.id, strikes, before?.version ?? 0);
      return {
        draft: {
          ...draft,
          put: [...(draft.put ?? []), counted],
          jobs: [...(draft.jobs ?? []), ...(alarms ? [alarm] : [])],
        },
        result: undefined,
      };
    });
    deps.keeper.forget(custodyOf(only.value));
    return { text: t('keys.cancelled', { code: escape(only.id) }) };
  },
};
