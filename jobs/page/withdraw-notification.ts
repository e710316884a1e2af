/** Stops what still rings after somebody else answered, or talks to a voicemail. */

import { job } from '../../src/core/job.ts';
import { withdrawNotification } from '../../src/page/domain/jobs.ts';
import { isFinal, notificationDocument } from '../../src/page/domain/notification.ts';

export default job({
  kind: withdrawNotification,
  async run({ notification }, { store, channels }) {
    const one = await store.get(notificationDocument, notification);
    if (!one?.value.reference) return undefined;
    if (isFinal(one.value.state) && one.value.code !== 'voicemail') return undefined;
    await channels.find(({ name }) => name === one.value.channel)?.withdraw?.(one.value.reference);
    return undefined;
  },
});
