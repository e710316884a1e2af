/** Where action items go, as the operator says: an address and a secret for each tracker. */
import { z } from 'zod';

const MIN_SECRET = 16;
const secret = z
  .string()
  .min(MIN_SECRET, `at least ${MIN_SECRET} characters: \`openssl rand -hex 32\` makes one`);
const address = z.url({ protocol: /^https?$/, error: 'an address that begins with https://' });

export const trackersConfig = z
  .object({
    TRACK_GITHUB_URL: address.exactOptional(),
    TRACK_GITHUB_SECRET: secret.exactOptional(),
    TRACK_JIRA_URL: address.exactOptional(),
    TRACK_JIRA_SECRET: secret.exactOptional(),
  })
  .superRefine((env, context) => {
    for (const name of ['GITHUB', 'JIRA'] as const)
      if ((env[`TRACK_${name}_URL`] === undefined) !== (env[`TRACK_${name}_SECRET`] === undefined))
        context.addIssue({
          code: 'custom',
          path: [`TRACK_${name}_SECRET`],
          message: `is missing: TRACK_${name}_URL and TRACK_${name}_SECRET go together`,
        });
  });

type Addresses = z.infer<typeof trackersConfig>;

/** The trackers that are configured. */
export const trackerAddresses = (env: Addresses) => ({
  github: pairOf(env.TRACK_GITHUB_URL, env.TRACK_GITHUB_SECRET),
  jira: pairOf(env.TRACK_JIRA_URL, env.TRACK_JIRA_SECRET),
});

const pairOf = (url: string | undefined, secretOfIt: string | undefined) =>
  url === undefined || secretOfIt === undefined ? undefined : { url, secret: secretOfIt };
