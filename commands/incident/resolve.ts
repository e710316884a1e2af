/** The end of an incident, and of the pages that are part of it. */
import type { Button, Reply, RequestContext } from '../../src/core/command.ts';
import { mergeChanges } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { type Incident, isOpen } from '../../src/incident/domain/incident.ts';
import { startPostmortem, wantsPostmortem } from '../../src/incident/domain/postmortem.ts';
import { resolveIncident } from '../../src/incident/domain/transitions.ts';
import { findIncident, pagesOf } from '../../src/incident/load.ts';
import { readPostmortem } from '../../src/incident/read.ts';
import { quotedName } from '../../src/incident/words.ts';
import { answerPage } from '../../src/page/answer.ts';
import { stateText } from '../../src/page/card.ts';
import { DRILL_ORIGIN } from '../../src/page/domain/drill.ts';
import { isResolved, type Page } from '../../src/page/domain/page.ts';
import { loadCard } from '../../src/page/load-card.ts';
import { actions, button, section, sections } from '../../src/slack/blocks.ts';
import { bold, escape, inert, joined, type Mrkdwn, mrkdwn, truncate } from '../../src/slack/mrkdwn.ts';
import { blameNote } from './blame-note.ts';
import { changeIncident } from './change.ts';

type Who = Pick<RequestContext, 'person' | 'now' | 't' | 'locale'>;

/** Of a page's message in the list of those that are open, in characters. */
const MAX_MESSAGE = 150;
/** Pages in that list; all of them are resolved by its button. */
const MAX_LISTED = 20;

/** Its pages that do not end with it: those of a drill's scenario do, by themselves. */
const goingOn = async (code: string, deps: Deps): Promise<Page[]> =>
  (await pagesOf(code, deps)).filter((page) => !isResolved(page) && !page.origin?.startsWith(DRILL_ORIGIN));

/** The end of the incident and the beginning of its postmortem are one commit. */
export async function endIncident(
  code: string,
  text: string | undefined,
  who: Who,
  deps: Deps,
): Promise<Reply> {
  const { person, now } = who;
  const before = await changeIncident(code, person, deps, async (read) => {
    const resolved = resolveIncident(read, text, person.id, now);
    if (!resolved.put || !wantsPostmortem(read.value)) return resolved;
    const known = await readPostmortem(read.value.code, person, deps);
    return mergeChanges(resolved, startPostmortem(read.value, known, person.id, now));
  });
  const open = await goingOn(before.code, deps);
  const hint = text === undefined ? mrkdwn`` : blameNote(text, who.t);
  return await endedMessage(mrkdwn`${endedText(before, who)}${hint}`, before, open, who, deps);
}

/** Nothing was wrong: it is over without a postmortem, and counts nowhere. */
export async function closeAsMistake(
  code: string,
  text: string | undefined,
  who: Who,
  deps: Deps,
): Promise<Reply> {
  const { person, now, t } = who;
  const before = await changeIncident(code, person, deps, (read) =>
    resolveIncident(read, text, person.id, now, true),
  );
  const open = await goingOn(before.code, deps);
  const said = isOpen(before)
    ? t('incident.mistaken', { incident: quotedName(before, t), code: escape(before.code) })
    : t('incident.alreadyResolved', { incident: quotedName(before, t) });
  return await endedMessage(said, before, open, who, deps);
}

function endedText(before: Incident, { t }: Who): Mrkdwn {
  if (!isOpen(before)) return t('incident.alreadyResolved', { incident: quotedName(before, t) });
  return wantsPostmortem(before)
    ? t('incident.resolvedWith', { incident: quotedName(before, t) })
    : t('incident.resolvedWithout', { incident: quotedName(before, t), code: escape(before.code) });
}

/** What ended, and which pages did not end with it. */
async function endedMessage(
  text: Mrkdwn,
  incident: Incident,
  open: readonly Page[],
  { t, locale }: Who,
  deps: Deps,
): Promise<Message> {
  if (open.length === 0) return { text };
  const head = t('incident.stillPages', { count: open.length });
  const listed = await Promise.all(open.slice(0, MAX_LISTED).map((page) => loadCard(page, deps)));
  const lines = listed.map((model) => {
    const { page } = model;
    const message = inert(truncate(page.message, MAX_MESSAGE));
    return mrkdwn`• ${bold(page.code)} ${message}: ${stateText(model, { t, locale })}`;
  });
  const more = open.length - listed.length;
  if (more > 0) lines.push(t('page.andMore', { count: more }));
  return {
    text: joined([text, head, ...lines], '\n'),
    blocks: [
      section(mrkdwn`${text}\n${head}`),
      ...sections(lines),
      ...actions([
        button('incident.resolve-pages', t('incident.button.resolvePages'), incident.code, 'primary'),
      ]),
    ],
  };
}

/** `Resolve these too`: what is still open of the incident's pages, whoever has it. */
export const resolvePagesButton: Button = {
  async run({ value, person, now, t }, deps) {
    const { value: incident } = await findIncident(value, person, deps);
    const open = (await pagesOf(incident.code, deps)).filter((page) => !isResolved(page));
    const who = { by: person.id, via: 'incident' as const, now };
    const note = t('incident.resolvedItsPages', { code: incident.code });
    const ended: string[] = [];
    for (const page of open) {
      const answered = await answerPage(page.code, 'resolve', who, deps, { note });
      if (answered?.outcome === 'done') ended.push(page.code);
    }
    return {
      text:
        ended.length > 0
          ? t('incident.pagesResolved', { count: ended.length, pages: escape(ended.join(', ')) })
          : t('incident.noPagesOpen', { incident: quotedName(incident, t) }),
    };
  },
};
