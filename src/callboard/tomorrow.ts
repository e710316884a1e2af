/** Reads how a day of the event looks from the evening before, with the first few things of each kind by name. */
import { Temporal } from 'temporal-polyfill';
import { checkAgenda } from '../agenda/domain/check.ts';
import { ofDay } from '../agenda/domain/days.ts';
import type { Session } from '../agenda/domain/session.ts';
import { feedState, WATCH_ID, watchDocument } from '../agenda/domain/watch.ts';
import { liveSessions, timeContext } from '../agenda/load.ts';
import type { Deps } from '../core/deps.ts';
import { instantText } from '../core/instant.ts';
import type { Language } from '../i18n/index.ts';
import { clock } from '../i18n/time.ts';
import { testedDocument } from '../page/domain/tests.ts';
import { findGaps, type Gaps } from '../rota/domain/gaps.ts';
import { overlaps } from '../rota/domain/rules.ts';
import { liveOf, type Shift } from '../rota/domain/shift.ts';
import { loadRota } from '../rota/load.ts';
import { loadNames } from '../rota/words.ts';
import { code, escape, type Mrkdwn, mrkdwn, truncate } from '../slack/mrkdwn.ts';
import { boardRows, type SpeakerRow } from '../speakers/board-model.ts';
import { readSpeakers } from '../speakers/load.ts';
import type { Found, Tomorrow } from './domain/tomorrow.ts';

/** Things of a kind that are named; the rest are counted. */
const NAMED = 3;
const MAX_TITLE = 60;

export interface LoadedTomorrow {
  readonly day: string;
  readonly tomorrow: Tomorrow<Mrkdwn>;
  readonly zone: string;
  /** When the followed feed was last read; undefined where it never was. */
  readonly feedRead: string | undefined;
}

/** Some things, the first of them as they are shown. */
const found = <T>(things: readonly T[], show: (thing: T) => Mrkdwn): Found<Mrkdwn> => ({
  count: things.length,
  first: things.slice(0, NAMED).map(show),
});

/** From the first moment of the day to the last, by the agenda's own window where it has one. */
function windowOf(day: string, days: readonly { date: string; start: string; end: string }[], zone: string) {
  const own = days.find(({ date }) => date === day);
  if (own) return { start: own.start, end: own.end };
  const date = Temporal.PlainDate.from(day);
  const midnight = (one: Temporal.PlainDate) => instantText(one.toZonedDateTime(zone).toInstant());
  return { start: midnight(date), end: midnight(date.add({ days: 1 })) };
}

/** Got a reminder of this talk, and has given no sign of life. */
const isSilent = ({ link, hereAt, heardAt, reminders }: SpeakerRow): boolean =>
  link !== undefined &&
  hereAt === undefined &&
  heardAt === undefined &&
  reminders.some(({ state }) => state === 'sent') &&
  !reminders.some(({ state }) => state === 'seen');

/** Each once, though they speak twice. */
const speakerNames = (rows: readonly SpeakerRow[]): string[] => [...new Set(rows.map(({ name }) => name))];

export async function loadTomorrow(
  day: string,
  { t, locale }: Language,
  deps: Deps,
): Promise<LoadedTomorrow> {
  const [rota, speakers, tested, watch, people, who] = await Promise.all([
    loadRota(deps),
    readSpeakers(deps),
    deps.store.all(testedDocument),
    deps.store.get(watchDocument, WATCH_ID),
    deps.people.read(),
    loadNames(deps),
  ]);
  const { now, zone } = speakers;
  const { days } = timeContext(rota.agenda, { now, zone });
  const window = windowOf(day, days, zone);
  const scheduled = liveSessions(rota.agenda).filter(({ state }) => state === 'scheduled');
  const sessions = ofDay(scheduled, [...days], zone, day).filter(({ isBreak }) => !isBreak);
  const shifts = [...rota.shifts.values()]
    .map(({ value }) => value)
    .filter((shift) => overlaps(shift, window));
  const verified = new Set(
    [...people.values()].filter(({ value }) => value.phone?.verifiedAt !== undefined).map(({ id }) => id),
  );
  const gaps: Gaps = findGaps(rota, sessions, verified, now, window);
  const clashes = checkAgenda({ sessions, days: [], from: Number.NEGATIVE_INFINITY }).filter(
    ({ kind }) => kind === 'speaker' || kind === 'room' || kind === 'tight',
  );
  const rows = boardRows({ ...speakers, sessions }).flatMap((row) => row.speakers);
  const onShift = [...new Set(shifts.flatMap((shift) => liveOf(shift).map(({ person }) => person)))];
  const tries = new Set(tested.map(({ id }) => id));
  const hasPhones = deps.channels.some(({ name }) => name === 'sms' || name === 'voice');

  const at = (moment: string) => clock(moment, zone, locale);
  const sessionText = (one: Session) =>
    mrkdwn`${code(one.code)} ${at(one.start)} ${escape(truncate(one.title, MAX_TITLE))}`;
  const place = ({ role, room }: Shift) => (room === undefined ? role : `${role}, ${room}`);
  const shiftShown = (one: Shift, missing: number) =>
    mrkdwn`${code(one.code)} ${at(one.start)} ${escape(place(one))} (${t('rota.short', { count: missing })})`;
  const name = (one: string) => escape(truncate(one, MAX_TITLE));
  return {
    day,
    zone,
    feedRead: watch?.value.lastGood,
    tomorrow: {
      sessions: sessions.length,
      shifts: shifts.length,
      uncovered: found(rota.shifts.size > 0 ? gaps.uncovered : [], sessionText),
      short: found(gaps.short, ({ shift, missing }) => shiftShown(shift, missing)),
      clashes: found(clashes, ({ of, sessions: pair }) => {
        const codes = pair.map((one) => one.code).join(', ');
        return mrkdwn`${escape(truncate(of ?? '', MAX_TITLE))} (${escape(codes)})`;
      }),
      unlinked: found(speakerNames(rows.filter(({ link }) => link === undefined)), name),
      silent: found(speakerNames(rows.filter(isSilent)), name),
      noPhone: found(hasPhones ? gaps.unreachable : [], who),
      untested: found(
        onShift.filter((person) => !tries.has(person)),
        who,
      ),
      feed: feedState(watch?.value),
    },
  };
}
