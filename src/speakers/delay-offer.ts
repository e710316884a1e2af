/** `Delay 10m`, offered to the organizers with what it would do, because a speaker runs late. */

import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { AgendaState } from '../agenda/domain/agenda.ts';
import { type Plan, planDelay } from '../agenda/domain/live.ts';
import type { Session } from '../agenda/domain/session.ts';
import { loadAgenda } from '../agenda/load.ts';
import type { Person } from '../callboard/domain/person.ts';
import type { Deps } from '../core/deps.ts';
import type { Message } from '../core/ports/chat.ts';
import { clock } from '../i18n/time.ts';
import { actions, button, context, section } from '../slack/blocks.ts';
import { bold, code, escape, joined, type Mrkdwn, mention, mrkdwn, truncate } from '../slack/mrkdwn.ts';
import { type SpeakerReader, talkRoomText } from './talk-text.ts';

/** What the button carries: the offer holds for the agenda that it was made from. */
export const Offered = z.object({
  session: z.string(),
  person: z.string(),
  minutes: z.number().int().positive(),
  version: z.number().int(),
});
export type Offered = z.infer<typeof Offered>;

export interface Offer {
  readonly state: AgendaState;
  readonly session: Session;
  readonly person: Person;
  readonly minutes: number;
  readonly plan: Plan;
  /** The agenda has changed since it was offered before. */
  readonly renewed?: boolean;
}

const NAMED = 8;

/** Undefined where the session is off or the person is nobody any more. */
export async function loadDelayOffer(
  asked: { readonly session: string; readonly person: string; readonly minutes: number },
  deps: Pick<Deps, 'store' | 'sessions' | 'directory'>,
): Promise<Offer | undefined> {
  const [state, person] = await Promise.all([loadAgenda(deps), deps.directory.person(asked.person)]);
  const session = state.sessions.get(asked.session)?.value;
  if (!person || session?.state !== 'scheduled') return undefined;
  const by = Temporal.Duration.from({ minutes: asked.minutes });
  const plan = planDelay(state, { first: session, by });
  return { state, session, person, minutes: asked.minutes, plan };
}

const line = (before: Session, after: Session, { zone, locale, t }: SpeakerReader): Mrkdwn =>
  mrkdwn`• ${code(after.code)} ${escape(truncate(after.title, 80))} · ${clock(before.start, zone, locale)} → ${clock(after.start, zone, locale)} · ${escape(talkRoomText(after.room, t))}`;

export function delayOffer(
  { state, session, person, minutes, plan, renewed }: Offer,
  reader: SpeakerReader,
): Message {
  const { t, zone, locale } = reader;
  const head = t('speakers.late.offer', {
    person: mention(person),
    minutes,
    title: bold(session.title),
    code: escape(session.code),
    clock: clock(session.start, zone, locale),
    room: escape(talkRoomText(session.room, t)),
  });
  const moved = plan.steps.map(({ before, after }) => line(before, after, reader));
  const rest = moved.length - NAMED;
  const consequences = [
    t('speakers.late.moves', { count: plan.steps.length, minutes }),
    ...moved.slice(0, NAMED),
    ...(rest > 0 ? [t('speakers.late.andMore', { count: rest })] : []),
    ...(plan.clashes.length > 0 ? [t('speakers.late.clashes', { count: plan.clashes.length })] : []),
    ...(plan.late.length > 0 ? [t('speakers.late.pastDay', { count: plan.late.length })] : []),
  ];
  const value: Offered = { session: session.code, person: person.id, minutes, version: state.version };
  return {
    text: head,
    blocks: [
      section(head),
      section(joined(consequences, '\n')),
      ...(renewed ? [context(t('speakers.late.renewed'))] : []),
      ...actions([
        button('speakers.delay', t('speakers.button.delay', { minutes }), JSON.stringify(value), 'primary'),
      ]),
    ],
  };
}

/** The offer after somebody took it: nothing left to press. */
export function delayTaken(
  { session, person, minutes, plan }: Offer,
  by: Person,
  reader: SpeakerReader,
): Message {
  const { t } = reader;
  const text = t('speakers.late.taken', {
    by: mention(by),
    person: mention(person),
    title: bold(session.title),
    minutes,
    count: plan.steps.length,
  });
  return { text, blocks: [section(text)] };
}
