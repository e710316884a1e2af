/** Sends the first message to a device or a topic; whoever sees it presses its button, and it is paged from then on. */
import { PermanentError } from '../../src/core/errors.ts';
import { job } from '../../src/core/job.ts';
import { languageOf } from '../../src/i18n/index.ts';
import { NTFY, receiverOf, recordCheckTrouble, withOnly } from '../../src/page/domain/devices.ts';
import { checkDevice } from '../../src/page/domain/jobs.ts';
import { readPerson } from '../../src/page/push/devices.ts';
import { sendOut } from '../../src/page/send-out.ts';

/** Seconds for which it waits for a device that is off: whoever presses the button is there. */
const VALID_FOR = 600;

export default job({
  kind: checkDevice,
  async run({ person: id, device }, deps) {
    const [person, event] = await Promise.all([readPerson(id, deps), deps.events.settings()]);
    const receiver = person && receiverOf(person.value, device);
    if (!person || !receiver || receiver.verifiedAt !== undefined) return undefined;
    const channel = deps.channels.find(({ name }) => name === (device === NTFY ? NTFY : 'push'));
    const { t } = languageOf(person.value, event);
    const now = deps.clock.now();
    if (!channel) return recordCheckTrouble(person, device, 'no-device', now);
    const body = t('push.check.body', { event: event.name });
    const notice = {
      about: `check-${device}`.slice(0, 32),
      title: t('push.check.title'),
      body,
      acknowledge: t('push.check.button'),
      isCheck: true as const,
    };
    try {
      const to = withOnly(person.value, device, now);
      const words = { text: body, notice, validFor: VALID_FOR, urgent: true };
      await sendOut(channel, { notification: receiver.check, attempt: 1, to, ...words }, deps);
      return undefined;
    } catch (error) {
      if (!(error instanceof PermanentError)) throw error;
      // One that is gone has been taken away, and says so on its page.
      const still = await readPerson(id, deps);
      return still && recordCheckTrouble(still, device, error.code, now);
    }
  },
});
