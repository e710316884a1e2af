/** The log says which page opened and what became of it, by its code alone. */
import { expect, it } from 'vitest';
import { createCommitLog } from '../../../src/adapters/pino/commits.ts';
import { scrub } from '../../../src/adapters/pino/log.ts';
import type { Change } from '../../../src/core/commit.ts';
import type { Log } from '../../../src/core/ports/log.ts';

it('has a line for what an operator looks for at night, and nobody in it', () => {
  const lines: unknown[] = [];
  const log = { info: (...line: unknown[]) => lines.push(line) } as unknown as Log;
  const fact = (name: string, about: string[]) => ({
    name,
    about,
    at: '',
    by: 'U1',
    data: { message: 'Fire' },
  });
  const facts = [
    fact('page.opened', ['page:P3', 'room:Main', 'person:U1']),
    fact('page.card-posted', ['page:P3']),
    fact('incident.declared', ['incident:I2']),
    fact('page.gave-up', ['page:P3']),
    fact('job.failed', ['job:announce:P3:2']),
  ];
  createCommitLog(log)({ facts } as unknown as Change);
  createCommitLog(log)({});
  expect(lines).toEqual([
    [{ part: 'record', about: 'page:P3' }, 'page.opened'],
    [{ part: 'record', about: 'page:P3' }, 'page.gave-up'],
    [{ part: 'record', about: 'job:announce:P3:2' }, 'job.failed'],
  ]);
});

it.each(['/hooks/generic?token=', '/hooks/generic/', '/feeds/rota/', '/heartbeats/', '/stage/Main?token='])(
  'never holds the token behind %s',
  (address) => {
    expect(scrub(`GET ${address}Sq3-kd93Kdk29dkKDo2k-_d93kd`)).not.toContain('Kdk29');
  },
);
