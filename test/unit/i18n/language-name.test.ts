/** A language is called by its name, in the reader's own. */
import { expect, it } from 'vitest';
import { spokenLanguage } from '../../../src/i18n/language-name.ts';

it('has a name where there is one, and stays as it was written where there is none', () => {
  expect(spokenLanguage('en', 'en')).toBe('English');
  expect(spokenLanguage('en', 'es')).toBe('inglés');
  expect(spokenLanguage('de-AT', 'en')).toMatch(/German/);
  for (const odd of ['English, maybe', 'deutsch/english', '<!channel>', 'zz'])
    expect(spokenLanguage(odd, 'es')).toBe(odd);
});
