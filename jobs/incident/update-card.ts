/** Posts an incident's card, or brings it up to date; one whose message is gone is posted again. */
import { recordCard, updated } from '../../src/core/card.ts';
import { recordFact } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { PermanentError } from '../../src/core/errors.ts';
import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import { translator } from '../../src/i18n/index.ts';
import { incidentCardMessage } from '../../src/incident/card.ts';
import { incidentCardPosted } from '../../src/incident/domain/facts.ts';
import { incidentCardDocument, incidentDocument } from '../../src/incident/domain/incident.ts';
import { updateIncidentCard as kind } from '../../src/incident/domain/jobs.ts';
import { aboutIncident } from '../../src/incident/domain/transitions.ts';
import { pagesOf, shared } from '../../src/incident/load.ts';
import { schedulePageCard } from '../../src/page/domain/jobs.ts';
import { cardDocument, type Page } from '../../src/page/domain/page.ts';

export default job({
  kind,
  async run({ incident: code }, deps, { mayHaveRunBefore }) {
    const { store, chat, clock } = deps;
    const [incident, card] = await Promise.all([
      store.get(incidentDocument, code),
      store.get(incidentCardDocument, code),
    ]);
    if (!incident) return undefined;
    const [{ event, zone, locale }, pages] = await Promise.all([shared(deps), pagesOf(code, deps)]);
    const now = clock.now();
    const message = incidentCardMessage(
      { incident: incident.value, pages: await pageLinks(pages, deps), now: now.toString(), zone, locale },
      translator(locale),
    );
    if (await updated(chat, card?.value, message)) return undefined;
    const channel = event.channels.incidents ?? event.channels.ops;
    if (!channel) throw new PermanentError('no-incidents-channel');
    const sending = { key: `incident-card:${code}`, message, mayHaveRunBefore, redraw: true };
    const posted = await sendOnce(chat, { channel }, sending);
    await recordCard(deps, incidentCardDocument, {
      id: code,
      value: { incident: code, ...posted },
      version: card?.version ?? 0,
      fact: recordFact(incidentCardPosted, {
        at: now,
        by: 'callboard',
        about: aboutIncident(incident.value),
        data: { incident: code, channel: posted.channel },
      }),
    });
    // Their cards can say now where this one is.
    return { jobs: pages.map((page) => schedulePageCard(page.code, now)) };
  },
});

/** The incident's pages, each with a link to its card where it has one. */
async function pageLinks(pages: readonly Page[], { store, chat }: Pick<Deps, 'store' | 'chat'>) {
  const cards = await store.getMany(
    cardDocument,
    pages.map(({ code }) => code),
  );
  return await Promise.all(
    pages.map(async ({ code }, i) => {
      const card = cards[i];
      const url = card && (await chat.permalink(card.value).catch(() => undefined));
      return { code, url };
    }),
  );
}
