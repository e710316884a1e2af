import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Session } from '../../../src/agenda/domain/session.ts';
import { mailPrint } from '../../../src/callboard/domain/mail-print.ts';
import type { Person } from '../../../src/callboard/domain/person.ts';
import { proposeLinks } from '../../../src/speakers/domain/linking.ts';
import { likeness, NameIndex } from '../../../src/speakers/domain/names.ts';

describe('likeness', () => {
  it.each([
    ['José Armesto', 'Jose Armesto', 'same'],
    ['Dr. Nic Jackson', 'Nic Jackson', 'same'],
    ['Jørgen Łukasz Großmann', 'Jorgen Lukasz Grossmann', 'same'],
    ['Muñoz Robles, Carlos', 'Carlos Muñoz Robles', 'order'],
    ['A. Lombarte', 'Albert Lombarte', 'initials'],
    ['J. R. R. Tolkien', 'John Ronald Reuel Tolkien', 'initials'],
    ['Alejandro R. Salamanca', 'Alejandro Rodríguez Salamanca', 'initials'],
    ['Carlos Muñoz', 'Carlos Muñoz Robles', 'part'],
    ['Almudena Vivanko', 'Almudena Vivanco', 'spelling'],
  ])('%s and %s: %s', (a, b, expected) => {
    expect(likeness(a, b)).toBe(expected);
    expect(likeness(b, a)).toBe(expected);
  });

  it.each([
    ['Ana', 'Ana García'],
    ['Ana García', 'Ana Pérez'],
    ['A. G.', 'Ana García'],
    ['Nic Jackson', 'Nic Johnson'],
    ['', 'Ana García'],
    ['Juan Li', 'Juan Lu'],
  ])('%s is not %s', (a, b) => {
    expect(likeness(a, b)).toBeUndefined();
  });
});

describe('an index of names', () => {
  it('finds whom comparing with everybody finds, in the same order', () => {
    const word = fc.constantFrom(
      'Ana',
      'A.',
      'García',
      'Garcia',
      'Garcias',
      'Muñoz',
      'M',
      'Lombarte',
      'Li',
      'Dr.',
      'R',
    );
    const name = fc.array(word, { maxLength: 4 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(fc.array(name, { maxLength: 12 }), name, (names, sought) => {
        const all = names.flatMap((thing) => {
          const how = likeness(sought, thing);
          return how ? [{ thing, how }] : [];
        });
        expect(new NameIndex(names, (one) => one).alike(sought)).toEqual(all);
      }),
    );
  });
});

const person = (id: string, name: string, more: Partial<Person> = {}): Person => ({
  id,
  slack: id,
  name,
  ...more,
});

const session = (code: string, ...speakers: Session['speakers']): Session => ({
  code,
  guid: code,
  title: code,
  room: 'Main',
  start: '2019-06-05T10:00:00Z',
  end: '2019-06-05T11:00:00Z',
  state: 'scheduled',
  speakers,
});

describe('proposed links', () => {
  const propose = (speakers: Session['speakers'], people: Person[]) =>
    proposeLinks([session('S1', ...speakers)], new Map(), people).map((one) => ({
      speaker: one.speaker.name,
      candidates: one.candidates.map(({ person, why }) => `${person.id} ${why}`),
      sure: one.sure,
    }));

  it('go by e-mail first, whatever the name', () => {
    const speakers = [{ id: 'a', name: 'Ana García', mail: mailPrint('Ana@Example.org ') }];
    const people = [person('U1', 'Ana García'), person('U2', 'anita', { email: 'ana@example.org' })];
    expect(propose(speakers, people)).toEqual([
      { speaker: 'Ana García', candidates: ['U2 email', 'U1 same'], sure: true },
    ]);
  });

  it('are in doubt where two people have the name, or two speakers could be one person', () => {
    const two = [person('U1', 'Ana García'), person('U2', 'Ana Garcia')];
    expect(propose([{ id: 'a', name: 'Ana García' }], two)[0]?.sure).toBe(false);
    const speakers = [
      { id: 'a', name: 'Ana García' },
      { id: 'b', name: 'A. García' },
    ];
    expect(propose(speakers, [person('U1', 'Ana García')]).map((one) => one.sure)).toEqual([false, false]);
  });

  it('are never certain by anything less than the same name', () => {
    for (const name of ['García, Ana', 'A. García', 'Ana García López', 'Ana Garcias'])
      expect(propose([{ id: 'a', name }], [person('U1', 'Ana García')])[0]?.sure, name).toBe(false);
  });

  it('read each name a few times, in a large workspace too', () => {
    let reads = 0;
    const people = Array.from({ length: 1000 }, (_, i) =>
      Object.defineProperty(person(`U${i}`, ''), 'name', {
        get: () => {
          reads++;
          return `First${i} Last${i % 100}`;
        },
      }),
    );
    const speakers = Array.from({ length: 300 }, (_, i) => ({
      id: `s${i}`,
      name: `First${i} Last${i % 100}`,
    }));
    const first = propose(speakers, people).map(({ candidates: [one] }) => one);
    expect(first).toEqual(speakers.map((_, i) => `U${i} same`));
    expect(reads).toBeLessThan(3 * 1000);
  });

  it('leave guests out, and say who has no candidate', () => {
    const guest = person('U1', 'Ana García', { guest: true });
    expect(propose([{ id: 'a', name: 'Ana García' }], [guest])).toEqual([
      { speaker: 'Ana García', candidates: [], sure: false },
    ]);
  });
});
