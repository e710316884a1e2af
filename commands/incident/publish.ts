/**
 * Publishing a postmortem: first it is shown who will read what, what is still empty and which words point at
 * a person. The second press publishes what was looked at; where it has changed since, it is shown again.
 */
import type { Button, Reply, RequestContext } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { answerButton, consentFrom, consentTo, type Marks, weighHarm } from '../../src/core/question.ts';
import { translator } from '../../src/i18n/index.ts';
import { type Incident, isOpen } from '../../src/incident/domain/incident.ts';
import { publish } from '../../src/incident/domain/postmortem.ts';
import { isPrivate } from '../../src/incident/domain/privacy.ts';
import { findIncident } from '../../src/incident/load.ts';
import { readModel } from '../../src/incident/load-postmortem.ts';
import { postmortemSummary } from '../../src/incident/postmortem-text.ts';
import { fingerprintOf, foundBeforePublishing } from '../../src/incident/publish-check.ts';
import { readPostmortem } from '../../src/incident/read.ts';
import { quotedName } from '../../src/incident/words.ts';
import { actions, button, section, sections } from '../../src/slack/blocks.ts';
import {
  escape,
  joined,
  type Mrkdwn,
  mentionChannel,
  mrkdwn,
  quote,
  truncate,
} from '../../src/slack/mrkdwn.ts';

type Who = Pick<RequestContext, 'person' | 'event' | 't' | 'now'>;

/** Of the summary in the question, in characters. */
const MAX_SUMMARY = 1500;

async function readDraft(code: string, { person, event }: Who, deps: Deps) {
  const { value: incident } = await findIncident(code, person, deps);
  if (isOpen(incident)) throw new UserError('incident.pm.stillOpen', { code: escape(incident.code) });
  const read = await readPostmortem(incident.code, person, deps);
  if (!read) throw new UserError('incident.pm.notBegun', { code: escape(incident.code) });
  const { zone, language } = event;
  return { incident, read, model: await readModel(incident, read.value, zone, language, deps) };
}

type Draft = Awaited<ReturnType<typeof readDraft>>;

/**
 * What was looked at: all that everybody will read, in the language of the event, while the question is in that of
 * whoever asks.
 */
const marksOf = ({ incident, model }: Draft, { event }: Who): Marks => ({
  [incident.code]: fingerprintOf(model, translator(event.language)),
});

function whereTo(incident: Incident, { event, t }: Who): Mrkdwn {
  if (isPrivate(incident)) return t('incident.pm.shallResponders');
  const { incidents, announcements, ops } = event.channels;
  const place = (incident.drill ? incidents : announcements) ?? ops;
  const where = place === undefined ? t('incident.pm.announcements') : mentionChannel(place);
  return t('incident.pm.shallEverybody', { where });
}

async function ask(code: string, who: Who, deps: Deps, changed = false): Promise<Reply> {
  const { t } = who;
  const draft = await readDraft(code, who, deps);
  const { incident, read, model } = draft;
  if (read.value.state === 'published')
    return { text: t('incident.pm.alreadyPublished', { incident: quotedName(incident, t) }) };
  const head = joined(
    [
      ...(changed ? [mrkdwn`⚠️ ${t('incident.pm.changedSince')}`] : []),
      whereTo(incident, who),
      quotedName(incident, t),
    ],
    '\n',
  );
  const summary = postmortemSummary(model, translator(who.event.language));
  const consent = consentTo(incident.code, who.now, [], marksOf(draft, who));
  return {
    text: head,
    blocks: [
      section(head),
      section(quote(escape(truncate(summary, MAX_SUMMARY)))),
      ...sections(foundBeforePublishing(model, t)),
      ...actions(
        [
          answerButton('incident.publish-now', t('incident.button.publishNow'), consent, 'primary'),
          button('incident.write', t('incident.button.write'), incident.code),
          button('incident.not-now', t('incident.button.notNow'), incident.code),
        ],
        'incident.publishing',
      ),
    ],
  };
}

export const publishButtons: Readonly<Record<string, Button>> = {
  'incident.publish': { run: (click, deps) => ask(click.value, click, deps) },
  'incident.publish-now': {
    async run(click, deps) {
      const { person, now, t } = click;
      const { consent } = consentFrom(click.value);
      const code = consent.typed;
      const done = await withOptimisticRetry<Incident | undefined>(deps.store, async () => {
        const draft = await readDraft(code, click, deps);
        const { incident, read } = draft;
        const isChanged = weighHarm([], marksOf(draft, click), consent) === 'changed';
        if (read.value.state !== 'published' && isChanged) return { result: undefined };
        return { change: publish(incident, read, person.id, now), result: incident };
      });
      if (!done) return await ask(code, click, deps, true);
      const key = isPrivate(done) ? 'incident.private.publishing' : 'incident.pm.publishing';
      return { text: t(key, { incident: quotedName(done, t) }) };
    },
  },
  'incident.not-now': {
    async run({ value, person, t }, deps) {
      const { value: incident } = await findIncident(value, person, deps);
      return { text: t('incident.pm.notPublished', { incident: quotedName(incident, t) }) };
    },
  },
};
