// `node scripts/image.mjs [FOLDER]`: does in a folder what the Dockerfile's first stage does, loads every module of the built
// bot without what was taken out, says which libraries of the system its native parts ask for, and tells the sizes.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const app = process.argv[2] ?? mkdtempSync(join(tmpdir(), 'callboard-image-'));
const run = (program, ...args) =>
  execFileSync(program, args, {
    cwd: app,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1e8,
  });

/** Libraries that gcr.io/distroless/cc-debian12 has: those of libc6, libgcc-s1 and libstdc++6. */
const THERE =
  /^(linux-vdso|ld-linux[\w-]*|libc|libm|libdl|librt|libpthread|libgcc_s|libstdc\+\+)\.so(\.\d+)*$/;

function* filesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else yield path;
  }
}
const sizeOf = (path) =>
  statSync(path).isDirectory()
    ? [...filesBelow(path)].reduce((sum, file) => sum + statSync(file).size, 0)
    : statSync(path).size;
const mb = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

// What `COPY . .` takes: what git knows, less what .dockerignore leaves out.
const ignored = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n').filter(Boolean);
const files = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
  .split('\0')
  .filter(Boolean);
for (const file of files) {
  if (ignored.some((path) => file === path || file.startsWith(`${path}/`))) continue;
  mkdirSync(dirname(join(app, file)), { recursive: true });
  cpSync(join(root, file), join(app, file));
}
// The lines of the Dockerfile's RUN, so that what is told of is what is built.
const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8').replace(/\\\n/g, ' ');
for (const [, line] of dockerfile.matchAll(/^RUN (.*npm.*)$/gm)) {
  console.log(`$ ${line.replace(/\s+/g, ' ')}`);
  process.stdout.write(run('sh', '-c', line));
}

// A module that starts something by being loaded is one of these.
const STARTS = /(^|\/)(main|cli|child|[\w-]*-worker|[\w-]*-thread)\.js$|\/sandbox\//;
const modules = [...filesBelow(join(app, 'dist'))].filter(
  (file) => file.endsWith('.js') && !STARTS.test(file),
);
const load = `for (const one of ${JSON.stringify(modules.map((file) => pathToFileURL(file).href))}) await import(one); process.exit(0)`;
run(process.execPath, '--input-type=module', '-e', load);
console.log(`${modules.length} modules load`);

const native = [...filesBelow(join(app, 'node_modules'))].filter(
  (file) => /\.node$/.test(file) && !/musl/.test(file),
);
for (const file of [process.execPath, ...native]) {
  const asked = [...run('ldd', file).matchAll(/^\s*(\S+)/gm)].map(([, name]) => name.replace(/^.*\//, ''));
  const missing = asked.filter((name) => !THERE.test(name));
  if (missing.length > 0) throw new Error(`${file} asks for ${missing.join(', ')}, which the image has not`);
}
console.log(`node and ${native.length} native parts ask for nothing but libc6, libgcc-s1 and libstdc++6`);

const sizes = { node: sizeOf(process.execPath) };
for (const part of ['node_modules', 'dist', 'bin', 'package.json', 'sbom.cdx.json'])
  sizes[part] = sizeOf(join(app, part));
for (const [what, bytes] of Object.entries(sizes)) console.log(`${what.padEnd(14)} ${mb(bytes)}`);
console.log(`${'together'.padEnd(14)} ${mb(Object.values(sizes).reduce((sum, bytes) => sum + bytes))}`);
console.log(`In ${app}`);
