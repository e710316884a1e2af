/** Posts an update for everybody in the announcement channel, and in the incident's thread; a drill's in the thread alone. */

import type { Deps } from '../../src/core/deps.ts';
import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import { translator } from '../../src/i18n/index.ts';
import { updatePosted } from '../../src/incident/domain/facts.ts';
import type { Incident } from '../../src/incident/domain/incident.ts';
import { postUpdate } from '../../src/incident/domain/jobs.ts';
import { isPrivate } from '../../src/incident/domain/privacy.ts';
import { failedInPrivate } from '../../src/incident/failed.ts';
import { shared } from '../../src/incident/load.ts';
import { placedCard } from '../../src/incident/place.ts';
import { factsAbout, readIncident } from '../../src/incident/read.ts';
import { named } from '../../src/incident/words.ts';
import { escape, mentionId } from '../../src/slack/mrkdwn.ts';

/** The words of this update, as the ledger has them. */
async function textOf(incident: Incident, number: number, deps: Pick<Deps, 'store'>): Promise<string> {
  const updates = (await factsAbout(incident, deps)).filter(({ name }) => name === updatePosted.name);
  const found = updates
    .map(({ data }) => updatePosted.schema.parse(data))
    .find((one) => one.number === number);
  return found?.text ?? '';
}

export default job({
  kind: postUpdate,
  async run({ incident: code, number, text: given, by }, deps, { id, mayHaveRunBefore }) {
    const { chat } = deps;
    const incident = (await readIncident(code, 'responders', deps))?.value;
    if (!incident) return undefined;
    const card = await placedCard(incident, deps);
    if (isPrivate(incident) && !card) throw new Error('the card is not posted yet');
    const text = given ?? (await textOf(incident, number, deps));
    const { event, locale } = await shared(deps);
    const t = translator(locale);
    const title = named(incident);
    if (card) {
      const place = { channel: card.channel, thread: card.ts };
      const message = {
        text: t('incident.update.thread', { number, by: mentionId(by), text: escape(text) }),
      };
      await sendOnce(chat, place, { key: id, message, mayHaveRunBefore });
    }
    const channel = event.channels.announcements ?? event.channels.ops;
    // What is practised is written as it would be, and read by those who practise.
    if (channel && !isPrivate(incident) && !incident.drill) {
      const message = { text: t('incident.update.post', { incident: title, number, text: escape(text) }) };
      await sendOnce(chat, { channel }, { key: id, message, mayHaveRunBefore });
    }
    return undefined;
  },
  failed: ({ incident }, code, deps) => failedInPrivate(incident, code, deps),
});
