/**
 * Pages typed one after another while Redis is in trouble, and what became of each: taken (its author was told so)
 * or refused; lost, if it was taken and is nowhere; doubled, if it opened or texted twice.
 */
import { page } from '../../../commands/page/command.ts';
import type { CommandInvocation } from '../../../src/core/command.ts';
import { runCommand } from '../../../src/core/run-command.ts';
import { translator } from '../../../src/i18n/index.ts';
import { pageDocument } from '../../../src/page/domain/page.ts';
import { FakeChannel, FakeChat, somebody } from '../fake-deps.ts';
import { type Stack, seedEvent, startStack } from '../paging-stack.ts';
import { eventually } from './server.ts';

export interface PageOutcome {
  readonly message: string;
  readonly askedAt: number;
  readonly answeredAt: number;
  /** Undefined where it was taken. */
  readonly refused: string | undefined;
}

export interface PageCounts {
  readonly asked: number;
  readonly taken: number;
  readonly refused: number;
  /** Taken, and no page is there. */
  readonly lost: number;
  /** More than one page of one message, or more than one text. */
  readonly doubled: number;
  /** Taken, and nobody was texted. */
  readonly unsent: number;
  /** Longest time in ms in which no page was taken. */
  readonly pauseMs: number;
}

export interface PageLoad {
  readonly stack: Stack;
  readonly sms: FakeChannel;
  readonly outcomes: readonly PageOutcome[];
  /** Types a page every so many milliseconds until `stop`. */
  begin(everyMs: number): void;
  stopTyping(): Promise<void>;
  /** Waits until so many more pages were taken. */
  taken(more: number, what: string, withinMs?: number): Promise<void>;
  /** Waits until whatever is there was sent, and counts those since `begin`. */
  count(): Promise<PageCounts>;
  stop(): Promise<void>;
}

export async function startPageLoad(url: string): Promise<PageLoad> {
  const chat = new FakeChat();
  const sms = new FakeChannel('sms', (person) => (person.phone?.verifiedAt ? '+1 ••• ••00' : undefined));
  const stack = await startStack({ url, chat, channels: [sms] });
  await seedEvent(stack);
  const outcomes: PageOutcome[] = [];
  const open = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let number = 0;
  let since = 0;

  const type = async (message: string) => {
    // Another author each time: the limits of one person are none of what is asked here.
    const call: CommandInvocation = {
      person: somebody(`UANY${number}`),
      permission: 'crew',
      locale: 'en',
      t: translator('en'),
      now: stack.deps.clock.now(),
      event: await stack.deps.events.settings(),
      zone: 'Europe/Madrid',
      trigger: '',
      text: `stage-main! ${message}`,
      channel: 'CGENERAL',
      progress: async () => {},
    };
    const askedAt = performance.now();
    const refused = await runCommand(page, call, stack.deps).then(
      () => undefined,
      (error: unknown) => String(error),
    );
    outcomes.push({ message, askedAt, answeredAt: performance.now(), refused });
  };
  const textsOf = (message: string) => sms.sent.filter(({ text }) => text.includes(`${message}.`)).length;
  const takenOf = () => outcomes.slice(since).filter(({ refused }) => refused === undefined);

  return {
    stack,
    sms,
    outcomes,
    begin(everyMs) {
      since = outcomes.length;
      timer = setInterval(() => {
        const typing = type(`Trouble ${++number}`).finally(() => open.delete(typing));
        open.add(typing);
      }, everyMs);
    },
    async stopTyping() {
      clearInterval(timer);
      await Promise.all(open);
    },
    async taken(more, what, withinMs) {
      const goal = takenOf().length + more;
      await eventually(what, () => takenOf().length >= goal, withinMs);
    },
    async count() {
      const there = await eventually('the pages to be read', () => stack.store.all(pageDocument));
      const pagesOf = (message: string) => there.filter(({ value }) => value.message === message).length;
      const kept = takenOf().filter(({ message }) => pagesOf(message) > 0);
      await eventually(
        'all that is there to be sent',
        () => kept.every(({ message }) => textsOf(message) > 0),
        20_000,
      )
        // What was never sent is counted, and the test says whether it may be.
        .catch(() => {});
      const times = takenOf()
        .map(({ answeredAt }) => answeredAt)
        .sort((a, b) => a - b);
      const pauses = times.slice(1).map((at, i) => at - (times[i] ?? at));
      return {
        asked: outcomes.length - since,
        taken: takenOf().length,
        refused: outcomes.length - since - takenOf().length,
        lost: takenOf().length - kept.length,
        doubled: outcomes.slice(since).filter(({ message }) => pagesOf(message) > 1 || textsOf(message) > 1)
          .length,
        unsent: kept.filter(({ message }) => textsOf(message) === 0).length,
        pauseMs: Math.round(Math.max(0, ...pauses)),
      };
    },
    stop: () => stack.stop(),
  };
}

export const countsLine = (
  what: string,
  { asked, taken, refused, lost, doubled, unsent, pauseMs }: PageCounts,
) =>
  `  ${what.padEnd(46)} asked ${asked}, taken ${taken}, refused ${refused}, lost ${lost}, doubled ${doubled}, unsent ${unsent}, longest pause ${(pauseMs / 1000).toFixed(1)} s`;
