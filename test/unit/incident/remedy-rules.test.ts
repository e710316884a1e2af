/** Actions of the event file: where they are offered, what they may set off, and that no chain is endless. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventSetup } from '../../../src/callboard/event-file/schema.ts';
import { readAlerts } from '../../../src/formats/alerts/index.ts';
import { readByLines } from '../../../src/formats/event-file/read.ts';
import {
  chainOf,
  fitsPlace,
  MAX_DEPTH,
  type Remedy,
  whyNoChain,
} from '../../../src/incident/domain/remedy.ts';

const none = { kinds: [], rooms: [], alerts: {} };
const place = { kind: 'av', room: 'Main hall', labels: [{ device: 'Projector', site: 'A' }] } as const;

describe('where an action is offered', () => {
  const cases: readonly [string, Partial<Remedy>, boolean][] = [
    ['by kind', { kinds: ['power', 'av'] }, true],
    ['not of another kind', { kinds: ['power'] }, false],
    ['by room alone, whatever its case', { rooms: ['main HALL'] }, true],
    ['not in another room', { rooms: ['Kitchen'], kinds: ['av'] }, false],
    ['by an alert’s label', { alerts: { device: 'projector' } }, true],
    ['by a label where the kind is another', { kinds: ['power'], alerts: { Device: 'projector' } }, true],
    ['by any value of a label', { alerts: { nothing: 'x', site: '*' } }, true],
    ['not by another value', { alerts: { device: 'stream' } }, false],
    ['not by its room where kind and label are others', { rooms: ['Main hall'], kinds: ['power'] }, false],
    ['nowhere by itself without any', {}, false],
  ];
  it.each(cases)('%s', (_, given, fits) => {
    expect(fitsPlace({ ...none, ...given }, place)).toBe(fits);
  });

  it('not by a room where there is none', () => {
    expect(fitsPlace({ ...none, rooms: ['Main hall'] }, { kind: 'av', labels: [] })).toBe(false);
  });
});

const link = (name: string, next?: string, lock: Remedy['lock'] = 'crew') => ({
  name,
  lock,
  ...(next !== undefined && { next }),
});

describe('what an action sets off', () => {
  it('is at most three in a row, no circle, and nothing that takes keys', () => {
    const three = [link('a', 'b'), link('b', 'c'), link('c')];
    expect(three.map((one) => whyNoChain(one, three))).toEqual([undefined, undefined, undefined]);
    const four = [...three.slice(0, 2), link('c', 'd'), link('d')];
    expect(whyNoChain(link('a', 'b'), four)).toContain('a → b → c → d');
    expect(whyNoChain(link('a', 'a'), [link('a', 'a')])).toContain('a → a');
    const circle = [link('a', 'b'), link('b', 'a')];
    expect(circle.map((one) => whyNoChain(one, circle))).toEqual([
      'sets itself off again: a → b → a',
      'sets itself off again: b → a → b',
    ]);
    expect(whyNoChain(link('a', 'x'), [link('a', 'x')])).toContain('no action is called that');
    const locked = [link('a', 'k'), link('k', undefined, 'keys:gate')];
    expect(whyNoChain(locked[0] ?? link('a'), locked)).toContain('takes keys');
  });

  it('ends, whatever is written', () => {
    const names = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    const any = fc.uniqueArray(
      fc.record({
        name: names,
        lock: fc.constant('crew' as const),
        next: fc.option(names, { nil: undefined }),
      }),
      { selector: ({ name }) => name },
    );
    fc.assert(
      fc.property(any, (all) => {
        const known = all.map(({ name, next }) => link(name, next));
        for (const one of known) {
          const chain = chainOf(one, known);
          expect(chain.length).toBeLessThanOrEqual(MAX_DEPTH + 1);
          if (whyNoChain(one, known) === undefined) {
            expect(chain.length).toBeLessThanOrEqual(MAX_DEPTH);
            expect(new Set(chain.map(({ name }) => name)).size).toBe(chain.length);
          }
        }
      }),
    );
  });
});

const problems = (text: string) => {
  const read = readByLines(`version: 1\nactions:\n${text}`, EventSetup);
  return 'problems' in read ? read.problems.map(({ key, message }) => `${key} ${message}`) : [];
};
const BASE = '  - { name: a, title: A, does: B, webhook: "https://x.example/h", secret: ACTION_SECRET_X';

describe('the section of the event file', () => {
  it('says what is wrong, and what to do', () => {
    expect(problems(`${BASE} }`)).toEqual([]);
    expect(problems('  - { name: a, title: A, does: B }')).toEqual(['actions.1.webhook is missing']);
    expect(problems('  - { name: a, title: A, does: B, webhook: "https://x.example/h" }')).toEqual([
      'actions.1.secret is missing',
    ]);
    expect(problems(`${BASE.replace('ACTION_SECRET_X', 'SLACK_BOT_TOKEN')} }`)[0]).toContain(
      'is no name of a secret',
    );
    expect(problems(`${BASE}, lock: "keys:gate" }`)).toHaveLength(2);
    expect(problems(`${BASE}, next: a }`)[0]).toContain('sets itself off again: a → a');
    expect(problems(`${BASE}, kinds: [sound] }`)[0]).toContain('should be power or network');
  });
});

it('labels of an alert are read from Alertmanager’s form and from a plain one', () => {
  const read = (body: unknown) => readAlerts({ body, headers: {} });
  const grouped = read({
    alerts: [{ status: 'firing', labels: { alertname: 'Down', device: 'projector' }, fingerprint: 'x' }],
  });
  expect(grouped.alerts[0]?.labels).toEqual({ alertname: 'Down', device: 'projector' });
  const plain = read({
    message: 'No picture',
    labels: { device: 'projector', long: 'x'.repeat(200) },
  });
  expect(plain.alerts[0]?.labels).toEqual({ device: 'projector' });
});
