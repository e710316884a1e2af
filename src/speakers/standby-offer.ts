/** The talks that may step in for one that nobody has come for, offered with what each would do. */

import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import { fillableProblem } from '../agenda/domain/fill.ts';
import { planSteps } from '../agenda/domain/live.ts';
import type { Session } from '../agenda/domain/session.ts';
import { planLines, planTouches } from '../agenda/plan-lines.ts';
import { shiftsTouched } from '../agenda/shifts-touched.ts';
import type { Person } from '../callboard/domain/person.ts';
import type { Deps } from '../core/deps.ts';
import { milliseconds } from '../core/instant.ts';
import type { Message } from '../core/ports/chat.ts';
import { clock } from '../i18n/time.ts';
import { actions, button, context, section } from '../slack/blocks.ts';
import { bold, code, escape, joined, type Mrkdwn, mention, mrkdwn, truncate } from '../slack/mrkdwn.ts';
import { linkedSpeakers } from './domain/link.ts';
import { fitContext, readForStandby, type StandbyReads } from './load-standby.ts';
import { type Fit, type Here, type NoFit, standbyFits, type WhyNot } from './standby-fit.ts';
import { type SpeakerReader, talkRoomText } from './talk-text.ts';

/** What a button carries: the offer holds for the agenda that it was made from. */
export const FillOffered = z.object({
  session: z.string(),
  with: z.string(),
  version: z.number().int(),
  /** It is known that the speaker has come, and it is filled all the same. */
  anyway: z.literal(true).exactOptional(),
});
export type FillOffered = z.infer<typeof FillOffered>;

export interface StandbyOffer {
  readonly reads: StandbyReads;
  readonly session: Session;
  /** Its speakers who are known to Callboard, and those of them who have checked in. */
  readonly speakers: readonly Person[];
  readonly here: readonly Person[];
  readonly fits: readonly (Fit & { readonly shifts: readonly Mrkdwn[] })[];
  readonly others: readonly NoFit[];
  /** The agenda has changed since it was offered before. */
  readonly renewed?: boolean;
}

/** More are no help at five minutes. */
const MAX_OFFERED = 5;

type Reads = Pick<Deps, 'store' | 'sessions' | 'shifts' | 'directory' | 'events' | 'clock'>;

/** Undefined where there is nothing to fill any more: it is off, has begun, or its time is over. */
export async function loadStandbyOffer(code: string, deps: Reads): Promise<StandbyOffer | undefined> {
  const reads = await readForStandby(deps);
  const session = reads.state.sessions.get(code)?.value;
  if (!session || fillableProblem(session, deps.clock.now())) return undefined;
  const { fits, others } = standbyFits(session, await fitContext(reads, session, deps));
  const persons = linkedSpeakers(session, reads.links).map(({ person }) => person);
  const found = await Promise.all(persons.map((id) => deps.directory.person(id)));
  const speakers = found.filter((person) => person !== undefined);
  const checkedIn = new Set(
    reads.attendances.flatMap((one) => (one.session === code && one.checkedIn ? [one.person] : [])),
  );
  return {
    reads,
    session,
    speakers,
    here: speakers.filter(({ id }) => checkedIn.has(id)),
    fits: await Promise.all(
      fits.slice(0, MAX_OFFERED).map(async (fit) => ({
        ...fit,
        shifts: await shiftsTouched(fit.plan, deps),
      })),
    ),
    others,
  };
}

const names = (people: readonly Person[]): Mrkdwn =>
  joined(
    people.map((person) => mention(person)),
    ', ',
  );

const minutesOf = (ms: number): number => Math.round(ms / 60_000);

const HERE = {
  'checked-in': 'speakers.standby.checkedIn',
  shift: 'speakers.standby.onShiftBefore',
  seen: 'speakers.standby.seen',
} as const;

export const standbyHereText = ({ how, at }: Here, { t, zone, locale }: SpeakerReader): Mrkdwn =>
  t(HERE[how], { clock: clock(at, zone, locale) });

const WHY = {
  began: 'speakers.standby.why.began',
  room: 'speakers.standby.why.room',
  language: 'speakers.standby.why.language',
  'too-long': 'speakers.standby.why.tooLong',
  speaks: 'speakers.standby.why.speaks',
  'on-shift': 'speakers.standby.why.onShift',
  'not-here': 'speakers.standby.why.notHere',
} as const;

export const whyNotText = (why: WhyNot, { t }: SpeakerReader): Mrkdwn => t(WHY[why]);

/** `*Title* — Speaker · 30 of 40 min · here since 13:40`, and what it would do to each session. */
function candidateText(fit: StandbyOffer['fits'][number], session: Session, reader: SpeakerReader): Mrkdwn {
  const { t } = reader;
  const { standIn, plan, here, shifts } = fit;
  const speakers = joined(
    standIn.speakers.map(({ name }) => escape(truncate(name, 60))),
    ', ',
  );
  const length = t('speakers.standby.length', {
    minutes: minutesOf(standIn.length),
    slot: minutesOf(milliseconds(session.end) - milliseconds(session.start)),
  });
  return joined(
    [
      mrkdwn`${bold(truncate(standIn.title, 100))}${speakers === '' ? '' : mrkdwn` — ${truncate(speakers, 200)}`} · ${length} · ${standbyHereText(here, reader)} · ${code(standIn.code)}`,
      ...planLines(plan, reader),
      ...planTouches(plan, shifts, reader).map((text) => truncate(text, 600)),
    ],
    '\n',
  );
}

const headOf = ({ session, speakers }: StandbyOffer, { t, zone, locale }: SpeakerReader): Mrkdwn =>
  t('speakers.standby.offer', {
    title: bold(truncate(session.title, 100)),
    code: code(session.code),
    clock: clock(session.start, zone, locale),
    room: escape(talkRoomText(session.room, t)),
    people: names(speakers),
  });

const valueOf = ({ session, reads }: StandbyOffer, standIn: string, anyway?: true): string => {
  const value: FillOffered = {
    session: session.code,
    with: standIn,
    version: reads.state.version,
    ...(anyway && { anyway }),
  };
  return JSON.stringify(value);
};

const othersText = (others: readonly NoFit[], reader: SpeakerReader): Mrkdwn =>
  joined(
    others
      .slice(0, 12)
      .map(
        ({ standIn, why }) =>
          mrkdwn`${code(standIn.code)} ${escape(truncate(standIn.title, 60))} (${whyNotText(why, reader)})`,
      ),
    ' · ',
  );

/** @param canChange - the reader may delay and cancel, too */
export function standbyOfferMessage(offer: StandbyOffer, canChange: boolean, reader: SpeakerReader): Message {
  const { t } = reader;
  const { session, fits, others, renewed } = offer;
  const head = headOf(offer, reader);
  const first: KnownBlock[] = [section(head), ...(renewed ? [context(t('speakers.standby.renewed'))] : [])];
  const left = others.length > 0 ? [t('speakers.standby.others', { talks: othersText(others, reader) })] : [];
  if (fits.length === 0)
    return {
      text: joined([head, t('speakers.standby.none'), ...left], '\n'),
      blocks: [
        ...first,
        section(joined([t('speakers.standby.none'), ...left], '\n')),
        ...actions(
          canChange
            ? [
                button('agenda.delay', t('agenda.delay'), session.code),
                button('agenda.cancel', t('agenda.cancelSession'), session.code),
              ]
            : [],
        ),
      ],
    };
  const texts = fits.map((fit) => candidateText(fit, session, reader));
  return {
    text: truncate(joined([head, ...texts], '\n'), 3000),
    blocks: [
      ...first,
      ...fits.flatMap((fit, at) => [
        section(texts[at] ?? mrkdwn``),
        ...actions([
          button(
            'speakers.fill',
            t('speakers.button.fill', { code: fit.standIn.code }),
            valueOf(offer, fit.standIn.code),
            at === 0 ? 'primary' : undefined,
          ),
        ]),
      ]),
      ...left.map((text) => context(text)),
    ],
  };
}

/** The speaker has come meanwhile: is it to be filled all the same? */
export function hereMeanwhile(offer: StandbyOffer, standIn: string, { t }: SpeakerReader): Message {
  const text = t('speakers.standby.hereNow', {
    people: names(offer.here),
    title: bold(truncate(offer.session.title, 100)),
    count: offer.here.length,
  });
  return {
    text,
    blocks: [
      section(mrkdwn`:warning: ${text}`),
      ...actions([
        button('speakers.fill-leave', t('speakers.button.leave'), valueOf(offer, standIn), 'primary'),
      ]),
      ...actions([
        button(
          'speakers.fill',
          t('speakers.button.fillAnyway', { code: standIn }),
          valueOf(offer, standIn, true),
          'danger',
        ),
      ]),
    ],
  };
}

/** The offer after somebody took it: nothing left to press. */
export function standbyTaken(
  { session }: StandbyOffer,
  { standIn, plan }: Fit,
  by: Person,
  { t, zone, locale }: SpeakerReader,
): Message {
  const comes = planSteps(plan).find(({ after }) => after.code === plan.fills?.standIn)?.after ?? session;
  const text = t('speakers.standby.taken', {
    by: mention(by),
    standIn: bold(truncate(standIn.title, 100)),
    standInCode: code(comes.code),
    missing: bold(truncate(session.title, 100)),
    clock: clock(comes.start, zone, locale),
    room: escape(talkRoomText(comes.room, t)),
  });
  return { text, blocks: [section(text)] };
}
