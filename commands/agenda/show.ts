/** `show S17`: all of one session, its history, and what may be done with it. */

import type { KnownBlock } from '@slack/types';
import type { Temporal } from 'temporal-polyfill';
import { historyLine, lengthText } from '../../src/agenda/changes-view.ts';
import { diaryDocument } from '../../src/agenda/domain/diary.ts';
import { sessionChanged } from '../../src/agenda/domain/facts.ts';
import type { Session } from '../../src/agenda/domain/session.ts';
import { findSession } from '../../src/agenda/find.ts';
import { type AgendaReader, agendaRoomText, sessionCode } from '../../src/agenda/lines.ts';
import { liveSessions, loadAgenda } from '../../src/agenda/load.ts';
import { ledgerWholeSince } from '../../src/callboard/archive/state.ts';
import { isOrganizer } from '../../src/callboard/domain/event.ts';
import type { Button, Reply, RequestContext } from '../../src/core/command.ts';
import type { Recorded } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { spokenLanguage } from '../../src/i18n/language-name.ts';
import { clock, dayAndClock } from '../../src/i18n/time.ts';
import { actions, button, context, section } from '../../src/slack/blocks.ts';
import {
  bold,
  escape,
  italic,
  joined,
  link,
  type Mrkdwn,
  mentionId,
  mrkdwn,
  truncate,
} from '../../src/slack/mrkdwn.ts';
import { agendaReaderOf } from './import-preview.ts';

type Who = Omit<RequestContext, 'trigger'>;

const HISTORY = 10;
/** Kinds that a programme's form has where nobody chose one. */
const SAYS_NOTHING = /^(?:other|none|-)$/i;

export interface ShowModel {
  readonly session: Session;
  readonly history: readonly Recorded[];
  /** Where earlier changes are archived: from when on all are here. */
  readonly historyFrom?: Temporal.Instant | undefined;
  readonly starred: boolean;
  readonly organizer: boolean;
  /** The reader's own zone, where it is known. */
  readonly own: string | undefined;
}

function whenLines({ session, own }: ShowModel, { zone, locale, t }: AgendaReader): Mrkdwn[] {
  const { start, end } = session;
  const lines = [
    mrkdwn`${dayAndClock(start, zone, locale)}–${clock(end, zone, locale)} (${escape(zone)}, ${lengthText(session)})`,
  ];
  const differs = own !== undefined && dayAndClock(start, own, locale) !== dayAndClock(start, zone, locale);
  if (differs)
    lines.push(
      t('agenda.yourTime', {
        time: mrkdwn`${dayAndClock(start, own, locale)}–${clock(end, own, locale)}`,
        zone: escape(own),
      }),
    );
  return lines;
}

/** Its first fact says that it is new; one that does not begin so has left the ledger. */
const beginsLater = (history: readonly Recorded[]): boolean =>
  !history.some(
    ({ name, data }) =>
      name === sessionChanged.name && sessionChanged.schema.parse(data).what.includes('new'),
  );

function historyLines({ history, historyFrom }: ShowModel, reader: AgendaReader): Mrkdwn[] {
  const { zone, locale, t } = reader;
  const archived = historyFrom
    ? [mrkdwn`• ${t('agenda.historyFrom', { time: dayAndClock(historyFrom, zone, locale) })}`]
    : [];
  const lines = history
    .filter((one) => one.name === sessionChanged.name)
    .slice(-HISTORY)
    .flatMap((one) => {
      const { what, before, after } = sessionChanged.schema.parse(one.data);
      if (what.length === 0) return [];
      const by = /^[UW][A-Z0-9]+$/.test(one.by) ? mentionId(one.by) : escape(one.by);
      return [
        mrkdwn`• ${dayAndClock(one.at, zone, locale)}: ${historyLine(what, before, after, reader)} (${by})`,
      ];
    });
  return [...archived, ...lines];
}

export function showView(model: ShowModel, reader: AgendaReader): Message {
  const { session, starred, organizer } = model;
  const { t } = reader;
  const speakers = joined(
    session.speakers.map(({ name }) => escape(name)),
    ', ',
  );
  const fields = [
    ...(session.state === 'cancelled'
      ? [mrkdwn`:x: *${t('agenda.isCancelled')}*${session.reason ? mrkdwn`: ${escape(session.reason)}` : ''}`]
      : []),
    ...(speakers ? [mrkdwn`:bust_in_silhouette: ${speakers}`] : []),
    mrkdwn`:round_pushpin: ${agendaRoomText(session.room, t)}`,
    ...whenLines(model, reader).map((text) => mrkdwn`:clock3: ${text}`),
    ...(session.track ? [t('agenda.trackField', { track: escape(session.track) })] : []),
    ...(session.kind && !SAYS_NOTHING.test(session.kind)
      ? [t('agenda.kindField', { kind: escape(session.kind) })]
      : []),
    ...(session.language
      ? [t('agenda.languageField', { language: escape(spokenLanguage(session.language, reader.locale)) })]
      : []),
    ...(session.doNotRecord ? [mrkdwn`:no_entry_sign: ${t('agenda.doNotRecord')}`] : []),
  ];
  const links = [
    ...(session.url ? [link(session.url, t('agenda.page'))] : []),
    ...(session.links ?? []).slice(0, 8).map((one) => link(one.url, truncate(one.title || one.url, 80))),
  ];
  const abstract = joined(
    [
      ...(session.subtitle ? [italic(session.subtitle)] : []),
      ...(session.abstract ? [escape(session.abstract)] : []),
    ],
    '\n',
  );
  const description =
    session.description && session.description !== session.abstract ? escape(session.description) : '';
  const history = historyLines(model, reader);
  const head = mrkdwn`${bold(truncate(session.title, 250))} ${sessionCode(session)}`;
  const blocks: KnownBlock[] = [
    section(joined([head, ...fields], '\n')),
    ...(abstract ? [section(truncate(abstract, 2900))] : []),
    ...(description ? [section(truncate(description, 2900))] : []),
    ...(links.length > 0 ? [section(joined(links, ' · '))] : []),
    ...(history.length > 0 ? [context(joined([mrkdwn`*${t('agenda.history')}*`, ...history], '\n'))] : []),
    ...actions(
      [
        starred
          ? button('agenda.unstar', t('agenda.unstar'), session.code)
          : button('agenda.star', t('agenda.star'), session.code),
        ...(organizer && session.state === 'scheduled'
          ? [
              button('agenda.delay', t('agenda.delay'), session.code),
              button('agenda.move', t('agenda.move'), session.code),
              button('agenda.cancel', t('agenda.cancelSession'), session.code, 'danger'),
            ]
          : []),
      ],
      'agenda.session',
    ),
  ];
  return {
    text: truncate(joined([head, ...fields, abstract, ...history].filter(Boolean), '\n'), 3000),
    blocks,
  };
}

export async function showSession(typed: string, who: Who, deps: Deps): Promise<Message> {
  const session = findSession(liveSessions(await loadAgenda(deps)), typed);
  const [history, diary] = await Promise.all([
    deps.store.facts({ about: `session:${session.code}` }),
    deps.store.get(diaryDocument, who.person.id),
  ]);
  const historyFrom = beginsLater(history) ? await ledgerWholeSince(deps) : undefined;
  return showView(
    {
      session,
      history,
      historyFrom,
      starred: diary?.value.stars.includes(session.code) === true,
      organizer: isOrganizer(who.event, who.person.id),
      own: who.person.zone,
    },
    agendaReaderOf(who),
  );
}

export const showButton: Button = {
  run: async (click, deps): Promise<Reply> => await showSession(click.value, click, deps),
};
