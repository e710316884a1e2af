/** Slack, as the doctor looks at it: the tokens, what the app may do, its socket, and the time. */
import type { WebClient } from '@slack/web-api';
import { clockFinding, type Finding, off, unsure, well, wrong } from '../../core/checkup.ts';
import { createGate } from '../../core/outgoing-gate.ts';
import { OUTGOING } from '../../core/outgoing-limits.ts';
import type { Log } from '../../core/ports/log.ts';
import { SCOPES } from '../../slack/scopes.ts';
import { createClient } from './client.ts';
import type { SlackConfig } from './config.ts';
import { CredentialsRefused, calling } from './errors.ts';

const REINSTALL =
  'In api.slack.com/apps, OAuth & Permissions: Reinstall to Workspace, then copy the Bot User OAuth Token to SLACK_BOT_TOKEN.';

/** @param now - Milliseconds since 1970, by our clock. */
export async function examineSlack(config: SlackConfig, log: Log, now: () => number): Promise<Finding[]> {
  const options = { apiUrl: config.SLACK_API_URL, log };
  const bot = createClient({ ...options, token: config.SLACK_BOT_TOKEN });
  return [...(await examineToken(bot, now)), await examineSocket(config, options)];
}

async function examineToken(client: WebClient, now: () => number): Promise<Finding[]> {
  const of = 'Slack token';
  try {
    const answer = await calling(() => client.auth.test());
    const has = answer.response_metadata?.scopes ?? [];
    const missing = SCOPES.filter((scope) => !has.includes(scope));
    const time = await dateOf(client).catch(() => Number.NaN);
    return [
      well(of, `${answer.user ?? 'the bot'} in ${answer.team ?? 'the workspace'}`),
      has.length === 0
        ? unsure('Slack scopes', 'Slack did not say what the app may do.', 'Compare them with manifest.yml.')
        : missing.length === 0
          ? well('Slack scopes', `all ${SCOPES.length} of the manifest`)
          : wrong(
              'Slack scopes',
              `missing: ${missing.join(', ')}.`,
              `Paste manifest.yml under App Manifest. ${REINSTALL}`,
            ),
      clockFinding('Slack', time, now()),
    ];
  } catch (error) {
    if (error instanceof CredentialsRefused)
      return [wrong(of, `Slack refuses it (${error.code}).`, REINSTALL)];
    return [
      wrong(
        of,
        'Slack cannot be reached from here.',
        'Let this machine out to slack.com over HTTPS (port 443).',
      ),
    ];
  }
}

/** The time by the `Date` of an answer, to the second. */
async function dateOf(client: WebClient): Promise<number> {
  return await createGate(OUTGOING.checkup).ask(async (signal) => {
    const answer = await fetch(`${client.slackApiUrl}api.test`, { method: 'POST', signal });
    await answer.body?.cancel();
    return Date.parse(answer.headers.get('date') ?? '');
  });
}

async function examineSocket(
  { SLACK_APP_TOKEN }: SlackConfig,
  options: { readonly apiUrl: string | undefined; readonly log: Log },
): Promise<Finding> {
  const of = 'Slack socket';
  if (SLACK_APP_TOKEN === undefined)
    return off(
      of,
      'Not used: Slack comes to us over HTTP.',
      'Its address in the manifest must be PUBLIC_URL/slack/events.',
    );
  try {
    const client = createClient({ ...options, token: SLACK_APP_TOKEN });
    await calling(() => client.apps.connections.open({}));
    return well(of, 'Slack opens one for us');
  } catch (error) {
    const { code = '' } = error as { readonly code?: string };
    return wrong(
      of,
      `Slack opens none${code ? ` (${code})` : ''}.`,
      'In api.slack.com/apps: Socket Mode on; Basic Information, App-Level Tokens: one with connections:write, copied to SLACK_APP_TOKEN.',
    );
  }
}
