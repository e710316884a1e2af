/**
 * `npx tsx scripts/rolling-restart.ts [RESTARTS] [SIGTERM|SIGKILL] [MINUTES] [PAGES] [socket|http]`: two webs and two
 * workers as they are deployed, over one Redis; each is replaced in turn while people type, click and text: PAGES a
 * second, and four questions for each; Slack by sockets, or by requests through the balancer. Prints the account that
 * docs/roles.md has, and fails where anything was lost or done twice that should not have been.
 */
import { loadavg } from 'node:os';
import { rollingTable } from '../test/support/rolling/account.ts';
import { runRolling } from '../test/support/rolling/rolling.ts';

const [restarts = '50', signal = 'SIGTERM', maxMinutes = '60', pages = '3', slackBy = 'socket'] =
  process.argv.slice(2);
if (signal !== 'SIGTERM' && signal !== 'SIGKILL') throw new Error('SIGTERM or SIGKILL');
if (slackBy !== 'socket' && slackBy !== 'http') throw new Error('socket or http');
const load = (): string =>
  loadavg()
    .map((of) => of.toFixed(1))
    .join(', ');

console.log(`load of the machine before: ${load()}`);

const counts = await runRolling({
  restarts: Number(restarts),
  signal,
  slackBy,
  maxMinutes: Number(maxMinutes),
  ahead: 2,
  pageEvery: 1000 / Number(pages),
  askEvery: 250 / Number(pages),
  tell: (line) => console.log(line),
});
console.log(`\n${signal}, Slack by ${slackBy}: ${rollingTable(counts)}`);
console.log(`load of the machine after: ${load()}`);
for (const text of counts.said) console.log(`told: ${text}`);

const { questions, commands, clicks, texts, messages, phones } = counts;
const wrong = [questions, commands, clicks].reduce(
  (sum, { sent, once, late, cut }) => sum + sent - once - cut + late,
  texts.sent -
    texts.once +
    (messages.due - messages.once) +
    (phones.due - phones.once - phones.spared) +
    counts.jobsLeft.pages,
);
process.exit(signal === 'SIGTERM' && (wrong > 0 || counts.badExits > 0) ? 1 : 0);
