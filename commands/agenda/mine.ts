/** `mine`, `star`, `unstar`, `feed`: a person's own conference. */

import { actions, button } from '../../src/agenda/blocks.ts';
import { line, type Reader, section, sections } from '../../src/agenda/lines.ts';
import { loadAgenda, sessionsOf } from '../../src/agenda/load.ts';
import type { Asking, Button, Verb } from '../../src/command.ts';
import { decide } from '../../src/decide.ts';
import type { Deps } from '../../src/deps.ts';
import {
  clashing,
  type Diary,
  diaryDocument,
  setToken,
  star,
  unstar,
} from '../../src/domain/agenda/diary.ts';
import type { Session } from '../../src/domain/agenda/session.ts';
import type { Change, Versioned } from '../../src/domain/commit.ts';
import { milliseconds } from '../../src/domain/instant.ts';
import { assignmentOf, type Shift } from '../../src/domain/rota/shift.ts';
import { linksById, speakerLinkDocument, sessionsOf as talksOf } from '../../src/domain/speakers/link.ts';
import { UserError } from '../../src/errors.ts';
import { longDay, span } from '../../src/i18n/time.ts';
import type { Message } from '../../src/ports.ts';
import { bold, clip, escape } from '../../src/slack-text.ts';
import { findSession } from './find.ts';
import { readerOf } from './import.ts';

type Who = Omit<Asking, 'trigger'>;

export interface Own {
  readonly starred: readonly Session[];
  readonly talks: readonly Session[];
  readonly shifts: readonly Shift[];
}

/** Everything that one person wants or has to be at. */
export async function ownOf(person: string, deps: Deps): Promise<Own> {
  const state = await loadAgenda(deps);
  const [diary, links, shifts] = await Promise.all([
    deps.store.get(diaryDocument, person),
    deps.store.find(speakerLinkDocument, `person:${person}`),
    deps.shifts.read(),
  ]);
  const talks = talksOf(person, sessionsOf(state), linksById(links.map(({ value }) => value)));
  const own = new Set(talks.map(({ code }) => code));
  return {
    starred: (diary?.value.stars ?? []).flatMap((code) => {
      const found = state.sessions.get(code)?.value;
      return found && !own.has(code) ? [found] : [];
    }),
    talks,
    shifts: [...shifts.values()].flatMap(({ value }) => (assignmentOf(value, person) ? [value] : [])),
  };
}

interface Row {
  readonly id: string;
  readonly start: string;
  readonly end: string;
  readonly text: string;
  /** Cancelled: it is shown, and it clashes with nothing. */
  readonly off: boolean;
}

const shiftLine = (shift: Shift, { t, zone, locale }: Reader): string =>
  [
    `${span(shift.start, shift.end, zone, locale)} ${bold(t('agenda.shift', { role: shift.role }))}`,
    ...(shift.room ? [escape(shift.room)] : []),
    `\`${shift.code}\``,
  ].join(' · ');

export function mineView(own: Own, page: number, reader: Reader): Message {
  const { t, zone, locale, now } = reader;
  const session = (mark: string, one: Session): Row => ({
    id: one.code,
    start: one.start,
    end: one.end,
    text: `${mark} ${line(one, reader, { noDay: true })}`,
    off: one.state === 'cancelled',
  });
  const rows: Row[] = [
    ...own.talks.map((one) => session(':microphone:', one)),
    ...own.starred.map((one) => session(':star:', one)),
    ...own.shifts.map((shift) => ({
      id: shift.code,
      start: shift.start,
      end: shift.end,
      text: `:shield: ${shiftLine(shift, reader)}`,
      off: false,
    })),
  ].sort((a, b) => a.start.localeCompare(b.start) || a.end.localeCompare(b.end));
  if (rows.length === 0) return { text: t('agenda.mineEmpty') };
  const clashes = clashing(
    rows
      .filter((row) => !row.off)
      .map(({ id, start, end }) => ({ id, start: milliseconds(start), end: milliseconds(end) })),
  );
  const ms = typeof now === 'object' ? now.epochMilliseconds : Number(now);
  const coming = rows.filter((row) => milliseconds(row.end) > ms);
  const listed = coming.length > 0 ? coming : rows;
  const shown = listed.slice(page * 40, (page + 1) * 40);
  const lines = shown.flatMap((row, i) => {
    const day = longDay(row.start, zone, locale);
    const before = shown[i - 1];
    const head = before && longDay(before.start, zone, locale) === day ? [] : [bold(day)];
    return [...head, clashes.has(row.id) ? `${row.text} · :warning: ${t('agenda.clash')}` : row.text];
  });
  const past = rows.length - listed.length;
  const title = t('agenda.mineTitle');
  return {
    text: clip([title, ...lines].join('\n'), 3000),
    blocks: [
      section(bold(title)),
      ...sections(lines),
      ...(past > 0 ? [section(t('agenda.minePast', { count: past }))] : []),
      actions('agenda.diary', [
        button(t('agenda.refresh'), 'agenda.mine', '', undefined),
        ...(listed.length > (page + 1) * 40
          ? [button(t('agenda.more'), 'agenda.mine-more', String(page + 1))]
          : []),
      ]),
    ],
  };
}

export const mine = async (who: Who, deps: Deps, page = 0): Promise<Message> =>
  mineView(await ownOf(who.person.id, deps), page, readerOf(who));

async function change(
  who: Who,
  deps: Deps,
  decision: (old: Versioned<Diary> | undefined) => Change | undefined,
): Promise<void> {
  await decide(deps.store, async () => {
    const old = await deps.store.get(diaryDocument, who.person.id);
    return { change: decision(old), result: undefined };
  });
}

async function setStar(typed: string, on: boolean, who: Who, deps: Deps): Promise<Message> {
  const session = findSession(await loadAgenda(deps), typed);
  const by = { person: who.person.id, now: who.now };
  await change(who, deps, (old) => (on ? star : unstar)(by, old, session.code));
  const own = await ownOf(who.person.id, deps);
  const entries = [...own.talks, ...own.starred, ...own.shifts].filter(
    (one) => !('state' in one) || one.state === 'scheduled',
  );
  const slot = { start: milliseconds(session.start), end: milliseconds(session.end) };
  const clash = on
    ? entries.filter(
        (one) =>
          one.code !== session.code &&
          milliseconds(one.start) < slot.end &&
          slot.start < milliseconds(one.end),
      )
    : [];
  const params = { title: escape(clip(session.title, 150)), session: session.code };
  const said = who.t(on ? 'agenda.starred' : 'agenda.unstarred', params);
  const codes = clash.map((one) => `\`${one.code}\``).join(', ');
  return { text: clash.length > 0 ? `${said}\n:warning: ${who.t('agenda.clashesWith', { codes })}` : said };
}

/** The secret address of the person's own calendar; made when they first ask. */
async function feed(who: Who, deps: Deps, reset: boolean): Promise<Message> {
  if (deps.publicUrl === undefined) throw new UserError('agenda.noPublicUrl');
  // Longer than an id has to be: whoever guesses it reads the calendar.
  const fresh = `${deps.newId()}${deps.newId()}`;
  const token = await decide(deps.store, async () => {
    const old = await deps.store.get(diaryDocument, who.person.id);
    if (old?.value.token !== undefined && !reset) return { result: old.value.token };
    return { change: setToken({ person: who.person.id, now: who.now }, old, fresh), result: fresh };
  });
  const url = `${deps.publicUrl}/feeds/agenda/${token}.ics`;
  return { text: who.t(reset ? 'agenda.feedReset' : 'agenda.feed', { url }) };
}

export const mineVerbs: Record<string, Verb> = {
  mine: {
    usage: { mine: 'agenda.usage.mine' },
    may: 'anyone',
    run: async (call, deps) => await mine(call, deps),
  },
  star: {
    usage: { 'star S17': 'agenda.usage.star' },
    may: 'anyone',
    run: async (call, deps) => await setStar(call.text, true, call, deps),
  },
  unstar: {
    usage: { 'unstar S17': 'agenda.usage.unstar' },
    may: 'anyone',
    run: async (call, deps) => await setStar(call.text, false, call, deps),
  },
  feed: {
    usage: { 'feed [reset]': 'agenda.usage.feed' },
    may: 'anyone',
    async run(call, deps) {
      if (call.text !== '' && call.text.toLowerCase() !== 'reset') throw new UserError('agenda.feedUsage');
      return await feed(call, deps, call.text !== '');
    },
  },
};

export const mineButtons: Record<string, Button> = {
  'agenda.mine': { may: 'anyone', run: async (press, deps) => await mine(press, deps) },
  'agenda.mine-more': {
    may: 'anyone',
    run: async (press, deps) => ({ replace: await mine(press, deps, Number(press.value) || 0) }),
  },
  'agenda.star': {
    may: 'anyone',
    run: async (press, deps) => await setStar(press.value, true, press, deps),
  },
  'agenda.unstar': {
    may: 'anyone',
    run: async (press, deps) => await setStar(press.value, false, press, deps),
  },
};
