/** In which order the providers of a channel are tried: as the operator says, per country where they say so. */

/** The order of one channel. Names of providers. */
export interface ProviderOrder {
  readonly everywhere: readonly string[];
  /** By a country's two letters (ISO 3166), as its numbers are. */
  readonly byCountry: Readonly<Record<string, readonly string[]>>;
}

const NAMES = /^[a-z][a-z0-9-]*(?:,[a-z][a-z0-9-]*)*$/;
const COUNTRY = /^([A-Z]{2})=(.+)$/;

/**
 * `twilio,telnyx ES=telnyx,twilio`: one order for everywhere, and those of single countries after it.
 *
 * @returns what is wrong, in words, where it cannot be read
 */
export function parseProviderOrder(text: string): ProviderOrder | { readonly wrong: string } {
  let everywhere: readonly string[] | undefined;
  const byCountry: Record<string, readonly string[]> = {};
  for (const word of text.trim().split(/\s+/)) {
    const [, country, ofCountry] = COUNTRY.exec(word) ?? [];
    const list = ofCountry ?? word;
    if (!NAMES.test(list)) return { wrong: `"${word}" is no list such as twilio,telnyx or ES=telnyx,twilio` };
    const names = list.split(',');
    if (new Set(names).size < names.length) return { wrong: `"${word}" names one twice` };
    if (country !== undefined) {
      if (byCountry[country]) return { wrong: `${country} has two orders` };
      byCountry[country] = names;
    } else if (everywhere)
      return { wrong: "there are two orders for everywhere: one country's begins with ES=" };
    else everywhere = names;
  }
  return everywhere ? { everywhere, byCountry } : { wrong: 'the order for everywhere is missing' };
}

/** All that an order names. */
export const namedProviders = ({ everywhere, byCountry }: ProviderOrder): string[] => [
  ...new Set([everywhere, ...Object.values(byCountry)].flat()),
];

/** Who is tried for a number of this country, first to last. */
export const orderFor = (order: ProviderOrder, country: string | undefined): readonly string[] =>
  (country === undefined ? undefined : order.byCountry[country]) ?? order.everywhere;
