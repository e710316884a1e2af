/** One call as its phone lives it: what the TwiML makes of it, step by step. Pure. */
import type { Call } from './state.ts';
import type { Verb } from './twiml.ts';

/** Letters that are spoken in a second, for how long the saying of a text takes. */
const LETTERS_A_SECOND = 14;
/** A TwiML that redirects without end has to end somewhere; Twilio's own limit is near it. */
export const MAX_REDIRECTS = 50;

export type After =
  /** The call waits for digits. */
  | { readonly call: Call; readonly next: 'wait' }
  /** The bot has to be asked what comes next. */
  | { readonly call: Call; readonly next: 'ask' }
  /** It is over. */
  | { readonly call: Call; readonly next: 'hang up' };

const seconds = (said: readonly string[]): number => said.join(' ').length / LETTERS_A_SECOND;

/** Goes through `verbs` as far as it can without the bot or the person. `now` in milliseconds, by the clock. */
export function followTwiml(call: Call, verbs: readonly Verb[], base: string, now: number): After {
  const { gather: _, asking: __, until: ___, ...rest } = call;
  let current: Call = { ...rest, said: [...call.said] };
  for (const [index, verb] of verbs.entries()) {
    switch (verb.verb) {
      case 'say':
        current.said.push(verb.text);
        break;
      case 'message':
        break;
      case 'hangup':
        return { call: current, next: 'hang up' };
      case 'redirect':
        current = { ...current, asking: { url: absolute(verb.url, base), method: verb.method, form: {} } };
        return { call: current, next: 'ask' };
      case 'gather': {
        current.said.push(...verb.said);
        const { numDigits, finishOnKey, actionOnEmptyResult, timeout, method } = verb;
        const until = now + Math.round((seconds(verb.said) + timeout) * 1000);
        const gather = {
          action: absolute(verb.action ?? base, base),
          method,
          ...(numDigits !== undefined && { numDigits }),
          finishOnKey,
          actionOnEmptyResult,
          timeout,
          pressed: '',
          base,
          rest: verbs.slice(index + 1) as unknown as Record<string, unknown>[],
        };
        return { call: { ...current, gather, until }, next: 'wait' };
      }
    }
  }
  return { call: current, next: 'hang up' };
}

/** Digits pressed while it waits: enough of them are posted, fewer are kept. */
export function press(call: Call, digits: string, now: number): After | undefined {
  const { gather } = call;
  if (!gather) return undefined;
  const pressed = gather.pressed + digits;
  const finish = gather.finishOnKey === '' ? -1 : pressed.indexOf(gather.finishOnKey);
  const numDigits = gather.numDigits ?? 0;
  if (finish >= 0) return post(call, pressed.slice(0, finish));
  if (numDigits > 0 && pressed.length < numDigits)
    return {
      call: { ...call, gather: { ...gather, pressed }, until: now + gather.timeout * 1000 },
      next: 'wait',
    };
  return post(call, numDigits > 0 ? pressed.slice(0, numDigits) : pressed);
}

/** Nobody pressed anything (more): what was pressed is posted, else the TwiML goes on behind the gather. */
export function silence(call: Call, now: number): After {
  const { gather } = call;
  if (!gather) return { call, next: 'hang up' };
  if (gather.pressed !== '' || gather.actionOnEmptyResult) return post(call, gather.pressed);
  return followTwiml(call, gather.rest as unknown as Verb[], gather.base, now);
}

function post(call: Call, digits: string): After {
  const { gather, until: _, ...rest } = call;
  if (!gather) return { call, next: 'hang up' };
  const form: Record<string, string> = { Digits: digits, msg: 'Gather End' };
  return { call: { ...rest, asking: { url: gather.action, method: gather.method, form } }, next: 'ask' };
}

/** An empty action or url stands for the document's own address. */
const absolute = (url: string, base: string): string => new URL(url, base).href;
