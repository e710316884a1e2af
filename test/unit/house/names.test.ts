/** A name means one thing: no two rooms export functions that are called the same. */
import { expect, it } from 'vitest';
import { house } from './layers.ts';

const FUNCTION =
  /^export (?:async )?(?:function (\w+)|const (\w+)(?:: [^=]+)? = (?:async )?(?:<[^>]*>)?\()/gm;

const exportedFunctions = (text: string): string[] =>
  [...text.matchAll(FUNCTION)].map(([, declared, assigned]) => declared ?? assigned ?? '');

it('finds exported functions in each of their forms', () => {
  const forms = [
    'export function a() {}',
    'export async function b() {}',
    'export const c = (x: string) => x;',
    'export const d = async <T>(x: T) => x;',
    'export const e: Rule = (x) => x;',
    'export const notOne = 5;',
  ];
  expect(exportedFunctions(forms.join('\n'))).toEqual(['a', 'b', 'c', 'd', 'e']);
});

it('no two files export functions of one name', () => {
  const files = new Map<string, string[]>();
  // An overloaded function is one.
  for (const [file, text] of house())
    for (const name of new Set(exportedFunctions(text))) files.set(name, [...(files.get(name) ?? []), file]);
  expect(files.size).toBeGreaterThan(700);
  expect([...files].filter(([, where]) => where.length > 1)).toEqual([]);
});
