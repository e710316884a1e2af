/** An authority of a test's own and what it signs: Redis on loopback that is spoken to by TLS. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { redisProgram } from '../redis.ts';
import { removeFolder } from '../remove-folder.ts';

export interface Encryption {
  /** The authority's file, for NODE_EXTRA_CA_CERTS. */
  readonly authority: string;
  /** Of redis-server, with the port on which it speaks TLS; its other one stays open for the test itself. */
  settings(port: number): readonly string[];
  remove(): void;
}

/** Undefined where it is there: else what is missing, in a word for who reads that a test was skipped. */
export function noEncryption(): string | undefined {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
  } catch {
    return 'no openssl';
  }
  const program = redisProgram();
  if (!program) return 'no redis-server';
  try {
    // A server that was built without TLS does not know the setting, and one with it lacks its files.
    execFileSync(program, ['--port', '0', '--tls-port', '1'], { encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    if (/tls-cert-file/.test(stdout + stderr)) return undefined;
  }
  return 'a redis-server without TLS';
}

/** As docs/operators.md makes them: an authority, and one certificate for all that listens on loopback. */
export function makeEncryption(): Encryption {
  const folder = mkdtempSync(join(tmpdir(), 'callboard-tls-'));
  const at = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...newKey,
    '-days',
    '2',
    '-subj',
    '/CN=test-ca',
    '-keyout',
    'ca.key',
    '-out',
    'ca.crt',
  );
  openssl('req', ...newKey, '-subj', '/CN=redis', '-keyout', 'redis.key', '-out', 'redis.csr');
  writeFileSync(at('san'), 'subjectAltName=IP:127.0.0.1,DNS:localhost');
  const signed = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'san'];
  openssl('x509', '-req', '-in', 'redis.csr', ...signed, '-out', 'redis.crt');
  return {
    authority: at('ca.crt'),
    settings: (port) => [
      ...['--tls-port', `${port}`, '--tls-auth-clients', 'no', '--tls-replication', 'yes'],
      ...['--tls-cert-file', at('redis.crt'), '--tls-key-file', at('redis.key')],
      ...['--tls-ca-cert-file', at('ca.crt')],
    ],
    remove: () => removeFolder(folder),
  };
}
