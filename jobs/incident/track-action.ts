/** Sends an action item to a tracker outside, and keeps where the issue is. */
import { job } from '../../src/core/job.ts';
import { notTracked, trackedAt } from '../../src/incident/domain/action.ts';
import { trackAction } from '../../src/incident/domain/jobs.ts';
import { isPrivate } from '../../src/incident/domain/privacy.ts';
import { issueUrl } from '../../src/incident/domain/tracker.ts';
import { readAction } from '../../src/incident/read.ts';

export default job({
  kind: trackAction,
  async run({ action, tracker }, deps, { id }) {
    const read = await readAction(action, 'responders', deps);
    const waits = read?.item.value.tracked?.some((one) => one.tracker === tracker && one.state === 'asked');
    if (!read || !waits) return undefined;
    const { item, incident } = read;
    // It has become private since it was asked for: it does not leave any more.
    if (isPrivate(incident)) return notTracked(item, tracker);
    const { code, text, due } = item.value;
    const from = `${incident.drill ? 'DRILL · ' : ''}${incident.code} ${incident.title}`;
    const issue = {
      action: code,
      title: text,
      body: `${text}\n\nFrom the postmortem of ${from}, until ${due}.`,
      due,
      incident: incident.code,
    };
    const answer = await deps.trackers.send(tracker, issue, id);
    return trackedAt(item, incident, tracker, issueUrl(answer), deps.clock.now());
  },
  async failed({ action, tracker }, _code, deps) {
    const read = await readAction(action, 'responders', deps);
    // Asking again is asking anew.
    return read && notTracked(read.item, tracker);
  },
});
