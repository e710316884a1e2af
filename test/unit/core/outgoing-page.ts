/** docs/outgoing-calls.md as the one table makes it. `UPDATE=1 npx tsx test/unit/core/outgoing-page.ts` writes it. */
import { writeFileSync } from 'node:fs';
import { type JobKind, RETRY } from '../../../src/core/job-kind.ts';
import { OUTGOING, type OutgoingLimit, type TriesAgain } from '../../../src/core/outgoing-limits.ts';

export const OUTGOING_PAGE = 'docs/outgoing-calls.md';

const HEAD = `# What goes out, and what it may take

This page is printed from the table in \`src/core/outgoing-limits.ts\`, which every adapter uses: nothing outside is called
without a row of it (\`test/unit/house/outgoing.test.ts\`). Each row has a gate of its own in each process, and for each
event where a process has several, so that what hangs or fails in one place holds up nobody else.

- **Time-out**: for one request, from leaving until its answer is read. Then it is given up; whether it arrived is looked
  for before it is tried again.
- **Deadline**: the same with what it waited for a place before.
- **At once**: requests of one event under way in one process (a bulkhead). Who finds no place by the deadline comes back
  two seconds later, with nothing sent and no attempt counted.
- **Left alone**: after so many failures in a row nothing is sent for a while (a circuit breaker), then one request looks.
  Refusals (4xx, "this number takes no texts", "not so fast") are answers and count for nothing. A job that is refused
  meanwhile keeps its attempts, and comes back up to twice that while later, each at another moment.

| destination | what | time-out | deadline | at once | left alone | tried again by | why |
|---|---|---|---|---|---|---|---|
`;

const AGAIN: Readonly<Record<TriesAgain, string>> = {
  outbox: 'its job',
  'next look': 'the next look',
  library: 'the vendor’s library',
  person: 'a person',
};

const seconds = (milliseconds: number): string => `${milliseconds / 1000} s`;

const row = (name: string, limit: OutgoingLimit): string => {
  const { what, timeoutMs, deadlineMs, atOnce, breaker, again, why } = limit;
  const alone = breaker ? `after ${breaker.failures}, ${seconds(breaker.openMs)}` : '–';
  return `| \`${name}\` | ${what} | ${seconds(timeoutMs)} | ${seconds(deadlineMs)} | ${atOnce} | ${alone} | ${AGAIN[again]} | ${why} |`;
};

const POLICIES: Readonly<Record<keyof typeof RETRY, string>> = {
  paging: 'what people must act on now: texts, calls, escalation, and the message to each of them',
  message: 'what tells people something: reminders, notices',
  follow: 'what is redrawn or planned anew',
  brief: 'what is of little use a minute later',
  chore: 'what nobody waits for',
  never: 'what is bound to a moment that is gone with the first attempt',
  webhook: 'events to somebody else’s server',
};

const policy = ([name, { attempts, backoff, jitter }]: [string, JobKind<unknown>['retry']]): string =>
  `| \`${name}\` | ${attempts} | ${attempts > 1 ? `${backoff} s` : '–'} | ${jitter ? `± ${jitter * 100} %` : '–'} | ${POLICIES[name as keyof typeof RETRY]} |`;

export const outgoingPage = (): string =>
  [
    HEAD.trimEnd(),
    ...Object.entries(OUTGOING).map(([name, limit]) => row(name, limit)),
    '',
    '## How often, and when',
    '',
    'No adapter tries again by itself. What failed is its job’s: the same job is timed anew in the outbox, on the event’s',
    'clock, where it can be seen (`/board/queues`), moved and taken back. Each wait is twice the one before, ten minutes at',
    'most; the share in the table makes it longer or shorter, by the job’s own id, so that many that failed together part.',
    '',
    '| policy | attempts | first wait | spread | for |',
    '|---|---|---|---|---|',
    ...Object.entries(RETRY).map(policy),
    '',
    'Slack’s calls are counted per method besides, since Slack limits them so (`src/adapters/slack/budget.ts`), and texts and',
    'calls keep to their number’s pace (`src/core/send-pace.ts`); both let pages go first. What follows when Slack or the',
    'provider of texts does not answer for long is in [paging-faults.md](paging-faults.md).',
    '',
    'Redis is no row: it is the store and not a destination. Its connections give up by themselves (`src/adapters/redis/connect.ts`),',
    'and without it nothing is decided, so nothing leaves.',
    '',
  ].join('\n');

if (process.env['UPDATE'] && process.argv[1]?.endsWith('outgoing-page.ts'))
  writeFileSync(OUTGOING_PAGE, outgoingPage());
