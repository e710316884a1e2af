/** Stops what still rings after somebody else answered. */
import { withdraw } from '../src/domain/paging/jobs.ts';
import { isFinal, notificationDocument } from '../src/domain/paging/notification.ts';
import { job } from '../src/job.ts';

export default job({
  kind: withdraw,
  async run({ notification }, { store, channels }) {
    const one = await store.get(notificationDocument, notification);
    if (!one?.value.reference || isFinal(one.value.state)) return undefined;
    await channels.find(({ name }) => name === one.value.channel)?.withdraw?.(one.value.reference);
    return undefined;
  },
});
