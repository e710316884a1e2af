import twilio from 'twilio';
import { expect, it } from 'vitest';
import { NotTwiml, parseTwiml } from '../../../src/sandbox/phones/twiml.ts';

it("follows what Twilio's own library writes", () => {
  const response = new twilio.twiml.VoiceResponse();
  const gather = response.gather({
    action: '/digits?n=7',
    numDigits: 1,
    timeout: 8,
    actionOnEmptyResult: true,
  });
  gather.say({ language: 'es-ES' }, 'Página para Vera & compañía: <cable> suelto');
  response.redirect('/again');
  expect(parseTwiml(response.toString())).toEqual([
    {
      verb: 'gather',
      said: ['Página para Vera & compañía: <cable> suelto'],
      action: '/digits?n=7',
      method: 'POST',
      numDigits: 1,
      finishOnKey: '#',
      timeout: 8,
      actionOnEmptyResult: true,
    },
    { verb: 'redirect', url: '/again', method: 'POST' },
  ]);
});

it('reads text inside markup as one line, pauses as nothing, repeats as often as it is told', () => {
  const twiml =
    '<?xml version="1.0"?><!-- hi --><Response><Pause length="2"/><Say loop="2">One <break time="1s"/> two\n three</Say><Hangup/></Response>';
  expect(parseTwiml(twiml)).toEqual([
    { verb: 'say', text: 'One two three' },
    { verb: 'say', text: 'One two three' },
    { verb: 'hangup' },
  ]);
});

it('keeps the line breaks of a text', () => {
  const response = new twilio.twiml.MessagingResponse();
  response.message('You have it.\nThank you & good night');
  expect(parseTwiml(response.toString())).toEqual([
    { verb: 'message', text: 'You have it.\nThank you & good night' },
  ]);
  expect(parseTwiml('<Response><Message><Body>In a body</Body></Message></Response>')).toEqual([
    { verb: 'message', text: 'In a body' },
  ]);
});

it('says what it cannot do instead of leaving it out', () => {
  expect(parseTwiml('<Response><Dial>+1</Dial></Response>')).toEqual([
    { verb: 'say', text: '(Dial is nothing that a phone of the sandbox can do)' },
  ]);
});

it.each(['', 'not found', '<html><body>502</body></html>', '{"error":1}'])('refuses %j', (text) => {
  expect(() => parseTwiml(text)).toThrow(NotTwiml);
});
