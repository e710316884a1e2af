/** What a person told about a file that does not say it itself, kept for when it is read again. */
import { z } from 'zod';
import type { ColumnMapping, ParseOptions } from './parsed.ts';

export const Told = z.object({
  zone: z.string().exactOptional(),
  firstDate: z.string().exactOptional(),
  mapping: z.record(z.string(), z.string()).exactOptional(),
  dateOrder: z.enum(['dmy', 'mdy']).exactOptional(),
});
export type Told = z.infer<typeof Told>;

/** For the parsers. */
export const optionsOf = ({ zone, firstDate, mapping, dateOrder }: Told): ParseOptions => ({
  ...(zone !== undefined && { zone }),
  ...(firstDate !== undefined && { firstDate }),
  ...(mapping !== undefined && { mapping: mapping as ColumnMapping }),
  ...(dateOrder !== undefined && { dateOrder }),
});

/** To be kept. */
export const toldOf = ({ mapping, ...rest }: ParseOptions): Told => ({
  ...rest,
  ...(mapping !== undefined && { mapping: { ...mapping } as Record<string, string> }),
});
