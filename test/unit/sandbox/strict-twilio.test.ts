/** The strict Twilio: what it refuses, by its table, and when what it takes leaves. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { nextTurn } from '../../../src/sandbox/phones/send-queue.ts';
import { judgeTwilio, type Situation } from '../../../src/sandbox/phones/twilio-judge.ts';
import { ORDINARY, TwilioChange, type TwilioRules } from '../../../src/sandbox/phones/twilio-rules.ts';

const OURS = '+15551234567';
const VERA = '+12025550111';
const TEXT = {
  To: VERA,
  From: OURS,
  Body: 'Smoke',
  ValidityPeriod: '300',
  StatusCallback: 'https://x.example/s/1',
};
const CALL = {
  To: VERA,
  From: OURS,
  Url: 'https://x.example/v/1',
  Timeout: '30',
  MachineDetection: 'Enable',
};

const refusal = (
  what: 'text' | 'call',
  form: Record<string, string>,
  rules: Partial<TwilioRules> = {},
  more: Partial<Situation> = {},
) =>
  judgeTwilio(
    what,
    { ...(what === 'text' ? TEXT : CALL), ...form },
    { rules: { ...ORDINARY, ...rules }, botNumber: OURS, sentToday: 0, waiting: 0, ...more },
  );
const code = (...given: Parameters<typeof refusal>) => refusal(...given)?.code;

describe('a request', () => {
  it('of ours is taken', () => {
    expect(code('text', {})).toBeUndefined();
    expect(code('call', {})).toBeUndefined();
  });

  test.each([
    ['text', { To: '' }, 21604],
    ['text', { To: '0612345678' }, 21211],
    ['text', { To: OURS }, 21266],
    ['text', { From: '+15550000000' }, 21606],
    ['text', { Body: '' }, 21602],
    ['text', { Body: 'x'.repeat(1_601) }, 21617],
    ['text', { ValidityPeriod: '36001' }, 20422],
    ['text', { ValidityPeriod: '0' }, 20422],
    ['text', { StatusCallback: '/twilio/status/1' }, 21609],
    ['call', { To: '' }, 21201],
    ['call', { To: '112' }, 13224],
    ['call', { From: '+15550000000' }, 21210],
    ['call', { Url: '/twilio/voice/1' }, 21205],
    ['call', { Timeout: '601' }, 20422],
    ['call', { MachineDetection: 'true' }, 20422],
    ['call', { AsyncAmdStatusCallback: 'ftp://x' }, 21609],
  ] as const)('%s %j is refused with %d', (what, form, expected) => {
    expect(code(what, form)).toBe(expected);
  });

  it('is refused for what the account is, and may', () => {
    expect(code('text', {}, { optedOut: [VERA] })).toBe(21610);
    expect(code('call', {}, { optedOut: [VERA] })).toBeUndefined();
    expect([code('text', {}, { trial: true }), code('call', {}, { trial: true })]).toEqual([21608, 21219]);
    expect(code('text', {}, { trial: true, verified: [VERA] })).toBeUndefined();
    const forbidden = ['+1202'];
    expect([code('text', {}, { forbidden }), code('call', {}, { forbidden })]).toEqual([21408, 21215]);
  });

  it('beyond the day’s messages, or into a full queue, is HTTP 429', () => {
    expect(refusal('text', {}, { daily: 50 }, { sentToday: 50 })).toMatchObject({ code: 63038, status: 429 });
    expect(refusal('text', {}, {}, { waiting: 36_001 })).toMatchObject({ code: 21611, status: 429 });
    expect(code('text', {}, { daily: 50 }, { sentToday: 49, waiting: 36_000 })).toBeUndefined();
  });

  it('meets what was arranged, for its kind and number', () => {
    const refuse = [{ what: 'text', code: 21612, times: 1, to: VERA }] as const;
    expect(code('text', {}, { refuse: [...refuse] })).toBe(21612);
    expect(code('text', { To: '+12025550112' }, { refuse: [...refuse] })).toBeUndefined();
    expect(code('call', {}, { refuse: [...refuse] })).toBeUndefined();
    expect(code('text', {}, { refuse: [{ what: 'any', code: 20429, times: 0 }] })).toBeUndefined();
    const busy = refusal('call', {}, { refuse: [{ what: 'any', code: 20429, times: 1 }] });
    expect(busy).toMatchObject({ code: 20429, status: 429 });
  });

  it('is told why without a number in it', () => {
    expect(refusal('text', {}, { optedOut: [VERA] })?.rule).not.toMatch(/\d{6}/);
  });
});

test('a change names what Twilio knows, and nothing else', () => {
  expect(TwilioChange.safeParse({ trial: true }).success).toBe(true);
  expect(TwilioChange.safeParse({ tryal: true }).success).toBe(false);
});

test('no more leaves in a second than the number gives, in the order of asking', () => {
  const asked = fc.array(fc.record({ after: fc.nat(3_000), cost: fc.integer({ min: 1, max: 4 }) }), {
    minLength: 1,
  });
  fc.assert(
    fc.property(asked, fc.integer({ min: 1, max: 20 }), (all, perSecond) => {
      let now = 0;
      let free = 0;
      const turns = all.map(({ after, cost }) => {
        now += after;
        const turn = nextTurn(free, now, cost, perSecond);
        free = turn.free;
        return { ...turn, cost, now };
      });
      for (const [i, turn] of turns.entries()) {
        expect(turn.at).toBeGreaterThanOrEqual(turn.now);
        const before = turns[i - 1];
        if (before)
          expect(turn.at - before.at).toBeGreaterThanOrEqual((before.cost / perSecond) * 1_000 - 1e-6);
      }
    }),
  );
});
