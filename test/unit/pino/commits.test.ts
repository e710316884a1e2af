/** The log says which page opened and what became of it, by its code alone. */
import { expect, it } from 'vitest';
import { createCommitLog } from '../../../src/adapters/pino/commits.ts';
import { scrub } from '../../../src/adapters/pino/log.ts';
import type { Change } from '../../../src/core/commit.ts';
import type { Log } from '../../../src/core/ports/log.ts';

it('has a line for what an operator looks for at night, and nobody in it', () => {
  const lines: unknown[] = [];
  const log = { info: (...line: unknown[]) => lines.push(line) } as unknown as Log;
  const fact = (name: string, about: string[], data: object = { message: 'Fire', name: 'Vera' }) => ({
    name,
    about,
    at: '',
    by: 'U1',
    data,
  });
  const facts = [
    fact('page.opened', ['page:P3', 'room:Main', 'person:U1']),
    fact('page.card-posted', ['page:P3']),
    fact('incident.declared', ['incident:I2']),
    fact('page.gave-up', ['page:P3']),
    fact('job.failed', ['job:announce:P3:2'], { job: 'announce:P3:2', name: 'announce', code: 'exhausted' }),
    fact('notification.moved', ['page:P3', 'person:U1'], { person: 'U1', channel: 'sms', state: 'queued' }),
    fact('notification.moved', ['page:P3', 'person:U1'], { person: 'U1', channel: 'sms', state: 'sent' }),
    fact('notification.moved', ['page:P3'], { channel: 'voice', state: 'failed', code: '30003' }),
    fact('notification.moved', ['page:P3'], {
      channel: 'voice',
      state: 'failed',
      code: 'no text to +1202555',
    }),
    fact('agenda.watch', ['feed'], { became: 'polled' }),
    fact('agenda.watch', ['feed'], { became: 'held', url: 'https://user:word@example.org' }),
  ];
  createCommitLog(log)({ facts } as unknown as Change);
  createCommitLog(log)({});
  const record = { part: 'record' };
  expect(lines).toEqual([
    [{ ...record, about: 'page:P3', page: 'P3' }, 'page.opened'],
    [{ ...record, about: 'page:P3', page: 'P3' }, 'page.gave-up'],
    [{ ...record, about: 'job:announce:P3:2', name: 'announce', code: 'exhausted' }, 'job.failed'],
    [{ ...record, about: 'page:P3', page: 'P3', channel: 'sms', state: 'sent' }, 'notification.moved'],
    [
      { ...record, about: 'page:P3', page: 'P3', channel: 'voice', state: 'failed', code: '30003' },
      'notification.moved',
    ],
    [{ ...record, became: 'held' }, 'agenda.watch'],
  ]);
});

it.each(['/hooks/generic?token=', '/hooks/generic/', '/feeds/rota/', '/heartbeats/', '/stage/Main?token='])(
  'never holds the token behind %s',
  (address) => {
    expect(scrub(`GET ${address}Sq3-kd93Kdk29dkKDo2k-_d93kd`)).not.toContain('Kdk29');
  },
);
