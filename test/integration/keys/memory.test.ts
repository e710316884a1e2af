/** After a ceremony, the parent process's heap holds no share: searched for in a snapshot of it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { readShare } from '../../../src/keys/domain/share.ts';

const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

it('a heap snapshot of the parent after a ceremony has no share and no data of one', () => {
  const folder = mkdtempSync(join(tmpdir(), 'callboard-heap-'));
  const [snapshot, found] = [join(folder, 'heap.heapsnapshot'), join(folder, 'shares')];
  try {
    const script = 'test/support/keys-heap.ts';
    execFileSync(process.execPath, ['--expose-gc', '--import', tsx, script, snapshot, found], {
      stdio: 'pipe',
    });
    const heap = readFileSync(snapshot, 'latin1');
    const shares = readFileSync(found, 'utf8').split('\n');
    expect(shares).toHaveLength(3);
    // The search finds what is there.
    expect(heap).toContain('registration-ingress');
    for (const share of shares) {
      const read = readShare(share);
      if ('bad' in read) throw new Error('not a share');
      const bare = share.replaceAll(' ', '');
      const data = Buffer.from(read.data);
      const forms = [
        share.slice(-34),
        bare.slice(-34),
        bare.toLowerCase().slice(-34),
        data.toString('hex'),
        data.toString('base64'),
      ];
      for (const form of forms) expect(heap.includes(form)).toBe(false);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
