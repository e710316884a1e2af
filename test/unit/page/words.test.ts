/** Codes, alphabet, policies, quiet hours, limits: the small rules that everything else rests on. */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { isStop, readReplies, replyCode } from '../../../src/page/domain/codes.ts';
import { channelsOf } from '../../../src/page/domain/context.ts';
import { DeliveryName, isFinal, isForward } from '../../../src/page/domain/notification.ts';
import { defaultPolicy, delayBefore, stepAt, stepsOf } from '../../../src/page/domain/policy.ts';
import { isQuiet } from '../../../src/page/domain/quiet-hours.ts';
import { millisecondsUntilAllowed, parseSendLimits } from '../../../src/page/domain/send-window.ts';
import { fitGsm, isGsm, segments, septets, toGsm } from '../../../src/phone/gsm.ts';
import { people } from './world.ts';

const [, , vera] = people();
if (!vera) throw new Error('nobody');

describe('reply codes', () => {
  it('are read however a thumb types them', () => {
    for (const text of ['7K', ' 7k ', '7k.', 'ok 7K', '7K thanks'])
      expect(readReplies(text)).toEqual([{ code: '7K', verb: 'ack' }]);
    for (const text of ['7K R', '7kr', '7K resolved!'])
      expect(readReplies(text)).toEqual([{ code: '7K', verb: 'resolve' }]);
    for (const text of ['7K E', '7k e'])
      expect(readReplies(text)).toEqual([{ code: '7K', verb: 'escalate' }]);
    expect(readReplies('who is this?')).toEqual([]);
  });
  it('with a space, on other keyboards, and with the plain words for what they ask', () => {
    for (const text of ['7 K', '7 k.', '7К', '７Ｋ', 'not resolved 7K', '7K is not done'])
      expect(readReplies(text)).toEqual([{ code: '7K', verb: 'ack' }]);
    for (const text of ['7 k r', 'resolve 7K', '7K done', '7k hecho', 'listo 7K'])
      expect(readReplies(text)).toEqual([{ code: '7K', verb: 'resolve' }]);
    expect(readReplies('pasar 7K')).toEqual([{ code: '7K', verb: 'escalate' }]);
    for (const text of ['I need 4 a', 'there are 4 apples', '4 people in hall 3'])
      expect(readReplies(text)).toEqual([]);
  });
  it('are all read, each with its own word, and `all` is all of them', () => {
    expect(readReplies('9A 4K')).toEqual([
      { code: '9A', verb: 'ack' },
      { code: '4K', verb: 'ack' },
    ]);
    expect(readReplies('9A r, 4Ke')).toEqual([
      { code: '9A', verb: 'resolve' },
      { code: '4K', verb: 'escalate' },
    ]);
    for (const text of ['all', 'Todo!', 'ALL ok']) expect(readReplies(text)).toEqual({ all: 'ack' });
    expect(readReplies('todos r')).toEqual({ all: 'resolve' });
    expect(readReplies('all is lost in hall 2')).toEqual([]);
  });
  it('differ for any hundred pages in a row of one person, and never opt out', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.string({ minLength: 1 }), (first, person) => {
        const codes = Array.from({ length: 100 }, (_, i) => replyCode(`P${first + i}`, person));
        expect(new Set(codes).size).toBe(100);
        for (const code of codes) {
          expect(readReplies(code)).toEqual([{ code, verb: 'ack' }]);
          expect(isStop(code)).toBe(false);
        }
      }),
      { numRuns: 50 },
    );
  });
  it('know the words that opt out', () => {
    for (const word of ['STOP', 'stop.', 'Cancel', 'END', 'quit', 'UNSUBSCRIBE'])
      expect(isStop(word)).toBe(true);
    expect(isStop('stop the music in hall 2')).toBe(false);
  });
});

describe('GSM-7', () => {
  it('keeps what the alphabet has, and replaces what a reader does not miss', () => {
    expect(toGsm('Señor Núñez – “café” está… 🔥')).toBe('Señor Nuñez - "café" esta... ');
  });
  it('makes any text one that a network carries whole', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(isGsm(toGsm(text))).toBe(true);
      }),
    );
  });
  it('cuts the middle only, and never passes the size', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 600 }), (text) => {
        const fitted = fitGsm('P3 Main stage: ', text, ' Reply 7K to acknowledge', 306);
        expect(septets(fitted)).toBeLessThanOrEqual(306);
        expect(segments(fitted)).toBeLessThanOrEqual(2);
        expect(fitted.startsWith('P3 Main stage: ')).toBe(true);
        expect(fitted.endsWith(' Reply 7K to acknowledge')).toBe(true);
      }),
    );
  });
});

describe('a policy', () => {
  it('numbers its steps through all rounds and ends', () => {
    expect(stepAt(defaultPolicy, 4)).toMatchObject({ round: 1, index: 1, step: { who: 'lead' } });
    expect(stepAt(defaultPolicy, 8)?.round).toBe(2);
    expect(stepAt(defaultPolicy, 9)).toMatchObject({ round: 3, index: 0 });
    expect(stepsOf(defaultPolicy)).toBe(9);
    expect([0, 1, 2, 3, 9].map((sequence) => delayBefore(defaultPolicy, sequence))).toEqual([
      0, 180, 180, 180, 180,
    ]);
  });
});

describe('a person', () => {
  const all = { reaches: () => true };
  it('is asked in their own order, and all at once when it is critical', () => {
    const order = [
      { channel: 'voice', after: 60 },
      { channel: 'sms', after: 0 },
    ];
    expect(channelsOf({ ...vera, contact: { order } }, false, all).map(({ channel }) => channel)).toEqual([
      'sms',
      'voice',
    ]);
    expect(channelsOf(vera, true, all).every(({ after }) => after === 0)).toBe(true);
  });
  it('who has no Slack gets the text at once, and no text where they opted out or have a landline', () => {
    const noSlack = { reaches: (channel: string) => channel !== 'slack' };
    expect(channelsOf(vera, false, noSlack)[0]).toEqual({ channel: 'sms', after: 0 });
    expect(channelsOf({ ...vera, optedOut: true }, false, noSlack)[0]).toEqual({
      channel: 'voice',
      after: 0,
    });
    const landline = {
      ...vera,
      phone: { number: '+34911234567', verifiedAt: '2019-06-01T00:00:00Z', landline: true },
    };
    expect(channelsOf(landline, false, all).map(({ channel }) => channel)).not.toContain('sms');
  });
  it.each([
    ['2019-06-05T21:30:00Z', true],
    ['2019-06-05T04:59:00Z', true],
    ['2019-06-05T05:00:00Z', false],
    ['2019-06-05T12:00:00Z', false],
  ])('is quiet at night by the wall clock of the event: %s', (at, quiet) => {
    const person = { ...vera, contact: { order: [], quiet: { from: '23:00', to: '07:00' } } };
    expect(isQuiet(person, Temporal.Instant.from(at), 'Europe/Madrid')).toBe(quiet);
  });
});

describe('limits', () => {
  it('let so many through in so long, then make the next wait until the oldest is older', () => {
    const limit = { count: 2, seconds: 60 };
    const left = ['2019-06-05T08:00:00Z', '2019-06-05T08:00:30Z'];
    const at = (text: string) => Date.parse(text);
    expect(millisecondsUntilAllowed({ left }, limit, at('2019-06-05T08:00:40Z'))).toBe(20_000);
    expect(millisecondsUntilAllowed({ left }, limit, at('2019-06-05T08:01:00Z'))).toBe(0);
    expect(parseSendLimits('sms=2/30')?.['sms']).toEqual({ count: 2, seconds: 30 });
    expect(parseSendLimits('sms=lots')).toBeUndefined();
  });
});

describe('where a notification stands', () => {
  it('never goes back, in whatever order reports come, and ends once', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...DeliveryName.options)), (reports) => {
        let state: (typeof reports)[number] = 'planned';
        let ends = 0;
        for (const report of reports) {
          if (!isForward(state, report)) continue;
          expect(isFinal(state)).toBe(false);
          state = report;
          if (isFinal(state)) ends++;
        }
        expect(ends).toBeLessThanOrEqual(1);
      }),
    );
  });
});
