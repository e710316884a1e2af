/** The log says ready when the bot is, and what it began with names nothing that opens anything. */
import { expect, it, vi } from 'vitest';
import { logReadiness } from '../../../src/adapters/http/readiness.ts';
import { createLog } from '../../../src/adapters/pino/log.ts';
import { configInWords, readConfig } from '../../../src/config.ts';

it('says ready only when it is, and when it is not any more, each once', async () => {
  const said: string[] = [];
  const log = {
    debug: () => {},
    info: (_data: object, words: string) => void said.push(words),
    warn: (data: object, words: string) => void said.push(`${words}: ${(data as { reason: string }).reason}`),
    error: () => {},
  };
  let reason = 'not connected to Slack';
  const ready = async () => {
    if (reason !== '') throw new Error(reason);
  };
  const watch = logReadiness({ ready, log, about: { event: 'main' }, every: { soon: 1, later: 1 } });
  await vi.waitFor(() => expect(said).toEqual(['not ready: not connected to Slack']));
  reason = '';
  await vi.waitFor(() => expect(said.at(-1)).toBe('ready'));
  reason = 'no Redis';
  await vi.waitFor(() => expect(said.at(-1)).toBe('not ready: no Redis'));
  reason = '';
  await vi.waitFor(() => expect(said).toHaveLength(4));
  watch.stop();
  expect(said).toEqual(['not ready: not connected to Slack', 'ready', 'not ready: no Redis', 'ready']);
});

it('begins with what is configured, and with no secret of it', () => {
  const read = readConfig({
    SLACK_BOT_TOKEN: 'xoxb-very-secret',
    SLACK_APP_TOKEN: 'xapp-very-secret',
    REDIS_URL: 'redis://:very-secret@redis:6379',
    PUBLIC_URL: 'https://very-secret.example.org',
    TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: 'very-secret',
    TWILIO_NUMBER: '+12025550100',
    METRICS_TOKEN: 'very-secret-metrics',
    WATCHDOG_URL: 'https://hc-ping.com/very-secret',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'https://very-secret.example.net',
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=very-secret',
    ORGANIZERS: 'U0SECRET',
  });
  if (!('config' in read)) throw new Error(read.problems.join());
  const words = configInWords(read.config);
  expect(words).toMatchObject({
    slack: 'socket',
    phones: 'twilio',
    mail: false,
    traces: true,
    organizers: 1,
  });
  expect(JSON.stringify(words)).not.toMatch(/secret|SECRET|2025550100|example/);
});

it('each line has the trace and the page of the work that it is written in', () => {
  const lines: string[] = [];
  const to = { write: (line: string) => void lines.push(line) };
  let context: object | undefined = { trace: 'abc', page: 'P3' };
  const log = createLog({ LOG_LEVEL: 'info' }, to, () => context);
  log.warn({ job: 'x' }, 'a job failed and will be tried again');
  context = undefined;
  log.info({}, 'ready');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ trace: 'abc', page: 'P3', job: 'x' });
  expect(JSON.parse(lines[1] ?? '')).not.toHaveProperty('trace');
});
