/** A promise that nobody waits for ends no bot that pages people; whatever nobody caught is in the log, scrubbed. */
import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { logUncaught } from '../../../src/adapters/pino/faults.ts';
import { createLog } from '../../../src/adapters/pino/log.ts';

function watched() {
  const lines: string[] = [];
  const ended: number[] = [];
  const process = new EventEmitter();
  const log = createLog({ LOG_LEVEL: 'info' }, { write: (line: string) => void lines.push(line) });
  logUncaught(log, process, (code) => ended.push(code));
  return { lines, ended, process };
}

describe('what nobody caught', () => {
  it('is logged where it is a promise, and the bot goes on', () => {
    const { lines, ended, process } = watched();
    process.emit('unhandledRejection', new TypeError('no text to +15551234567'));
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 50, part: 'process', error: 'TypeError', reason: 'no text to [phone]' },
    ]);
    expect(lines.join('')).not.toContain('5551234567');
    expect(ended).toEqual([]);
  });

  it('is logged where it is an exception, and the bot ends with 1', () => {
    const { lines, ended, process } = watched();
    process.emit('uncaughtException', new Error('no socket'));
    expect(lines.join('')).toContain('no socket');
    expect(ended).toEqual([1]);
  });

  it('is logged whatever was thrown', () => {
    const { lines, process } = watched();
    process.emit('unhandledRejection', undefined);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { error: 'undefined', reason: 'undefined' },
    ]);
  });
});
