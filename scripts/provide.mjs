// Finds programs (and a font) that the sandbox and the tests run beside Node, or installs them where the system's package
// manager asks nothing. What cannot be had is one line that says what to type; the tests that need it skip.
// Usage: node scripts/provide.mjs redis-server chromium emoji-font
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const KNOWN = {
  'redis-server': {
    programs: ['redis-server', 'valkey-server'],
    packages: { apt: 'redis-server', brew: 'redis' },
    without: 'the sandbox does not start, unless REDIS_URL names a Redis, and the tests that need it skip',
  },
  chromium: {
    programs: [
      'chromium',
      'chromium-browser',
      'google-chrome',
      'google-chrome-stable',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    ],
    packages: { apt: 'chromium', brew: '--cask chromium' },
    without: 'the browser tests skip',
  },
  prometheus: {
    programs: ['promtool'],
    packages: { apt: 'prometheus', brew: 'prometheus' },
    without: "the tests of Prometheus's rules skip",
  },
  alertmanager: {
    programs: ['prometheus-alertmanager', 'alertmanager'],
    packages: { apt: 'prometheus-alertmanager' },
    without: 'the test of an alert that pages through Callboard skips',
  },
  // Debian's is too old to know components.
  kubectl: {
    programs: ['kubectl', 'kustomize'],
    packages: { brew: 'kustomize' },
    without: 'the tests of what is rendered for Kubernetes skip',
  },
  'emoji-font': {
    programs: [
      '/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf',
      '/usr/share/fonts/noto/NotoColorEmoji.ttf',
      '/usr/share/fonts/google-noto-color-emoji-fonts/NotoColorEmoji.ttf',
      '/System/Library/Fonts/Apple Color Emoji.ttc',
    ],
    packages: { apt: 'fonts-noto-color-emoji', brew: '--cask font-noto-color-emoji' },
    without: 'pictures that the browser tests take show boxes for emoji',
  },
};

const say = (line) => process.stderr.write(`${line}\n`);
const has = (program) =>
  program.startsWith('/')
    ? existsSync(program)
    : (process.env.PATH ?? '').split(':').some((folder) => folder && existsSync(`${folder}/${program}`));
const works = (command, ...args) =>
  spawnSync(command, args, { stdio: 'ignore', timeout: 20_000 }).status === 0;

/** The package manager that can install without a question, and what a person would type. */
function manager() {
  if (process.platform === 'darwin' && has('brew'))
    return { kind: 'brew', run: ['brew'], type: 'brew install' };
  if (!has('apt-get')) return undefined;
  if (process.getuid?.() === 0) return { kind: 'apt', run: ['apt-get'], type: 'apt-get install' };
  const type = 'sudo apt-get install';
  if (has('sudo') && works('sudo', '-n', 'true'))
    return { kind: 'apt', run: ['sudo', '-n', 'apt-get'], type };
  return { kind: 'apt', run: undefined, type };
}

let isUpdated = false;
function install({ kind, run }, what) {
  const [command, ...before] = run;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', HOMEBREW_NO_AUTO_UPDATE: '1' };
  // What it prints goes to stderr, so that a caller's own output stays its own.
  const call = (...args) =>
    spawnSync(command, [...before, ...args], { stdio: ['ignore', 2, 2], env, timeout: 600_000 }).status === 0;
  if (kind === 'brew') return call('install', ...what.split(' '));
  if (!isUpdated) isUpdated = call('update', '-qq');
  return call('install', '-y', '-qq', '--no-install-recommends', what);
}

for (const name of process.argv.slice(2)) {
  const wanted = KNOWN[name];
  if (!wanted) {
    say(`provide: "${name}" is none of ${Object.keys(KNOWN).join(', ')}.`);
    process.exitCode = 2;
    continue;
  }
  if (wanted.programs.some(has)) continue;
  const found = manager();
  const by = found && wanted.packages[found.kind] !== undefined ? found : undefined;
  const typed = by
    ? `Type \`${by.type} ${wanted.packages[by.kind]}\``
    : 'Install it with your package manager';
  if (by?.run) {
    say(
      `There is no ${name} here: installing it with ${by.type.split(' ')[0]} (${wanted.packages[by.kind]}) …`,
    );
    if (install(by, wanted.packages[by.kind]) && wanted.programs.some(has)) continue;
    say(`${name} could not be installed. ${typed}; until then ${wanted.without}.`);
  } else {
    say(`There is no ${name} here. ${typed}; until then ${wanted.without}.`);
  }
}
