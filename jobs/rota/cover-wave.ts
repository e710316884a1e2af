/** Asks the next few people whether they can cover a shift. */

import { job } from '../../src/core/job.ts';
import { coverDocument } from '../../src/rota/domain/cover.ts';
import { askNext } from '../../src/rota/domain/cover-ask.ts';
import { coverWave } from '../../src/rota/domain/jobs.ts';
import { loadRota } from '../../src/rota/load.ts';

export default job({
  kind: coverWave,
  async run({ cover: id, wave }, deps) {
    const [cover, rota] = await Promise.all([deps.store.get(coverDocument, id), loadRota(deps)]);
    if (!cover) return undefined;
    return askNext({ now: deps.clock.now(), by: 'callboard', settings: rota.settings }, rota, cover, wave);
  },
});
