/**
 * What the Slack adapter needs from the environment, and what it offers `compose`:
 *
 *     const web = { token: config.SLACK_BOT_TOKEN, apiUrl: config.SLACK_API_URL, log };
 *     createChat(web)                         for pages, and for answers to what people press
 *     createChat({ ...web, pace: true })      for everything else
 *     const directory = createDirectory({ ...web, store, clock });
 *     createSlackApp({ config, commands, deps, chat, directory, firstTime, home, onAck? })
 *       .start() .stop() .connected()
 *       .http?.path, .http?.handle            in HTTP mode: `express.post(path, handle)`, before any body parser
 *
 * `firstTime(key, milliseconds)` is Redis's `SET key 1 NX PX milliseconds`; `home` is
 * `(asking) => homeView(commands, asking, deps)` of `src/home.ts`.
 */
import { z } from 'zod';

const token = (prefix: string) =>
  z.string().startsWith(prefix, { error: `should begin with ${prefix} (see docs/slack.md)` });

export const slackEnv = z.object({
  SLACK_BOT_TOKEN: token('xoxb-'),
  /** Needed where Slack reaches us over HTTP. */
  SLACK_SIGNING_SECRET: z.string().min(1).exactOptional(),
  /** Set: Socket Mode. Unset: HTTP, at `PUBLIC_URL/slack/events`. */
  SLACK_APP_TOKEN: token('xapp-').exactOptional(),
  /** Only the sandbox sets it. */
  SLACK_API_URL: z.url().exactOptional(),
});

export const slackConfig = slackEnv.refine(
  (env) => env.SLACK_APP_TOKEN !== undefined || env.SLACK_SIGNING_SECRET !== undefined,
  {
    path: ['SLACK_SIGNING_SECRET'],
    error: 'is missing: set it for HTTP, or SLACK_APP_TOKEN for Socket Mode (see docs/slack.md)',
  },
);
export type SlackConfig = z.infer<typeof slackEnv>;
