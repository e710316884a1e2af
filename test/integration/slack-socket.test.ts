/** The bot over Socket Mode, against a local Slack. */
import { describe, expect, test } from 'vitest';
import { hasLocalSlack } from '../support/local-slack.ts';
import { slackSuite } from '../support/slack-suite.ts';

describe.skipIf(!hasLocalSlack)('Socket Mode', () => {
  const { bench } = slackSuite('socket');

  test('it has no HTTP endpoint and knows that it is connected', () => {
    expect(bench().app.http).toBeUndefined();
    expect(bench().app.connected()).toBe(true);
  });
});
