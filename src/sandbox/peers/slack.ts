/** The local Slack: local-slack with the sandbox's workspace, on loopback. Its state is in memory. */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Child, Children } from '../children.ts';
import { StartRefusal } from '../refusal.ts';
import type { Env, Settings } from '../settings.ts';
import { APP, BOT, CROWDED, channels, credentials, crowdOf, emailOf, people } from '../workspace.ts';

export function slackProgram(): string {
  const name = `local-slack-${process.platform}-${process.arch}`;
  try {
    return join(
      dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)),
      'bin',
      'local-slack',
    );
  } catch {
    throw new StartRefusal(
      `There is no ${name} here, the local Slack for this platform. Install it (npm i --no-save ${name}), or see \`npx local-slack\` for what builds there are.`,
    );
  }
}

const config = (crowd: ReturnType<typeof crowdOf>) => ({
  workspace: { name: 'Callboard sandbox', domain: 'callboard', teamId: 'T0CALLBOARD' },
  app: {
    appId: APP,
    botUserId: BOT,
    botName: 'callboard',
    botToken: credentials.SLACK_BOT_TOKEN,
    appToken: credentials.SLACK_APP_TOKEN,
    signingSecret: credentials.SLACK_SIGNING_SECRET,
    mode: 'socket',
  },
  users: [...people, ...crowd].map((person) => ({
    id: person.id,
    name: person.handle,
    real_name: person.name,
    email: emailOf(person),
    tz: 'Europe/Madrid',
  })),
  channels: channels.map(({ id, name, isPrivate, members }) => ({
    id,
    name,
    is_private: isPrivate,
    members: [...members, ...(CROWDED.has(id) ? crowd.map((person) => person.id) : [])],
  })),
});

export function startSlack(settings: Settings, env: Env, children: Children): Child {
  // JSON is YAML.
  const file = join(settings.dataDir, 'local-slack.yaml');
  writeFileSync(file, JSON.stringify(config(crowdOf(settings.crowd)), null, 2));
  const loopback = fileURLToPath(new URL('../loopback.bun.js', import.meta.url));
  return children.start(
    'slack',
    slackProgram(),
    ['--config', file, '--port', String(settings.slackPort), '--base-host', '127.0.0.1'],
    { env: { ...env, BUN_OPTIONS: `--preload=${loopback}` }, log: join(settings.dataDir, 'peers.log') },
  );
}
