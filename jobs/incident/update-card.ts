/** Posts an incident's card, or brings it up to date; one whose message is gone is posted again. */

import type { EventSettings } from '../../src/callboard/domain/event.ts';
import { recordCard, updated } from '../../src/core/card.ts';
import { recordFact, scheduleJob } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { PermanentError } from '../../src/core/errors.ts';
import { job } from '../../src/core/job.ts';
import { isClosed, type Sending, sendOnce } from '../../src/core/once.ts';
import type { Chat, MessageTarget, Posted } from '../../src/core/ports/chat.ts';
import { translator } from '../../src/i18n/index.ts';
import { incidentCardMessage } from '../../src/incident/card.ts';
import { incidentCardPosted } from '../../src/incident/domain/facts.ts';
import { incidentCardDocument } from '../../src/incident/domain/incident.ts';
import { clearPublicCard, updateIncidentCard as kind } from '../../src/incident/domain/jobs.ts';
import { isPrivate, ofIncident } from '../../src/incident/domain/privacy.ts';
import { redrawRunbook } from '../../src/incident/domain/runbook-run.ts';
import { failedInPrivate } from '../../src/incident/failed.ts';
import { pagesOf, shared } from '../../src/incident/load.ts';
import { remediesOfIncident } from '../../src/incident/load-remedies.ts';
import { isInPrivate, openPrivatePlace, privateTarget } from '../../src/incident/place.ts';
import { readIncident, readRunsOf } from '../../src/incident/read.ts';
import { runbookForIncident } from '../../src/incident/runbooks.ts';
import { schedulePageCard } from '../../src/page/domain/jobs.ts';
import { cardDocument, type Page } from '../../src/page/domain/page.ts';

/**
 * In the incidents' channel, else in that of operations, else with an organizer: what was declared is seen by
 * somebody who can do something about it, also where the bot was not invited.
 */
async function postCard(chat: Chat, event: EventSettings, sending: Sending): Promise<Posted> {
  const places: MessageTarget[] = [event.channels.incidents, event.channels.ops]
    .flatMap((channel): MessageTarget[] => (channel === undefined ? [] : [{ channel }]))
    .concat(event.organizers.map((person) => ({ person })));
  let refused: unknown = new PermanentError('no-incidents-channel');
  for (const place of places) {
    try {
      return await sendOnce(chat, place, sending);
    } catch (error) {
      if (!('person' in place ? error instanceof PermanentError : isClosed(error))) throw error;
      refused = error;
    }
  }
  throw refused;
}

async function postPrivately(
  chat: Chat,
  place: MessageTarget | undefined,
  sending: Sending,
): Promise<Posted> {
  if (!place) throw new PermanentError('no-responders');
  return await sendOnce(chat, place, sending);
}

export default job({
  kind,
  async run({ incident: code }, deps, { mayHaveRunBefore }) {
    const { store, chat, clock } = deps;
    const [incident, card] = await Promise.all([
      readIncident(code, 'responders', deps),
      store.get(incidentCardDocument, code),
    ]);
    if (!incident) return undefined;
    const place = isPrivate(incident.value) ? await openPrivatePlace(incident.value, deps) : undefined;
    const own = place && privateTarget(incident.value, place);
    // What everybody reads is cleared first, and then this runs again.
    if (place && card && !isInPrivate(place, card.value))
      return { jobs: [scheduleJob(clearPublicCard, clock.now(), { incident: code })] };
    const [{ event, zone, locale }, pages] = await Promise.all([shared(deps), pagesOf(code, deps)]);
    const now = clock.now();
    const message = incidentCardMessage(
      {
        incident: incident.value,
        pages: await pageLinks(pages, deps),
        runbook: (await runbookForIncident(incident.value, pages, deps))?.name,
        remedies: await remediesOfIncident(incident.value, pages, deps),
        now: now.toString(),
        zone,
        locale,
        ...(own && 'person' in own && { inDirectMessage: true }),
      },
      translator(locale),
    );
    if (await updated(chat, card?.value, message)) return undefined;
    const sending = { key: `incident-card:${code}`, message, mayHaveRunBefore, redraw: true };
    const posted = place ? await postPrivately(chat, own, sending) : await postCard(chat, event, sending);
    await recordCard(deps, incidentCardDocument, {
      id: code,
      value: { incident: code, ...posted },
      version: card?.version ?? 0,
      fact: recordFact(incidentCardPosted, {
        at: now,
        by: 'callboard',
        ...ofIncident(incident.value),
        data: { incident: code, channel: posted.channel },
      }),
    });
    // Their cards can say now where this one is, and runbooks stand in its thread.
    const references = [`incident:${code}` as const, ...pages.map((page) => `page:${page.code}` as const)];
    const runs = (await Promise.all(references.map((whose) => readRunsOf(whose, deps)))).flat();
    return {
      jobs: [
        ...pages.map((page) => schedulePageCard(page.code, now)),
        ...runs.flatMap(({ id, value }) => redrawRunbook(id, value, now)),
      ],
    };
  },
  failed: ({ incident }, code, deps) => failedInPrivate(incident, code, deps),
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
