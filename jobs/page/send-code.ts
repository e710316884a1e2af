/** Sends the code that verifies a number: as a text, or read out in a call. */

import { put, recordFact } from '../../src/core/commit.ts';
import { PermanentError } from '../../src/core/errors.ts';
import { instant, instantText } from '../../src/core/instant.ts';
import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import { languageOf } from '../../src/i18n/index.ts';
import { spokenDocument } from '../../src/page/domain/call-script.ts';
import { codeSent } from '../../src/page/domain/facts.ts';
import { sendCode } from '../../src/page/domain/jobs.ts';
import { verificationDocument } from '../../src/page/domain/verification.ts';
import { sendOut } from '../../src/page/send-out.ts';
import { failureText } from '../../src/page/words.ts';
import type { Mrkdwn } from '../../src/slack/mrkdwn.ts';

export default job({
  kind: sendCode,
  async run({ verification: id }, deps, { id: key, mayHaveRunBefore }) {
    const { store, clock, channels } = deps;
    const [verification, person, event] = await Promise.all([
      store.get(verificationDocument, id),
      deps.directory.person(id),
      deps.events.settings(),
    ]);
    if (!verification || !person) return undefined;
    const { number, via, code, call } = verification.value;
    const language = languageOf(person, event);
    const { t, locale } = language;
    const now = clock.now();
    const channel = channels.find(({ name }) => name === via);
    const tell = async (reason: Mrkdwn) => {
      const message = { text: t('page.verify.failed', { reason }) };
      if (person.slack)
        await sendOnce(deps.chat, { person: person.slack }, { key, message, mayHaveRunBefore });
      return undefined;
    };
    if (!channel) return await tell(t('page.verify.noProvider'));
    if (via === 'voice' && !(await store.get(spokenDocument, call))) {
      const text = t('page.verify.spoken', { event: event.name, code: [...code].join(', ') });
      // Before the call leaves: whoever answers at once must hear it.
      await store.commit({
        put: [put(spokenDocument, call, { text, language: locale })],
        facts: [
          recordFact(codeSent, {
            at: now,
            by: 'callboard',
            about: [`person:${id}`],
            data: { person: id, channel: via },
          }),
        ],
      });
    }
    const outgoing = {
      notification: call,
      attempt: 1,
      to: { ...person, phone: { number, verifiedAt: instantText(now) } },
      text: t('page.verify.text', { event: event.name, code }),
      validFor: 300,
      since: instant(verification.value.sent.at(-1) ?? instantText(now)),
      urgent: true,
    };
    try {
      const left = mayHaveRunBefore ? await channel.find?.(outgoing) : undefined;
      if (!left) await sendOut(channel, outgoing, deps);
    } catch (error) {
      if (error instanceof PermanentError) return await tell(failureText(error.code, t));
      throw error;
    }
    return undefined;
  },
});
