/**
 * What every agenda parser must do, run for each of them on the same small event (five sessions, two
 * rooms, two days, two speakers, a break, a night, the end of summer time) written in its format.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type AgendaFormat, oddityKinds, type ParsedAgenda } from '../../../src/agenda/domain/parsed.ts';
import { SessionContent } from '../../../src/agenda/domain/session.ts';
import { UserError } from '../../../src/core/errors.ts';
import { InstantText } from '../../../src/core/instant.ts';
import { detectFormat, parseAgenda } from '../../../src/formats/index.ts';

export interface Specimen {
  readonly format: AgendaFormat;
  readonly file: string;
  /** Given where the format has none. */
  readonly zone?: string;
  /** Its times have offsets and nothing names a zone: none is asked for, and one that is given is taken. */
  readonly offsetsOnly?: boolean;
  /** The file can be cut between two sessions without anybody being able to tell. */
  readonly cutsUnseen?: boolean;
}

export const fixture = (file: string): Uint8Array =>
  readFileSync(join(import.meta.dirname, '../../fixtures/formats', file));

/** What all formats can say about a session. */
export const essence = (agenda: ParsedAgenda) =>
  agenda.sessions.map(({ title, start, end, room, speakers, isBreak }) => ({
    title,
    start,
    end,
    room,
    speakers: speakers.map(({ name }) => name),
    isBreak: isBreak ?? false,
  }));

export const HARBOUR = [
  ['Opening', '2026-10-24T08:00:00Z', '2026-10-24T08:30:00Z', 'Main hall', ['Ada Brook']],
  ['Lunch break', '2026-10-24T11:00:00Z', '2026-10-24T12:00:00Z', 'Main hall', []],
  [
    'Tide tables by hand',
    '2026-10-24T12:00:00Z',
    '2026-10-24T12:45:00Z',
    'Boat shed',
    ['Ada Brook', 'Gwen Sandoval'],
  ],
  ['Night sailing', '2026-10-24T21:30:00Z', '2026-10-24T23:00:00Z', 'Boat shed', ['Gwen Sandoval']],
  ['Closing', '2026-10-25T11:00:00Z', '2026-10-25T11:30:00Z', 'Main hall', ['Ada Brook']],
].map(([title, start, end, room, speakers]) => ({
  title,
  start,
  end,
  room,
  speakers,
  isBreak: title === 'Lunch break',
}));

/** What holds for whatever a parser returns, however odd the file. */
export function expectSound(agenda: ParsedAgenda): void {
  for (const session of agenda.sessions) {
    const { guid, identity, room, start, end, cancelled: _, ...content } = session;
    expect(SessionContent.strict().safeParse(content).error).toBeUndefined();
    expect(guid).not.toBe('');
    expect(['guid', 'worthless']).toContain(identity);
    expect(InstantText.safeParse(start).success && InstantText.safeParse(end).success).toBe(true);
    expect(end >= start, `${session.title} ends before it starts`).toBe(true);
    expect(room === '' || agenda.rooms.includes(room)).toBe(true);
  }
  const zeroLength = agenda.sessions.filter(({ start, end }) => start === end).length;
  const reported = agenda.oddities.find(({ kind }) => kind === 'zero-length')?.count ?? 0;
  expect(reported, 'a session without length is reported').toBeGreaterThanOrEqual(zeroLength);
  const keys = agenda.sessions.map(({ guid, start }) => `${guid} ${start}`);
  expect(new Set(keys).size, '(guid, start) is unique').toBe(keys.length);
  const starts = agenda.sessions.map(({ start }) => start);
  expect(starts, 'in order').toEqual(starts.toSorted());
  expect(new Set(agenda.rooms).size).toBe(agenda.rooms.length);
  const kinds = agenda.oddities.map(({ kind }) => kind);
  expect(new Set(kinds).size, 'each kind is named once').toBe(kinds.length);
  for (const { kind, count, examples } of agenda.oddities) {
    expect(oddityKinds).toContain(kind);
    expect(count).toBeGreaterThan(0);
    expect(examples.length).toBeLessThanOrEqual(3);
  }
  for (const day of agenda.days) expect(day.end > day.start, `day ${day.index}`).toBe(true);
}

/** The agenda, or the refusal; any other error fails the test. */
export function parseOrRefuse(bytes: Uint8Array, zone?: string): ParsedAgenda | UserError {
  try {
    const agenda = parseAgenda(bytes, zone === undefined ? {} : { zone });
    expectSound(agenda);
    return agenda;
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

export function conformance({ format, file, zone, offsetsOnly = false, cutsUnseen = false }: Specimen): void {
  const bytes = fixture(file);
  const options = zone === undefined ? {} : { zone };

  it('is told by its content', () => expect(detectFormat(bytes)).toBe(format));

  it('gives the sessions, rooms, days and speakers', () => {
    const agenda = parseAgenda(bytes, options);
    expect(essence(agenda)).toEqual(HARBOUR);
    expect(agenda.rooms).toEqual(['Main hall', 'Boat shed']);
    expect(agenda.days.map(({ index, date }) => [index, date])).toEqual([
      [1, '2026-10-24'],
      [2, '2026-10-25'],
    ]);
    expect(new Set(agenda.sessions.flatMap(({ speakers }) => speakers.map(({ id }) => id))).size).toBe(2);
    expect(agenda.needsDate).toBe(false);
    expectSound(agenda);
  });

  it('asks for the zone exactly where the file has none, and takes the one given', () => {
    expect(parseAgenda(bytes).needsZone).toBe(zone !== undefined);
    const agenda = parseAgenda(bytes, { zone: zone ?? (offsetsOnly ? 'Europe/Madrid' : 'Asia/Tokyo') });
    expect(agenda).toMatchObject({ needsZone: false, zone: 'Europe/Madrid' });
    expect(essence(agenda)).toEqual(HARBOUR);
  });

  it('says the same when it is read again', () =>
    expect(parseAgenda(bytes, options)).toEqual(parseAgenda(Uint8Array.from(bytes), options)));

  it('survives a byte order mark and white space around it', () => {
    const padded = Buffer.concat([Buffer.from('\ufeff'), bytes, Buffer.from('\n\n  \n')]);
    expect(essence(parseAgenda(padded, options))).toEqual(HARBOUR);
  });

  it('refuses a file that was cut off, rather than taking what is missing for cancelled', () => {
    for (let end = 1; end < bytes.length - 2; end += 37) {
      const result = parseOrRefuse(bytes.subarray(0, end), zone);
      if (!cutsUnseen) expect(result, `cut at ${end}`).toBeInstanceOf(UserError);
    }
  });

  it('throws nothing but UserError, whatever is damaged', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 12 }),
        fc.nat(bytes.length),
        fc.nat(40),
        (flips, at, gone) => {
          const damaged = Uint8Array.from(bytes);
          for (const [place, byte] of flips) damaged[place] = byte;
          parseOrRefuse(damaged, zone);
          parseOrRefuse(Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + gone)]), zone);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('throws nothing but UserError when pieces are there twice or in another order', () => {
    const lines = new TextDecoder().decode(bytes).split('\n');
    fc.assert(
      fc.property(fc.nat(lines.length), fc.nat(lines.length), fc.nat(30), (from, to, count) => {
        const moved = [...lines.slice(0, to), ...lines.slice(from, from + count), ...lines.slice(to)];
        parseOrRefuse(Buffer.from(moved.join('\n')), zone);
      }),
      { numRuns: 60 },
    );
  });
}
