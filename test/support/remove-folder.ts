/** Folders of programs that tests start and kill. */
import { rmSync } from 'node:fs';

/**
 * Takes a folder away with all that is in it. A child of a program that was killed (Redis forks one to rewrite its file)
 * may still write there while it is being emptied: then it is emptied again.
 */
export const removeFolder = (folder: string): void =>
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
