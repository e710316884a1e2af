/** Files that are no agendas, or mean harm: each refused for its own reason, quickly, with nothing else thrown. */
import { describe, expect, it, vi } from 'vitest';
import { parseAgenda } from '../../../src/formats/index.ts';
import { MAX_BYTES, MAX_SESSIONS } from '../../../src/formats/limits.ts';
import { oneLine, paragraphs } from '../../../src/formats/text.ts';

// The machine may be busy with other tests; none of these waits for anything.
vi.setConfig({ testTimeout: 60_000 });

const schedule = (inside: string): string =>
  `<schedule><conference><title>T</title></conference><day index="1" date="2026-06-06" start="2026-06-06T04:00:00Z" end="2026-06-07T04:00:00Z"><room name="R">${inside}</room></day></schedule>`;
const talk = (title: string): string =>
  `<event guid="0b5f7a10-0000-4000-8000-000000000001" id="1"><date>2026-06-06T10:00:00Z</date><start>10:00</start><duration>00:30</duration><title>${title}</title></event>`;

describe('what is no agenda', () => {
  it.each([
    ['nothing', '', 'format.empty'],
    ['white space', ' \n\t \r\n', 'format.empty'],
    ['a web page', '<!DOCTYPE html><html><head><title>Login</title></head></html>', 'format.html'],
    ['a web page without a type', '\n<html lang="en"><body>404</body></html>', 'format.html'],
    [
      'a web page behind an XML declaration',
      '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"></html>',
      'format.html',
    ],
    ['a spreadsheet', 'PK\u0003\u0004\u0014', 'format.binary'],
    ['a PDF', '%PDF-1.7', 'format.binary'],
    ['zero bytes', 'a,b\u0000\n', 'format.binary'],
    ['prose', 'Dear all, here is the agenda.', 'format.unknown'],
    ['a number', '42', 'format.unknown'],
    ['JSON of something else', '{"hello":[1,2,3]}', 'format.unknown'],
    ['an empty list', '[]', 'format.unknown'],
    ['XML of something else', '<rss version="2.0"><channel/></rss>', 'format.unknown'],
    ['broken JSON', '{"schedule": nope}', 'format.broken'],
    ['JSON cut off', '{"schedule":{"conference":{"days":[', 'format.truncated'],
    ['XML cut off', schedule(talk('A')).slice(0, -30), 'format.truncated'],
    ['XML of crossed tags', '<schedule><day></schedule></day>', 'format.broken'],
    ['a calendar cut off', 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\n', 'format.truncated'],
    ['a table cut off within quotes', 'Title,Date,Start\n"Tides,2026-06-06,10:00\n', 'format.truncated'],
  ])('%s', (_, text, key) => expect(() => parseAgenda(Buffer.from(text))).toThrow(key));

  it('a file beyond all measure, unread', () =>
    expect(() => parseAgenda(Buffer.alloc(MAX_BYTES + 1, 0x7b))).toThrow('format.tooLarge'));
});

describe('what means harm', () => {
  it.each([
    ['an external entity', '<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]>'],
    ['an entity bomb', '<!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'],
    ['an external document type', '<!DOCTYPE schedule SYSTEM "http://169.254.169.254/x.dtd">'],
    ['a parameter entity', '<!DOCTYPE s [<!ENTITY % p SYSTEM "http://x.example/p"> %p;]>'],
    ['a document type behind comments', '<!-- <schedule> --><?pi?><!DOCTYPE s [<!ENTITY x "y">]>'],
  ])('%s is refused', (_, doctype) =>
    expect(() => parseAgenda(Buffer.from(`<?xml version="1.0"?>${doctype}${schedule(talk('&x;'))}`))).toThrow(
      'format.doctype',
    ),
  );

  it('an entity that nobody defined stays the text that it is', () =>
    expect(parseAgenda(Buffer.from(schedule(talk('&xxe; &amp; &#233;')))).sessions[0]?.title).toBe(
      '&xxe; & é',
    ));

  it('character data is text, not markup', () =>
    expect(parseAgenda(Buffer.from(schedule(talk('<![CDATA[a <b> &amp; c]]>')))).sessions[0]?.title).toBe(
      'a <b> &amp; c',
    ));

  it.each([
    ['JSON lists', '['.repeat(100_000)],
    ['JSON objects', '{"a":'.repeat(50_000)],
    ['XML elements', '<schedule>'.repeat(50_000)],
    ['calendar components', 'BEGIN:VCALENDAR\r\n'.repeat(50_000)],
  ])('%s nested without end are refused quickly', (_, text) => {
    const started = performance.now();
    expect(() => parseAgenda(Buffer.from(text))).toThrow(/^format\.(?:tooDeep|truncated)$/);
    expect(performance.now() - started).toBeLessThan(4_000);
  });

  it.each([
    ['comments that never end', `<schedule>${'<!--'.repeat(15_000)}`],
    ['comments before there is anything', '<!--'.repeat(15_000)],
    ['a cell of dates without end', `Title,Start\nA,"${'11 '.repeat(15_000)}\nx"\n`],
    ['attributes that never end', `<schedule ${'a="'.repeat(15_000)}`],
    ['quotes that never end', `Title,Start\n${'"'.repeat(50_001)}`],
  ])('%s take no time', (_, text) => {
    const started = performance.now();
    try {
      parseAgenda(Buffer.from(text), { zone: 'UTC' });
    } catch (error) {
      expect(error).toMatchObject({ name: 'UserError' });
    }
    expect(performance.now() - started).toBeLessThan(4_000);
  });

  it('tags within character data are no nesting and no web page', () => {
    const text = schedule(talk(`<![CDATA[<html><body>${'<br>'.repeat(200)}]]>`));
    expect(parseAgenda(Buffer.from(text)).sessions).toHaveLength(1);
  });

  it.each(['PT99999999999999999H', 'P9999999Y', '9999999:00', '9999:99:99'])(
    'a session that lasts %s',
    (duration) => {
      const text = schedule(talk('A')).replace('00:30</duration>', `${duration}</duration>`);
      const [session] = parseAgenda(Buffer.from(text)).sessions;
      expect(session?.end).toBe('2026-06-06T11:00:00Z');
    },
  );

  it.each(['0000-01-01T00:00:00+14:00', '9999-12-31T23:59:59-12:00'])('a session at %s is none', (date) => {
    const agenda = parseAgenda(Buffer.from(schedule(talk('A')).replaceAll('2026-06-06T10:00:00Z', date)));
    expect(agenda.sessions).toEqual([]);
  });

  it('brackets within texts are no nesting', () => {
    const text = JSON.stringify({ schedule: { conference: { title: '['.repeat(500), days: [] } } });
    expect(parseAgenda(Buffer.from(text)).sessions).toEqual([]);
  });

  it('names that JavaScript knows are names', () => {
    const text =
      '{"__proto__":{"polluted":1},"schedule":{"conference":{"title":"T","days":[{"index":1,"date":"2026-06-06","day_start":"2026-06-06T04:00:00Z","day_end":"2026-06-07T04:00:00Z","rooms":{"__proto__":[{"guid":"constructor","date":"2026-06-06T10:00:00Z","duration":"00:30","title":"__proto__","persons":[{"id":"__proto__","name":"toString"}]}]}}]}}}';
    const agenda = parseAgenda(Buffer.from(text));
    expect(agenda.rooms).toEqual(['__proto__']);
    expect(agenda.sessions[0]).toMatchObject({
      guid: 'constructor',
      title: '__proto__',
      speakers: [{ id: '__proto__', name: 'toString' }],
    });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('more sessions than any conference has are refused', () => {
    const rows = Array.from({ length: MAX_SESSIONS + 1 }, (_, i) => `T${i},2026-06-06 10:00`);
    expect(() => parseAgenda(Buffer.from(`Title,Start\n${rows.join('\n')}\n`), { zone: 'UTC' })).toThrow(
      'format.tooMany',
    );
  });

  it.each([
    ['tags that never end', '<p '.repeat(200_000)],
    ['tags within tags', '<'.repeat(100_000) + 'p>'.repeat(100_000)],
    ['entities that hide entities', `&${'amp;'.repeat(200_000)}lt;p>`],
    ['links that never close', '<a href="https://x.example">'.repeat(20_000)],
    ['a lot of white space', ' \n'.repeat(300_000)],
    ['blanks without end', `${' '.repeat(300_000)}x`],
    ['a link without end', `<a href="https://${'x'.repeat(300_000)}`],
    ['addresses without end', `<a ${'href="https://x '.repeat(20_000)}`],
  ])('cleaning %s takes no time', (_, text) => {
    const started = performance.now();
    paragraphs(text.slice(0, 80_000));
    oneLine(text);
    expect(performance.now() - started).toBeLessThan(3_000);
  });

  it('cleaning twice is cleaning once', () => {
    for (const text of [
      '&lt;p&gt;a&lt;/p&gt;',
      '&amp;lt;b&amp;gt;',
      '<<p>p>x',
      '<li>a<li>b',
      'a <a href="https://x.example">https://x.example</a>',
    ])
      expect(paragraphs(paragraphs(text))).toBe(paragraphs(text));
  });
});
