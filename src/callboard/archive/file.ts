/**
 * A day of the ledger as a file: gzipped JSON lines. A header, a line a fact in the ledger's order, and a last line
 * with the count and a digest of all before it, without which nothing is read. The same facts give the same bytes.
 */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { z } from 'zod';
import type { StoredFact } from '../../core/ports/archive.ts';

const FORMAT = 'callboard-ledger';
const VERSION = 1;

const Header = z.object({ format: z.literal(FORMAT), version: z.literal(VERSION), day: z.iso.date() });
const Line = z.object({
  id: z.string(),
  name: z.string(),
  at: z.string(),
  by: z.string(),
  about: z.array(z.string()),
  data: z.string(),
});
const Footer = z.object({ facts: z.number(), sha256: z.string() });

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/** It cannot be read; the message says why and what to do. */
export class LedgerFileError extends Error {
  override readonly name = 'LedgerFileError';
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** @param day - `2026-11-27`, UTC's */
export async function writeLedgerFile(day: string, facts: readonly StoredFact[]): Promise<Uint8Array> {
  const lines = [
    JSON.stringify({ format: FORMAT, version: VERSION, day }),
    // By name: whatever order the fields came in, the bytes are the same.
    ...facts.map(({ id, name, at, by, about, data }) => JSON.stringify({ id, name, at, by, about, data })),
  ];
  const body = `${lines.join('\n')}\n`;
  const footer = JSON.stringify({ facts: facts.length, sha256: digest(body) });
  return await pack(`${body}${footer}\n`);
}

const json = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** @throws {LedgerFileError} */
export async function readLedgerFile(
  file: Uint8Array,
): Promise<{ readonly day: string; readonly facts: StoredFact[] }> {
  const unpacked = await unpack(file).catch(() => {
    throw new LedgerFileError(
      'This is no file of the ledger, or it is damaged: it cannot be unpacked. Take a copy of it.',
    );
  });
  const text = unpacked.toString('utf8');
  const end = text.lastIndexOf('\n', text.length - 2) + 1;
  const body = text.slice(0, end);
  const footer = Footer.safeParse(json(text.slice(end)));
  if (!footer.success || digest(body) !== footer.data.sha256)
    throw new LedgerFileError('This file of the ledger was cut off or changed. Take a copy of it.');
  const [first = '', ...rest] = body.trimEnd().split('\n');
  const header = Header.safeParse(json(first));
  if (!header.success)
    throw new LedgerFileError('This is no file of the ledger that this version of Callboard can read.');
  return { day: header.data.day, facts: rest.map((line) => Line.parse(json(line))) };
}
