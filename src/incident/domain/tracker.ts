/** Trackers of issues outside, to which an action item can go: what they are called and what we send. */
import { z } from 'zod';

export const TrackerName = z.enum(['github', 'jira']);
export type TrackerName = z.infer<typeof TrackerName>;

/** An action item as it leaves: no names of people, and nothing of its incident but code and title. */
export interface Issue {
  /** `A6`. */
  readonly action: string;
  readonly title: string;
  readonly body: string;
  /** A calendar date. */
  readonly due: string;
  readonly incident: string;
}

const Answer = z.looseObject({
  html_url: z.unknown().optional(),
  url: z.unknown().optional(),
  self: z.unknown().optional(),
  key: z.unknown().optional(),
});
const MAX_URL = 500;

/** Only what a browser opens as a page: no script, no credentials. */
function webAddress(text: unknown): URL | undefined {
  if (typeof text !== 'string' || text.length > MAX_URL || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  return isWeb && !url.username && !url.password ? url : undefined;
}

/**
 * Where the issue is for people, as a tracker's answer says: GitHub's `html_url`; Jira's `key` at the address
 * of its API `self`; else `url`. Undefined where it says nothing that can be opened.
 */
export function issueUrl(answer: unknown): string | undefined {
  const read = Answer.safeParse(answer);
  if (!read.success) return undefined;
  const { html_url: page, self, key, url } = read.data;
  const jira = webAddress(self);
  if (jira && typeof key === 'string' && /^[A-Z][A-Z0-9_]*-\d+$/.test(key))
    return `${jira.origin}/browse/${key}`;
  return (webAddress(page) ?? webAddress(url))?.href;
}
