import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { Session } from '../../../src/agenda/domain/session.ts';
import type { Recorded } from '../../../src/core/commit.ts';
import { nextReminder, whenDue } from '../../../src/incident/domain/action.ts';
import { blameIn } from '../../../src/incident/domain/blameless.ts';
import { impactOf } from '../../../src/incident/domain/impact.ts';
import { guessKind, type Incident } from '../../../src/incident/domain/incident.ts';
import { nudge } from '../../../src/incident/domain/nudges.ts';
import { median, statsOf } from '../../../src/incident/domain/stats.ts';
import { timelineOf } from '../../../src/incident/domain/timeline.ts';
import { declare, resolveIncident, sameAs, takeRole } from '../../../src/incident/domain/transitions.ts';

const T = Temporal.Instant.from('2019-06-05T10:00:00Z');
const plus = (minutes: number) => T.add({ minutes });
const snapshot = { onStage: [], next: [], onShift: [] };

const declared = (more: Partial<Parameters<typeof declare>[0]> = {}) =>
  declare({ code: 'I1', title: 'Power cut', room: 'Main', by: 'UORG', snapshot, ...more }, T);

const session = (code: string, start: number, end: number, more: Partial<Session> = {}): Session => ({
  code,
  guid: code,
  title: `Talk ${code}`,
  speakers: [],
  room: 'Main',
  start: plus(start).toString(),
  end: plus(end).toString(),
  state: 'scheduled',
  ...more,
});

let sequence = 0;
const recorded = (name: string, at: Temporal.Instant, about: string[], data: unknown): Recorded => ({
  id: `${++sequence}-0`,
  name,
  at,
  by: 'UORG',
  about,
  data,
});

describe('an incident', () => {
  it('asks for a commander after two minutes, five times, and then no more', () => {
    const { incident } = declared();
    for (let times = 1; times <= 5; times++) {
      const { asked, change } = nudge(incident, 'commander', times, plus(2 * times));
      expect(asked).toEqual({ say: 'commander', times, last: times === 5 });
      expect(change?.jobs).toHaveLength(times === 5 ? 0 : 1);
    }
    const { change } = declared();
    const first = change.jobs?.find((job) => 'id' in job && job.id === 'nudge:I1:commander');
    expect(first && 'at' in first && first.at.equals(plus(2))).toBe(true);
  });

  it('asks for nothing that has come meanwhile, and for nothing once it is over', () => {
    const { incident } = declared({ severity: 'sev1' });
    expect(nudge(incident, 'severity', 1, plus(5)).asked.say).toBe('nothing');
    expect(nudge(incident, 'update', 1, plus(14)).asked.say).toBe('nothing');
    expect(nudge(incident, 'update', 1, plus(15)).asked.say).toBe('update');
    const led = takeRole({ id: 'I1', version: 1, value: incident }, 'commander', 'UANY', 'UANY', plus(1));
    const next = led.put?.[0]?.value as Incident;
    expect(nudge(next, 'commander', 1, plus(2)).asked.say).toBe('nothing');
    const over = resolveIncident({ id: 'I1', version: 2, value: next }, undefined, 'UANY', plus(3));
    expect(over.jobs).toContainEqual({ cancel: 'nudge:I1:milestone' });
    expect(nudge(over.put?.[0]?.value as Incident, 'milestone', 1, plus(60)).asked.say).toBe('nothing');
  });

  it('is offered as the same to who declares the same room within ten minutes', () => {
    const { incident } = declared();
    expect(sameAs([incident], 'Main', plus(10))).toBe(incident);
    expect(sameAs([incident], 'Main', plus(11))).toBeUndefined();
    expect(sameAs([incident], 'Other', plus(1))).toBeUndefined();
    expect(sameAs([{ ...incident, state: 'resolved' }], 'Main', plus(1))).toBeUndefined();
  });

  it('guesses its kind from English and Spanish words', () => {
    expect(guessKind('Power cut in the hall')).toBe('power');
    expect(guessKind('El proyector no va')).toBe('av');
    expect(guessKind('Something odd')).toBe('other');
  });
});

describe('impact, by hand-worked examples', () => {
  // Declared at 0, mitigated at 20, resolved at 30.
  const incident: Incident = {
    ...declared().incident,
    state: 'resolved',
    mitigatedAt: plus(20).toString(),
    resolvedAt: plus(30).toString(),
  };

  it('counts what of a session lay within the incident until it was mitigated', () => {
    const sessions = [
      session('S1', -30, 10), // 10 minutes of it
      session('S2', 10, 50), // 10 minutes: 10 to 20
      session('S3', 25, 60), // began when people could work again
      session('S4', 0, 60, { room: 'Other' }),
      session('S5', 0, 60, { isBreak: true }),
    ];
    const impact = impactOf(incident, sessions, [], []);
    expect(impact.sessions.map(({ code, minutes, how }) => [code, minutes, how])).toEqual([
      ['S1', 10, 'interrupted'],
      ['S2', 10, 'interrupted'],
    ]);
    expect(impact.minutesLost).toBe(20);
    expect(impact.toMitigate).toBe(1200);
    expect(impact.lasted).toBe(1800);
  });

  it('tells a delay and a cancellation as what they are, and loses no more minutes than it lasted', () => {
    const changed = (code: string, before: object, now: object) =>
      recorded('session.changed', plus(5), [`session:${code}`, 'room:Main'], {
        session: code,
        what: ['time'],
        before,
        after: now,
      });
    const facts = [
      changed('S2', { start: plus(10).toString() }, { start: plus(25).toString() }),
      changed('S2', { start: plus(25).toString() }, { start: plus(30).toString() }),
      changed('S3', { state: 'scheduled' }, { state: 'cancelled' }),
    ];
    const sessions = [session('S2', 30, 70), session('S3', 40, 85, { state: 'cancelled' })];
    const impact = impactOf(incident, sessions, [], facts);
    expect(impact.sessions.map(({ code, minutes, how }) => [code, minutes, how])).toEqual([
      ['S2', 20, 'delayed'],
      ['S3', 45, 'cancelled'],
    ]);
    // By the agenda at the declaration S2 was to be on from 10 to 50: ten minutes of that until it was mitigated.
    expect(impact.minutesLost).toBe(10);
  });

  it('goes by what the stage clock had been told: over, running over, begun late; not by what was taken back', () => {
    const pressed = (what: 'start' | 'end', code: string, at: number, press = `${what}-${code}`) => {
      const data = { session: code, room: 'Main', press, planned: plus(0).toString() };
      const name = what === 'start' ? 'session.started' : 'session.ended';
      const when = plus(at).toString();
      return recorded(name, plus(at), [`session:${code}`, 'room:Main'], {
        ...data,
        ...(what === 'start' ? { start: when } : { end: when }),
      });
    };
    const sessions = [
      session('S1', -30, 10), // ended early, before: nothing was lost
      session('S2', -60, -5), // ran over until 8
      session('S3', 10, 50), // began at 25, fifteen late; ten minutes until it was mitigated
      session('S4', -10, 4), // its end was pressed by mistake, and taken back: four minutes, which S2 has too
    ];
    const facts = [
      pressed('start', 'S1', -28),
      pressed('end', 'S1', -3),
      pressed('start', 'S2', -58),
      pressed('end', 'S4', -2, 'wrong'),
      recorded('session.clock-undone', plus(-1), ['room:Main'], { press: 'wrong' }),
      pressed('end', 'S2', 8),
      pressed('start', 'S3', 25),
    ];
    const impact = impactOf(incident, sessions, [], facts);
    expect(impact.sessions.map(({ code, minutes, how }) => [code, minutes, how])).toEqual([
      ['S2', 8, 'interrupted'],
      ['S4', 4, 'interrupted'],
      ['S3', 15, 'delayed'],
    ]);
    expect(impact.minutesLost).toBe(18);
  });

  it('counts each person paged once, and the acknowledgement from the page on', () => {
    const facts = [
      recorded('page.opened', plus(-2), ['page:P1'], { page: 'P1' }),
      recorded('page.stepped', plus(-2), ['page:P1'], { page: 'P1', people: ['U1', 'U2'] }),
      recorded('page.stepped', plus(1), ['page:P1'], { page: 'P1', people: ['U2', 'U3'] }),
      recorded('page.acknowledged', plus(2), ['page:P1'], { page: 'P1', seconds: 240 }),
    ];
    const impact = impactOf(incident, [], facts, []);
    expect(impact.paged).toEqual(['U1', 'U2', 'U3']);
    expect(impact.acknowledged).toEqual({ page: 'P1', seconds: 240, by: 'UORG' });
  });

  it('does not take a commander for an acknowledgement, nor the end for the mitigation', () => {
    const facts = [
      recorded('incident.role-taken', plus(1), ['incident:I1'], { role: 'scribe', person: 'U1' }),
      recorded('incident.role-taken', plus(3), ['incident:I1'], { role: 'commander', person: 'U1' }),
      recorded('page.acknowledged', plus(31), ['page:P1'], { page: 'P1', seconds: 1900 }),
    ];
    const { mitigatedAt: _, ...unsaid } = incident;
    const impact = impactOf(unsaid, [], facts, []);
    expect(impact).toMatchObject({ toCommand: 180, lasted: 1800 });
    expect(impact.acknowledged).toBeUndefined();
    expect(impact.toMitigate).toBeUndefined();
    const over = resolveIncident({ id: 'I1', version: 1, value: declared().incident }, 'x', 'U1', plus(5));
    expect(over.put?.[0]?.value).not.toHaveProperty('mitigatedAt');
  });

  it('counts nothing where no room was named, or where it is not over', () => {
    const { room: _, ...everywhere } = incident;
    const sessions = [session('S1', -30, 10)];
    expect(impactOf(everywhere, sessions, [], []).minutesLost).toBeUndefined();
    expect(impactOf(declared().incident, sessions, [], []).minutesLost).toBeUndefined();
  });

  it('is the same whatever becomes of the talk afterwards', () => {
    const moved = recorded('session.changed', plus(90), ['session:S1', 'room:Main', 'room:Other'], {
      session: 'S1',
      what: ['time', 'room'],
      before: { start: plus(-30).toString(), end: plus(10).toString(), room: 'Main' },
      after: { start: plus(600).toString(), end: plus(640).toString(), room: 'Other' },
    });
    const removed = recorded('session.changed', plus(91), ['session:S2', 'room:Main'], {
      session: 'S2',
      what: ['removed'],
      before: session('S2', 10, 50),
      after: {},
    });
    const impact = impactOf(incident, [session('S1', 600, 640, { room: 'Other' })], [], [moved, removed]);
    expect(impact.sessions.map(({ code, minutes }) => [code, minutes])).toEqual([
      ['S1', 10],
      ['S2', 10],
    ]);
  });
});

describe('the timeline', () => {
  const { incident } = declared({ page: 'P1' });

  it('is exactly the facts of this incident, of its pages and of its room’s sessions, in the order of the ledger', () => {
    const name = fc.constantFrom(
      'incident.noted',
      'incident.updated',
      'page.opened',
      'page.acknowledged',
      'session.changed',
      'incident.card-posted',
    );
    const about = fc.constantFrom(
      'incident:I1',
      'incident:I2',
      'page:P1',
      'page:P2',
      'room:Main',
      'room:Other',
    );
    const one = fc.record({ name, about, minutes: fc.integer({ min: -60, max: 60 }) });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 40 }), fc.infiniteStream(fc.nat()), (ledger, order) => {
        const facts = ledger.map((it, i) => ({
          ...recorded(it.name, plus(it.minutes), [it.about], {}),
          id: `1700000000000-${i}`,
        }));
        const belongs = facts.filter(({ name: fact, about: [ref], at }) => {
          if (ref === 'incident:I1') return fact !== 'incident.card-posted';
          if (fact.startsWith('incident.')) return false;
          if (ref === 'page:P1') return fact.startsWith('page.');
          // A page of the room that is no part of it is another matter.
          return (
            fact === 'session.changed' && ref === 'room:Main' && at.epochMilliseconds >= T.epochMilliseconds
          );
        });
        // Read by several references, in any order, some of them twice.
        const shuffled = [...facts, ...facts.slice(0, 5)]
          .map((fact) => ({ fact, key: order.next().value ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ fact }) => fact);
        expect(timelineOf(incident, shuffled).map(({ fact }) => fact.id)).toEqual(
          belongs.map(({ id }) => id),
        );
      }),
    );
  });

  it('shows the last text of a marked message, and none whose mark was taken off', () => {
    const mark = (name: string, source: string, text = '') =>
      recorded(name, T, ['incident:I1'], { source, text });
    const facts = [
      mark('incident.message-marked', 'C:1', 'first'),
      mark('incident.message-marked', 'C:2', 'gone'),
      mark('incident.message-edited', 'C:1', 'better'),
      mark('incident.message-unmarked', 'C:2'),
      mark('incident.message-marked', 'C:3', 'off and on'),
      mark('incident.message-unmarked', 'C:3'),
      mark('incident.message-marked', 'C:3', 'on again'),
    ];
    expect(timelineOf(incident, facts).map(({ text }) => text)).toEqual(['better', 'on again']);
  });
});

describe('the blameless check', () => {
  it.each([
    ['Bob forgot to plug it in', 'forgot to'],
    ["It was Anna's fault", "Anna's fault"],
    ['human error', 'human error'],
    ['Who broke it?', 'Who broke'],
    ['Marta olvidó el cable', 'olvidó'],
    ['fue un error humano', 'error humano'],
    ['un descuido en la puerta', 'descuido'],
  ])('points out in “%s” the words “%s”', (text, words) => {
    expect(blameIn(text).map((one) => one.words)).toContain(words);
  });

  it.each([
    ['The idiot volunteer broke the projector', 'idiot', 'insult'],
    ['It was her fault', 'her fault', 'fault'],
    ['His fault, really', 'His fault', 'fault'],
    ['Vera’s fault', 'Vera’s fault', 'fault'],
    ['A stupid plug', 'stupid', 'insult'],
    ['careless with the cable', 'careless', 'carelessness'],
    ['They forgot the key', 'forgot', 'forgot'],
    ['You should have known', 'should have', 'should-have'],
    ['They failed to look', 'failed to', 'failed-to'],
    ['fue culpa suya', 'culpa suya', 'fault'],
    ['Fue su culpa', 'Fue su culpa', 'fault'],
    ['un idiota tiró el cable', 'idiota', 'insult'],
    ['Debería haber mirado', 'Debería haber', 'should-have'],
    ['se le olvidó la llave', 'se le olvidó', 'forgot'],
    ['no se molestó en mirar', 'no se molestó en', 'failed-to'],
  ])('has a reason, and so a suggestion, for “%s”', (text, words, reason) => {
    expect(blameIn(text)).toContainEqual({ words, reason });
  });

  it.each([
    'The breaker was rated for half the load that the stage needs.',
    'The label on the switch was covered, so two switches looked the same.',
    'La etiqueta del cuadro no se veía desde la puerta.',
    'Root access to the router was with one person.',
    'The fault current tripped the breaker.',
  ])('has nothing to say about “%s”', (text) => {
    expect(blameIn(text)).toEqual([]);
  });
});

describe('action items', () => {
  const zone = 'Europe/Madrid';
  const at = (text: string) => Temporal.Instant.from(text);

  it('are asked for the day before, on the day, the day after, and weekly from then on, at nine in the event’s zone', () => {
    const days: string[] = [];
    let now = at('2019-06-05T10:00:00Z');
    for (let i = 0; i < 5; i++) {
      now = nextReminder('2019-06-12', zone, now);
      days.push(now.toZonedDateTimeISO(zone).toPlainDateTime().toString());
    }
    expect(days).toEqual([
      '2019-06-11T09:00:00',
      '2019-06-12T09:00:00',
      '2019-06-13T09:00:00',
      '2019-06-20T09:00:00',
      '2019-06-27T09:00:00',
    ]);
  });

  it('always have a next reminder, later than now', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -400, max: 400 }),
        fc.integer({ min: 0, max: 86_399 }),
        (days, seconds) => {
          const now = at('2019-10-20T00:00:00Z')
            .add({ hours: 24 * days })
            .add({ seconds });
          const next = nextReminder('2019-10-27', zone, now);
          expect(Temporal.Instant.compare(next, now)).toBe(1);
          expect(next.epochMilliseconds - now.epochMilliseconds).toBeLessThanOrEqual(
            8 * 86_400_000 + (days < 0 ? 400 * 86_400_000 : 0),
          );
          expect(next.toZonedDateTimeISO(zone).hour).toBe(9);
        },
      ),
    );
  });

  it('are due by the event’s calendar, not by UTC', () => {
    expect(whenDue({ due: '2019-06-12' }, zone, at('2019-06-11T22:30:00Z'))).toBe('today');
    expect(whenDue({ due: '2019-06-12' }, zone, at('2019-06-12T22:30:00Z'))).toBe('overdue');
    expect(whenDue({ due: '2019-06-12' }, zone, at('2019-06-11T21:30:00Z'))).toBe('before');
  });
});

describe('statistics', () => {
  it('take the median, and leave out what is not over', () => {
    expect(median([])).toBeUndefined();
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    const { incident } = declared();
    const over = (minutes: number): Incident => ({
      ...incident,
      state: 'resolved',
      resolvedAt: plus(minutes).toString(),
    });
    const stats = statsOf([incident, over(10), over(30)]);
    expect(stats).toMatchObject({
      count: 3,
      open: 1,
      toResolve: 1200,
    });
  });
});
