/** What sealing at rest costs: a person written and read, sealed and plain, without a database. */
import { createCodec } from '../src/adapters/redis/codec.ts';
import { personDocument } from '../src/callboard/domain/person.ts';
import { testSealer } from '../test/support/sealer.ts';
import { type Benchmark, type Figure, measured } from './figure.ts';

const ROUNDS = 20_000;

const person = {
  id: 'U0VOLUNTEER1',
  slack: 'U0VOLUNTEER1',
  handle: 'volunteer-1',
  name: 'Val Volunteer',
  email: 'val@example.org',
  phone: { number: '+12025550111', verifiedAt: '2019-06-05T09:00:00Z' },
  slackLocale: 'en-GB',
  zone: 'Europe/Madrid',
};

/** Microseconds for one, the best of five passes. */
function microseconds(work: (i: number) => unknown): number {
  const passes = Array.from({ length: 5 }, () => {
    const began = performance.now();
    for (let i = 0; i < ROUNDS; i++) work(i);
    return ((performance.now() - began) * 1000) / ROUNDS;
  });
  return Math.min(...passes);
}

export const seals: Benchmark = {
  name: 'seal',
  async run(): Promise<readonly Figure[]> {
    const codec = createCodec(testSealer);
    const plainKind = { name: 'person', indexes: personDocument.indexes ?? (() => []) };
    const sealed = codec.writeDocument(personDocument, person.id, person);
    const plain = codec.writeDocument(plainKind, person.id, person);
    const write = (kind: Parameters<typeof codec.indexKeys<typeof person>>[0]) =>
      microseconds(() => [codec.writeDocument(kind, person.id, person), codec.indexKeys(kind, person)]);
    const read = (stored: string) =>
      microseconds(() => JSON.parse(codec.readDocument(personDocument, person.id, stored)));
    const figure = (what: string, ours: number, bare: number): Figure =>
      measured({ what, unit: 'µs', ours, bare });
    return [
      figure('seal: a person written, with three digested indexes', write(personDocument), write(plainKind)),
      figure('seal: a person read', read(sealed), read(plain)),
      figure(
        'seal: a job written',
        microseconds((i) => codec.writeJob(`notify:${i}`, { page: 'P3', person: person.id })),
        microseconds((i) => JSON.stringify({ page: `P${i}`, person: person.id })),
      ),
    ];
  },
};
