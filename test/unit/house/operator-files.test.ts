/** What an operator is given says all there is, and nothing that is not. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { variables } from '../../../src/config.ts';

/** Variables that only the sandbox sets for its own bot. */
const SANDBOX_ONLY = /^(CALLBOARD_SANDBOX|SANDBOX_|SLACK_API_URL|TWILIO_API_BASE|NODE_ENV)/;

const COMPOSE = ['compose.yaml', 'compose.tls.yaml', 'compose.https.yaml'];

interface Service {
  readonly image?: string;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly command?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: readonly string[] | Readonly<Record<string, unknown>>;
}
interface Composed {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes?: Readonly<Record<string, unknown>>;
}
const composedIn = (file: string): Composed => parse(readFileSync(file, 'utf8')) as Composed;

it('the compose files fit each other: volumes, services and files that they name are there', () => {
  const all = COMPOSE.map(composedIn);
  const services = Object.assign({}, ...all.map((one) => one.services)) as Composed['services'];
  const volumes = new Set(all.flatMap((one) => Object.keys(one.volumes ?? {})));
  for (const { services: of } of all)
    for (const [name, { volumes: mounted = [], depends_on: needs = [], image }] of Object.entries(of)) {
      for (const mount of mounted) {
        const [source = ''] = mount.split(':');
        if (!source.startsWith('.')) expect(volumes, `${name} ${mount}`).toContain(source);
        else if (!source.includes('certs')) expect(existsSync(source), source).toBe(true);
      }
      for (const other of Array.isArray(needs) ? needs : Object.keys(needs))
        expect(services).toHaveProperty(other);
      if (image) expect(image).toMatch(/:\d+\.\d+\.\d+/);
    }
  const [base] = all;
  expect(base?.services['redis']?.command).toContain('--requirepass "$$REDIS_PASSWORD"');
  expect(base?.services['redis']?.ports).toBeUndefined();
  expect(base?.services['bot']?.ports?.every((port) => port.startsWith('127.0.0.1:'))).toBe(true);
  expect(base?.services['bot']?.volumes).toContain('backups:/backups');
  expect(readFileSync('Dockerfile', 'utf8')).toMatch(/^COPY .*--chown=1000:1000 .*\/backups$/m);
  expect(readFileSync('deploy/Caddyfile', 'utf8')).toMatch(
    /\{\$DOMAIN\} \{[\s\S]*reverse_proxy bot:\{\$PORT:3000\}/,
  );
  expect(services['bot']?.environment?.['PUBLIC_URL']).toMatch(/^https:\/\/\$\{DOMAIN/);
});

it('.env.example explains every variable, and no other', () => {
  const lines = readFileSync('.env.example', 'utf8').split('\n');
  const named = lines.flatMap((line) => /^([A-Z0-9_]+)=/.exec(line)?.[1] ?? []);
  const composed = COMPOSE.flatMap((file) => [
    ...readFileSync(file, 'utf8').matchAll(/[^$]\$\{([A-Z0-9_]+)/g),
  ]);
  const wanted = [...variables, ...composed.map(([, name = '']) => name)].filter(
    (name) => !SANDBOX_ONLY.test(name),
  );
  expect(named.toSorted()).toEqual([...new Set(wanted)].sort());
  for (const [i, line] of lines.entries()) {
    if (/^[A-Z0-9_]+=/.test(line)) expect(lines[i - 1], line).toMatch(/^#|^[A-Z0-9_]+=/);
  }
});

const guides = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md']
  .concat(readdirSync('docs', { recursive: true, encoding: 'utf8' }).map((name) => join('docs', name)))
  .filter((name) => name.endsWith('.md'));

it.each(guides)('%s links only to what is there', (guide) => {
  const text = readFileSync(guide, 'utf8').replace(/`[^`]*`/g, '');
  const links = [...text.matchAll(/\]\(([^)#\s]+)/g)].map(([, target = '']) => target);
  const missing = links.filter(
    (target) => !/^[a-z]+:/.test(target) && !existsSync(join(dirname(guide), target)),
  );
  expect(missing).toEqual([]);
});

it.each(guides)('%s names no machine, no registry and nothing beside the project', (guide) => {
  const text = readFileSync(guide, 'utf8');
  expect(text).not.toMatch(/registry\.npmjs|\/work\/|\.\.\/shared/);
});
