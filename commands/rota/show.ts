/** The verbs that show the rota. */
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { sessionsOf } from '../../src/agenda/load.ts';
import { isOrganizer } from '../../src/callboard/domain/event.ts';
import type { Person } from '../../src/callboard/domain/person.ts';
import type { Asking, Button, Reply, Verb } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { instant } from '../../src/core/instant.ts';
import type { Message } from '../../src/core/ports/ports.ts';
import { longDate } from '../../src/i18n/time.ts';
import type { ButtonSpec } from '../../src/rota/blocks.ts';
import { fairness } from '../../src/rota/domain/fairness.ts';
import { findGaps } from '../../src/rota/domain/gaps.ts';
import { shiftsOf } from '../../src/rota/domain/rota.ts';
import { overlaps } from '../../src/rota/domain/rules.ts';
import type { Shift } from '../../src/rota/domain/shift.ts';
import { type LoadedRota, loadRota, rotaTime } from '../../src/rota/load.ts';
import { whoIs } from '../../src/rota/words.ts';
import { escape, mention } from '../../src/slack/mrkdwn.ts';
import { findPerson } from '../../src/slack/people.ts';
import { typedDay } from '../../src/slack/typed-time.ts';
import { gapsView } from './gaps-view.ts';
import { nowView } from './now-view.ts';
import { findRole, findRoom } from './parse.ts';
import { listView, mineView, type RotaReader } from './view.ts';

/** What was asked, small enough for the value of `More`. */
const Query = z.object({
  q: z.enum(['me', 'day', 'room', 'role', 'person']),
  arg: z.string().exactOptional(),
  page: z.number().int().nonnegative().exactOptional(),
});
type Query = z.infer<typeof Query>;

export type Who = Pick<Asking, 'person' | 't' | 'locale' | 'zone' | 'now' | 'event'>;

export async function readerOf(asking: Who, deps: Pick<Deps, 'directory' | 'channels'>): Promise<RotaReader> {
  const everybody = await deps.directory.all();
  const people = new Map<string, Person>(everybody.map((person) => [person.id, person]));
  return {
    t: asking.t,
    locale: asking.locale,
    zone: asking.zone,
    now: asking.now,
    own: asking.person.zone,
    who: await whoIs(deps),
    reach: (id) => {
      const person = people.get(id);
      if (!person) return '';
      // Slack's own address says nothing that the mention does not say already.
      return deps.channels
        .map((channel) => ({ name: channel.name, address: channel.address(person) }))
        .filter(({ address }) => address !== undefined)
        .map(({ name }) => (name === 'slack' ? 'Slack' : name === 'sms' ? 'SMS' : name))
        .join(', ');
    },
  };
}

const all = (rota: LoadedRota): Shift[] => [...rota.shifts.values()].map(({ value }) => value);

export async function showNow(asking: Who, deps: Deps): Promise<Message> {
  return nowView(all(await loadRota(deps)), await readerOf(asking, deps));
}

async function answer(query: Query, asking: Who, deps: Deps): Promise<Message> {
  const rota = await loadRota(deps);
  const reader = await readerOf(asking, deps);
  const page = query.page ?? 0;
  const arg = query.arg ?? '';
  const more = (next: number) => JSON.stringify({ ...query, page: next });
  const list = (title: string, shifts: readonly Shift[], buttons: readonly ButtonSpec[] = []) =>
    listView({ title, shifts, page, more, buttons }, reader);
  switch (query.q) {
    case 'me': {
      const theirs = shiftsOf(rota, asking.person.id);
      const share = fairness(rota).shares.find(({ person }) => person === asking.person.id);
      const total = asking.t('rota.me.total', {
        shifts: theirs.length,
        hours: round(share?.hours ?? 0),
        nights: share?.nights ?? 0,
      });
      return mineView(theirs, asking.person.id, page, reader, total);
    }
    case 'day': {
      const { window, date } = dayWindow(arg, rota, asking);
      const title = asking.t('rota.day.title', { day: longDate(date, asking.locale) });
      return list(
        title,
        all(rota).filter((shift) => overlaps(shift, window)),
      );
    }
    case 'room': {
      const room = findRoom(arg, rota, asking.event);
      return list(
        asking.t('rota.room.title', { room }),
        coming(all(rota), asking.now).filter((shift) => shift.room === room),
      );
    }
    case 'role': {
      const role = findRole(arg, rota);
      return list(
        asking.t('rota.role.title', { role }),
        coming(all(rota), asking.now).filter((shift) => shift.role === role),
        isOrganizer(asking.event, asking.person.id)
          ? [{ action: 'rota.role', label: asking.t('rota.button.role'), value: role }]
          : [],
      );
    }
    case 'person': {
      const person = await deps.directory.person(arg);
      const title = asking.t('rota.person.title', { person: person?.name ?? arg });
      const shown = list(title, shiftsOf(rota, arg));
      return person ? { ...shown, text: `${escape(title)} ${mention(person)}` } : shown;
    }
  }
}

const round = (hours: number) => Math.round(hours * 10) / 10;

/** What is over is not what somebody asks a room or a role for. */
const coming = (shifts: readonly Shift[], now: Temporal.Instant) =>
  shifts.filter((shift) => Temporal.Instant.compare(instant(shift.end), now) > 0);

/** The day of the event, else the calendar day in its zone. */
function dayWindow(text: string, rota: LoadedRota, asking: Who) {
  const found = typedDay(text, rotaTime(rota, asking));
  const date = found.date.toString();
  if (found.window) return { date, window: { start: found.window.start, end: found.window.end } };
  const midnight = (day: Temporal.PlainDate) => day.toZonedDateTime(asking.zone).toInstant().toString();
  return { date, window: { start: midnight(found.date), end: midnight(found.date.add({ days: 1 })) } };
}

const asks =
  (query: (text: string) => Query): Verb['run'] =>
  async (call, deps): Promise<Reply> =>
    answer(query(call.text), call, deps);

export const showVerbs: Readonly<Record<string, Verb>> = {
  '': { usage: { '': 'rota.use.now' }, may: 'anyone', run: (call, deps) => showNow(call, deps) },
  now: { usage: { now: 'rota.use.now' }, may: 'anyone', run: (call, deps) => showNow(call, deps) },
  me: { usage: { me: 'rota.use.me' }, may: 'anyone', run: asks(() => ({ q: 'me' })) },
  today: { usage: { today: 'rota.use.today' }, may: 'anyone', run: asks(() => ({ q: 'day', arg: 'today' })) },
  tomorrow: { usage: {}, may: 'anyone', run: asks(() => ({ q: 'day', arg: 'tomorrow' })) },
  day: {
    usage: { 'day N': 'rota.use.day' },
    may: 'anyone',
    run: asks((text) => ({ q: 'day', arg: `day ${text}` })),
  },
  room: { usage: { 'room R': 'rota.use.room' }, may: 'anyone', run: asks((arg) => ({ q: 'room', arg })) },
  role: { usage: { 'role R': 'rota.use.role' }, may: 'anyone', run: asks((arg) => ({ q: 'role', arg })) },
  gaps: {
    usage: { 'gaps [day N]': 'rota.use.gaps' },
    may: 'anyone',
    async run(call, deps) {
      const rota = await loadRota(deps);
      const day =
        call.text === ''
          ? undefined
          : dayWindow(/^\d+$/.test(call.text) ? `day ${call.text}` : call.text, rota, call);
      const people = await deps.directory.all();
      const verified = new Set(
        people.filter(({ phone }) => phone?.verifiedAt !== undefined).map(({ id }) => id),
      );
      const gaps = findGaps(rota, sessionsOf(rota.agenda), verified, call.now, day?.window);
      const title = day
        ? call.t('rota.gaps.dayTitle', { day: longDate(day.date, call.locale) })
        : call.t('rota.gaps.title');
      return gapsView(gaps, title, await readerOf(call, deps));
    },
  },
};

export const personVerb: Verb['run'] = async (call, deps) => {
  const person = await findPerson(call.text, deps.directory);
  return await answer({ q: 'person', arg: person.id }, call, deps);
};

export const showButtons: Readonly<Record<string, Button>> = {
  'rota.refresh': { may: 'anyone', run: async (press, deps) => ({ replace: await showNow(press, deps) }) },
  'rota.me': { may: 'anyone', run: (press, deps) => answer({ q: 'me' }, press, deps) },
  'rota.more': {
    may: 'anyone',
    run: (press, deps) => answer(Query.parse(JSON.parse(press.value)), press, deps),
  },
};
