/** Brings one card of a set or ceremony up to date. */
import { updatedIfPossible } from '../../src/core/card.ts';
import { job } from '../../src/core/job.ts';
import { languageOf } from '../../src/i18n/index.ts';
import { updateKeyCard } from '../../src/keys/domain/jobs.ts';
import { drawCard } from '../../src/keys/draw-card.ts';

export default job({
  kind: updateKeyCard,
  async run({ what, of, post: { channel, ts, person } }, deps) {
    const event = await deps.events.settings();
    const card = await drawCard(what, of, event.zone, deps);
    if (!card) return undefined;
    const locale = person ? languageOf(await deps.directory.person(person), event).locale : event.language;
    await updatedIfPossible(deps.chat, { channel, ts }, card.draw(person, locale));
    return undefined;
  },
});
