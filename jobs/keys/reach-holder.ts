/** A ceremony is open: the holder's phone gets a text, and rings where their share is not there a minute later. */
import { createHash } from 'node:crypto';
import type { Person } from '../../src/callboard/domain/person.ts';
import { put, recordFact } from '../../src/core/commit.ts';
import { PermanentError } from '../../src/core/errors.ts';
import { instant } from '../../src/core/instant.ts';
import { job } from '../../src/core/job.ts';
import { truncatePlain } from '../../src/core/text.ts';
import { languageOf } from '../../src/i18n/index.ts';
import { clockAfter } from '../../src/i18n/time.ts';
import { holderReached } from '../../src/keys/domain/cards.ts';
import { type Ceremony, ceremonyDocument, isExpired } from '../../src/keys/domain/ceremony.ts';
import { reachHolder } from '../../src/keys/domain/jobs.ts';
import { ableHolders, holderOf, isDrill, keySetDocument } from '../../src/keys/domain/set.ts';
import { spokenDocument } from '../../src/page/domain/call-script.ts';
import { sendOut } from '../../src/page/send-out.ts';
import { toGsm } from '../../src/phone/gsm.ts';
import { escape, mrkdwn, withoutMarks } from '../../src/slack/mrkdwn.ts';

/** Of a reason, which may be long: the card has all of it. */
const MAX_REASON = 80;

const takes = (channel: 'sms' | 'voice', person: Person): boolean =>
  !person.deactivated && (channel === 'voice' || (!person.optedOut && !person.phone?.landline));

const isWaitedFor = (ceremony: Ceremony, nonce: string, person: string): boolean =>
  ceremony.state === 'gathering' &&
  ceremony.nonce === nonce &&
  ceremony.submitted.every((one) => one.person !== person);

export default job({
  kind: reachHolder,
  async run({ code, nonce, person: personId, channel: name }, deps, { mayHaveRunBefore }) {
    const { store, clock, directory, events, channels } = deps;
    const [ceremony, person, event] = await Promise.all([
      store.get(ceremonyDocument, code),
      directory.person(personId),
      events.settings(),
    ]);
    const now = clock.now();
    const channel = channels.find((one) => one.name === name);
    const current = ceremony && (await store.get(keySetDocument, ceremony.value.set))?.value.current;
    if (!current || !holderOf(ableHolders(current), personId)) return undefined;
    if (!ceremony || !isWaitedFor(ceremony.value, nonce, personId) || isExpired(ceremony.value, now))
      return undefined;
    if (!channel || !person || !takes(name, person) || channel.address(person) === undefined)
      return undefined;
    const { purpose, target, set, by, reason, plan, expires } = ceremony.value;
    const { t, locale } = languageOf(person, event);
    const asker = await directory.person(by);
    const drill = isDrill(set) ? mrkdwn`${t('keys.drill')}: ` : mrkdwn``;
    const what = mrkdwn`${drill}${t(`keys.will.${purpose}`, { target: escape(target), set: escape(set) })}`;
    const text = withoutMarks(
      t(name === 'sms' ? 'keys.reach.text' : 'keys.reach.call', {
        event: escape(event.name),
        code: escape(code),
        what,
        by: escape(asker?.name ?? by),
        reason: escape(plan ? '' : truncatePlain(reason, MAX_REASON)),
        until: clockAfter(ceremony.value.at, expires, event.zone, locale),
      }),
    );
    // Not the nonce itself: this id is in an address, and in the provider's log.
    const id = `ceremony-${createHash('sha256').update(`${code}/${nonce}/${personId}/${name}`).digest('hex').slice(0, 32)}`;
    const reached = (how: string) => ({
      facts: [
        recordFact(holderReached, {
          at: now,
          by: 'callboard',
          about: [`ceremony:${code}`, `person:${personId}`],
          data: { ceremony: code, person: personId, channel: name, how },
        }),
      ],
    });
    if (name === 'voice' && !(await store.get(spokenDocument, id)))
      // Before the call leaves: whoever answers at once must hear it.
      await store.commit({
        put: [put(spokenDocument, id, { text, language: locale })],
        ...reached('prepared'),
      });
    const outgoing = {
      notification: id,
      attempt: 1,
      to: person,
      text: name === 'sms' ? toGsm(text) : text,
      validFor: Math.max(60, Math.round(now.until(instant(expires)).total('seconds'))),
      since: instant(ceremony.value.at),
      urgent: true,
    };
    try {
      const left = mayHaveRunBefore ? await channel.find?.(outgoing) : undefined;
      if (!left) await sendOut(channel, outgoing, deps);
    } catch (error) {
      if (error instanceof PermanentError) return reached(error.code);
      throw error;
    }
    return reached('sent');
  },
  /** The provider is down for longer than the ceremony lasts; Slack has asked them, and the card says who has submitted. */
  async failed() {
    return undefined;
  },
});
