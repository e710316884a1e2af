/** Asks the next few people whether they can cover a shift. */
import { coverDocument } from '../src/domain/rota/cover.ts';
import { askNext } from '../src/domain/rota/cover-ask.ts';
import { coverWave } from '../src/domain/rota/jobs.ts';
import { job } from '../src/job.ts';
import { loadRota } from '../src/rota/load.ts';

export default job({
  kind: coverWave,
  async run({ cover: id, wave }, deps) {
    const [cover, rota] = await Promise.all([deps.store.get(coverDocument, id), loadRota(deps)]);
    if (!cover) return undefined;
    return askNext({ now: deps.clock.now(), by: 'callboard', settings: rota.settings }, rota, cover, wave);
  },
});
