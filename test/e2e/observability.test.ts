/**
 * The circle: Callboard's phones are broken, its figures say so, Prometheus's rule fires, Alertmanager tells
 * Callboard's own hook, and people are paged by what still works. Then it is over, and so is the page.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { hasPrometheus, OBSERVABILITY, startWatchers, type Watchers } from '../support/observability.ts';
import { hasSandbox, openStory, type Story, until } from '../support/story.ts';

/** As the sandbox's stage devices have it: src/sandbox/devices.ts. */
const HOOK_TOKEN = 'sandbox-stage-alarms';

const Rules = z.object({
  data: z.object({
    groups: z.array(
      z.object({ rules: z.array(z.object({ name: z.string(), health: z.string(), state: z.string() })) }),
    ),
  }),
});
const Dashboard = z.object({
  panels: z.array(z.object({ targets: z.array(z.object({ expr: z.string() })).optional() })),
});

describe.skipIf(!hasSandbox || !hasPrometheus)('an alert of Prometheus about Callboard itself', () => {
  let story: Story;
  let watchers: Watchers;
  const folder = mkdtempSync(join(tmpdir(), 'callboard-archive-'));
  beforeAll(async () => {
    const recipient = await identityToRecipient(await generateX25519Identity());
    const archive = { CALLBOARD_ARCHIVE_TO: folder, CALLBOARD_BACKUP_RECIPIENT: recipient };
    story = await openStory({ env: archive });
    watchers = await startWatchers(story.sandbox.bot, HOOK_TOKEN);
  });
  afterAll(async () => {
    await watchers?.stop();
    await story?.abandon();
    rmSync(folder, { recursive: true, force: true });
  });

  const rules = async () => {
    const answer = await fetch(`${watchers.prometheus}/api/v1/rules`).catch(() => undefined);
    return answer?.ok ? Rules.parse(await answer.json()).data.groups.flatMap((group) => group.rules) : [];
  };
  const becomes = (alert: string, state: string) =>
    until(
      () => `${alert} to be ${state}; they said: ${watchers.said()}`,
      async () => (await rules()).find((rule) => rule.name === alert && rule.state === state),
      60_000,
    );

  it('pages through its own hook, and the page is over when the alert is', async () => {
    story.ignore(/Your shift|Change of shift|begins in|Check the light/);
    await becomes('CallboardDown', 'inactive');
    const organizer = story.as('organizer');
    await story.outage(true);
    await organizer.types('/page stage-main! Check the light');
    await organizer.answered('P1');
    for (let i = 0; i < 4; i++) await story.clock.advance('PT5S');
    await becomes('CallboardProviderDown', 'firing');
    const card = await story.posted('stage-main', 'The provider twilio does not answer');
    await story.as('volunteer-1').told('The provider twilio does not answer');

    await story.outage(false);
    await until('the provider to answer', async () => {
      await story.clock.advance('PT5S');
      const text = await (await fetch(`${story.sandbox.bot}/metrics`)).text();
      return text.includes('callboard_provider_up{provider="twilio"} 1') ? true : undefined;
    });
    await becomes('CallboardProviderDown', 'inactive');
    await story.becomes(card, 'Resolved');
    expect((await rules()).filter(({ health }) => health !== 'ok')).toEqual([]);
  }, 180_000);

  it('every question of the dashboard is one that Prometheus answers', async () => {
    const { panels } = Dashboard.parse(
      JSON.parse(readFileSync(`${OBSERVABILITY}/grafana-dashboard.json`, 'utf8')),
    );
    const asked = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
    expect(asked.length).toBeGreaterThan(30);
    const results = async (expr: string): Promise<unknown[]> => {
      const query = expr
        .replaceAll('$job', 'callboard')
        .replaceAll('$event', '.*')
        .replaceAll('$__rate_interval', '1m');
      const answer = await fetch(`${watchers.prometheus}/api/v1/query`, {
        method: 'POST',
        body: new URLSearchParams({ query }),
      });
      expect(answer.status, query).toBe(200);
      return ((await answer.json()) as { data: { result: unknown[] } }).data.result;
    };
    for (const expr of asked) {
      // What did not happen in this story has no answer: nothing was refused, no mail was sent.
      // And the sandbox has one Redis, which nobody follows.
      if (/outcome!~|callboard_redis_/.test(expr)) await results(expr);
      // A rate takes two looks.
      else
        await until(`an answer to ${expr}`, async () =>
          (await results(expr)).length > 0 ? true : undefined,
        );
    }
  });
});
