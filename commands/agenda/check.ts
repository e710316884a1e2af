/** `check`: what looks wrong, the gravest first, each kind with at most a few named. */

import { checkAgenda, type Finding } from '../../src/agenda/domain/check.ts';
import { coming } from '../../src/agenda/domain/diff.ts';
import { type AgendaReader, sessionCode, sessionTimes, titleText } from '../../src/agenda/lines.ts';
import { liveSessions, loadAgenda } from '../../src/agenda/load.ts';
import type { Button, RequestContext, Verb } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { instant } from '../../src/core/instant.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { onShift } from '../../src/rota/domain/on-shift.ts';
import { actions, button, section, sections } from '../../src/slack/blocks.ts';
import { bold, escape, joined, type Mrkdwn, mrkdwn, truncate } from '../../src/slack/mrkdwn.ts';
import { speakerLinkDocument } from '../../src/speakers/domain/link.ts';
import { agendaReaderOf } from './import-preview.ts';
import { emptyAgenda } from './view.ts';

const PAGE = 25;
const CODES = 20;

function findingLine(finding: Finding, { t }: AgendaReader): Mrkdwn {
  const codes = joined(finding.sessions.slice(0, CODES).map(sessionCode), ', ');
  const more = finding.sessions.length > CODES ? mrkdwn` +${finding.sessions.length - CODES}` : mrkdwn``;
  const of = escape(finding.of ?? '');
  switch (finding.kind) {
    case 'speaker':
      return mrkdwn`:red_circle: ${t('agenda.check.speaker', { of, codes })}`;
    case 'room':
      return mrkdwn`:red_circle: ${t('agenda.check.room', { of, codes })}`;
    case 'tight':
      return mrkdwn`:large_yellow_circle: ${t('agenda.check.tight', { of, codes, minutes: finding.minutes ?? 0 })}`;
    case 'outside':
    case 'no-end':
    case 'very-long':
    case 'unlinked':
    case 'nobody-on-shift':
      return mrkdwn`:large_yellow_circle: ${t(`agenda.check.${finding.kind}`, { count: finding.sessions.length })} ${codes}${more}`;
  }
}

export function checkView(findings: readonly Finding[], page: number, reader: AgendaReader): Message {
  const { t } = reader;
  if (findings.length === 0) return { text: t('agenda.check.fine') };
  const shown = findings.slice(page * PAGE, (page + 1) * PAGE);
  const lines = shown.flatMap((one) => [
    findingLine(one, reader),
    ...(one.kind === 'speaker' || one.kind === 'room' || one.kind === 'tight'
      ? one.sessions.map(
          (session) =>
            mrkdwn`      ${sessionTimes(session, reader)} ${titleText(session)} · ${sessionCode(session)}`,
        )
      : []),
  ]);
  const title = t('agenda.check.title', { count: findings.length });
  return {
    text: truncate(joined([title, ...lines], '\n'), 3000),
    blocks: [
      section(bold(title)),
      ...sections(lines),
      ...(findings.length > (page + 1) * PAGE
        ? [...actions([button('agenda.check-more', t('agenda.more'), String(page + 1))], 'agenda.check')]
        : []),
    ],
  };
}

async function check(who: Omit<RequestContext, 'trigger'>, deps: Deps, page: number): Promise<Message> {
  const state = await loadAgenda(deps);
  if (state.sessions.size === 0) return emptyAgenda(who.t);
  const [links, shiftsRead] = await Promise.all([deps.store.all(speakerLinkDocument), deps.shifts.read()]);
  const linked = new Set(links.map(({ value }) => value.speaker));
  const shifts = [...shiftsRead.values()].map(({ value }) => value);
  // When all is over, somebody looks at an old agenda, and means all of it.
  const sessions = coming(
    liveSessions(state).filter((session) => session.state === 'scheduled'),
    who.now,
  );
  const findings = checkAgenda({
    sessions,
    days: state.agenda.days,
    isLinked: linked.size > 0 ? (id) => linked.has(id) : undefined,
    isStaffed:
      shifts.length > 0
        ? (session) => onShift(shifts, instant(session.start), { room: session.room }).length > 0
        : undefined,
    from: Number.NEGATIVE_INFINITY,
  });
  return checkView(findings, page, agendaReaderOf(who));
}

export const checkVerb: Verb = {
  usage: { check: 'agenda.usage.check' },
  run: async (call, deps) => await check(call, deps, 0),
};

export const checkButton: Button = { run: async (click, deps) => await check(click, deps, 0) };

export const checkMore: Button = {
  run: async (click, deps) => ({ replace: await check(click, deps, Number(click.value) || 0) }),
};
