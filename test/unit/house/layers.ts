/**
 * The layers of the house: who may import whom, a row a layer. The first row whose `files` fits a path is the
 * path's layer. The rows are the whole rule; `layers.test.ts` holds every import of the code against them.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

export interface Layer {
  readonly files: RegExp;
  /** Besides files of its own room, where `files` captures the room's name; else of its own layer. */
  readonly mayImport: RegExp;
  /** npm packages. */
  readonly packages: RegExp;
}

const domain = (...nouns: string[]) => `src/(${nouns.join('|')})/domain/`;
const NOUNS = ['callboard', 'keys', 'agenda', 'rota', 'speakers', 'page', 'incident'];
const DOMAIN = domain(...NOUNS);
const KERNEL = 'src/core/(commit|instant|job-kind|time|match|nearest|text)\\.ts';
/** Escaping: what an error or a time says is made safe where it is made. */
const MRKDWN = 'src/slack/mrkdwn\\.ts';
/** How many segments a text is: what providers count and bill. */
const GSM = 'src/phone/gsm\\.ts';
const SHARED = `src/core/|${DOMAIN}|src/formats/|src/slack/|src/phone/|src/i18n/`;
const PURE_PACKAGES = /^(zod|temporal-polyfill|@scure\/base|libphonenumber-js(\/\w+)?)$/;
const FEATURE_PACKAGES =
  /^(zod|temporal-polyfill|libphonenumber-js(\/\w+)?|minisearch|qrcode|@slack\/types)$/;
const NONE = /^$/;
const ANY = /^/;

export const LAYERS: readonly Layer[] = [
  { files: row(KERNEL), mayImport: row(KERNEL), packages: PURE_PACKAGES },
  { files: row(domain('callboard')), mayImport: row(KERNEL), packages: PURE_PACKAGES },
  {
    files: row(domain('keys', 'agenda')),
    mayImport: row(`${KERNEL}|${domain('callboard')}`),
    packages: PURE_PACKAGES,
  },
  {
    files: row(domain('rota', 'speakers')),
    mayImport: row(`${KERNEL}|${domain('callboard', 'agenda')}`),
    packages: PURE_PACKAGES,
  },
  {
    files: row(domain('page')),
    mayImport: row(`${KERNEL}|${domain('callboard', 'agenda', 'rota', 'speakers')}`),
    packages: PURE_PACKAGES,
  },
  {
    files: row(domain('incident')),
    // Of the keys: which sets are for practice.
    mayImport: row(`${KERNEL}|${domain('callboard', 'keys', 'agenda', 'rota', 'speakers', 'page')}`),
    packages: PURE_PACKAGES,
  },
  { files: row('src/i18n/'), mayImport: row(`${KERNEL}|${MRKDWN}`), packages: PURE_PACKAGES },
  {
    files: row('src/core/'),
    mayImport: row(`src/core/|${DOMAIN}|src/i18n/|src/slack/(mrkdwn|blocks)\\.ts`),
    packages: FEATURE_PACKAGES,
  },
  {
    files: row('src/formats/'),
    mayImport: row(`src/core/|${DOMAIN}|src/i18n/|${MRKDWN}`),
    packages:
      /^(zod|temporal-polyfill|cloudevents|csv-parse\/sync|entities|fast-xml-parser|ical\.js|jsonrepair|read-excel-file\/universal|windows-iana|yaml)$/,
  },
  {
    files: row('src/(slack|phone)/'),
    mayImport: row(`src/core/|${DOMAIN}|src/i18n/`),
    packages: /^(zod|temporal-polyfill|@slack\/types|twilio\/lib\/twiml\/\w+\.js)$/,
  },
  // What the operator runs works with Slack and Redis down, so it builds its own few adapters.
  {
    files: row('src/(keys|callboard)/cli/'),
    mayImport: row(`${SHARED}|src/(keys|callboard)/|src/adapters/|src/config\\.ts`),
    packages: /^(zod|temporal-polyfill|qrcode)$/,
  },
  {
    files: row(`src/(${NOUNS.join('|')})/`),
    mayImport: row(`${SHARED}|src/(${NOUNS.join('|')})/`),
    packages: FEATURE_PACKAGES,
  },
  { files: row('(commands|jobs)/index\\.ts'), mayImport: row('commands/|jobs/|src/'), packages: NONE },
  {
    files: row('(commands/\\w+)/'),
    mayImport: row(`${SHARED}|src/(${NOUNS.join('|')})/`),
    packages: FEATURE_PACKAGES,
  },
  { files: row('jobs/'), mayImport: row(`${SHARED}|src/(${NOUNS.join('|')})/`), packages: FEATURE_PACKAGES },
  {
    files: row('(src/adapters/\\w+)/'),
    mayImport: row(`src/core/|${DOMAIN}|src/slack/|src/i18n/|${GSM}`),
    packages: ANY,
  },
  {
    files: row('src/sandbox/'),
    // Its set-up is read by the parser of event files.
    mayImport: row(`src/core/|${DOMAIN}|src/(formats|callboard)/event-file/|src/i18n/|src/slack/|${GSM}`),
    packages: ANY,
  },
  {
    files: row('src/(?:(?:main|compose|phones|config|cli|chores)\\.ts|compose/)'),
    mayImport: row('src/|commands/index|jobs/index'),
    packages: ANY,
  },
];

function row(path: string): RegExp {
  return new RegExp(`^(?:${path})`);
}

const layerOf = (file: string): Layer | undefined => LAYERS.find(({ files }) => files.test(file));

/** Files of one room see each other; a layer whose pattern captures a name has a room for each name. */
function sameRoom(layer: Layer, from: string, to: string): boolean {
  if (layerOf(to) !== layer) return false;
  const [mine, theirs] = [layer.files.exec(from), layer.files.exec(to)];
  return mine?.[1] === theirs?.[1];
}

const IMPORT =
  /^(?:import|export)\b[^'";]*?\bfrom\s+'([^']+)'|^import\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/gm;

export const importsOf = (text: string): string[] =>
  [...text.matchAll(IMPORT)].map(([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? '');

/** A relative import as a path from the project's root; undefined for a package. */
const target = (file: string, specifier: string): string | undefined =>
  specifier.startsWith('.') ? normalize(join(dirname(file), specifier)) : undefined;

/** What a file imports and may not, in words; nothing where all is well. */
export function violations(file: string, text: string): string[] {
  const layer = layerOf(file);
  if (!layer) return [`${file} lives in no room of the house`];
  return importsOf(text).flatMap((specifier) => {
    if (specifier.startsWith('node:')) return [];
    const to = target(file, specifier);
    if (to === undefined) return layer.packages.test(specifier) ? [] : [`${file} may not use ${specifier}`];
    return layer.mayImport.test(to) || sameRoom(layer, file, to) ? [] : [`${file} may not import ${to}`];
  });
}

/** All files of the house with their text. */
export const house = (): ReadonlyMap<string, string> =>
  new Map(
    ['src', 'commands', 'jobs'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => [`${folder}/${name}`, readFileSync(`${folder}/${name}`, 'utf8')] as const),
    ),
  );

/** Files that import each other in a circle, types included, as `a → b → a`; the first found. */
export function circle(files: ReadonlyMap<string, string>): string | undefined {
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): string | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file].join(' → ');
    if (done.has(file)) return undefined;
    for (const specifier of importsOf(files.get(file) ?? '')) {
      const to = target(file, specifier);
      const found = to === undefined ? undefined : visit(to, [...path, file]);
      if (found) return found;
    }
    done.add(file);
    return undefined;
  };
  for (const file of files.keys()) {
    const found = visit(file, []);
    if (found) return found;
  }
  return undefined;
}

/** Imports whose file is not there would make the check blind. */
export const dangling = (files: ReadonlyMap<string, string>): string[] =>
  [...files].flatMap(([file, text]) =>
    importsOf(text).flatMap((specifier) => {
      const to = target(file, specifier);
      return to === undefined || existsSync(to) ? [] : [`${file}: ${specifier}`];
    }),
  );
