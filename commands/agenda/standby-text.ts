/** What is typed behind `standby add` and `fill`. Pure. */
import { UserError } from '../../src/core/errors.ts';
import { isBareNumber, parseDuration, splitWords } from '../../src/core/time.ts';
import { quoted } from '../../src/slack/mrkdwn.ts';
import { typedDuration } from '../../src/slack/typed-time.ts';

export interface StandbyAdd {
  /** A session's code, or a talk that the programme does not have. */
  readonly what: { readonly code: string } | { readonly title: string; readonly speaker: string };
  readonly minutes?: number;
  readonly room?: string;
  readonly language?: string;
}

const MAX_MINUTES = 12 * 60;

const usage = (typed: string) => new UserError('agenda.standby.usage', { typed: quoted(typed) });

function minutesOf(word: string): number {
  const minutes = Math.round(typedDuration(word).total('minutes'));
  if (minutes < 1 || minutes > MAX_MINUTES) throw new UserError('agenda.standby.length');
  return minutes;
}

/** `in Room B`, `en Sala 2`: undefined where there are no words at all. */
function roomOf(words: readonly string[], typed: string): string | undefined {
  const [preposition, ...room] = words;
  if (preposition === undefined) return undefined;
  if (!/^(in|en)$/i.test(preposition) || room.length === 0) throw usage(typed);
  return room.join(' ');
}

/** `S21`, `S21 15m in Room B`, `Title of it by Name 20m`, `Título por @ana 20m en Sala 2 idioma es`. */
export function parseStandbyAdd(typed: string): StandbyAdd {
  const [, main = '', language] =
    /^(.*?)(?:\s+(?:lang|language|idioma)\s+([a-z]{2}(?:-\w+)?))?$/is.exec(typed.trim()) ?? [];
  const words = splitWords(main);
  const isLength = (word: string | undefined) => parseDuration(word ?? '') !== undefined;
  const more = (room: string | undefined) => ({
    ...(room !== undefined && { room }),
    ...(language !== undefined && { language: language.toLowerCase() }),
  });
  const [first = '', second] = words;
  if (/^s\d+$/i.test(first)) {
    const hasLength = isLength(second);
    return {
      what: { code: first.toUpperCase() },
      ...(hasLength && { minutes: minutesOf(second ?? '') }),
      ...more(roomOf(words.slice(hasLength ? 2 : 1), typed)),
    };
  }
  const at = words.findLastIndex((word) => isLength(word) && !isBareNumber(word));
  const named = at < 0 ? undefined : words.slice(0, at).join(' ');
  const [, title = '', speaker = ''] =
    /^(.+)\s(?:by|por)\s(.+)$/is.exec(named ?? '') ?? /^(.+)\sde\s(.+)$/is.exec(named ?? '') ?? [];
  if (title === '' || speaker === '') throw usage(typed);
  return {
    what: { title: title.replace(/^["“'«](.*)["”'»]$/s, '$1').trim(), speaker: speaker.trim() },
    minutes: minutesOf(words[at] ?? ''),
    ...more(roomOf(words.slice(at + 1), typed)),
  };
}

/** `S17 with S21`, `S17 con B1`, `S17 B1`: which is filled, and with what. */
export function parseFill(typed: string): { readonly missing: string; readonly standIn: string } {
  const [, missing = '', standIn = ''] =
    /^(.+?)\s+(?:with|con)\s+(.+)$/is.exec(typed) ?? /^(s\d+)\s+([sb]\d+)$/i.exec(typed) ?? [];
  if (missing === '' || standIn === '') throw new UserError('agenda.fill.usage');
  return { missing: missing.trim(), standIn: standIn.trim() };
}
