/** What is typed behind a verb of `/incident`: a code, then the rest. */

import { UserError } from '../../src/core/errors.ts';
import { splitFirstWord } from '../../src/core/text.ts';
import { isIncidentCode } from '../../src/incident/load.ts';
import { escape, truncate } from '../../src/slack/mrkdwn.ts';

/** `I2 and the rest` as `['I2', 'and the rest']`. `form` is shown where there is no code. */
export function codeAndText(text: string, form: string): readonly [code: string, rest: string] {
  const [code, rest] = splitFirstWord(text);
  if (code === '') throw new UserError('incident.textMissing', { form: escape(form) });
  if (!isIncidentCode(code))
    throw new UserError('incident.codeMissing', {
      typed: truncate(escape(code), 50),
      form: escape(form),
    });
  return [code.toUpperCase(), rest];
}
