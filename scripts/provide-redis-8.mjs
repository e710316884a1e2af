// Puts a Redis 8 beside the one that is installed, for the tests and benchmarks that run on both: newer Redis
// has WAITAOF, which an older one never shows. Nothing of the system is touched: the packages of Debian's next
// suite are downloaded with apt lists of their own, unpacked, and run through their own loader, since they
// want a newer C library. Needs no root. Where it can't be had, one line says so and those tests skip.
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const SUITE = 'trixie';
// redis-tools holds the server's program under another name; the rest is what it is linked with.
const PACKAGES =
  'redis-tools libc6 libssl3t64 libjemalloc2 liblzf1 libsystemd0 libcap2 libatomic1 libstdc++6 libgcc-s1 liblua5.1-0';

const folder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'callboard', 'redis-8');
const program = join(folder, 'redis-server');

const works = () => {
  try {
    return /v=8\./.test(execFileSync(program, ['--version'], { encoding: 'utf8', stdio: 'pipe' }));
  } catch {
    return false;
  }
};

/** The archive and its key, as the machine's own sources name them (both forms of the file). */
function archive() {
  const files = ['/etc/apt/sources.list.d/debian.sources', '/etc/apt/sources.list'].filter((file) =>
    existsSync(file),
  );
  for (const text of files.map((file) => readFileSync(file, 'utf8'))) {
    const uri =
      /^URIs:\s*(\S+)/m.exec(text)?.[1] ?? /^deb\s+(?:\[[^\]]*\]\s+)?(\S+\/debian)\/?\s/m.exec(text)?.[1];
    const key = /^Signed-By:\s*(\S+)/m.exec(text)?.[1] ?? /signed-by=([^\s\]]+)/.exec(text)?.[1];
    if (uri) return `deb ${key ? `[signed-by=${key}] ` : ''}${uri} ${SUITE} main\n`;
  }
  throw new Error('this is no Debian');
}

const find = (folders, fits) =>
  folders
    .filter((name) => existsSync(join(folder, name)))
    .flatMap((name) =>
      readdirSync(join(folder, name))
        .filter(fits)
        .map((file) => join(name, file)),
    )[0];

function provide() {
  rmSync(folder, { recursive: true, force: true });
  for (const name of ['lists/partial', 'cache/archives/partial', 'deb', 'root'])
    mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'sources.list'), archive());
  const options = [
    `Dir::Etc::SourceList=${folder}/sources.list`,
    'Dir::Etc::SourceParts=-',
    `Dir::State::Lists=${folder}/lists`,
    `Dir::Cache=${folder}/cache`,
    'APT::Sandbox::User=',
  ].flatMap((option) => ['-o', option]);
  const run = (command, args, cwd = folder) =>
    execFileSync(command, args, { cwd, stdio: 'pipe', timeout: 120_000 });
  run('apt-get', [...options, 'update', '-qq']);
  const wanted = PACKAGES.split(' ').map((name) => `${name}/${SUITE}`);
  run('apt-get', [...options, 'download', '-qq', ...wanted], join(folder, 'deb'));
  for (const file of readdirSync(join(folder, 'deb')))
    run('dpkg', ['-x', join(folder, 'deb', file), join(folder, 'root')]);
  const loader = find(['root/usr/lib64', 'root/usr/lib'], (name) => name.startsWith('ld-linux'));
  const libraries = find(['root/usr/lib'], (name) => name.endsWith('-linux-gnu'));
  if (!loader || !libraries) throw new Error('the packages are not as expected');
  copyFileSync(join(folder, 'root/usr/bin/redis-check-rdb'), join(folder, 'redis-server.bin'));
  const start = `exec "${folder}/${loader}" --library-path "${folder}/${libraries}" "${folder}/redis-server.bin" "$@"`;
  writeFileSync(program, `#!/bin/sh\n${start}\n`, { mode: 0o755 });
  for (const name of ['lists', 'cache', 'deb']) rmSync(join(folder, name), { recursive: true, force: true });
}

if (!works()) {
  try {
    provide();
    if (!works()) throw new Error('it does not run here');
  } catch (error) {
    const [reason = ''] = String(error.message).split('\n');
    process.stderr.write(
      `There is no Redis 8 beside (${reason.slice(0, 120)}): tests on both Redis versions run on one.\n`,
    );
  }
}
