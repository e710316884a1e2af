/**
 * A world without Redis, Slack or Twilio for tests of commands and jobs: a clock that moves when told, the
 * store in memory, and a chat and channels that remember what they were asked to send.
 */

import type { View } from '@slack/types';
import { Temporal } from 'temporal-polyfill';
import { createGuardedActions } from '../../src/adapters/actions/caller.ts';
import { createOptimizer } from '../../src/adapters/highs/optimizer.ts';
import { createKeeper } from '../../src/adapters/shamir/keeper.ts';
import { runTask } from '../../src/adapters/shamir/run-task.ts';
import { isNamed, payload } from '../../src/adapters/slack/payload.ts';
import { sessionDocument } from '../../src/agenda/domain/session.ts';
import { chatStateDocument } from '../../src/callboard/domain/chat-state.ts';
import {
  EVENT_ID,
  type EventSettings,
  eventChanged,
  eventDocument,
} from '../../src/callboard/domain/event.ts';
import { type Person, personChanged, personDocument } from '../../src/callboard/domain/person.ts';
import type {
  ButtonClick,
  Command,
  CommandInvocation,
  Reply,
  RequestContext,
} from '../../src/core/command.ts';
import { put, recordFact } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { PermanentError } from '../../src/core/errors.ts';
import type { Job } from '../../src/core/job.ts';
import { loadPermission } from '../../src/core/permission.ts';
import type {
  Channel,
  Chat,
  Message,
  MessageTarget,
  Posted,
  UploadedFile,
} from '../../src/core/ports/chat.ts';
import type { Clock } from '../../src/core/ports/clock.ts';
import type { ActionResponse } from '../../src/core/ports/keys.ts';
import type { ClaimedJob } from '../../src/core/ports/outbox.ts';
import type { Outgoing, PagingChannel } from '../../src/core/ports/paging.ts';
import type { Drawing, Pictures, SvgDrawing } from '../../src/core/ports/pictures.ts';
import type { DryRunAnswer, RemedyCalls, RemedyOrder } from '../../src/core/ports/remedies.ts';
import type { Trackers } from '../../src/core/ports/trackers.ts';
import type { WebhookAnswer, WebhookDelivery, Webhooks } from '../../src/core/ports/webhooks.ts';
import { pressButton, runCommand } from '../../src/core/run-command.ts';
import { runJob } from '../../src/core/run-job.ts';
import { UNMEASURED } from '../../src/core/telemetry.ts';
import { translator } from '../../src/i18n/index.ts';
import { type Remedy, remedyDocument } from '../../src/incident/domain/remedy.ts';
import { runbookDocument } from '../../src/incident/domain/runbook.ts';
import { providerHealthDocument } from '../../src/page/domain/provider-health.ts';
import { roleDocument, shiftDocument } from '../../src/rota/domain/shift.ts';
import { type Mrkdwn, mrkdwn } from '../../src/slack/mrkdwn.ts';
import { MemoryStore } from './memory-store.ts';
import { checkMessage, checkReply, checkView } from './slack-limits.ts';

export class FakeClock implements Clock {
  t: Temporal.Instant;
  constructor(start: string) {
    this.t = Temporal.Instant.from(start);
  }
  now(): Temporal.Instant {
    return this.t;
  }
  realMillisecondsUntil(t: Temporal.Instant): number {
    return Math.max(0, t.epochMilliseconds - this.t.epochMilliseconds);
  }
}

export interface Sent {
  readonly kind: 'post' | 'update' | 'dm' | 'ephemeral' | 'modal' | 'home' | 'upload' | 'remove';
  /** A channel or user id. */
  readonly to: string;
  readonly text: string;
  readonly content: unknown;
  readonly thread?: string | undefined;
}

/** Remembers what left; `answer` is what the other side says. */
export class FakeWebhooks implements Webhooks {
  readonly delivered: WebhookDelivery[] = [];
  answer: (delivery: WebhookDelivery) => WebhookAnswer = () => ({ ok: true });
  async refuses(url: string) {
    if (!URL.canParse(url)) return 'form' as const;
    return url.startsWith('https:') ? undefined : ('https' as const);
  }
  async deliver(delivery: WebhookDelivery) {
    const answer = this.answer(delivery);
    if (answer.ok) this.delivered.push(delivery);
    return answer;
  }
}

/** The outside of the event file's actions: remembers what was asked of it, and says what it is told to. */
export class FakeRemedyCalls implements RemedyCalls {
  readonly called: RemedyOrder[] = [];
  readonly dryRuns: RemedyOrder[] = [];
  /** What it says to a call, by the number of calls before. */
  answer: (before: number) => ActionResponse = () => ({ ok: true, detail: '200', again: false });
  /** What a read-back says; true as soon as it was called, unless told otherwise. */
  isSo: () => boolean = () => this.called.length > 0;
  says: DryRunAnswer = { ok: true, says: 'It would do it now.' };
  secrets = true;
  hasSecret(): boolean {
    return this.secrets;
  }
  async call(_: Remedy, order: RemedyOrder): Promise<ActionResponse> {
    this.called.push(order);
    return this.answer(this.called.length - 1);
  }
  async dryRun({ dryRun }: Remedy, order: RemedyOrder): Promise<DryRunAnswer | undefined> {
    if (dryRun === undefined) return undefined;
    this.dryRuns.push(order);
    return this.says;
  }
  async readBack(): Promise<ActionResponse> {
    return { ok: this.isSo(), detail: 'other-state', again: true };
  }
}

/** Takes every issue, as GitHub would. */
const fakeTrackers: Trackers = {
  names: ['github', 'jira'],
  send: async (_, { action }) => ({ html_url: `https://github.example/event/issues/${action.slice(1)}` }),
};

/** Remembers what was sent; `failWith` makes the next calls throw. */
export class FakeChat implements Chat {
  readonly sent: Sent[] = [];
  readonly messages = new Map<string, Message & { readonly files?: readonly { name: string }[] }>();
  /** The keys that a run looked for before it sent. */
  readonly lookedFor: string[] = [];
  readonly #threads = new Map<string, string>();
  failWith: Error | undefined;
  #number = 0;

  #send(sent: Sent): void {
    if (this.failWith) throw this.failWith;
    this.sent.push(sent);
  }
  async post(
    channel: string,
    message: Message,
    options?: { thread?: string; key?: string },
  ): Promise<Posted> {
    checkMessage(message);
    if (this.gone.has(channel)) throw new PermanentError('channel_not_found');
    if (this.archived.has(channel)) throw new PermanentError('is_archived');
    this.#send({ kind: 'post', to: channel, text: message.text, content: message, thread: options?.thread });
    const at = { channel, ts: `${1_700_000_000 + ++this.#number}.000100` };
    this.#keep(at, message, options);
    return at;
  }
  async update(at: Posted, message: Message, options?: { key?: string }): Promise<void> {
    if (!this.messages.has(`${at.channel}:${at.ts}`)) throw new PermanentError('message_not_found');
    checkMessage(message);
    this.#send({ kind: 'update', to: at.channel, text: message.text, content: message });
    this.#keep(at, message, options);
  }
  async remove(at: Posted): Promise<void> {
    this.#send({ kind: 'remove', to: at.channel, text: '', content: at });
    this.messages.delete(`${at.channel}:${at.ts}`);
  }
  async removeThread(at: Posted): Promise<void> {
    await this.removeReplies(at);
    await this.remove(at);
  }
  async removeReplies(at: Posted): Promise<void> {
    for (const [key, thread] of this.#threads)
      if (thread === at.ts && key.startsWith(`${at.channel}:`))
        await this.remove({ channel: at.channel, ts: key.slice(at.channel.length + 1) });
  }
  /** All messages here are ours, and none is too old. */
  async removeOwn(
    place: MessageTarget,
    _since: number,
    which: (at: Posted, content: string) => boolean,
  ): Promise<void> {
    const channel = 'person' in place ? `D${place.person.slice(1)}` : place.channel;
    if (this.archived.has(channel)) throw new PermanentError('is_archived');
    for (const [key, message] of [...this.messages]) {
      const at = { channel, ts: key.slice(channel.length + 1) };
      if (key.startsWith(`${channel}:`) && which(at, JSON.stringify(message))) await this.remove(at);
    }
  }
  /** Channels by id that somebody deleted. */
  readonly gone = new Set<string>();
  /** Private channels that were made, by id, with those who are in them. */
  readonly made = new Map<string, Set<string>>();
  readonly #names = new Set<string>();
  /** As in a workspace where the app may not make channels. */
  mayMakeChannels = true;
  async createPrivateChannel(name: string): Promise<string> {
    if (this.failWith) throw this.failWith;
    if (!this.mayMakeChannels) throw new PermanentError('missing_scope');
    if (this.#names.has(name)) throw new PermanentError('name_taken');
    this.#names.add(name);
    const id = `GPRIVATE${this.made.size + 1}`;
    this.made.set(id, new Set());
    return id;
  }
  mayInvite = true;
  async invite(channel: string, user: string): Promise<void> {
    if (!this.mayInvite) throw new PermanentError('restricted_action');
    this.made.get(channel)?.add(user);
  }
  /** Channels that were archived: nobody writes there. */
  readonly archived = new Set<string>();
  async archiveChannel(channel: string): Promise<void> {
    if (!this.made.has(channel)) throw new PermanentError('channel_not_found');
    this.archived.add(channel);
  }
  async kick(channel: string, user: string): Promise<void> {
    this.made.get(channel)?.delete(user);
  }
  async dm(user: string, message: Message, options?: { key?: string }): Promise<Posted> {
    checkMessage(message);
    this.#send({ kind: 'dm', to: user, text: message.text, content: message });
    const at = { channel: `D${user.slice(1)}`, ts: `${1_700_000_000 + ++this.#number}.000100` };
    this.#keep(at, message, options);
    return at;
  }
  /** As Slack does: the blocks as they were sent, and of what thread they are. */
  #keep({ channel, ts }: Posted, message: Message, options: { thread?: string; key?: string } = {}): void {
    const sent = payload(message, options.key);
    checkMessage(sent);
    this.messages.set(`${channel}:${ts}`, sent);
    if (options.thread !== undefined) this.#threads.set(`${channel}:${ts}`, options.thread);
  }
  async sentBefore(place: MessageTarget, key: string): Promise<Posted | undefined> {
    const channel = 'person' in place ? `D${place.person.slice(1)}` : place.channel;
    const thread = 'thread' in place ? place.thread : undefined;
    this.lookedFor.push(key);
    for (const [at, message] of this.messages)
      if (at.startsWith(`${channel}:`) && this.#threads.get(at) === thread && isNamed(message, key))
        return { channel, ts: at.slice(channel.length + 1) };
    return undefined;
  }
  async ephemeral(channel: string, user: string, message: Message): Promise<void> {
    checkMessage(message);
    this.#send({ kind: 'ephemeral', to: user, text: message.text, content: { channel, message } });
  }
  async openModal(trigger: string, view: View): Promise<void> {
    checkView(view);
    this.#send({ kind: 'modal', to: trigger, text: '', content: view });
  }
  async publishHome(user: string, view: View): Promise<void> {
    checkView(view);
    this.#send({ kind: 'home', to: user, text: '', content: view });
  }
  async upload(
    channel: string,
    file: UploadedFile,
    options?: { thread?: string; comment?: Mrkdwn },
  ): Promise<void> {
    this.#send({
      kind: 'upload',
      to: channel,
      text: options?.comment ?? mrkdwn``,
      content: file,
      thread: options?.thread,
    });
    const at = `${channel}:${1_700_000_000 + ++this.#number}.000100`;
    this.messages.set(at, { text: options?.comment ?? mrkdwn``, files: [{ name: file.name }] });
    if (options?.thread !== undefined) this.#threads.set(at, options.thread);
  }
  async permalink(at: Posted): Promise<string> {
    return `https://slack.example/archives/${at.channel}/p${at.ts.replace('.', '')}`;
  }
  async pin(): Promise<void> {}
  /** Channels by id that the bot is not in. */
  readonly notIn = new Set<string>();
  async channel(id: string): Promise<Channel | undefined> {
    return (await this.channels()).find((one) => one.id === id);
  }
  /** Who is in each channel, by its id; two to a page, so that every reading has several. */
  readonly membersOf = new Map<string, readonly string[]>();
  async members(channel: string, cursor = '0'): Promise<{ people: readonly string[]; next?: string }> {
    const all = this.membersOf.get(channel) ?? [];
    const end = Number(cursor) + 2;
    return { people: all.slice(Number(cursor), end), ...(end < all.length && { next: String(end) }) };
  }
  async scopes(): Promise<string[]> {
    return [];
  }
  async channels(): Promise<Channel[]> {
    return ['ANN', 'OPS', 'INC', 'VOL', 'GENERAL', 'MAIN'].map((name) => ({
      id: `C${name}`,
      name: name.toLowerCase(),
      isMember: !this.notIn.has(`C${name}`),
      isArchived: false,
    }));
  }
}

/** A paging channel that accepts everything for people who have `has`. */
/** Draws nothing, and keeps what it was told to draw. */
class FakePictures implements Pictures {
  readonly drawn: Drawing[] = [];
  readonly svgs: string[] = [];
  /** Thrown instead, once set. */
  failure: Error | undefined;

  async draw(drawing: Drawing | SvgDrawing): Promise<Uint8Array> {
    if (this.failure) throw this.failure;
    if ('svg' in drawing) this.svgs.push(drawing.svg);
    else this.drawn.push(drawing);
    return Uint8Array.from([0x89, 0x50, 0x4e, 0x47]);
  }
}

export class FakeChannel implements PagingChannel {
  readonly sent: Outgoing[] = [];
  readonly name: string;
  failWith: Error | undefined;
  readonly #has: (person: Person) => string | undefined;
  constructor(name: string, has: (person: Person) => string | undefined) {
    this.name = name;
    this.#has = has;
  }
  address(person: Person): string | undefined {
    return this.#has(person);
  }
  async send(outgoing: Outgoing): Promise<{ reference: string }> {
    if (this.failWith) throw this.failWith;
    this.sent.push(outgoing);
    return { reference: `${this.name}-${outgoing.notification}` };
  }
  async find({ notification }: Outgoing): Promise<{ reference: string } | undefined> {
    const left = this.sent.some((one) => one.notification === notification);
    return left ? { reference: `${this.name}-${notification}` } : undefined;
  }
}

export const somebody = (id: string, more: Partial<Person> = {}): Person => ({
  id,
  slack: id,
  handle: id.toLowerCase(),
  name: id,
  ...more,
});

export interface World {
  readonly deps: Deps;
  readonly clock: FakeClock;
  readonly store: MemoryStore;
  readonly chat: FakeChat;
  readonly pictures: FakePictures;
  readonly remedyCalls: FakeRemedyCalls;
  readonly channels: Readonly<Record<'slack' | 'sms' | 'voice', FakeChannel>>;
  readonly logged: { level: string; data: object; message: string }[];
  /** Moves the clock step by step, running each due job at its time with these handlers. */
  advance(duration: string, handlers: readonly Job[]): Promise<void>;
  /** Runs what is due now, until nothing is. */
  settle(handlers: readonly Job[]): Promise<void>;
  asking(personId: string): Promise<RequestContext>;
  /** Types `/x text` as this person. */
  type(personId: string, command: Command, text: string, channel?: string): Promise<Reply>;
  /** Presses a button as this person. */
  press(personId: string, command: Command, action: string, value?: string, at?: Posted): Promise<Reply>;
}

export const fakeEvent = (more: Partial<EventSettings> = {}): EventSettings => ({
  name: 'TestConf',
  zone: 'Europe/Madrid',
  language: 'en',
  organizers: ['UORG'],
  /** Somebody of the crew without a shift; whoever is not named anywhere is an attendee. */
  crew: ['UANY'],
  channels: { announcements: 'CANN', ops: 'COPS', incidents: 'CINC', volunteers: 'CVOL' },
  rooms: [],
  ...more,
});

/** `start` is an ISO instant. People are committed as documents; put sessions and shifts with `commit`. */
export async function fakeWorld(
  start = '2019-06-05T08:00:00Z',
  people: readonly Person[] = [somebody('UORG'), somebody('UANY')],
  event: EventSettings = fakeEvent(),
  store = new MemoryStore(),
): Promise<World> {
  const clock = new FakeClock(start);
  const chat = new FakeChat();
  const pictures = new FakePictures();
  const remedyCalls = new FakeRemedyCalls();
  const logged: World['logged'] = [];
  const phone = (person: Person) => (person.phone?.verifiedAt ? '+1 ••• ••00' : undefined);
  const channels = {
    slack: new FakeChannel('slack', (person) => person.slack),
    sms: new FakeChannel('sms', phone),
    voice: new FakeChannel('voice', phone),
  };
  const log = (level: string) => (data: object, message: string) =>
    void logged.push({ level, data, message });
  let ids = 0;
  const everyone = async () => (await store.all(personDocument)).map((one) => one.value);
  const deps: Deps = {
    clock,
    store,
    telemetry: UNMEASURED,
    chat,
    directory: {
      person: async (id) => (await store.get(personDocument, id))?.value,
      byEmail: async (email) => (await store.find(personDocument, `email:${email.toLowerCase()}`))[0]?.value,
      byHandle: async (handle) =>
        (await store.find(personDocument, `handle:${handle.toLowerCase()}`))[0]?.value,
      byPhone: async (number) => (await store.find(personDocument, `phone:${number}`))[0]?.value,
      group: async () => undefined,
      all: everyone,
    },
    events: { settings: async () => (await store.get(eventDocument, EVENT_ID))?.value ?? event },
    sessions: store.mirror(sessionDocument),
    shifts: store.mirror(shiftDocument),
    roles: store.mirror(roleDocument),
    runbooks: store.mirror(runbookDocument),
    remedies: store.mirror(remedyDocument),
    people: store.mirror(personDocument),
    chatState: store.mirror(chatStateDocument),
    slackAnswers: async () => chat.failWith === undefined,
    channels: Object.values(channels),
    providers: [],
    providerHealth: store.mirror(providerHealthDocument),
    configuredOrganizers: [],
    fetch: async () => {
      throw new PermanentError('fetch-not-faked');
    },
    // What the child process does, without the process.
    webhooks: new FakeWebhooks(),
    keeper: createKeeper(async (request) => runTask(request)),
    guarded: createGuardedActions({ actions: [], environment: 'test', env: {} }),
    remedyCalls,
    trackers: fakeTrackers,
    optimizer: createOptimizer(),
    pictures,
    backup: async () => new Uint8Array(),
    newId: () => `id${++ids}`,
    log: { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') },
    publicUrl: 'https://callboard.example',
  };
  const at = clock.now();
  await store.commit({
    put: [
      put(eventDocument, EVENT_ID, event),
      ...people.map((person) => put(personDocument, person.id, person)),
    ],
    facts: [
      recordFact(eventChanged, { at, by: 'test', about: [], data: { fields: ['all'] } }),
      ...people.map(({ id }) =>
        recordFact(personChanged, {
          at,
          by: 'test',
          about: [`person:${id}`],
          data: { person: id, fields: ['all'] },
        }),
      ),
    ],
  });

  const settle: World['settle'] = async (handlers) => {
    const limits = { pages: 1, reminders: 1, chores: 1, webhooks: 1 };
    for (let round = 0; ; round++) {
      if (round > 100_000) throw new Error('jobs without end');
      const { jobs: handed } = await store.claim(clock.now(), limits);
      if (handed.length === 0) return;
      for (const one of handed) await runOne(one, handlers);
    }
  };
  const runOne = async (handed: ClaimedJob, handlers: readonly Job[]) => {
    if (!(await store.acquireOrRenewLease(handed))) return;
    await runJob(
      handed,
      handlers.find((handler) => handler.kind.name === handed.name),
      deps,
    );
  };
  const asking: World['asking'] = async (personId) => {
    const person = (await deps.directory.person(personId)) ?? somebody(personId);
    const settings = await deps.events.settings();
    const locale = person.language ?? settings.language;
    const t = translator(locale);
    const permission = await loadPermission(person, settings, deps);
    return {
      person,
      permission,
      locale,
      t,
      now: clock.now(),
      event: settings,
      zone: settings.zone,
      trigger: 'trigger',
    };
  };
  const progress = async () => {};
  return {
    deps,
    clock,
    store,
    chat,
    pictures,
    remedyCalls,
    channels,
    logged,
    settle,
    asking,
    async advance(duration, handlers) {
      const end = clock.now().add(Temporal.Duration.from(duration));
      await settle(handlers);
      for (;;) {
        const next = (await store.outbox())[0]?.at;
        if (!next || Temporal.Instant.compare(next, end) > 0) break;
        if (Temporal.Instant.compare(next, clock.t) > 0) clock.t = next;
        await settle(handlers);
      }
      clock.t = end;
    },
    async type(personId, command, text, channel = 'CGENERAL') {
      const call: CommandInvocation = { ...(await asking(personId)), text, channel, progress };
      return checkReply(await runCommand(command, call, deps));
    },
    async press(personId, command, action, value = '', where = { channel: 'CGENERAL', ts: '1.0' }) {
      if (!command.buttons?.[action]) throw new Error(`no button ${action}`);
      const press: ButtonClick = { ...(await asking(personId)), value, at: where, progress };
      return checkReply(await pressButton(command, action, press, deps));
    },
  };
}
