/** Sends the answer to a text that came in, to whoever sent it: perhaps a number that nobody here has. */
import { createHash } from 'node:crypto';
import { answerText } from '../../src/callboard/domain/jobs.ts';
import { instant } from '../../src/core/instant.ts';
import { job } from '../../src/core/job.ts';
import { sendOut } from '../../src/page/send-out.ts';

/** Seconds after which an answer is worth nothing. */
const VALID = 300;

export default job({
  kind: answerText,
  async run({ text, number, said, at }, deps, { mayHaveRunBefore }) {
    const sms = deps.channels.find(({ name }) => name === 'sms');
    if (!sms) return undefined;
    const key = createHash('sha256').update(text).digest('base64url').slice(0, 22);
    const outgoing = {
      notification: `answer-${key}`,
      attempt: 1,
      to: { id: 'whoever-texted', name: '', phone: { number, verifiedAt: at } },
      text: said,
      validFor: VALID,
      since: instant(at),
    };
    const left = mayHaveRunBefore ? await sms.find?.(outgoing) : undefined;
    if (!left) await sendOut(sms, outgoing, deps);
    return undefined;
  },
  /** What they asked for is done; and nobody here could do anything for the answer. */
  async failed() {
    return 'quiet';
  },
});
