/** Half an hour before the start nobody has taken the shift: the organizers get it. */

import { job } from '../../src/core/job.ts';
import { coverDocument } from '../../src/rota/domain/cover.ts';
import { escalateCover } from '../../src/rota/domain/cover-ask.ts';
import { coverDeadline } from '../../src/rota/domain/jobs.ts';
import { loadRota } from '../../src/rota/load.ts';

export default job({
  kind: coverDeadline,
  async run({ cover: id }, deps) {
    const [cover, rota, event] = await Promise.all([
      deps.store.get(coverDocument, id),
      loadRota(deps),
      deps.events.settings(),
    ]);
    if (!cover) return undefined;
    const by = { now: deps.clock.now(), by: 'callboard', settings: rota.settings };
    return escalateCover(by, rota, cover, event.organizers, event.channels.ops);
  },
});
