/** The strict second provider: what it refuses, by its rules. */
import { describe, expect, it, test } from 'vitest';
import { judgeTelnyx, judgeUpdate } from '../../../src/sandbox/phones/telnyx-judge.ts';
import { ORDINARY, type TwilioRules } from '../../../src/sandbox/phones/twilio-rules.ts';

const OURS = '+15557654321';
const VERA = '+12025550111';
const TEXT = {
  to: VERA,
  from: OURS,
  text: 'Smoke',
  type: 'SMS',
  webhook_url: 'https://x.example/s/1',
  use_profile_webhooks: false,
};
const CALL = {
  ApplicationSid: '1000000000000000001',
  To: VERA,
  From: OURS,
  Url: 'https://x.example/v/1',
  StatusCallbackEvent: 'initiated ringing answered completed',
  Timeout: 30,
  MachineDetection: 'Enable',
  AsyncAmd: true,
};

const refused = (
  what: 'text' | 'call',
  more: Record<string, unknown>,
  rules: Partial<TwilioRules> = {},
  waiting = 0,
) =>
  judgeTelnyx(
    what,
    // A parameter that is left out is not there.
    Object.fromEntries(
      Object.entries({ ...(what === 'text' ? TEXT : CALL), ...more }).filter(([, it]) => it !== undefined),
    ),
    { rules: { ...ORDINARY, ...rules }, number: OURS, application: CALL.ApplicationSid, waiting },
    undefined,
  );

describe('a request', () => {
  it('of ours is taken', () => {
    expect(refused('text', {})).toBeUndefined();
    expect(refused('call', {})).toBeUndefined();
    expect(judgeUpdate({ Status: 'completed' })).toBeUndefined();
  });

  test.each([
    ['text', { to: undefined }, 10004],
    ['text', { to: '0612345678' }, 40310],
    ['text', { from: undefined }, 40305],
    ['text', { from: '+15550000000' }, 40305],
    ['text', { text: '' }, 40316],
    ['text', { text: 'x'.repeat(1_531) }, 40302],
    ['text', { text: 'я'.repeat(671) }, 40302],
    ['text', { webhook_url: 'callboard' }, 10003],
    ['text', { webhook_url: `https://x.example/${'x'.repeat(2_000)}` }, 10003],
    ['text', { ValidityPeriod: 300 }, 10015],
    ['text', { validity_period: 300 }, 10015],
    ['text', { use_profile_webhooks: 'false' }, 10015],
    ['call', { ApplicationSid: undefined }, 10004],
    ['call', { ApplicationSid: '2' }, 10005],
    ['call', { Url: undefined }, 10004],
    ['call', { Url: 'x' }, 10003],
    ['call', { To: '612345678' }, 10016],
    ['call', { From: '+15550000000' }, 10015],
    ['call', { Timeout: 4 }, 10015],
    ['call', { Timeout: 121 }, 10015],
    ['call', { Timeout: '30' }, 10015],
    ['call', { AsyncAmd: 'true' }, 10015],
    ['call', { MachineDetection: 'Perhaps' }, 10015],
    ['call', { StatusCallbackEvent: ['initiated', 'ringing'] }, 10015],
    ['call', { Twiml: '<Response/>' }, 10015],
  ] as const)('%s with %o is refused', (what, more, code) => {
    expect(refused(what, more)?.code).toBe(code);
  });

  it('is long enough for ten parts, and no more', () => {
    expect(refused('text', { text: 'x'.repeat(1_530) })).toBeUndefined();
    expect(refused('text', { text: 'я'.repeat(670) })).toBeUndefined();
  });

  it('to whom it may not go is refused as Telnyx would, without a number in the words', () => {
    for (const [no, code] of [
      [refused('text', {}, { optedOut: [VERA] }), 40300],
      [refused('text', {}, { forbidden: ['+1'] }), 40309],
      [refused('call', {}, { forbidden: ['+1'] }), 10010],
      [refused('text', {}, {}, 14_401), 40318],
    ] as const) {
      expect(no?.code).toBe(code);
      expect(no?.rule).not.toContain('2025550111');
    }
  });

  it('that ends a call says nothing else', () => {
    expect(judgeUpdate({ Status: 'canceled' })?.code).toBe(10015);
    expect(judgeUpdate({ Twiml: '<Response/>' })?.code).toBe(10015);
  });
});
