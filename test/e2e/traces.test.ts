/**
 * One trace a page: from the click that opens it through commit, outbox, job, Slack and Twilio to the callback that
 * says it arrived. And nothing in it that is nobody else's business.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CollectedSpan, type Collector, startCollector } from '../support/otlp-collector.ts';
import { hasSandbox, openStory, type Story, until } from '../support/story.ts';

const MESSAGE = 'Smoke near the cloakroom';

describe.skipIf(!hasSandbox)('the trace of a page', () => {
  let story: Story;
  let collector: Collector;
  beforeAll(async () => {
    collector = await startCollector();
    story = await openStory({
      env: {
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20of-the-collector',
      },
    });
  });
  afterAll(async () => {
    await story?.abandon();
    collector?.stop();
  });

  const traceOf = (page: string): CollectedSpan[] => {
    const ids = collector.spans
      .filter(
        ({ attributes, name }) => attributes['callboard.page'] === page && name.startsWith('slack request'),
      )
      .map(({ traceId }) => traceId);
    return collector.spans.filter(({ traceId }) => traceId === ids[0]);
  };

  it('goes from the click to the callback', async () => {
    story.ignore(/Your shift|Change of shift|begins in/);
    const [organizer, volunteer] = [story.as('organizer'), story.as('volunteer-1')];
    await organizer.types('/page');
    const modal = await organizer.modal('Who is needed');
    modal.submit({ target: 'room:Stage Main', urgency: 'normal', message: MESSAGE });
    const card = await story.posted('stage-main', MESSAGE);
    await volunteer.told(MESSAGE);
    await story.clock.advance('PT30S');
    await volunteer.phone.expectText(MESSAGE);
    await story.clock.advance('PT60S');
    const call = await volunteer.phone.expectCall();
    await volunteer.phone.answer();
    await volunteer.phone.press('1');
    await story.becomes(card, 'has it');
    await volunteer.phone.callBecomes(call, 'completed');

    const wanted = [
      'slack request modal',
      'command page.open',
      'commit',
      'outbox',
      'slack chat.postMessage',
      'channel sms send',
      'provider twilio messages.create',
      'channel voice send',
      'provider twilio calls.create',
      'route POST /twilio/status/:notification',
      'route POST /twilio/voice/:notification',
    ];
    const missing = () => {
      const names = new Set(traceOf('P1').map(({ name }) => name));
      return wanted.filter((name) => !names.has(name));
    };
    await until(
      () =>
        `the whole trace; it lacks ${missing().join(', ')} and has ${[...new Set(traceOf('P1').map(({ name }) => name))].join(', ')}`,
      async () => (missing().length === 0 ? true : undefined),
    );

    // Each has its parent in it, but the one with which it began.
    const spans = traceOf('P1');
    const ids = new Set(spans.map(({ spanId }) => spanId));
    const orphans = spans.filter(({ parentSpanId }) => !parentSpanId || !ids.has(parentSpanId));
    expect(orphans.map(({ name }) => name)).toEqual(['slack request modal']);

    // The way back from the callback.
    const path = (span: CollectedSpan | undefined): string[] =>
      span ? [span.name, ...path(spans.find(({ spanId }) => spanId === span.parentSpanId))] : [];
    const callback = spans.find(({ name }) => name === 'route POST /twilio/status/:notification');
    const way = path(callback);
    expect(way).toEqual(
      expect.arrayContaining(['outbox', 'commit', 'command page.open', 'slack request modal']),
    );
    expect(way.some((name) => name.startsWith('job '))).toBe(true);
    expect(way.some((name) => /^(provider twilio|channel (sms|voice))/.test(name))).toBe(true);
    if (process.env['SHOW']) console.log(way.join(' < '));
  }, 120_000);

  it('holds no name, number, text or secret', () => {
    expect(collector.authorization).toBe('Bearer of-the-collector');
    expect(collector.bodies.length).toBeGreaterThan(0);
    const said = collector.bodies.join('\n');
    const forbidden =
      /Smoke|cloakroom|Vera|Volunteer\b|Olga|\+?1?202555\d{4}|15551234567|xox[a-z]-|xapp-|U0[A-Z0-9]{4,}|C0[A-Z]{3,}|AC0000|of-the-collector|example\.org|[Ss]tage.[Mm]ain/;
    expect(forbidden.exec(said)?.[0]).toBeUndefined();
  });

  it('is in the log too, at the lines about the page', () => {
    const log = readFileSync(join(story.sandbox.dataDir, 'callboard.log'), 'utf8').split('\n');
    const line = log.find((one) => one.includes('"page.acknowledged"'));
    expect(JSON.parse(line ?? '{}')).toMatchObject({ trace: traceOf('P1')[0]?.traceId, page: 'P1' });
  });
});
