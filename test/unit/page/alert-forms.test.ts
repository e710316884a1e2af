/** Odd, partial and oversized deliveries: what can be read pages people, and the answer names the rest. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAlerts } from '../../../src/formats/alerts/index.ts';
import { closeCutJson } from '../../../src/formats/alerts/read-body.ts';
import { isCritical, isFiring, statusMeaning } from '../../../src/formats/alerts/status.ts';
import { pageDocument } from '../../../src/page/domain/page.ts';
import { hookWorld } from './hook-world.ts';
import { jobs } from './world.ts';

const GENERIC = '/hooks/generic';
const alert = (name: string, more: object = {}) => ({
  status: 'firing',
  labels: { alertname: name, severity: 'warning' },
  annotations: { summary: `${name} is bad` },
  fingerprint: name,
  ...more,
});
const messages = async ({ world }: Awaited<ReturnType<typeof hookWorld>>) =>
  (await world.store.all(pageDocument)).map(({ value }) => value.message);

describe('one odd alert', () => {
  it.each([
    ['annotations that are null', { annotations: null }],
    ['labels that are null', { labels: null }],
    ['labels of numbers', { labels: { alertname: 'b', shelf: 3, deep: { a: 1 } } }],
    ['a status of its own', { status: 'suppressed' }],
    ['no status', { status: undefined }],
    ['an empty fingerprint', { fingerprint: '' }],
    ['a number as fingerprint', { fingerprint: 17 }],
    ['times that are none', { startsAt: 7, endsAt: [] }],
  ])('with %s pages, and so do its neighbours', async (_what, odd) => {
    const hook = await hookWorld();
    const { status, answer } = await hook.send('/hooks/alertmanager', {
      alerts: [alert('a'), alert('b', odd), alert('c')],
    });
    expect({ status, answer }).toEqual({ status: 200, answer: { opened: 3, pages: ['P1', 'P2', 'P3'] } });
  });
  it.each([null, 7, 'x', [], true])('that is %j is named, and its neighbours page', async (odd) => {
    const hook = await hookWorld();
    const { status, answer } = await hook.send('/hooks/alertmanager', {
      alerts: [alert('a'), odd, alert('c')],
    });
    expect(status).toBe(200);
    expect(answer).toMatchObject({ opened: 2, problems: ['alerts.1: nothing that could be an alert'] });
  });
});

describe('fields that are not as told', () => {
  it.each([
    ['a long message', { message: 'x'.repeat(6000) }],
    ['a long id', { message: 'm', id: 'i'.repeat(5000) }],
    ['a number as id', { message: 'm', id: 7 }],
    ['a target that is null', { message: 'm', target: null }],
    ['a target that is a list', { message: 'm', target: ['a'] }],
    ['a number as message', { message: 42 }],
    ['words under another name', { text: 1 }],
    ['fields that nobody knows', { temperature: 55, where: 'server room' }],
  ])('%s pages', async (_what, body) => {
    const { send, page } = await hookWorld();
    expect((await send(GENERIC, JSON.stringify(body), { type: 'application/json' })).status).toBe(200);
    const { message } = await page();
    expect(message.length).toBeGreaterThan(0);
    expect(message.length).toBeLessThanOrEqual(500);
  });
  it('without words says what is known', async () => {
    const { send, page } = await hookWorld();
    await send(GENERIC, { temperature: 55, where: 'server room' });
    expect((await page()).message).toBe('temperature: 55 · where: server room');
    await send(GENERIC, { message: '   \n ' });
    expect((await page('P2')).message).toBe('Venue sent an alert without words.');
  });
  it('is cut between characters, and keeps nothing that changes how a line reads', async () => {
    const { send, page, world } = await hookWorld();
    await send(GENERIC, { message: `${'x'.repeat(498)}😀😀` });
    expect((await page()).message).toMatch(/x…$/);
    expect((await page()).message).not.toMatch(/\p{Surrogate}/u);
    await send(GENERIC, { message: 'a\u202eb\u0000c\u0007d' });
    expect((await page('P2')).message).toBe('abcd');
    await world.settle(jobs);
  });
  it.each([true, 'true', 'TRUE', 1, '1', 'yes'])('critical: %j rings everybody', async (critical) => {
    const { send, page } = await hookWorld();
    await send(GENERIC, { message: 'm', critical });
    expect((await page()).critical).toBe(true);
  });
  it.each([
    ['severity', 'CRITICAL', true],
    ['priority', 'P1', true],
    ['priority', 1, true],
    ['severity', 1, true],
    ['level', 'fatal', true],
    ['severity', 'sev-1', true],
    ['priority', 'Emergency', true],
    ['severity', 'Disaster', true],
    ['severity', 'non-critical', false],
    ['severity', 'not critical', false],
    ['severity', 'uncritical', false],
    ['priority', 'P12', false],
    ['priority', 3, false],
    ['level', 'error', false],
  ])('%s %j: critical is %j', async (field, value, expected) => {
    const { send, page } = await hookWorld();
    await send(GENERIC, { message: 'm', [field]: value });
    expect((await page()).critical).toBe(expected);
  });
});

describe('JSON, whatever it says that it is', () => {
  const body = JSON.stringify({ message: 'Smoke', critical: 'true' });
  it.each([
    ['text', 'text/plain', body],
    ['nothing', undefined, body],
    ['a form (curl -d)', 'application/x-www-form-urlencoded', body],
    ['JSON behind a mark', 'application/json', `\ufeff${body}`],
    ['cut off', 'application/json', body.slice(0, -1)],
    ['single quotes', 'application/json', "{'message': 'Smoke', 'critical': True}"],
    ['a form', 'application/x-www-form-urlencoded', 'message=Smoke&critical=true'],
    ['a form in a payload', 'application/x-www-form-urlencoded', `payload=${encodeURIComponent(body)}`],
  ])('%s', async (_what, type, sent) => {
    const { send, page } = await hookWorld();
    expect((await send(GENERIC, sent, type === undefined ? {} : { type })).status).toBe(200);
    expect(await page()).toMatchObject({ message: 'Smoke', critical: true });
  });
  it('plain words page too', async () => {
    const { send, page } = await hookWorld();
    await send(GENERIC, 'Smoke in hall B', { type: 'text/plain' });
    expect((await page()).message).toBe('Smoke in hall B');
  });
  it('CloudEvents come encoded, as text, binary and in batches', async () => {
    const event = { specversion: '1.0', id: '1', source: 's', type: 'org.venue.alert' };
    const encoded = Buffer.from('{"message":"Água"}').toString('base64');
    for (const [sent, headers, said] of [
      [{ ...event, data_base64: encoded }, {}, 'Água'],
      [{ ...event, data: 'Water in hall B' }, {}, 'Water in hall B'],
      [{ ...event, data: { message: 'Water in hall B', severity: 1 } }, {}, 'Water in hall B'],
      [
        'Water in hall B',
        { 'ce-specversion': '1.0', 'ce-source': 's', 'ce-type': 't', 'content-type': 'text/plain' },
        'Water in hall B',
      ],
      [[event], {}, 'org.venue.alert'],
    ] as const) {
      const { send, page } = await hookWorld();
      await send('/hooks/cloudevents', sent, { headers });
      expect((await page()).message).toBe(said);
    }
  });
});

describe('whether it is over', () => {
  const over = [
    'resolved',
    'RESOLVED',
    'ok',
    'OK',
    'up',
    'Recovered',
    'closed',
    'cleared',
    'normal',
    'back to normal',
    'ALARM -> OK',
  ];
  const firing = [
    'firing',
    'Firing',
    'problem',
    'down',
    'alerting',
    'suppressed',
    'unresolved',
    'abnormal',
    'not ok',
    'notok',
    'notOk',
    'NOT_OK',
    'webhook',
    'ok -> alarm',
    'un-resolved',
    'token',
    'setup',
    'no longer normal',
    '',
  ];
  it.each(over)('%j is', (status) => expect(isFiring([status])).toBe(false));
  it.each(firing)('%j is not', (status) => expect(isFiring([status])).toBe(true));
  it('is said by every field that states it, or it fires', () => {
    expect(isFiring(['resolved', 'weird'])).toBe(true);
    expect(isFiring(['resolved', 'ok'])).toBe(false);
  });
  it('by whole words only, whatever is put around them', () => {
    const words = fc.constantFrom('resolved', 'ok', 'up', 'recovered', 'closed', 'cleared', 'normal');
    const letters = fc.string({ unit: fc.constantFrom(...'bcdghjkqwxz'), minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(words, letters, (word, more) => {
        expect(statusMeaning(`${more}${word}`)).not.toBe('over');
        expect(statusMeaning(`${word}${more}`)).not.toBe('over');
        expect(statusMeaning(`not ${word}`)).not.toBe('over');
        expect(statusMeaning(word.toUpperCase())).toBe('over');
      }),
    );
  });
  it.each(['a.webhook', 'io.sentry.issue.unresolved', 'org.venue.badge.notok', 'badge.not.ok', 'x.not_ok'])(
    'the type %s pages',
    async (type) => {
      const { send } = await hookWorld();
      const event = { specversion: '1.0', id: '1', source: 's', type };
      expect((await send('/hooks/cloudevents', event)).answer).toMatchObject({ opened: 1 });
    },
  );
  it('by the look of a sentence only where the alert is known', async () => {
    const { send, page } = await hookWorld();
    await send(GENERIC, 'The water in hall B is up');
    expect((await page()).state).toBe('open');
    await send(GENERIC, 'Uplink is down');
    await send(GENERIC, 'Uplink is up');
    expect((await page('P2')).state).toBe('resolved');
  });
  it.each(['id', 'alert_uid', 'dedup_key', 'alias', 'fingerprint', 'incident_key', 'alertUid'])(
    'of the same %s, whatever its words',
    async (field) => {
      const { send, page } = await hookWorld();
      await send(GENERIC, { [field]: 'x-1', title: 'Temperature', message: 'It is hot', state: 'alerting' });
      await send(GENERIC, { [field]: 'x-1', title: 'Temperature', message: 'It is well', state: 'ok' });
      expect((await page()).state).toBe('resolved');
    },
  );
  it.each([
    { resolved: true },
    { status: 'Resolved' },
    { event_value: '0' },
    { event_action: 'resolve' },
    { alert_transition: 'Recovered' },
  ])('as %j', async (end) => {
    const { send, page } = await hookWorld();
    await send(GENERIC, { id: 'x', message: 'm' });
    await send(GENERIC, { id: 'x', message: 'm', ...end });
    expect((await page()).state).toBe('resolved');
  });
});

describe('who is who', () => {
  it('two whose first 5,000 characters are the same are two, and one ends alone', async () => {
    const { send, page } = await hookWorld();
    const pod = (name: string, status: string) => ({
      alerts: [{ status, labels: { alertname: 'Burns', a: 'x'.repeat(5000), pod: name }, annotations: {} }],
    });
    await send('/hooks/alertmanager', pod('1', 'firing'));
    await send('/hooks/alertmanager', pod('2', 'firing'));
    await send('/hooks/alertmanager', pod('2', 'resolved'));
    expect([(await page('P1')).state, (await page('P2')).state]).toEqual(['open', 'resolved']);
  });
  it('long ids too', async () => {
    const { send } = await hookWorld();
    await send(GENERIC, { message: 'm', id: `${'i'.repeat(300)}1` });
    const { answer } = await send(GENERIC, { message: 'm', id: `${'i'.repeat(300)}2` });
    expect(answer).toMatchObject({ opened: 1 });
  });
});

describe('more than is read at once', () => {
  it('501 alerts page, the critical one first, and people hear once that some were left out', async () => {
    const hook = await hookWorld();
    const many = [
      ...Array.from({ length: 500 }, (_, i) => alert(`a${i}`)),
      alert('Last', { labels: { alertname: 'Last', severity: 'critical' } }),
    ];
    for (let i = 0; i < 2; i++) {
      const { status, answer } = await hook.send('/hooks/alertmanager', { alerts: many });
      expect({ status, problems: answer['problems'] }).toEqual({
        status: 200,
        problems: [expect.stringContaining('501 alerts')],
      });
    }
    const said = await messages(hook);
    expect(said.filter((message) => message.includes('more than I can read'))).toHaveLength(1);
    expect(said).toContain('Last: Last is bad');
    expect(said).toHaveLength(6);
  });
  it('a body that was cut pages for what stood first', async () => {
    const body = JSON.stringify({ alerts: [alert('a'), alert('b'), alert('c')] });
    const read = readAlerts({ body: body.slice(0, -40), headers: {}, isCut: true });
    expect(read.alerts.map(({ name }) => name).slice(0, 2)).toEqual(['a', 'b']);
    expect(read.tooMuch).toEqual({ kind: 'cut' });
  });
  it('however it is cut, every whole alert is read', () => {
    const alerts = Array.from({ length: 8 }, (_, i) => alert(`n${i}`, { note: 'a "quote" ] } \\ {' }));
    const body = JSON.stringify({ version: '4', alerts });
    fc.assert(
      fc.property(fc.nat({ max: body.length }), (at) => {
        const part = body.slice(0, at);
        const whole = alerts.filter((_, i) => part.includes(JSON.stringify(alerts[i]))).length;
        const read = whole === 0 ? [] : (JSON.parse(closeCutJson(part)).alerts as unknown[]);
        expect(read.slice(0, whole)).toEqual(alerts.slice(0, whole));
      }),
    );
  });
  it('nothing that comes in breaks it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string(), fc.webUrl(), fc.object()), (body) => {
        const { alerts, problems } = readAlerts({ body, headers: {} });
        expect(Array.isArray(alerts) && Array.isArray(problems)).toBe(true);
        for (const { message, critical } of alerts) {
          expect(message.length).toBeLessThanOrEqual(500);
          expect(typeof critical).toBe('boolean');
        }
      }),
      { numRuns: 30 },
    );
  });
  it.each([
    ['open lists', '['.repeat(300_000)],
    ['open objects', '{"a":'.repeat(100_000)],
    ['quotes', `{"message":"${'\\"'.repeat(300_000)}`],
    ['fields', 'a=b&'.repeat(100_000)],
  ])('%s without end are one alert', (_what, body) => {
    expect(readAlerts({ body, headers: {}, isCut: true }).alerts).toHaveLength(1);
  });
});

it('whole words of severity', () => {
  for (const word of ['criticality unknown', 'hypercritical', 'p15', ''])
    expect(isCritical(word)).toBe(false);
});
