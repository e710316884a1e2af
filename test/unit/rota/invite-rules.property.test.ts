/** When silent people are reminded, and what counts as an answer: rules that hold for every event and every zone. */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { type Invited, inviteStanding } from '../../../src/rota/domain/invite.ts';
import { byDaylight, eventBegins, inviteReminders } from '../../../src/rota/domain/invite-reminders.ts';
import type { Shift } from '../../../src/rota/domain/shift.ts';
import type { Volunteer } from '../../../src/rota/domain/volunteer.ts';

const HOUR = 3_600_000;
const at = (text: string) => Temporal.Instant.from(text);
const zones = fc.constantFrom('Europe/Madrid', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu');
const moments = fc
  .integer({ min: Date.parse('2026-01-01T00:00:00Z'), max: Date.parse('2026-12-31T00:00:00Z') })
  .map((ms) => Temporal.Instant.fromEpochMilliseconds(ms));

describe('reminders of an invitation', () => {
  it('are two at most, by day where the reader is, a good while apart, and before the event', () => {
    const ahead = fc.option(fc.integer({ min: -48, max: 60 * 24 }), { nil: undefined });
    fc.assert(
      fc.property(moments, ahead, zones, (opened, hours, zone) => {
        const begins = hours === undefined ? undefined : opened.add({ hours });
        const all = inviteReminders(opened, begins, zone);
        expect(all.length).toBeLessThanOrEqual(2);
        const times = [opened, ...all.map((one) => one.at)].map((one) => one.epochMilliseconds);
        times.slice(1).forEach((time, index) => {
          expect(time - (times[index] ?? 0)).toBeGreaterThanOrEqual(20 * HOUR);
        });
        for (const one of all) {
          const { hour } = one.at.toZonedDateTimeISO(zone);
          expect(hour >= 9 && hour < 20, one.at.toString()).toBe(true);
          if (begins) expect(one.at.epochMilliseconds).toBeLessThan(begins.epochMilliseconds);
        }
      }),
    );
  });

  it('come two days after the card, and a day before the event', () => {
    const all = inviteReminders(at('2019-06-05T12:00:00Z'), at('2019-06-20T08:00:00Z'), 'Europe/Madrid');
    expect(all.map((one) => `${one.nth} ${one.at}`)).toEqual([
      '1 2019-06-07T12:00:00Z',
      '2 2019-06-19T08:00:00Z',
    ]);
  });

  it('wait for the morning, and are one where the event is near', () => {
    expect(byDaylight(at('2019-06-05T21:00:00Z'), 'Europe/Madrid').toString()).toBe('2019-06-06T07:00:00Z');
    expect(byDaylight(at('2019-06-05T03:00:00Z'), 'Europe/Madrid').toString()).toBe('2019-06-05T07:00:00Z');
    const near = inviteReminders(at('2019-06-05T12:00:00Z'), at('2019-06-08T08:00:00Z'), 'Europe/Madrid');
    expect(near.map(({ nth }) => nth)).toEqual([2]);
    expect(inviteReminders(at('2019-06-05T12:00:00Z'), at('2019-06-06T08:00:00Z'), 'Europe/Madrid')).toEqual(
      [],
    );
  });

  it('know when the event begins: its first session or shift, else its first date', () => {
    const session = { start: '2019-06-07T08:00:00Z', state: 'scheduled' as const };
    const cancelled = { start: '2019-06-01T08:00:00Z', state: 'cancelled' as const };
    expect(
      eventBegins([session, cancelled], [{ start: '2019-06-06T18:00:00Z' }], undefined, 'UTC')?.toString(),
    ).toBe('2019-06-06T18:00:00Z');
    expect(eventBegins([], [], { first: '2019-06-07' }, 'Europe/Madrid')?.toString()).toBe(
      '2019-06-06T22:00:00Z',
    );
    expect(eventBegins([], [], undefined, 'UTC')).toBeUndefined();
  });
});

describe('who has answered', () => {
  const now = at('2019-06-05T12:00:00Z');
  const of = (value: Volunteer) => ({ value });
  const answers = {
    invited: new Map<string, { value: Invited }>([
      ['UNO', { value: { person: 'UNO', round: 'r2', answer: 'not-this-time' as const } }],
      ['UOLD', { value: { person: 'UOLD', round: 'r1', answer: 'not-this-time' as const } }],
      ['UNEW', { value: { person: 'UNEW', round: 'r2', answer: 'took' as const } }],
      ['UREM', { value: { person: 'UREM', round: 'r2', reminded: 1 } }],
    ]),
    volunteers: new Map([
      ['USAID', of({ person: 'USAID', roles: ['Stage'], skills: [] })],
      ['UBARE', of({ person: 'UBARE', roles: [], skills: [], askedAt: '2019-06-01T00:00:00Z' })],
      ['x-1', of({ person: 'x-1', roles: [], skills: [], invitedBy: 'UORG' })],
    ]),
    shifts: [
      { code: 'H1', end: '2019-06-05T13:00:00Z', assignments: [{ person: 'UHAS', state: 'accepted' }] },
      { code: 'H2', end: '2019-06-05T11:00:00Z', assignments: [{ person: 'UWAS', state: 'done' }] },
    ] as Shift[],
    organizers: ['UORG'],
  };

  it('is told apart by what they said in this round, their profile, or a shift to come', () => {
    const members = ['UORG', 'UNO', 'UOLD', 'UREM', 'USAID', 'UBARE', 'UHAS', 'UWAS'];
    const standing = inviteStanding({ round: 'r2', members }, answers, now);
    expect(standing.can.toSorted()).toEqual(['UHAS', 'UNEW', 'USAID']);
    expect(standing.not).toEqual(['UNO']);
    // An earlier round, a profile that only we wrote to, a shift that is over: no answers.
    expect(standing.silent.toSorted()).toEqual(['UBARE', 'UOLD', 'UREM', 'UWAS', 'x-1']);
  });
});
