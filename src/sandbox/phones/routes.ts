/** The phones over HTTP: what tests and the page use. Errors are `{ error }` with a sentence. */
import { readFileSync } from 'node:fs';
import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import type { Screens } from '../push/screens.ts';
import type { Notice } from '../push/state.ts';
import { people } from '../workspace.ts';
import { NotPossible, type Phones } from './phones.ts';
import { OUTAGES, PROVIDERS } from './providers.ts';
import type { Call } from './state.ts';
import { ANSWERED_BY } from './twilio-rules.ts';

const Sid = z.string().exactOptional();
const Body = {
  reply: z.strictObject({ body: z.string().min(1).max(1600), to: z.enum(PROVIDERS).exactOptional() }),
  press: z.strictObject({ digits: z.string().regex(/^[0-9*#]+$/, 'digits are 0 to 9, * and #'), sid: Sid }),
  call: z.strictObject({ sid: Sid }),
  answer: z.strictObject({ sid: Sid, by: z.enum(ANSWERED_BY).exactOptional() }),
  rules: z.looseObject({ provider: z.enum(PROVIDERS).exactOptional() }),
  fail: z.strictObject({
    sid: Sid,
    status: z.enum(['undelivered', 'failed']),
    errorCode: z.number().int().exactOptional(),
  }),
  push: z.strictObject({}),
  notice: z.strictObject({ id: z.string(), action: z.string() }),
  outage: z.strictObject({
    on: z.boolean(),
    provider: z.enum(PROVIDERS).exactOptional(),
    how: z.enum(OUTAGES).default('errors'),
  }),
};

const callForReading = ({ sid, provider, status, said, gather, at }: Call) => ({
  sid,
  provider,
  status,
  said,
  gather: gather !== undefined,
  at,
});

const forScreen = ({ id, via, at, tag, title, body, buttons, replaced, answered }: Notice) => ({
  ...{ id, via, at, tag, title, body, buttons },
  ...(replaced && { replaced }),
  ...(answered !== undefined && { answered }),
});

/** Everybody's phone, and those of numbers that belong to nobody of the workspace but were texted or called. */
export function everyPhone({ state }: Phones, screens: Screens) {
  const owners = new Map(people.flatMap((person) => (person.phone ? [[person.phone, person] as const] : [])));
  const { texts, calls, sent } = state;
  const numbers = new Set([...owners.keys(), ...[...texts, ...calls, ...sent].map((one) => one.number)]);
  return [...numbers].map((number) => ({
    number,
    owner: owners.get(number)?.handle ?? '',
    name: owners.get(number)?.name ?? '',
    messages: texts
      .filter((text) => text.number === number)
      .map(({ sid, provider, from, body, at, status, errorCode }) => ({
        sid,
        provider,
        from,
        body,
        at,
        status,
        ...(errorCode !== undefined && { errorCode }),
      })),
    calls: calls.filter((call) => call.number === number).map(callForReading),
    /** What the person texted to the bot. */
    sent: sent
      .filter((one) => one.number === number)
      .map(({ sid, provider, body, at }) => ({ sid, provider, body, at })),
    /** Notices by web push and ntfy, with their buttons. */
    notices: screens.of(owners.get(number)?.id ?? '').map(forScreen),
  }));
}

const NUMBER = /^\+\d{6,15}$/;

function numberOf(request: Request): string {
  const number = String(request.params['number']);
  if (!NUMBER.test(number))
    throw new NotPossible(`"${number}" is no phone number: write it as +12025550101.`);
  return number;
}

const page = new URL('./phones.html', import.meta.url);

const personOf = (request: Request): string => {
  const number = numberOf(request);
  return people.find(({ phone }) => phone === number)?.id ?? '';
};

export function phoneRoutes(phones: Phones, screens: Screens): Router {
  const router = Router();
  router.get('/', (_request, response) => void response.type('html').send(readFileSync(page)));
  router.get('/live', (request, response) => live([phones.state, screens.state], request, response));
  router.get('/outage', (_request, response) => {
    const { twilio, second } = phones.state.mood;
    const on = twilio.outage !== undefined || second.outage !== undefined;
    response.json({ on, twilio: twilio.outage, second: second.outage });
  });

  const post = <T>(path: string, schema: z.ZodType<T>, act: (request: Request, body: T) => Promise<void>) =>
    router.post(path, async (request, response) => {
      const body = schema.parse(request.body ?? {});
      await act(request, body);
      response.json({ ok: true });
    });
  router.get('/refused', (_request, response) => {
    response.json(
      phones.state.refused.map(({ at, provider, what, code, rule }) => ({ at, provider, what, code, rule })),
    );
  });
  post('/rules', Body.rules, (_request, { provider, ...change }) => phones.intake.rule(change, provider));
  post('/outage', Body.outage, (_request, { on, provider, how }) =>
    phones.intake.outage(provider ? [provider] : PROVIDERS, on ? how : null),
  );
  post('/:number/reply', Body.reply, (request, { body, to }) => phones.reply(numberOf(request), body, to));
  post('/:number/answer', Body.answer, (request, { sid, by }) => phones.answer(numberOf(request), sid, by));
  post('/:number/press', Body.press, (request, { digits, sid }) =>
    phones.press(numberOf(request), digits, sid),
  );
  post('/:number/hangup', Body.call, (request, { sid }) => phones.hangUp(numberOf(request), sid));
  post('/:number/voicemail', Body.call, (request, { sid }) => phones.voicemail(numberOf(request), sid));
  post('/:number/busy', Body.call, (request, { sid }) => phones.busy(numberOf(request), sid));
  post('/:number/push', Body.push, (request) => screens.give(numberOf(request)));
  post('/:number/notice', Body.notice, (request, { id, action }) =>
    screens.press(personOf(request), id, action),
  );
  post('/:number/fail', Body.fail, (request, fate) => phones.fail(numberOf(request), fate));
  return router;
}

/** What tells of its changes, and how to stop being told. */
interface Followed {
  onChange(listener: () => void): () => void;
}

/** Says `changed` whenever something did; the page then reads phones.json again. */
function live(states: readonly Followed[], request: Request, response: Response): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write('retry: 500\n\ndata: changed\n\n');
  let told = false;
  const tell = () => {
    if (told) return;
    told = true;
    setTimeout(() => {
      told = false;
      response.write('data: changed\n\n');
    }, 50);
  };
  const stops = states.map((state) => state.onChange(tell));
  request.once('close', () => {
    for (const stop of stops) stop();
  });
}
