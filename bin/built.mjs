/**
 * What is built, and whether it is what the sources say: `npm start`, `callboard` and the install ask the same. By the
 * contents, since times of files say nothing after a checkout or a copy.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What a build is made of: the sources, how they are built, and which versions of the libraries. */
const SOURCES = ['src', 'commands', 'jobs'];
const MADE_WITH = ['scripts/build.mjs', 'package.json', 'package-lock.json'];
/** In the build: the digest of what it was made of. */
export const STAMP = 'built-from';

const filesIn = (folder) =>
  readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));

/** @returns Undefined where there are no sources, as in the image. */
export function digestOfSources() {
  if (!SOURCES.every((folder) => existsSync(join(root, folder)))) return undefined;
  const hash = createHash('sha256');
  const made = MADE_WITH.map((name) => join(root, name)).filter(existsSync);
  for (const file of [...SOURCES.flatMap(filesIn), ...made].sort())
    hash
      .update(`${file.slice(root.length)}\0`)
      .update(readFileSync(file))
      .update('\0');
  return hash.digest('hex');
}

/** A build that is older than its sources, or newer, is none. */
export function isBuilt(folder = 'dist') {
  const stamp = join(root, folder, STAMP);
  if (!existsSync(stamp)) return false;
  const digest = digestOfSources();
  return digest === undefined || readFileSync(stamp, 'utf8') === digest;
}

/**
 * In a process of its own, whose memory goes with it.
 *
 * @returns Why it could not be built; undefined where it was.
 */
export function buildNow() {
  const { status, stderr, error } = spawnSync(process.execPath, [join(root, 'scripts/build.mjs')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  if (status === 0) return undefined;
  const line = stderr.split('\n').find((one) => /error/i.test(one));
  return error?.message ?? line?.trim() ?? `it ended with ${status}`;
}
