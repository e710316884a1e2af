/** Says in the incident's thread, and its channel, that a drill is over; with its score where it was played. */

import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import { translator } from '../../src/i18n/index.ts';
import { drillDocument, tellDrillScore } from '../../src/incident/domain/drill.ts';
import { scoreMessage } from '../../src/incident/drill-view.ts';
import { loadScore } from '../../src/incident/load-score.ts';
import { placedCard } from '../../src/incident/place.ts';
import { readIncident } from '../../src/incident/read.ts';

export default job({
  kind: tellDrillScore,
  async run({ drill: code }, deps, { id: key, mayHaveRunBefore }) {
    const drill = (await deps.store.get(drillDocument, code))?.value;
    const incident =
      drill?.incident === undefined ? undefined : await readIncident(drill.incident, 'responders', deps);
    if (!drill || !incident) return undefined;
    const card = await placedCard(incident.value, deps);
    if (!card) throw new Error('the card is not posted yet');
    const { language } = await deps.events.settings();
    const message = scoreMessage(drill, await loadScore(drill, deps), language, translator(language));
    // In the channel too: whoever was on their way must see that they can stop.
    const place = { channel: card.channel, thread: card.ts, broadcast: true };
    await sendOnce(deps.chat, place, { key, message, mayHaveRunBefore });
    return undefined;
  },
});
