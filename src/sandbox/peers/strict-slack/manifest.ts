/** The bot's scopes as `manifest.yml` asks for them, so that what the manifest forgets is refused. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The manifest stands at the project's root: from the sources, and from what is built in `dist`. */
const PLACES = ['../../../../manifest.yml', '../../../../../manifest.yml'];

/** @throws where there is no manifest, or no scope in it */
export function manifestScopes(): string[] {
  const file = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url))).find(existsSync);
  const text = file === undefined ? '' : readFileSync(file, 'utf8');
  const list = /^\s+bot:\n((?:\s+- [\w:.]+\n)+)/m.exec(text)?.[1] ?? '';
  const scopes = [...list.matchAll(/- ([\w:.]+)/g)].map(([, scope]) => scope ?? '');
  if (scopes.length === 0) throw new Error('manifest.yml has no bot scopes');
  return scopes;
}
