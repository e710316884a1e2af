/** The guarded actions as the operator configures them: a JSON file, or the JSON itself. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { GuardedActionList } from '../../keys/domain/action.ts';
import { isDrill } from '../../keys/domain/set.ts';

/**
 * Drills fire what the practice set guards, and nothing else: what is real must not be guarded by one. Files for the
 * command line that were made before are read as they are.
 */
const ConfiguredActions = GuardedActionList.superRefine((all, context) => {
  for (const [at, { set, drill }] of all.entries())
    if (drill !== isDrill(set))
      context.addIssue({
        code: 'custom',
        path: [at, drill ? 'set' : 'drill'],
        message: drill
          ? 'an action for practice ("drill": true) needs a set whose name is drill, or begins with drill-'
          : 'this set is for practice, so what it guards has to say "drill": true',
      });
});

/** `KEYS_ACTIONS` is the path of a JSON file, or begins with `[` and is the JSON. */
export const actionsConfig = z.object({
  KEYS_ACTIONS: z
    .string()
    .default('[]')
    .transform((given, context) => {
      try {
        const json: unknown = JSON.parse(
          given.trimStart().startsWith('[') ? given : readFileSync(given, 'utf8'),
        );
        const list = ConfiguredActions.safeParse(json);
        if (list.success) return list.data;
        for (const { path, message } of list.error.issues) {
          context.addIssue({ code: 'custom', message: `${path.join('.') || 'list'}: ${message}` });
        }
      } catch {
        context.addIssue({ code: 'custom', message: 'no such file, or not JSON' });
      }
      return z.NEVER;
    }),
});
