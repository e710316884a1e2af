/**
 * What the Slack adapter needs from the environment, and what it offers. `src/config.ts` joins this schema
 * with the others'; `compose` calls these factories:
 *
 *     createChat({ token, apiUrl?, pace? }) → Chat              once for pages, once with `pace: true` for the rest
 *     createDirectory({ token, apiUrl?, store, clock, log }) → SlackDirectory
 *     createSlackApp({ config, commands, deps, chat, directory, firstTime, … }) → SlackApp
 *         .start() / .stop() / .connected()
 *         .http: { path, handle } in HTTP mode: `express.post(http.path, http.handle)` before any body parser
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
