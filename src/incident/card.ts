/** The incident's card: what is wrong, who has it, what it touches, what can be pressed. Pure. */

import type { Button, KnownBlock } from '@slack/types';
import { instant } from '../core/instant.ts';
import type { Message } from '../core/ports/chat.ts';
import type { Locale, Translate } from '../i18n/index.ts';
import { between, clock, dayAndClock } from '../i18n/time.ts';
import { actions, button, context, section } from '../slack/blocks.ts';
import { select } from '../slack/inputs.ts';
import {
  escape,
  joined,
  link,
  type Mrkdwn,
  mentionId,
  mentionIds,
  mrkdwn,
  quote,
  truncate,
} from '../slack/mrkdwn.ts';
import type { Incident } from './domain/incident.ts';
import { isOpen } from './domain/incident.ts';
import { isPrivate, respondingPeople } from './domain/privacy.ts';
import { runbookId } from './domain/runbook.ts';
import { type CardRemedies, offeredRemedies, runLines } from './remedy-message.ts';
import { kindWord, named, roleWord, severityWords } from './words.ts';

export interface CardModel {
  readonly incident: Incident;
  /** Those that are part of it, with the address of each one's card. */
  readonly pages?: readonly { readonly code: string; readonly url?: string | undefined }[];
  /** The name of the runbook that fits. */
  readonly runbook?: string | undefined;
  readonly remedies?: CardRemedies;
  readonly now: string;
  readonly zone: string;
  readonly locale: Locale;
  /** A private one for which no channel could be made. */
  readonly inDirectMessage?: boolean;
}

const LINE = 200;

function stage({ incident, now, zone, locale }: CardModel, t: Translate): Mrkdwn[] {
  const { onStage, next, onShift } = incident.snapshot;
  const on = onStage.map(({ code, title, end }) =>
    t('incident.card.onStage', {
      code: escape(code),
      title: escape(truncate(title, LINE)),
      left: end > now ? between(now, end) : mrkdwn`0m`,
      until: clock(end, zone, locale),
    }),
  );
  const then = next.map(({ code, title, start }) =>
    t('incident.card.next', {
      code: escape(code),
      title: escape(truncate(title, LINE)),
      at: clock(start, zone, locale),
    }),
  );
  const people = onShift.length > 0 ? joined(onShift.map(mentionId), ', ') : t('incident.card.nobodyOnShift');
  return [
    ...(on.length > 0 ? on : [t('incident.card.nothingOn')]),
    ...then,
    t('incident.card.onShift', { people }),
  ];
}

function roles({ roles: held }: Incident, t: Translate): Mrkdwn {
  return joined(
    (['commander', 'scribe', 'comms'] as const).map(
      (role) =>
        mrkdwn`${roleWord(role, t)}: ${held[role] ? mentionId(held[role]) : mrkdwn`*${t('incident.card.wanted')}*`}`,
    ),
    ' · ',
  );
}

function state({ incident, zone, locale }: CardModel, t: Translate): Mrkdwn {
  const declared = dayAndClock(incident.declaredAt, zone, locale);
  if (incident.resolvedAt && incident.mistake) {
    return t('incident.card.mistake', {
      at: dayAndClock(incident.resolvedAt, zone, locale),
      by: mentionId(incident.resolvedBy ?? incident.declaredBy),
    });
  }
  if (incident.resolvedAt) {
    return t('incident.card.resolved', {
      at: dayAndClock(incident.resolvedAt, zone, locale),
      after: between(incident.declaredAt, incident.resolvedAt),
      by: mentionId(incident.resolvedBy ?? incident.declaredBy),
    });
  }
  const words = incident.mitigatedAt
    ? t('incident.card.mitigated', { at: clock(incident.mitigatedAt, zone, locale) })
    : t('incident.card.open', { at: declared, by: mentionId(incident.declaredBy) });
  const due = incident.updateDue
    ? mrkdwn` · ${t('incident.card.updateDue', { at: clock(incident.updateDue, zone, locale) })}`
    : mrkdwn``;
  return mrkdwn`${words}${due}`;
}

/** Puts the runbook that fits into the thread, while there is something to do. */
const runbookButton = ({ incident, runbook }: CardModel, t: Translate): Button[] =>
  runbook === undefined || !isOpen(incident)
    ? []
    : [
        button(
          'incident.runbook',
          t('incident.runbook.button', { name: runbook }),
          `${incident.code} ${runbookId(runbook)}`,
        ),
      ];

function buttons(incident: Incident, t: Translate): Button[] {
  const { code } = incident;
  if (!isOpen(incident)) {
    return [
      ...(incident.mistake
        ? []
        : [button('incident.postmortem', t('incident.button.postmortem'), code, 'primary')]),
      button('incident.timeline', t('incident.button.timeline'), code),
      button('incident.reopen', t('incident.button.reopen'), code),
    ];
  }
  return [
    ...(incident.roles.commander
      ? []
      : [button('incident.command', t('incident.button.command'), code, 'primary')]),
    button('incident.update', t('incident.button.update'), code),
    button('incident.note', t('incident.button.note'), code),
    ...(incident.mitigatedAt ? [] : [button('incident.mitigated', t('incident.button.mitigated'), code)]),
    button(
      'incident.resolve',
      t('incident.button.resolve'),
      code,
      incident.roles.commander ? 'primary' : undefined,
    ),
    button('incident.timeline', t('incident.button.timeline'), code),
  ];
}

function severityPick(incident: Incident, t: Translate): KnownBlock {
  const choices = (['sev1', 'sev2', 'sev3'] as const).map((severity) => ({
    text: severityWords(severity, t),
    value: `${incident.code} ${severity}`,
  }));
  return section(
    t('incident.card.severity', { severity: severityWords(incident.severity, t) }),
    'incident.severity',
    select('incident.severity', t('incident.card.pickSeverity'), choices),
  );
}

/** Most pages that are named. */
const MAX_PAGES = 10;

function pages({ incident, pages = [] }: CardModel): Mrkdwn {
  const known = pages.length > 0 ? pages : incident.page ? [{ code: incident.page, url: undefined }] : [];
  const named = known
    .slice(0, MAX_PAGES)
    .map(({ code, url }) => (url === undefined ? escape(code) : link(url, code)));
  const shown = [...named, ...(known.length > MAX_PAGES ? [mrkdwn`…`] : [])];
  return joined(
    shown.map((one) => mrkdwn` · ${one}`),
    '',
  );
}

const shownFor = ({ zone, locale, now }: CardModel) => ({ zone, locale, now: instant(now) });

export function incidentCardMessage(model: CardModel, t: Translate): Message {
  const { incident } = model;
  const where = incident.room === undefined ? t('incident.card.everywhere') : escape(incident.room);
  const title = named(incident);
  return {
    text: mrkdwn`${title}: ${severityWords(incident.severity, t)}, ${where}`,
    blocks: [
      section(mrkdwn`*${title}*\n${where} · ${kindWord(incident.kind, t)}${pages(model)}`),
      ...(isOpen(incident) ? [severityPick(incident, t)] : [section(severityWords(incident.severity, t))]),
      section(mrkdwn`${state(model, t)}\n${roles(incident, t)}`),
      ...(isOpen(incident) ? [section(joined(stage(model, t), '\n'))] : []),
      ...(incident.resolution ? [section(quote(escape(incident.resolution)))] : []),
      ...runLines(model.remedies?.runs ?? [], shownFor(model), t),
      ...actions([...buttons(incident, t), ...runbookButton(model, t)], 'incident.actions'),
      ...(isOpen(incident)
        ? actions(
            offeredRemedies(model.remedies?.offered ?? [], { incident: incident.code }),
            'incident.remedies',
          )
        : []),
      ...(isPrivate(incident)
        ? [context(t('incident.private.card', { people: mentionIds(respondingPeople(incident)) }))]
        : []),
      ...(model.inDirectMessage
        ? [context(t('incident.private.noChannel', { code: escape(incident.code) }))]
        : [context(t(isPrivate(incident) ? 'incident.private.work' : 'incident.card.thread'))]),
    ],
  };
}
