/** Tells what a step of a drill makes known, in the thread of its incident. */

import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import { drillDocument, drillStepped, tellDrillStep } from '../../src/incident/domain/drill.ts';
import { stepMessage } from '../../src/incident/drill-view.ts';
import { placedCard } from '../../src/incident/place.ts';
import { readIncident } from '../../src/incident/read.ts';

export default job({
  kind: tellDrillStep,
  async run({ drill: code, step }, deps, { id: key, mayHaveRunBefore }) {
    const drill = (await deps.store.get(drillDocument, code))?.value;
    if (drill?.state !== 'running' || drill.incident === undefined) return undefined;
    const incident = await readIncident(drill.incident, 'responders', deps);
    if (!incident) return undefined;
    const card = await placedCard(incident.value, deps);
    // The card comes first; without it there is no thread to tell it in.
    if (!card) throw new Error('the card is not posted yet');
    const facts = await deps.store.facts({ about: `drill:${code}` });
    const said = facts
      .filter(({ name }) => name === drillStepped.name)
      .map(({ data }) => drillStepped.schema.parse(data))
      .find((one) => one.step === step);
    if (!said) return undefined;
    const place = { channel: card.channel, thread: card.ts };
    await sendOnce(deps.chat, place, { key, message: stepMessage(said.text), mayHaveRunBefore });
    return undefined;
  },
});
