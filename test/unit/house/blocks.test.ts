/** What Slack shows is made in one place: only the builders write out a block, only escaping makes Mrkdwn. */
import { describe, expect, it } from 'vitest';
import { house } from './layers.ts';

const BUILDERS = /^src\/slack\/(?:blocks|inputs|views)\.ts$/;

/** Kinds of blocks, of elements and of views, as they are written out in an object. */
const LITERAL = new RegExp(
  `\\btype:\\s*['"\`](?:${[
    'section|context|divider|header|actions|input|image|rich_text|file|video|markdown|table',
    'button|static_select|multi_static_select|external_select|users_select|overflow|datepicker|timepicker',
    'checkboxes|radio_buttons|plain_text_input|number_input|plain_text|mrkdwn|modal|home',
  ].join('|')})['"\`]`,
);
/** What the compiler would then believe. */
const CAST = /\bas\s+(?:unknown\s+as\s+|never\s+as\s+)?Mrkdwn\b|(?<!\w)<Mrkdwn>\s*[\w('"`]|\bcustom<Mrkdwn>/;

const isComment = (line: string) => /^\s*(?:\/?\*|\/\/)/.test(line);
const found = (text: string, pattern: RegExp): string[] =>
  text.split('\n').filter((line) => !isComment(line) && pattern.test(line));

describe('blocks', () => {
  it.each([
    "    { type: 'section', text: { type: 'mrkdwn', text } },",
    '  type: "modal",',
    "const line = { type: 'context' as const, elements };",
    "  element: { type: 'plain_text_input' as const, action_id: 'value' },",
  ])('a planted one is found: %s', (line) => {
    expect(found(line, LITERAL)).toEqual([line]);
  });

  it('are written out by the builders alone', () => {
    const elsewhere = [...house()].filter(([file]) => !BUILDERS.test(file));
    expect(
      elsewhere.flatMap(([file, text]) => found(text, LITERAL).map((line) => `${file}: ${line}`)),
    ).toEqual([]);
  });
});

describe('Mrkdwn', () => {
  it.each([
    'return text as Mrkdwn;',
    'const safe = text as unknown as Mrkdwn;',
    'f(<Mrkdwn>name)',
    'z.custom<Mrkdwn>()',
  ])('a planted cast is found: %s', (line) => {
    expect(found(line, CAST)).toEqual([line]);
  });

  it('is made by escaping alone', () => {
    const casts = [...house()].flatMap(([file, text]) => found(text, CAST).map(() => file));
    // What a job was given made, it reads from the outbox as it was.
    expect(casts.sort()).toEqual(['src/callboard/domain/jobs.ts', 'src/slack/mrkdwn.ts']);
  });

  it('comes from the catalog through the catalog’s own door alone', () => {
    const users = [...house()].filter(([, text]) => /\bfromCatalog\b/.test(text)).map(([file]) => file);
    expect(users.sort()).toEqual(['src/i18n/index.ts', 'src/slack/mrkdwn.ts']);
  });
});
