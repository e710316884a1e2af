/** Which Callboard this is: the version of the package that this file is part of, built or not. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

function manifest(folder: string): string {
  const file = join(folder, 'package.json');
  if (existsSync(file)) return file;
  if (dirname(folder) === folder) throw new Error('package.json is missing');
  return manifest(dirname(folder));
}

const read = (): string => {
  const file = manifest(dirname(fileURLToPath(import.meta.url)));
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8'))).version;
};

export const version: string = read();
