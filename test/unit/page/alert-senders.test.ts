/** What the usual senders send by default, each through its door: a page with the right words, and its end. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { alertDocument } from '../../../src/page/domain/alert.ts';
import { pageDocument } from '../../../src/page/domain/page.ts';
import { hookWorld } from './hook-world.ts';
import { jobs, sent } from './world.ts';

const fixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/alerts/${name}`, import.meta.url), 'utf8');

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

interface Sender {
  readonly files: string;
  readonly end?: string;
  readonly address?: string;
  readonly type?: string | undefined;
  readonly says: RegExp;
  readonly critical?: true;
  readonly isNeverOver?: true;
}

const senders: readonly Sender[] = [
  {
    files: 'alertmanager',
    address: 'alertmanager',
    says: /^InstanceDown: Badge printer host is down$/,
    critical: true,
  },
  { files: 'grafana', address: 'grafana', says: /^High temperature: Server room is at 31 °C$/ },
  { files: 'grafana-legacy', address: 'grafana', says: /^Uplink: The uplink is saturated$/ },
  { files: 'oncall', says: /^No report from Monit for ten minutes$/ },
  { files: 'zabbix', says: /^Problem: Disk is full on cam-3: Problem started/, critical: true },
  { files: 'zabbix-params', says: /^Ping loss on ap-12$/ },
  { files: 'uptimerobot', end: 'form', type: FORM, says: /^Badge server: Down, Connection Timeout$/ },
  { files: 'uptime-kuma', says: /^Streaming encoder: connect ECONNREFUSED 192\.0\.2\.1:443$/ },
  { files: 'datadog', says: /CPU has been over 95/ },
  { files: 'sentry', says: /^ReferenceError: printer is not defined: print\(badge\)$/, critical: true },
  { files: 'falcosidekick', says: /Shell spawned in a container/, critical: true, isNeverOver: true },
  { files: 'healthchecks', says: /Nightly backup/ },
  { files: 'healthchecks', end: 'txt', type: 'text/plain', says: /^Nightly backup is DOWN$/ },
  { files: 'sns', end: 'txt', type: 'text/plain; charset=UTF-8', says: /Threshold Crossed/ },
];

describe('a sender as it is set up by default', () => {
  it.each(senders)('$files pages in its own words, and its recovery ends that page', async (sender) => {
    const { files, end = 'json', address = 'generic', says, critical = false, isNeverOver } = sender;
    const type = sender.type ?? JSON_TYPE;
    const { world, send, page } = await hookWorld();
    const fired = await send(`/hooks/${address}`, fixture(`${files}-firing.${end}`), { type });
    expect(fired).toEqual({ status: 200, answer: { opened: 1, pages: ['P1'] } });
    expect(await page()).toMatchObject({ critical, state: 'open', message: expect.stringMatching(says) });
    await world.settle(jobs);
    expect(sent(world)).toContain('slack UVOL');
    const again = await send(`/hooks/${address}`, fixture(`${files}-firing.${end}`), { type });
    expect(again.answer).toEqual({ repeated: 1, pages: ['P1'] });
    if (isNeverOver) return;
    const ended = await send(`/hooks/${address}`, fixture(`${files}-resolved.${end}`), { type });
    expect(ended.answer).toEqual({ resolved: 1, pages: ['P1'] });
    expect((await page()).resolved).toMatchObject({ by: 'hook:Venue' });
    expect(await world.store.all(pageDocument)).toHaveLength(1);
  });

  it.each(senders)('$files is understood at every other address too', async (sender) => {
    const { files, end = 'json', says } = sender;
    const type = sender.type ?? JSON_TYPE;
    for (const address of ['alertmanager', 'grafana', 'cloudevents', 'generic']) {
      const { send, page } = await hookWorld();
      await send(`/hooks/${address}`, fixture(`${files}-firing.${end}`), { type });
      expect((await page()).message).toMatch(says);
    }
  });

  it('UptimeRobot may say it all behind the address', async () => {
    const { send, page } = await hookWorld();
    const query = (name: string) => Object.fromEntries(new URLSearchParams(fixture(name)));
    await send('/hooks/generic', '', { query: query('uptimerobot-firing.form') });
    expect((await page()).message).toBe('Badge server: Down, Connection Timeout');
    await send('/hooks/generic', '', { query: query('uptimerobot-resolved.form') });
    expect((await page()).state).toBe('resolved');
  });

  it('Uptime Kuma may send a multipart form', async () => {
    const { send, page } = await hookWorld();
    const body = `--x1\r\nContent-Disposition: form-data; name="data"\r\n\r\n${fixture('uptime-kuma-firing.json')}\r\n--x1--\r\n`;
    await send('/hooks/generic', body, { type: 'multipart/form-data; boundary=x1' });
    expect((await page()).message).toMatch(/^Streaming encoder: connect/);
  });

  it('two rules of Falco are two alerts, also as CloudEvents', async () => {
    const { world, send } = await hookWorld();
    const data = JSON.parse(fixture('falcosidekick-firing.json'));
    const event = (rule: string, id: string) => ({
      ...{ specversion: '1.0', id, source: 'falco.org', type: 'falco.rule.output.v1' },
      data: { ...data, rule },
    });
    const type = 'application/cloudevents-batch+json';
    const { answer } = await send(
      '/hooks/cloudevents',
      JSON.stringify([event('a', '1'), event('b', '2'), event('a', '3')]),
      { type },
    );
    expect(answer).toEqual({ opened: 2, repeated: 1, pages: ['P1', 'P2'] });
    const [first] = (await world.store.all(pageDocument)).map(({ value }) => value);
    expect(first).toMatchObject({ critical: true, message: data.output });
    expect(await world.store.all(alertDocument)).toHaveLength(2);
  });

  it("Amazon's subscription is confirmed by a person, at an address of Amazon's only", async () => {
    const { world, send } = await hookWorld();
    const body = fixture('sns-confirm.txt');
    expect((await send('/hooks/generic', body, { type: 'text/plain' })).answer).toEqual({ pages: [] });
    await world.settle(jobs);
    const asked = () => world.chat.sent.filter(({ text }) => text.includes('Amazon SNS wants'));
    expect(asked()).toMatchObject([
      { text: expect.stringContaining('`https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription') },
    ]);
    await send('/hooks/generic', body.replace('sns.eu-west-1.amazonaws.com', 'sns.example.org'), {
      type: 'text/plain',
    });
    await world.settle(jobs);
    expect(asked()).toHaveLength(1);
  });
});
