/** What is typed behind a verb of `/incident`: a code, then the rest. */

import { UserError } from '../../src/core/errors.ts';
import { plain } from '../../src/core/match.ts';
import { splitFirstWord } from '../../src/core/text.ts';
import { RoleName, Severity } from '../../src/incident/domain/incident.ts';
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

/** `sev1`, `SEV-1`, `sev 1` or `1`; undefined for anything else. */
export const severityTyped = (typed: string): Severity | undefined =>
  Severity.safeParse(`sev${typed.trim().replace(/^sev[\s-]?/i, '')}`).data;

/** What the roles are called besides, in both languages. */
const ROLE_WORDS: Readonly<Record<string, RoleName>> = {
  ...{ command: 'commander', lead: 'commander', comandante: 'commander', mando: 'commander' },
  ...{ notes: 'scribe', secretario: 'scribe', secretaria: 'scribe', actas: 'scribe', escriba: 'scribe' },
  ...{ communications: 'comms', comunicacion: 'comms', comunicaciones: 'comms', prensa: 'comms' },
};

/** A role by its name or another word for it; undefined for anything else. */
export function roleTyped(typed: string): RoleName | undefined {
  const word = plain(typed);
  return Object.hasOwn(ROLE_WORDS, word) ? ROLE_WORDS[word] : RoleName.safeParse(word).data;
}
