/**
 * Made-up input for every door that parses something: commands, buttons, modals, texts, webhooks, Twilio's requests,
 * addresses, events of Slack, files. Whatever comes in, a door answers or refuses in words: nothing breaks, and
 * nothing typed becomes live in an answer.
 */
import fc from 'fast-check';
import { commands, routes } from '../../commands/index.ts';
import { heardMessage } from '../../src/adapters/slack/listen-events.ts';
import { PermanentError, RetryLater, UserError } from '../../src/core/errors.ts';
import { handInModal, pressButton, runCommand } from '../../src/core/run-command.ts';
import { parseAgenda } from '../../src/formats/index.ts';
import { parseShifts } from '../../src/formats/rota/parse.ts';
import { ACTORS, type ActorName, type RightsWorld, rightsWorld } from './rights-world.ts';

const HOSTILE = [
  '<!channel>',
  '<!here|x>',
  '<@UELSE>',
  '<#C1|x>',
  '<https://e.example|Acknowledge>',
  '*bold*',
  '`code`',
  ':white_check_mark: *Olga* has it',
  '\u202e',
  '\u0000',
  '\u0007',
  '\ud800',
  '__proto__',
  'constructor',
  '%%%',
  '{"a":',
  '[[[[[[[[',
  '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
  'BEGIN:VCALENDAR\nBEGIN:VEVENT\nRRULE:FREQ=SECONDLY\n',
  '=HYPERLINK("x")',
  "'; DROP TABLE pages; --",
  '../../etc/passwd',
  'CBS1QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ',
  'a'.repeat(3_000),
  ' '.repeat(3_000),
];
const WORDS = [
  'P1',
  'P2',
  'H1',
  'H2',
  'S1',
  'S2',
  'I1',
  'A1',
  'K1',
  'mine',
  'quokka',
  'Alpha',
  'Beta!',
  'door',
  '<@UCREW>',
  '<@U>',
  '@nobody',
  'a@b.example',
  '15m',
  '1h30',
  '14:30',
  'tomorrow 9:00',
  'day 2',
  'friday',
  'sev1',
  'now',
  '2 of',
  '09:00-25:00',
  '1e9',
  '-1',
  '7K',
  '7K R',
  'STOP',
  'here',
  'late 10',
  'anyway',
  'csv',
  'en',
  'es',
  'reset',
  'me',
];
const piece = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...WORDS) },
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
);
const text = fc.array(piece, { maxLength: 5 }).map((parts) => parts.join(' '));
const actor = fc.constantFrom(...(Object.keys(ACTORS) as ActorName[]));
const at = fc.nat(10_000);

const json = fc.oneof(
  fc.jsonValue(),
  fc.record(
    {
      status: text,
      title: text,
      message: text,
      alerts: fc.array(
        fc.dictionary(
          fc.constantFrom('status', 'labels', 'annotations', 'startsAt', '__proto__'),
          fc.jsonValue(),
        ),
      ),
      conference: fc.jsonValue(),
      sessions: fc.array(fc.jsonValue()),
      schedule: fc.jsonValue(),
    },
    { requiredKeys: [] },
  ),
);
const file = fc.oneof(
  text,
  json.map((value) => JSON.stringify(value) ?? ''),
  fc
    .array(fc.array(piece, { maxLength: 6 }), { maxLength: 8 })
    .map((rows) => rows.map((row) => row.join(',')).join('\n')),
  text.map(
    (inner) =>
      `<schedule><day date="2019-06-05"><room name="${inner}"><event id="1">${inner}</event></room></day></schedule>`,
  ),
  text.map(
    (inner) =>
      `BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20190605T100000Z\r\nSUMMARY:${inner}\r\nEND:VEVENT\r\nEND:VCALENDAR`,
  ),
);

export type Input =
  | {
      readonly door: 'command' | 'button' | 'modal';
      readonly who: ActorName;
      readonly at: number;
      readonly text: string;
    }
  | { readonly door: 'http'; readonly at: number; readonly text: string; readonly body: unknown }
  | { readonly door: 'event' | 'file'; readonly text: string };

export const anyInput: fc.Arbitrary<Input> = fc.oneof(
  fc.record({ door: fc.constant('command' as const), who: actor, at, text }),
  fc.record({ door: fc.constant('button' as const), who: actor, at, text }),
  fc.record({ door: fc.constant('modal' as const), who: actor, at, text }),
  fc.record({
    door: fc.constant('http' as const),
    at,
    text,
    body: fc.oneof(
      json,
      fc.dictionary(
        fc.constantFrom('From', 'Body', 'Digits', 'CallSid', 'MessageStatus', 'MessageSid'),
        text,
      ),
    ),
  }),
  fc.record({ door: fc.constant('event' as const), text }),
  fc.record({ door: fc.constant('file' as const), text: file }),
);

const pick = <T>(all: readonly T[], index: number): T => {
  const one = all[index % all.length];
  if (one === undefined) throw new Error('nothing to pick from');
  return one;
};
const verbs = commands.flatMap((command) => Object.keys(command.verbs).map((verb) => ({ command, verb })));
const buttons = commands.flatMap((command) =>
  Object.keys(command.buttons ?? {}).map((id) => ({ command, id })),
);
const modals = commands.flatMap((command) =>
  Object.keys(command.modals ?? {}).map((id) => ({ command, id })),
);

/** What an answer may never hold, whatever was typed. */
const LIVE = /<!(channel|here|everyone)|<https:\/\/e\.example\|/;

/** What Slack reads marks in: not the values of buttons, what a modal carries, or plain text. */
function marked(reply: unknown): string[] {
  if (Array.isArray(reply)) return reply.flatMap(marked);
  if (typeof reply !== 'object' || reply === null) return [];
  return Object.entries(reply).flatMap(([key, value]) =>
    key === 'text' && typeof value === 'string'
      ? 'type' in reply && reply.type === 'plain_text'
        ? []
        : [value]
      : marked(value),
  );
}

/** The same world for so many inputs; what they wrote is then forgotten. */
const INPUTS_A_WORLD = 500;

export class Doors {
  readonly #worlds = new Map<ActorName, { world: RightsWorld; left: number }>();
  answered = 0;
  refused = 0;
  /** Milliseconds of the slowest input, and its door. */
  slowest = { door: '', took: 0 };

  async #world(who: ActorName): Promise<RightsWorld> {
    const known = this.#worlds.get(who);
    if (known && known.left-- > 0) return known.world;
    const world = await rightsWorld(who);
    this.#worlds.set(who, { world, left: INPUTS_A_WORLD });
    return world;
  }

  /** @throws whatever is no refusal in words; or where something typed is live in the answer */
  async enter(input: Input): Promise<void> {
    const world = await this.#world('who' in input ? input.who : 'crew');
    const began = performance.now();
    try {
      const said = marked(await answer(input, world)).join('\n');
      if (LIVE.test(said)) throw new Error(`live in an answer: ${LIVE.exec(said)?.[0]}`);
      this.answered++;
    } catch (error) {
      if (!(error instanceof UserError || error instanceof PermanentError || error instanceof RetryLater))
        throw error;
      if (LIVE.test(JSON.stringify(error))) throw new Error('live in a refusal');
      this.refused++;
    }
    const took = performance.now() - began;
    if (took > this.slowest.took) this.slowest = { door: input.door, took };
  }
}

async function answer(input: Input, world: RightsWorld): Promise<unknown> {
  if (input.door === 'event') {
    const event = { channel: 'C1', user: 'UELSE', text: input.text, ts: '1.1', channel_type: 'im' };
    const heard = heardMessage(event as Parameters<typeof heardMessage>[0]);
    if (heard) for (const command of commands) await command.onSlackEvent?.(heard, world.deps);
    return undefined;
  }
  if (input.door === 'file') {
    const bytes = new TextEncoder().encode(input.text);
    try {
      parseAgenda(bytes, {});
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
    parseShifts(bytes, { zone: 'Europe/Madrid' } as Parameters<typeof parseShifts>[1]);
    return undefined;
  }
  if (input.door === 'http') {
    const route = pick(routes, input.at);
    const params = Object.fromEntries(
      [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => [String(name), input.text]),
    );
    const reply = await route.run(
      { params, query: { token: input.text }, headers: { authorization: input.text }, body: input.body },
      world.deps,
    );
    if ((reply.status ?? 200) >= 500) throw new Error(`${route.path} answered ${reply.status}`);
    return undefined;
  }
  if (!('who' in input)) return undefined;
  const request = await world.asking(world.actor);
  const press = { ...request, value: input.text, at: undefined, progress: async () => {} };
  if (input.door === 'button') {
    const { command, id } = pick(buttons, input.at);
    return await pressButton(command, id, press, world.deps);
  }
  if (input.door === 'modal') {
    const { command, id } = pick(modals, input.at);
    const any = new Proxy(
      {},
      { get: () => ({ value: input.text, text: input.text, pick: input.text, share: input.text }) },
    );
    return await handInModal(command, id, { ...request, values: any, meta: input.text }, world.deps);
  }
  const { command, verb } = pick(verbs, input.at);
  const call = { ...request, text: `${verb} ${input.text}`, channel: 'CGENERAL', progress: async () => {} };
  return await runCommand(command, call, world.deps);
}
