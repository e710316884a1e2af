/** Stops what still rings after somebody else answered, or talks to a voicemail. */
import { withdraw } from '../src/domain/paging/jobs.ts';
import { isFinal, notificationDocument } from '../src/domain/paging/notification.ts';
import { job } from '../src/job.ts';

export default job({
  kind: withdraw,
  async run({ notification }, { store, channels }) {
    const one = await store.get(notificationDocument, notification);
    if (!one?.value.reference) return undefined;
    if (isFinal(one.value.state) && one.value.code !== 'voicemail') return undefined;
    await channels.find(({ name }) => name === one.value.channel)?.withdraw?.(one.value.reference);
    return undefined;
  },
});
