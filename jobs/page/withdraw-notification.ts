/** Stops what still rings, and what a screen still shows, after somebody else answered. */

import { PermanentError } from '../../src/core/errors.ts';
import { job } from '../../src/core/job.ts';
import { withdrawNotification } from '../../src/page/domain/jobs.ts';
import { isWithdrawable, notificationDocument } from '../../src/page/domain/notification.ts';

/** Twilio's words for a call that has ended between our asking and our stopping, or that it has forgotten. */
const OVER = new Set(['21220', '20404']);

export default job({
  kind: withdrawNotification,
  async run({ notification }, { store, channels }) {
    const one = await store.get(notificationDocument, notification);
    if (!one?.value.reference) return undefined;
    if (!isWithdrawable(one.value)) return undefined;
    const { channel: name, reference, provider } = one.value;
    try {
      await channels.find((channel) => channel.name === name)?.withdraw?.(reference, provider);
    } catch (error) {
      if (!(error instanceof PermanentError && OVER.has(error.code))) throw error;
    }
    return undefined;
  },
  /** It has stopped ringing by itself by now, and whoever could be told has answered: nobody need act. */
  async failed() {
    return 'quiet';
  },
});
