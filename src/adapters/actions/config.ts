/** The guarded actions as the operator configures them: a JSON file, or the JSON itself. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { GuardedActionList } from '../../keys/domain/action.ts';

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
        const list = GuardedActionList.safeParse(json);
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
