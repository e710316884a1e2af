/** To whom backups are encrypted. */
import { z } from 'zod';

/** Shorter ones are guessed; age itself asks for eight to ten random characters at least. */
const MIN_PASSPHRASE = 12;

export const backupConfig = z.object({
  /** Public keys that `age-keygen` made, separated by commas; who has the other half of one of them can read it. */
  CALLBOARD_BACKUP_RECIPIENT: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter(Boolean))
    .pipe(z.array(z.string().regex(/^age1[0-9a-z]{58}$/, 'public keys of age, such as age1…: `age-keygen`')))
    .exactOptional(),
  /** In place of a key, on the command line. */
  CALLBOARD_BACKUP_PASSPHRASE: z
    .string()
    .min(MIN_PASSPHRASE, `${MIN_PASSPHRASE} characters or more`)
    .exactOptional(),
});
export type BackupConfig = z.infer<typeof backupConfig>;
