/** The verbs that show the rota. */
import type { Button as ButtonElement } from '@slack/types';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { liveSessions } from '../../src/agenda/load.ts';
import { isOrganizer } from '../../src/callboard/domain/event.ts';
import type { Person } from '../../src/callboard/domain/person.ts';
import type { Button, Reply, RequestContext, Verb } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { instant } from '../../src/core/instant.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { parsePressed } from '../../src/core/pressed.ts';
import { longDate } from '../../src/i18n/time.ts';
import { channelName } from '../../src/page/words.ts';
import { fairness } from '../../src/rota/domain/fairness.ts';
import { findGaps } from '../../src/rota/domain/gaps.ts';
import { shiftsOf } from '../../src/rota/domain/rota.ts';
import { overlaps } from '../../src/rota/domain/rules.ts';
import type { Shift } from '../../src/rota/domain/shift.ts';
import { type LoadedRota, loadRota, rotaTime } from '../../src/rota/load.ts';
import { loadNames } from '../../src/rota/words.ts';
import { button } from '../../src/slack/blocks.ts';
import { escape, mention, mrkdwn } from '../../src/slack/mrkdwn.ts';
import { findPerson } from '../../src/slack/people.ts';
import { typedDay } from '../../src/slack/typed-time.ts';
import { gapsView } from './gaps-view.ts';
import { rotaNowView } from './now-view.ts';
import { findRole, findRotaRoom } from './parse.ts';
import { myShiftsView, type RotaReader, shiftListView } from './view.ts';

/** What was asked, small enough for the value of `More`. */
const Query = z.object({
  q: z.enum(['me', 'day', 'room', 'role', 'person']),
  arg: z.string().exactOptional(),
  page: z.number().int().nonnegative().exactOptional(),
});
type Query = z.infer<typeof Query>;

export type Who = Pick<RequestContext, 'person' | 't' | 'locale' | 'zone' | 'now' | 'event'>;

export async function rotaReaderOf(
  request: Who,
  deps: Pick<Deps, 'directory' | 'channels'>,
): Promise<RotaReader> {
  const everybody = await deps.directory.all();
  const people = new Map<string, Person>(everybody.map((person) => [person.id, person]));
  return {
    t: request.t,
    locale: request.locale,
    zone: request.zone,
    now: request.now,
    own: request.person.zone,
    who: await loadNames(deps),
    reach: (id) => {
      const person = people.get(id);
      if (!person) return '';
      // Slack's own address says nothing that the mention does not say already.
      return deps.channels
        .map((channel) => ({ name: channel.name, address: channel.address(person) }))
        .filter(({ address }) => address !== undefined)
        .map(({ name }) => channelName(name, request.t))
        .join(', ');
    },
  };
}

const all = (rota: LoadedRota): Shift[] => [...rota.shifts.values()].map(({ value }) => value);

export async function showNow(request: Who, deps: Deps): Promise<Message> {
  return rotaNowView(all(await loadRota(deps)), await rotaReaderOf(request, deps));
}

async function answer(query: Query, request: Who, deps: Deps): Promise<Message> {
  const rota = await loadRota(deps);
  const reader = await rotaReaderOf(request, deps);
  const page = query.page ?? 0;
  const arg = query.arg ?? '';
  const more = (next: number) => JSON.stringify({ ...query, page: next });
  const list = (title: string, shifts: readonly Shift[], buttons: readonly ButtonElement[] = []) =>
    shiftListView({ title, shifts, page, more, buttons }, reader);
  switch (query.q) {
    case 'me': {
      const theirs = shiftsOf(rota, request.person.id);
      const share = fairness(rota).shares.find(({ person }) => person === request.person.id);
      const total = request.t('rota.me.total', {
        shifts: theirs.length,
        hours: round(share?.hours ?? 0),
        nights: share?.nights ?? 0,
      });
      return myShiftsView(theirs, request.person.id, page, reader, theirs.length > 0 ? total : undefined);
    }
    case 'day': {
      const { window, date } = dayWindow(arg, rota, request);
      const title = request.t('rota.day.title', { day: longDate(date, request.locale) });
      return list(
        title,
        all(rota).filter((shift) => overlaps(shift, window)),
      );
    }
    case 'room': {
      const room = findRotaRoom(arg, rota, request.event);
      return list(
        request.t('rota.room.title', { room }),
        coming(all(rota), request.now).filter((shift) => shift.room === room),
      );
    }
    case 'role': {
      const role = findRole(arg, rota);
      return list(
        request.t('rota.role.title', { role }),
        coming(all(rota), request.now).filter((shift) => shift.role === role),
        isOrganizer(request.event, request.person.id)
          ? [button('rota.role', request.t('rota.button.role'), role)]
          : [],
      );
    }
    case 'person': {
      const person = await deps.directory.person(arg);
      const title = request.t('rota.person.title', { person: person?.name ?? arg });
      const shown = list(title, shiftsOf(rota, arg));
      return person ? { ...shown, text: mrkdwn`${escape(title)} ${mention(person)}` } : shown;
    }
  }
}

const round = (hours: number) => Math.round(hours * 10) / 10;

/** What is over is not what somebody asks a room or a role for. */
const coming = (shifts: readonly Shift[], now: Temporal.Instant) =>
  shifts.filter((shift) => Temporal.Instant.compare(instant(shift.end), now) > 0);

/** The day of the event, else the calendar day in its zone. */
export function dayWindow(text: string, rota: LoadedRota, request: Who) {
  const found = typedDay(text, rotaTime(rota, request));
  const date = found.date.toString();
  if (found.window) return { date, window: { start: found.window.start, end: found.window.end } };
  const midnight = (day: Temporal.PlainDate) => day.toZonedDateTime(request.zone).toInstant().toString();
  return { date, window: { start: midnight(found.date), end: midnight(found.date.add({ days: 1 })) } };
}

/** @param text - A day, or nothing for all that is to come. */
async function showGaps(text: string, request: Who, deps: Deps): Promise<Message> {
  const rota = await loadRota(deps);
  const day = text === '' ? undefined : dayWindow(/^\d+$/.test(text) ? `day ${text}` : text, rota, request);
  const people = await deps.directory.all();
  const verified = new Set(people.filter(({ phone }) => phone?.verifiedAt !== undefined).map(({ id }) => id));
  const gaps = findGaps(rota, liveSessions(rota.agenda), verified, request.now, day?.window);
  const title = day
    ? request.t('rota.gaps.dayTitle', { day: longDate(day.date, request.locale) })
    : request.t('rota.gaps.title');
  return gapsView(gaps, title, day?.date ?? '', await rotaReaderOf(request, deps));
}

const asks =
  (query: (text: string) => Query): Verb['run'] =>
  async (call, deps): Promise<Reply> =>
    answer(query(call.text), call, deps);

export const showVerbs: Readonly<Record<string, Verb>> = {
  '': { usage: { '': 'rota.use.now' }, run: (call, deps) => showNow(call, deps) },
  now: { usage: { now: 'rota.use.now' }, run: (call, deps) => showNow(call, deps) },
  me: { usage: { me: 'rota.use.me' }, run: asks(() => ({ q: 'me' })) },
  today: { usage: { today: 'rota.use.today' }, run: asks(() => ({ q: 'day', arg: 'today' })) },
  tomorrow: { usage: {}, run: asks(() => ({ q: 'day', arg: 'tomorrow' })) },
  day: {
    usage: { 'day N': 'rota.use.day' },
    run: asks((text) => ({ q: 'day', arg: /^\d+$/.test(text) ? `day ${text}` : text })),
  },
  room: { usage: { 'room R': 'rota.use.room' }, run: asks((arg) => ({ q: 'room', arg })) },
  role: { usage: { 'role R': 'rota.use.role' }, run: asks((arg) => ({ q: 'role', arg })) },
  gaps: {
    usage: { 'gaps [day N]': 'rota.use.gaps' },
    run: (call, deps) => showGaps(call.text, call, deps),
  },
};

export const personVerb: Verb['run'] = async (call, deps) => {
  const person = await findPerson(call.text, deps.directory, call);
  return await answer({ q: 'person', arg: person.id }, call, deps);
};

export const showButtons: Readonly<Record<string, Button>> = {
  'rota.refresh': { run: async (click, deps) => ({ replace: await showNow(click, deps) }) },
  'rota.gaps': { run: (click, deps) => showGaps(click.value, click, deps) },
  'rota.me': { run: (click, deps) => answer({ q: 'me' }, click, deps) },
  'rota.more': {
    run: (click, deps) => answer(parsePressed(Query, click.value), click, deps),
  },
};
