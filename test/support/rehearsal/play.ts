/**
 * Plays a script in a house: what was drawn happens when its time has come, and what reaches people is answered as the
 * model says. The same for every house, so that two plays of one seed differ by the houses alone.
 */

import type { Session } from '../../../src/agenda/domain/session.ts';
import { jobFailed } from '../../../src/callboard/domain/jobs.ts';
import type { Recorded } from '../../../src/core/commit.ts';
import { milliseconds } from '../../../src/core/instant.ts';
import { replyCode } from '../../../src/page/domain/codes.ts';
import {
  notificationMoved,
  pageAcknowledged,
  pageOpened,
  pageReasked,
  pageRepaged,
  pageResolved,
} from '../../../src/page/domain/facts.ts';
import { liveOf } from '../../../src/rota/domain/shift.ts';
import {
  type Doing,
  handlingTime,
  isNightTime,
  reactionTo,
} from '../../../src/sandbox/rehearsal/behaviour.ts';
import { chanceOf } from '../../../src/sandbox/rehearsal/chance.ts';
import { deviceWords } from '../../../src/sandbox/rehearsal/draw-calls.ts';
import { drawTrouble } from '../../../src/sandbox/rehearsal/draw-trouble.ts';
import type { Play } from '../../../src/sandbox/rehearsal/measure-rota.ts';
import { readAs } from '../../../src/sandbox/rehearsal/played-pages.ts';
import { MINUTE, playersOf, type Script } from '../../../src/sandbox/rehearsal/script.ts';
import { clockText, type Trouble } from '../../../src/sandbox/rehearsal/trouble.ts';
import type { House } from './house.ts';
import { playCovers } from './play-covers.ts';
import { playStandby } from './play-standby.ts';
import { ThingsToDo } from './things-to-do.ts';

/** Whoever is phoned while late needs so much of the time that was left. */
const HURRY = 0.6;
/** Of speakers who would not have come, so many come when they are phoned, and in so many minutes. */
const FOUND = 0.5;
const FETCHED = 12;

export interface PlayOptions {
  readonly seed: number;
  /** Milliseconds since 1970, earlier than the script's own end. */
  readonly until?: number;
}

export async function playScript(given: Script, house: House, options: PlayOptions): Promise<Play> {
  const { seed } = options;
  const script: Script = { ...given, until: Math.min(given.until, options.until ?? given.until) };
  const chance = chanceOf(seed);
  // Drawn for the whole day, so that a play of its morning is the morning of that day.
  const trouble = drawTrouble(given, seed).filter(({ at }) => at < script.until);
  const agenda = new ThingsToDo();
  const facts: Recorded[] = [];
  const presence = new Map<string, number>();
  /** What each page is about: the same words in every house, whatever its code is there. */
  const abouts = new Map<string, string>();
  const times = new Map<string, number>();
  const handling = new Map<string, Set<string>>();
  const inHouse = new Set<string>();
  const players = new Map(script.players.map((player) => [player.id, player]));

  const covers = playCovers({
    ...{ script, house, chance, agenda },
    doing: (person, at) => doingOf(person, at),
    comes(one) {
      later.push(one);
      presence.set(`${one.shift} ${one.person}`, one.at);
      happens(one);
    },
  });
  const later: Trouble[] = [];

  for (const one of trouble)
    if (one.kind === 'volunteer-comes') presence.set(`${one.shift} ${one.person}`, one.at);

  const onShiftNow = (person: string, at: number) =>
    covers
      .shifts()
      .filter(
        (shift) =>
          milliseconds(shift.start) <= at &&
          milliseconds(shift.end) > at &&
          liveOf(shift).some((place) => place.person === person),
      );

  function doingOf(person: string, at: number): Doing {
    const onStage = script.sessions.some(
      (session) =>
        milliseconds(session.start) <= at &&
        milliseconds(session.end) > at &&
        session.speakers.some(({ id }) => script.speakers.get(id) === person) &&
        inHouse.has(`${session.code} ${person}`),
    );
    if (onStage) return 'on-stage';
    const theirs = onShiftNow(person, at);
    if (theirs.some(({ code }) => (presence.get(`${code} ${person}`) ?? Number.POSITIVE_INFINITY) > at))
      return 'absent';
    if ((handling.get(person)?.size ?? 0) > 0) return 'busy';
    return theirs.length === 0 && isNightTime(clockText(at, script.zone)) ? 'asleep' : 'awake';
  }

  async function answer(
    person: string,
    code: string,
    channel: string,
    notification: string,
    isTaken: boolean,
  ) {
    const page = await house.page(code);
    if (page?.state !== 'open') return;
    if (channel === 'voice') await house.presses(person, notification, isTaken ? '1' : '2');
    else if (channel === 'sms') await house.texts(person, `${replyCode(code, person)}${isTaken ? '' : ' E'}`);
    else await house.types(person, `/page ${isTaken ? 'ack' : 'escalate'} ${code}`);
  }

  async function finish(person: string, code: string): Promise<void> {
    const page = await house.page(code);
    if (page && page.state !== 'resolved') await house.types(person, `/page resolve ${code}`);
  }

  function react(fact: Recorded): void {
    const at = fact.at.epochMilliseconds;
    const opened = readAs(pageOpened, fact);
    if (opened) abouts.set(opened.page, opened.message);
    const moved = readAs(notificationMoved, fact);
    const hears =
      moved && (moved.channel === 'voice' ? moved.state === 'ringing' : moved.state === 'delivered');
    if (moved && hears && players.has(moved.person)) {
      const { page, person, channel, notification } = moved;
      const about = abouts.get(page) ?? page;
      const key = `${person} ${about} ${channel}`;
      const time = (times.get(key) ?? 0) + 1;
      times.set(key, time);
      const reaction = reactionTo(channel, doingOf(person, at), chance, person, about, channel, time);
      if (reaction)
        agenda.put(at + reaction.after, () =>
          answer(person, page, channel, notification, reaction.answer === 'acknowledges'),
        );
    }
    const acknowledged = readAs(pageAcknowledged, fact);
    if (acknowledged) {
      const about = abouts.get(acknowledged.page) ?? acknowledged.page;
      handling.set(fact.by, (handling.get(fact.by) ?? new Set()).add(acknowledged.page));
      agenda.put(at, () => looksFor(acknowledged.page, at));
      agenda.put(at + handlingTime(chance, fact.by, about), () => finish(fact.by, acknowledged.page));
    }
    // Whoever is asked again whether they still have it says that it is over, where Slack was away before.
    const again = readAs(pageReasked, fact) ?? readAs(pageRepaged, fact);
    if (again)
      for (const [person, codes] of handling)
        if (codes.has(again.page)) agenda.put(at + 2 * MINUTE, () => finish(person, again.page));
    const resolved = readAs(pageResolved, fact);
    if (resolved) for (const codes of handling.values()) codes.delete(resolved.page);
  }

  const comers = new Map<string, number>(
    trouble.flatMap((one) =>
      one.kind === 'speaker-comes' ? [[`${one.session} ${one.person}`, one.at] as const] : [],
    ),
  );
  const speakersOf = (session: Session) => [
    ...new Set(session.speakers.flatMap(({ id }) => script.speakers.get(id) ?? [])),
  ];
  const begun = new Set<string>();
  const standby = playStandby({
    ...{ script, house, chance, agenda },
    begins: (missing, code, at) => mayBegin({ ...missing, code }, at + MINUTE),
  });

  /** Somebody of the crew who is there presses Start, or an organizer. */
  async function begins(session: Session): Promise<void> {
    const now = house.now();
    if (
      begun.has(session.code) ||
      standby.isFilled(session.code) ||
      now >= Math.min(milliseconds(session.end), script.until)
    )
      return;
    begun.add(session.code);
    const [there] = covers
      .shifts()
      .flatMap((shift) =>
        shift.room === session.room && milliseconds(shift.start) <= now && milliseconds(shift.end) > now
          ? liveOf(shift).filter(({ person }) => doingOf(person, now) === 'awake')
          : [],
      );
    const by = there?.person ?? playersOf(script, 'organizer')[0]?.id;
    if (by === undefined) return;
    await house.types(by, `/agenda start ${session.code}`);
    agenda.put(Math.max(house.now() + MINUTE, milliseconds(session.end)), () =>
      house.types(by, `/agenda end ${session.code}`),
    );
  }

  /** A talk begins once one of its speakers is there, at its time or some minutes later. */
  function mayBegin(session: Session, at: number): void {
    const slow = chance('begins', session.code) < 0.2 ? 3 * MINUTE : MINUTE / 2;
    agenda.put(Math.max(milliseconds(session.start) + slow, at), () => begins(session));
  }

  async function arrives(session: Session, person: string): Promise<void> {
    const key = `${session.code} ${person}`;
    if (inHouse.has(key)) return;
    inHouse.add(key);
    if (standby.isFilled(session.code)) return;
    await house.types(person, '/speakers here');
    mayBegin(session, house.now() + 2 * MINUTE);
  }

  /** Whoever has the page for a missing speaker phones them: who is late hurries, and who had forgotten may come. */
  async function looksFor(code: string, at: number): Promise<void> {
    const [, sessionCode] = /^missed:([^:]+):/.exec((await house.page(code))?.origin ?? '') ?? [];
    const session = script.sessions.find((one) => one.code === sessionCode);
    for (const person of session ? speakersOf(session) : []) {
      const key = `${sessionCode} ${person}`;
      const coming = comers.get(key);
      if (!session || inHouse.has(key)) continue;
      if (coming === undefined) {
        if (chance('found', key) < FOUND) agenda.put(at + FETCHED * MINUTE, () => arrives(session, person));
      } else agenda.put(at + Math.max(0, coming - at) * HURRY, () => arrives(session, person));
    }
  }

  function happens(one: Trouble): void {
    const put = agenda.put.bind(agenda);
    switch (one.kind) {
      case 'speaker-says-late':
        put(one.at, () => house.types(one.person, `/speakers late ${one.minutes}m`));
        break;
      case 'speaker-comes': {
        const session = script.sessions.find(({ code }) => code === one.session);
        if (session) put(one.at, () => arrives(session, one.person));
        break;
      }
      case 'volunteer-comes':
        if (one.says) put(one.at, () => house.types(one.person, '/rota here'));
        break;
      case 'cannot-come':
        put(one.at, () => covers.ask(one.person, one.shift));
        break;
      case 'alert': {
        const words = `${deviceWords(one.device)} in ${one.room}, ${clockText(one.at, script.zone)}`;
        put(one.at, () => house.alerts(one.id, words, one.room, true, one.critical));
        put(one.at + one.minutes * MINUTE, () => house.alerts(one.id, words, one.room, false, one.critical));
        break;
      }
      case 'page':
      case 'help': {
        const critical = one.kind === 'page' && one.critical ? '!' : '';
        const words = `${one.words}, ${clockText(one.at, script.zone)}`;
        put(one.at, () => house.types(one.by, `/page ${one.target}${critical} ${words}`));
        break;
      }
      case 'outage':
        put(one.at, () => house.outage(one.of, true));
        put(one.until, () => house.outage(one.of, false));
        break;
      case 'mad-feed':
        put(one.at, () => house.feed(true));
        put(one.until, () => house.feed(false));
    }
  }

  for (const one of trouble) happens(one);
  for (const one of script.sessions)
    if (!one.isBreak && speakersOf(one).length === 0 && milliseconds(one.start) >= script.from)
      mayBegin(one, milliseconds(one.start));

  for (;;) {
    for (const fact of await house.facts()) {
      facts.push(fact);
      react(fact);
      covers.react(fact);
      standby.react(fact);
    }
    const now = house.now();
    const due = agenda.take(now);
    if (due) {
      await due();
      continue;
    }
    if (now >= script.until) break;
    await house.pass(Math.min(agenda.next, script.until));
  }
  return {
    script: { ...script, shifts: covers.shifts() },
    seed,
    trouble: [...trouble, ...later],
    facts,
    promises: await house.promises(),
    money: await house.money(),
    refused: house.refused,
    failed: facts.flatMap((fact) => readAs(jobFailed, fact)?.name ?? []),
  };
}
