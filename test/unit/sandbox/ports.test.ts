import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { freePort } from '../../../src/sandbox/ports.ts';

/** One of the system's own, for a connection or for whoever asks for port 0. */
const anyPort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address ? address.port : 0;
};

describe('a free port', () => {
  test('is given once, though nobody listens on it yet', async () => {
    const ports = await Promise.all(Array.from({ length: 200 }, freePort));
    expect(new Set(ports).size).toBe(200);
  });

  test('is none that the system gives to others', async () => {
    const [ours, theirs] = await Promise.all([freePort(), anyPort()]);
    expect(ours).toBeLessThan(32_768);
    expect(theirs).toBeGreaterThanOrEqual(32_768);
  });

  test('is not given to another process meanwhile', async () => {
    const ports = new URL('../../../src/sandbox/ports.ts', import.meta.url).href;
    const source = `const { freePort } = await import('${ports}');
      console.log(JSON.stringify(await Promise.all(Array.from({ length: 200 }, freePort))));`;
    const program = ['--import', 'tsx', '--input-type=module', '--eval', source];
    const others = await Promise.all(
      Array.from({ length: 3 }, async () => {
        const { stdout } = await promisify(execFile)(process.execPath, program);
        return JSON.parse(stdout) as number[];
      }),
    );
    expect(new Set(others.flat()).size).toBe(600);
  });
});
