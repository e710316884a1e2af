/** Delivers an organizers' message to one speaker, once. */

import { PermanentError } from '../../src/core/errors.ts';
import { job } from '../../src/core/job.ts';
import { languageOf } from '../../src/i18n/index.ts';
import { deliver } from '../../src/page/deliver.ts';
import { bulkMessage, bulkText } from '../../src/speakers/bulk-message.ts';
import { deliverMessage } from '../../src/speakers/domain/jobs.ts';
import {
  messageReceipt,
  messageReceived,
  speakerMessageDocument,
} from '../../src/speakers/domain/message.ts';

export default job({
  kind: deliverMessage,
  async run({ message: id, person: personId }, deps, { mayHaveRunBefore }) {
    const key = deliverMessage.id({ message: id, person: personId });
    const [read, receipt, person, event] = await Promise.all([
      deps.store.get(speakerMessageDocument, id),
      deps.store.get(messageReceipt, key),
      deps.directory.person(personId),
      deps.events.settings(),
    ]);
    if (receipt || read?.value.state !== 'sent') return undefined;
    if (!person) throw new PermanentError('unreachable');
    const t = languageOf(person, event).t;
    const words = { text: read.value.text, key, event: event.name };
    const letter = {
      key,
      to: person,
      message: bulkMessage(words, t),
      text: bulkText(words, t),
      validFor: 14_400,
    };
    const { way } = await deliver(letter, mayHaveRunBefore, deps);
    return messageReceived(key, id, personId, way, deps.clock.now());
  },
});
