/** Senders of the same kinds as the usual ones: what they say in their own fields and words is read all the same. */
import { describe, expect, it } from 'vitest';
import { readAlerts } from '../../../src/formats/alerts/index.ts';
import { hookWorld } from './hook-world.ts';

const azure = (monitorCondition: string) => ({
  schemaId: 'azureMonitorCommonAlertSchema',
  data: { essentials: { alertId: '/a/1', alertRule: 'CPU', severity: 'Sev3', monitorCondition } },
});
const pagerDuty = (id: string, status: string) => ({
  event: { id, event_type: `incident.${status}`, data: { id: 'PGR', title: 'Door open', status } },
});
const victorOps = (message_type: string, state_message: string) => ({
  ...{ message_type, state_message, entity_id: 'disk/web' },
});
const nagios = (NOTIFICATIONTYPE: string, SERVICESTATE: string, SERVICEOUTPUT: string) => ({
  ...{ NOTIFICATIONTYPE, SERVICESTATE, SERVICEOUTPUT, HOSTNAME: 'web1', SERVICEDESC: 'HTTP' },
});
const icinga = (notification_type: string, host_state: string) => ({
  ...{ notification_type, host_state, host_name: 'ap-12', host_output: 'ping' },
});
const betterStack = (status: string) => ({
  data: { id: '9', type: 'incident', attributes: { name: 'Site', cause: 'Status 500', status } },
});
const job = (status: string) => ({ id: 'b1', title: 'Nightly backup', status });

describe('a sender that nobody named', () => {
  it.each<[string, unknown, unknown, RegExp]>([
    ['Azure Monitor', azure('Fired'), azure('Resolved'), /CPU/],
    ['PagerDuty', pagerDuty('e1', 'triggered'), pagerDuty('e2', 'resolved'), /^Door open$/],
    ['VictorOps', victorOps('CRITICAL', 'full'), victorOps('RECOVERY', 'fine'), /^full$/],
    [
      'Nagios',
      nagios('PROBLEM', 'CRITICAL', 'refused'),
      nagios('RECOVERY', 'OK', '200'),
      /^HTTP, web1: refused$/,
    ],
    ['Icinga', icinga('PROBLEM', 'DOWN'), icinga('RECOVERY', 'UP'), /^ap-12: ping$/],
    ['Better Stack', betterStack('Started'), betterStack('Resolved'), /^Site: Status 500$/],
    ['a job', job('failed'), job('success'), /^Nightly backup$/],
    ['Spanish', job('Problema'), job('Resuelto'), /^Nightly backup$/],
    ['words around it', job('Problem started'), job('Problem has been resolved'), /^Nightly backup$/],
    [
      'Consul',
      [{ CheckID: 'c', Name: 'DB', Status: 'critical' }],
      [{ CheckID: 'c', Status: 'passing' }],
      /DB/,
    ],
  ])('%s pages once in its own words, and its recovery ends that page', async (_name, fired, over, says) => {
    const { send, page } = await hookWorld();
    const opened = await send('/hooks/generic', JSON.stringify(fired), { type: 'application/json' });
    expect(opened.answer).toEqual({ opened: 1, pages: ['P1'] });
    expect(await page()).toMatchObject({ state: 'open', message: expect.stringMatching(says) });
    const ended = await send('/hooks/generic', JSON.stringify(over), { type: 'application/json' });
    expect(ended.answer).toEqual({ resolved: 1, pages: ['P1'] });
  });

  const read = (body: unknown) => readAlerts({ body: JSON.stringify(body), headers: {} }).alerts[0];

  it('that writes for Slack is read as people read it', () => {
    expect(read({ attachments: [{ title: 'CPU', text: 'too hot' }] })?.message).toBe('CPU: too hot');
    expect(
      read({ blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'CPU is hot' } }] })?.message,
    ).toBe('CPU is hot');
  });

  it('that says what may be an alarm is never over: unknown words fire', () => {
    for (const status of ['inactive', 'ended', 'completed', 'not resolved', 'sin resolver', 'no recuperado'])
      expect(read(job(status))).toMatchObject({ firing: true });
  });

  it('that has no words shows what it has, but no keys', () => {
    expect(read({ zone: 'B', api_key: 'k1', 'X-Auth': 'a', access_token: 't', password: 'p' })?.message).toBe(
      'zone: B',
    );
  });

  it('that is over without words leaves the page its own', async () => {
    const { send, page } = await hookWorld();
    const type = { type: 'application/json' };
    await send('/hooks/generic', JSON.stringify({ dedup_key: 'd', message: 'Water in hall B' }), type);
    await send(
      '/hooks/generic',
      JSON.stringify({ dedup_key: 'd', event_action: 'resolve', site: 'B' }),
      type,
    );
    expect(await page()).toMatchObject({ state: 'resolved', message: 'Water in hall B' });
  });
});
