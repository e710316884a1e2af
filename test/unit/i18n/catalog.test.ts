/**
 * The catalogs are whole: every language has every text with the same placeholders, every text is used
 * somewhere, and every key that the code builds from parts exists.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { en } from '../../../src/i18n/en/index.ts';
import { type Locale, locales, translator } from '../../../src/i18n/index.ts';

const english: Readonly<Record<string, string>> = en;

/** `{count|session|sessions}` is the placeholder `count`. */
const placeholders = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{([^{}|]+)(?:\|[^{}]*)?\}/g)].map((found) => found[1] ?? ''))].sort();

const sources = ['src', 'commands', 'jobs'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/^i18n[\\/](en|es)[\\/]/.test(name))
    .map((name) => ({ name: `${folder}/${name}`, text: readFileSync(`${folder}/${name}`, 'utf8') })),
);

/** Whole keys as the code writes them. */
const written = new Set(
  sources.flatMap(({ text }) =>
    [...text.matchAll(/(['"`])([a-z]+\.[A-Za-z0-9_.-]+)\1/g)].map((found) => found[2] ?? ''),
  ),
);

/** Keys that the code builds: `agenda.word.${word}` stands for all that begin so. */
const built = new Map(
  sources.flatMap(({ name, text }) =>
    [...text.matchAll(/`([a-z]+\.[A-Za-z0-9_.-]*(?:\$\{[^{}`]*\}[A-Za-z0-9_.-]*)+)`/g)].map((found) => {
      const shape = (found[1] ?? '')
        .split(/\$\{[^{}]*\}/)
        .map((part) => part.replaceAll('.', '\\.'))
        .join('[A-Za-z0-9_.-]+');
      return [shape, name] as const;
    }),
  ),
);

const areas = new Set(Object.keys(english).map((key) => key.split('.')[0]));

describe.each(Object.entries(locales))('the catalog %s', (name, catalog) => {
  const texts: Readonly<Record<string, string>> = catalog;

  it('has every text, and no other', () => {
    expect(Object.keys(texts).sort()).toEqual(Object.keys(english).sort());
    for (const [key, text] of Object.entries(texts)) expect(text.trim(), key).not.toBe('');
  });

  it('has the placeholders of the English text', () => {
    const differing = Object.keys(english).filter(
      (key) => placeholders(texts[key] ?? '').join() !== placeholders(english[key] ?? '').join(),
    );
    expect(differing, name).toEqual([]);
  });

  it('gives both words wherever a number picks one, and balances its braces', () => {
    for (const [key, text] of Object.entries(texts)) {
      for (const [, inside = ''] of text.matchAll(/\{([^{}]*\|[^{}]*)\}/g))
        expect(inside.split('|'), `${name} ${key}`).toHaveLength(3);
      expect(text.replace(/\{[^{}]+\}/g, ''), `${name} ${key}`).not.toMatch(/[{}]/);
    }
  });
});

it('every text is used', () => {
  const shapes = [...built.keys()].map((shape) => new RegExp(`^${shape}$`));
  const unused = Object.keys(english).filter(
    (key) => !written.has(key) && !shapes.some((shape) => shape.test(key)),
  );
  expect(unused).toEqual([]);
});

it('every key that is built from parts has texts', () => {
  const nothing = [...built]
    .filter(([shape]) => areas.has(shape.split('\\.')[0] ?? ''))
    .filter(([shape]) => !Object.keys(english).some((key) => new RegExp(`^${shape}$`).test(key)))
    .map(([shape, file]) => `${file}: ${shape.replaceAll('\\', '')}`);
  expect(nothing.filter((line) => !NOT_TEXTS.test(line))).toEqual([]);
});

/** Ids of jobs, files and the like that look like keys. */
const NOT_TEXTS = /\.(ts|md|json|ics|csv|html)\b/;

it('numbers have the decimal sign of the language, and whole ones none', () => {
  const said = (locale: Locale, hours: number) =>
    translator(locale)('rota.fairness.mean', { hours, nights: 2, shifts: 1200, deviation: 0.5, gini: 0.25 });
  expect(said('en', 33.3)).toMatch(/33\.3 h.*1200.*0\.5 h.*0\.25/s);
  expect(said('es', 33.3)).toMatch(/33,3 h.*1200.*0,5 h.*0,25/s);
});
