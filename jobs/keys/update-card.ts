/** Brings one card of a set or ceremony up to date. */
import { updatedIfPossible } from '../../src/core/card.ts';
import { job } from '../../src/core/job.ts';
import { languageOf } from '../../src/i18n/index.ts';
import { updateKeyCard } from '../../src/keys/domain/jobs.ts';
import { drawCard, drawOldCard } from '../../src/keys/draw-card.ts';

export default job({
  kind: updateKeyCard,
  async run({ what, of, post: { channel, ts, person }, isOld }, deps) {
    const event = await deps.events.settings();
    const locale = person ? languageOf(await deps.directory.person(person), event).locale : event.language;
    const message = isOld
      ? await drawOldCard(what, of, locale, deps)
      : (await drawCard(what, of, event.zone, deps))?.draw(person, locale);
    if (message) await updatedIfPossible(deps.chat, { channel, ts }, message);
    return undefined;
  },
});
