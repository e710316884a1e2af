/** What travels with a job or in a callback's address, so that what comes of work is part of its trace. */

export interface Carried {
  /** Hexadecimal, 32 characters. */
  readonly trace: string;
  /** Of the work that it comes from; hexadecimal, 16 characters. */
  readonly span: string;
  /** How often it was carried on before. */
  readonly hops: number;
}

/**
 * A page's whole policy takes some twenty jobs one after the other. What goes on without an end (a feed that is
 * looked at every ten minutes) must not be one trace for three days.
 */
const MAX_HOPS = 40;

const FORM = /^([0-9a-f]{32})-([0-9a-f]{16})-(\d{1,2})$/;

/** Undefined where it has been carried on often enough. */
export const carry = ({ trace, span, hops }: Carried): string | undefined =>
  hops < MAX_HOPS ? `${trace}-${span}-${hops}` : undefined;

/** Undefined for what is none of ours: it may come from outside, in an address. */
export function readCarried(text: string | undefined): Carried | undefined {
  const [, trace, span, hops] = FORM.exec(text ?? '') ?? [];
  if (trace === undefined || span === undefined || /^0+$/.test(trace) || /^0+$/.test(span)) return undefined;
  return { trace, span, hops: Number(hops) };
}
