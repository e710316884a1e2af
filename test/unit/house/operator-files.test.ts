/** What an operator is given says all there is, and nothing that is not. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { variables } from '../../../src/config.ts';

/** Variables that only the sandbox sets for its own bot. */
const SANDBOX_ONLY = /^(CALLBOARD_SANDBOX|SANDBOX_|SLACK_API_URL|TWILIO_API_BASE|NODE_ENV)/;

it('.env.example explains every variable, and no other', () => {
  const lines = readFileSync('.env.example', 'utf8').split('\n');
  const named = lines.flatMap((line) => /^([A-Z_]+)=/.exec(line)?.[1] ?? []);
  const composed = [...readFileSync('compose.yaml', 'utf8').matchAll(/[^$]\$\{([A-Z_]+)/g)];
  const wanted = [...variables, ...composed.map(([, name = '']) => name)].filter(
    (name) => !SANDBOX_ONLY.test(name),
  );
  expect(named.toSorted()).toEqual([...new Set(wanted)].sort());
  for (const [i, line] of lines.entries()) {
    if (/^[A-Z_]+=/.test(line)) expect(lines[i - 1], line).toMatch(/^#|^[A-Z_]+=/);
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
