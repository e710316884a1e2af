/**
 * The keys' sections of the event file, by name and never a secret: what the event relies on. A file makes no key
 * and configures no action: that takes the holders' ceremony, and the operator. What is missing is told with the
 * command that makes it.
 */
import { z } from 'zod';
import { eachOnce, PersonRef } from '../../callboard/domain/event-file.ts';
import { ableHolders, type KeySet } from './set.ts';

const Name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, { error: 'is no name of the keys: small letters, digits and hyphens' });

export const keySections = {
  keys: z
    .array(
      z.strictObject({
        set: Name,
        needs: z.number().int().min(2).meta({ description: 'How many holders it takes.' }),
        holders: z.array(PersonRef).min(2).max(10).superRefine(eachOnce(String)),
      }),
    )
    .superRefine(eachOnce(({ set }) => set))
    .meta({ description: 'Key sets that the event relies on. `/keys create` makes them, no file does.' }),
  guarded: z
    .array(Name)
    .superRefine(eachOnce(String))
    .meta({ description: 'Guarded actions by name. KEYS_ACTIONS of the operator configures them.' }),
};
const KeyPart = z.strictObject(keySections);
export type KeyPart = z.infer<typeof KeyPart>;

/** @param actions - the names of those that the operator configured */
export const keyPartOf = (sets: readonly KeySet[], actions: readonly string[]): KeyPart => ({
  keys: sets
    .flatMap(({ name, current }) => {
      // A manifest that somebody changed may lack anything; the watch of the keys raises the alarm.
      const needs: unknown = current?.manifest.k;
      if (!current || typeof needs !== 'number') return [];
      return [
        {
          set: name,
          needs,
          holders: ableHolders(current)
            .map(({ person }) => person)
            .sort(),
        },
      ];
    })
    .sort((a, b) => a.set.localeCompare(b.set)),
  guarded: [...actions].sort(),
});
