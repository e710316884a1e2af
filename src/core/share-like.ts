/**
 * Text in which somebody wrote their share of a key, where it is read by others or kept: behind a slash command, in a
 * text to the bot, in a message that is marked for a timeline. Whoever is asked for it at 3 a.m. types it anywhere.
 */

/** Of the letters behind CBS1 the first say of which set it is and are public; more than those are a secret. */
const WRITTEN = /cbs1(?:[\s-]*[02-9ac-hj-np-z]){30,}/gi;
/** The same with letters that no share has: an `o` for a `0`, an `i` for a `1`. */
const MISSPELT = /cbs1(?:[\s-]*[a-z0-9]){60,}/gi;
/** So many digits are in no sentence of that length, and in every share. */
const MIN_DIGITS = 12;

const isMostlyDigits = (text: string): boolean => (text.match(/\d/g) ?? []).length >= MIN_DIGITS;

export const withoutShares = (text: string): string =>
  text.replace(WRITTEN, '[share]').replace(MISSPELT, (found) => (isMostlyDigits(found) ? '[share]' : found));

export const looksLikeShare = (text: string): boolean => withoutShares(text) !== text;
