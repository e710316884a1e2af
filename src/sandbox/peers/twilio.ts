/** The local Twilio: the emulator, on loopback, with one number of ours. Its state is in memory. */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Child, Children } from '../children.ts';
import { StartRefusal } from '../refusal.ts';
import type { Env, Settings } from '../settings.ts';
import { credentials } from '../workspace.ts';

export function twilioProgram(): string {
  const { resolve } = createRequire(import.meta.url);
  // Its `exports` do not name package.json, so go by where its entry is.
  const entry = (() => {
    try {
      return dirname(fileURLToPath(import.meta.resolve('emulate')));
    } catch {
      return dirname(resolve('emulate'));
    }
  })();
  return join(entry, 'index.js');
}

export function refuseWithoutDevDependencies(): void {
  try {
    twilioProgram();
  } catch {
    throw new StartRefusal(
      'The sandbox needs the development dependencies: run `npm ci`. To run for real, set SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET and the rest of .env.example.',
    );
  }
}

export function startTwilio(settings: Settings, env: Env, children: Children): Child {
  const file = join(settings.dataDir, 'twilio.yaml');
  // Replies and digits come from the phones page, signed; the emulator keeps the messages and calls.
  const number = { phone_number: credentials.TWILIO_NUMBER, friendly_name: 'Callboard' };
  writeFileSync(file, JSON.stringify({ twilio: { phone_numbers: [number] } }, null, 2));
  const loopback = new URL('../loopback.node.mjs', import.meta.url).href;
  return children.start(
    'twilio',
    process.execPath,
    [
      '--import',
      loopback,
      twilioProgram(),
      'start',
      '--service',
      'twilio',
      '--port',
      String(settings.twilioPort),
      '--seed',
      file,
    ],
    { env, log: join(settings.dataDir, 'peers.log') },
  );
}
