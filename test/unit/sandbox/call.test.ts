import { expect, it } from 'vitest';
import { followTwiml, press, silence } from '../../../src/sandbox/phones/call.ts';
import type { Call } from '../../../src/sandbox/phones/state.ts';
import { parseTwiml } from '../../../src/sandbox/phones/twiml.ts';

const BASE = 'http://127.0.0.1:3000/twilio/voice/n1';
const call: Call = {
  kind: 'call',
  provider: 'twilio',
  sid: 'CA1',
  number: '+12025550111',
  from: '+15551234567',
  at: '2019-06-05T12:00:00Z',
  status: 'in-progress',
  said: [],
  method: 'POST',
};
const after = (inside: string) => followTwiml(call, parseTwiml(`<Response>${inside}</Response>`), BASE, 0);

it('hangs up at the end of the TwiML, and says all of it before', () => {
  const { call: said, next } = after('<Say>Hello</Say><Say>Bye</Say>');
  expect({ said: said.said, next }).toEqual({ said: ['Hello', 'Bye'], next: 'hang up' });
});

it('waits for digits: as long as the saying takes, and the timeout', () => {
  const { call: waiting, next } = after(
    '<Gather numDigits="1" timeout="5"><Say>14 letters now</Say></Gather>',
  );
  expect(next).toBe('wait');
  expect(waiting.until).toBe(6_000);
  expect(waiting.gather?.action).toBe(BASE);
});

it('posts the digits to the action, made absolute', () => {
  const { call: waiting } = after('<Gather numDigits="1" action="/twilio/digits/n1?x=1"/>');
  const pressed = press(waiting, '12', 0);
  expect(pressed?.next).toBe('ask');
  expect(pressed?.call.asking).toEqual({
    url: 'http://127.0.0.1:3000/twilio/digits/n1?x=1',
    method: 'POST',
    form: { Digits: '1', msg: 'Gather End' },
  });
  expect(pressed?.call.gather).toBeUndefined();
});

it('waits for all digits, or for the key that finishes', () => {
  const { call: waiting } = after('<Gather numDigits="3" action="/d"/>');
  const one = press(waiting, '4', 1_000);
  expect(one?.next).toBe('wait');
  expect(one?.call.until).toBe(6_000);
  expect(one && press(one.call, '2#', 2_000)?.call.asking?.form['Digits']).toBe('42');
});

it('goes on behind the gather when nobody presses anything', () => {
  const { call: waiting } = after(
    '<Gather action="/d"><Say>Press 1</Say></Gather><Say>Nobody?</Say><Redirect>/again</Redirect>',
  );
  const quiet = silence(waiting, 0);
  expect(quiet.next).toBe('ask');
  expect(quiet.call.said).toEqual(['Press 1', 'Nobody?']);
  expect(quiet.call.asking?.url).toBe('http://127.0.0.1:3000/again');
});

it('posts an empty result where the TwiML asks for it', () => {
  const { call: waiting } = after('<Gather action="/d" actionOnEmptyResult="true"/>');
  expect(silence(waiting, 0).call.asking?.form['Digits']).toBe('');
});

it('takes no digits while it does not ask for any', () => {
  expect(press(call, '1', 0)).toBeUndefined();
});
