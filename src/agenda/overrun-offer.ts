/** `Delay 5m` or `Cut to time`, offered for a session that runs over, with what the delay would do. */
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { EventSettings } from '../callboard/domain/event.ts';
import type { Person } from '../callboard/domain/person.ts';
import type { Deps } from '../core/deps.ts';
import type { Message } from '../core/ports/chat.ts';
import { clock, epochOf } from '../i18n/time.ts';
import { actions, button, context, section, sections } from '../slack/blocks.ts';
import { bold, escape, joined, type Mrkdwn, mention, truncate } from '../slack/mrkdwn.ts';
import { minutesOver } from './domain/actual.ts';
import type { AgendaState } from './domain/agenda.ts';
import { type Plan, planDelay } from './domain/live.ts';
import {
  type AtTheDoor,
  alsoOver,
  atTheDoor,
  isOverrun,
  offeredDelays,
  sharingDoor,
} from './domain/overrun.ts';
import type { Session } from './domain/session.ts';
import { type AgendaReader, sessionCode } from './lines.ts';
import { liveSessions, loadAgenda } from './load.ts';
import { planLines, planTouches, planWarnings } from './plan-lines.ts';
import { shiftsTouched } from './shifts-touched.ts';

/** What a button carries: the offer holds for the agenda that it was made from. */
export const Overrun = z.object({
  session: z.string(),
  minutes: z.number().int().positive().max(720),
  version: z.number().int(),
});
export type Overrun = z.infer<typeof Overrun>;

export interface OverrunOffer {
  readonly state: AgendaState;
  readonly session: Session;
  /** Of the delay that is shown: the first of those offered, or the one that was pressed. */
  readonly minutes: number;
  readonly offered: readonly number[];
  readonly plan: Plan;
  readonly shifts: readonly Mrkdwn[];
  readonly door: readonly AtTheDoor[];
  readonly others: readonly Session[];
  /** The agenda has changed since it was offered before. */
  readonly renewed?: boolean;
}

/** Undefined where the session does not run over, or no longer. @param minutes - of the delay; the least that helps unless told */
export async function loadOverrunOffer(
  code: string,
  minutes: number | undefined,
  event: EventSettings,
  deps: Pick<Deps, 'store' | 'sessions' | 'shifts' | 'directory' | 'clock'>,
): Promise<OverrunOffer | undefined> {
  const state = await loadAgenda(deps);
  const now = deps.clock.now();
  const session = state.sessions.get(code)?.value;
  if (!session || !isOverrun(session, now)) return undefined;
  const offered = offeredDelays(session, now);
  const by = minutes ?? offered[0];
  const plan = planDelay(state, {
    ...{ first: session, runsOver: true },
    by: Temporal.Duration.from({ minutes: by }),
  });
  const all = liveSessions(state);
  const end = plan.steps.find(({ after }) => after.code === code)?.after.end ?? session.end;
  return {
    ...{ state, session, minutes: by, offered, plan },
    shifts: await shiftsTouched(plan, deps),
    door: atTheDoor(end, sharingDoor(session.room, event.rooms), all),
    others: alsoOver(session, all, now),
  };
}

const doorLine = ({ session, what }: AtTheDoor, { t, zone, locale }: AgendaReader): Mrkdwn =>
  t(what === 'ends' ? 'agenda.overrun.doorEnds' : 'agenda.overrun.doorStarts', {
    room: escape(session.room),
    session: sessionCode(session),
    time: clock(what === 'ends' ? session.end : session.start, zone, locale),
  });

function headOf({ session }: OverrunOffer, reader: AgendaReader): Mrkdwn {
  const { t, zone, locale } = reader;
  return t('agenda.overrun.head', {
    session: sessionCode(session),
    title: bold(truncate(session.title, 120)),
    room: escape(session.room),
    minutes: minutesOver(session, epochOf(reader.now)),
    time: clock(session.end, zone, locale),
  });
}

export function overrunOffer(offer: OverrunOffer, reader: AgendaReader): Message {
  const { state, session, minutes, offered, plan, shifts, door, others, renewed } = offer;
  const { t } = reader;
  const head = headOf(offer, reader);
  const warnings = planWarnings(plan, reader);
  const lines = [
    t('agenda.overrun.would', { minutes, count: plan.steps.length - 1 }),
    ...planLines(plan, reader),
    ...planTouches(plan, shifts, reader).map((text) => truncate(text, 1400)),
    ...(warnings.length > 0 ? warnings : [t('agenda.noClashes')]),
    ...door.map((one) => doorLine(one, reader)),
    ...others.slice(0, 5).map((one) =>
      t('agenda.overrun.also', {
        room: escape(one.room),
        session: sessionCode(one),
        minutes: minutesOver(one, epochOf(reader.now)),
      }),
    ),
  ];
  const value = (by: number): string =>
    JSON.stringify({ session: session.code, minutes: by, version: state.version } satisfies Overrun);
  return {
    text: truncate(joined([head, ...lines], '\n'), 3000),
    blocks: [
      section(head),
      ...sections(lines).slice(0, 40),
      ...(renewed ? [context(t('agenda.overrun.renewed'))] : []),
      ...actions(
        [
          ...offered.map((by, at) =>
            button(
              `agenda.overrun-delay#${at}`,
              t('agenda.overrun.delay', { minutes: by }),
              value(by),
              at === 0 ? 'primary' : undefined,
            ),
          ),
          button('agenda.overrun-cut', t('agenda.overrun.cut'), session.code),
        ],
        'agenda.overrun',
      ),
    ],
  };
}

/** The offer after somebody took it: nothing left to press. */
export function overrunTaken(
  { session, minutes, plan }: Pick<OverrunOffer, 'session' | 'minutes' | 'plan'>,
  by: Person,
  reader: AgendaReader,
): Message {
  const { t, zone, locale } = reader;
  const end = plan.steps.find(({ after }) => after.code === session.code)?.after.end ?? session.end;
  const text = t('agenda.overrun.taken', {
    by: mention(by),
    session: sessionCode(session),
    ...{ minutes, count: plan.steps.length - 1 },
    time: clock(end, zone, locale),
  });
  return { text, blocks: [section(text)] };
}

export function overrunCut(session: Session, told: number, by: Person, { t }: AgendaReader): Message {
  const text = t('agenda.overrun.cutTaken', {
    by: mention(by),
    session: sessionCode(session),
    room: escape(session.room),
    count: told,
  });
  return { text, blocks: [section(text)] };
}
