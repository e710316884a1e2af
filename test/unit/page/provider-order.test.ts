/** The operator's order of providers: how it is written, and what is wrong with one that cannot be used. */
import { describe, expect, it } from 'vitest';
import { regionOf } from '../../../src/callboard/domain/phone.ts';
import { readConfig } from '../../../src/config.ts';
import { namedProviders, orderFor, parseProviderOrder } from '../../../src/page/domain/provider-order.ts';

describe('an order of providers', () => {
  it('is one for everywhere, and others for single countries', () => {
    const order = parseProviderOrder('twilio,telnyx  ES=telnyx,twilio US=twilio');
    if ('wrong' in order) throw new Error(order.wrong);
    expect(orderFor(order, 'FR')).toEqual(['twilio', 'telnyx']);
    expect(orderFor(order, undefined)).toEqual(['twilio', 'telnyx']);
    expect(orderFor(order, regionOf('+34600123456'))).toEqual(['telnyx', 'twilio']);
    expect(orderFor(order, regionOf('+12025550111'))).toEqual(['twilio']);
    expect(namedProviders(order)).toEqual(['twilio', 'telnyx']);
  });

  it.each([
    ['', 'is no list'],
    ['ES=telnyx', 'for everywhere is missing'],
    ['twilio telnyx', 'two orders for everywhere'],
    ['twilio,twilio', 'names one twice'],
    ['twilio ES=telnyx ES=twilio', 'ES has two orders'],
    ['twilio es=telnyx', 'is no list'],
    ['Twilio', 'is no list'],
    ['twilio;telnyx', 'is no list'],
  ])('%j is refused with a word on why', (text, why) => {
    expect(parseProviderOrder(text)).toEqual({ wrong: expect.stringContaining(why) as string });
  });
});

describe('the configuration', () => {
  const env = {
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_APP_TOKEN: 'xapp-1',
    SLACK_SIGNING_SECRET: 's',
    PUBLIC_URL: 'https://callboard.example',
  };
  const twilio = {
    TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: 't',
    TWILIO_NUMBER: '+12025550100',
  };
  const problems = (more: Record<string, string>) => {
    const read = readConfig({ ...env, ...more });
    return 'problems' in read ? read.problems.filter((line) => /^(PROVIDERS|PAGING_DRILL)/.test(line)) : [];
  };

  it('refuses an order that names somebody who is not set up, or whom nobody knows', () => {
    expect(problems({ ...twilio, PROVIDERS_SMS: 'twilio' })).toEqual([]);
    expect(problems({ PROVIDERS_SMS: 'twilio' })).toEqual([
      'PROVIDERS_SMS: twilio is not set up (TWILIO_ACCOUNT_SID)',
    ]);
    expect(problems({ ...twilio, PROVIDERS_VOICE: 'twilio,pigeons' })[0]).toContain(
      'nobody is called pigeons',
    );
    expect(problems({ ...twilio, PROVIDERS_SMS: 'twilio twilio' })[0]).toContain('two orders for everywhere');
  });

  it('refuses a number for drills that is none, without repeating it', () => {
    expect(problems({ PAGING_DRILL_NUMBER: '600 12 34 56' })).toEqual([
      'PAGING_DRILL_NUMBER: a number such as +12025550100',
    ]);
    expect(problems({ PAGING_DRILL_NUMBER: '+34600123456' })).toEqual([]);
  });
});
