/** What many incidents tell: figures by kind, room and month, factors that came back, and what is folded. */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { Recorded } from '../../../src/core/commit.ts';
import { groupFactors } from '../../../src/incident/domain/factors.ts';
import { figuresBy } from '../../../src/incident/domain/figures.ts';
import { foldTimeline } from '../../../src/incident/domain/fold.ts';
import { type Incident, incidentDocument } from '../../../src/incident/domain/incident.ts';
import { issueUrl } from '../../../src/incident/domain/tracker.ts';
import { declare } from '../../../src/incident/domain/transitions.ts';

const at = (text: string) => Temporal.Instant.from(text);
const snapshot = { onStage: [], next: [], onShift: [] };

function incident(code: string, declaredAt: string, more: Partial<Incident> = {}): Incident {
  const made = declare({ code, title: 'Power cut', room: 'Main', by: 'U1', snapshot }, at(declaredAt));
  return { ...made.incident, ...more };
}

describe('figures', () => {
  const zone = 'Europe/Madrid';
  const all = [
    incident('I1', '2019-05-31T22:30:00Z', { resolvedAt: '2019-05-31T22:40:00Z', severity: 'sev1' }),
    incident('I2', '2019-06-05T10:00:00Z', {
      mitigatedAt: '2019-06-05T10:05:00Z',
      resolvedAt: '2019-06-05T10:30:00Z',
    }),
    incident('I3', '2019-08-01T10:00:00Z', { kind: 'network', room: 'Other' }),
    incident('I4', '2019-06-05T10:00:00Z', { drill: true }),
    incident('I5', '2019-06-05T10:00:00Z', { mistake: true }),
  ];

  it('are by the event’s month, with the quiet ones between, and without drills and mistakes', () => {
    expect(figuresBy('month', all, zone).map(({ name, count, lasted }) => [name, count, lasted])).toEqual([
      // 31 May 22:30 UTC is 1 June in Madrid.
      ['2019-06', 2, 1200],
      ['2019-07', 0, undefined],
      ['2019-08', 1, undefined],
    ]);
  });

  it('are by kind and by room, the most frequent first', () => {
    expect(figuresBy('kind', all, zone)).toEqual([
      { name: 'power', count: 2, sev1: 1, lasted: 1200, mitigated: 300 },
      { name: 'network', count: 1, sev1: 0, lasted: undefined, mitigated: undefined },
    ]);
    expect(figuresBy('room', all, zone).map(({ name, count }) => [name, count])).toEqual([
      ['Main', 2],
      ['Other', 1],
    ]);
    expect(figuresBy('month', [], zone)).toEqual([]);
  });

  it('do not take the end for a mitigation in what was stored before', () => {
    const { mitigatedAt: _, ...rest } = incident('I1', '2019-06-05T10:00:00Z', {
      state: 'resolved',
      resolvedAt: '2019-06-05T10:30:00Z',
    });
    const upgrade = incidentDocument.upgrade ?? (() => undefined);
    expect(upgrade({ ...rest, mitigatedAt: rest.resolvedAt }, 1)).toEqual(rest);
    const pressed = { ...rest, mitigatedAt: '2019-06-05T10:10:00Z' };
    expect(upgrade(pressed, 1)).toEqual(pressed);
  });
});

describe('factors', () => {
  it('that came back in several incidents go first, in both languages', () => {
    const groups = groupFactors([
      { incident: 'I3', steps: ['The label was covered'] },
      { incident: 'I2', steps: ['Stage and catering share one circuit', 'Nobody knew'] },
      { incident: 'I1', steps: ['Catering was on the stage circuit'] },
      { incident: 'I1', steps: ['La llave estaba en otro edificio'] },
    ]);
    expect(groups.map(({ incidents, words }) => [incidents, words])).toEqual([
      [
        ['I2', 'I1'],
        ['catering', 'circuit', 'stage'],
      ],
      [['I3'], []],
      [['I1'], []],
    ]);
  });

  it('are all kept, each once', () => {
    const step = fc.stringMatching(/^[a-z]{3,9}( [a-z]{3,9}){0,4}$/);
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            incident: fc.constantFrom('I1', 'I2'),
            steps: fc.array(step, { minLength: 1, maxLength: 3 }),
          }),
        ),
        (given) => {
          expect(groupFactors(given).flatMap(({ factors }) => factors)).toHaveLength(given.length);
        },
      ),
    );
  });
});

describe('a folded timeline', () => {
  const names = [
    'incident.declared',
    'page.opened',
    'incident.noted',
    'incident.nudged',
    'page.stepped',
    'incident.resolved',
    'incident.updated',
  ];
  const entries = fc.array(fc.constantFrom(...names), { maxLength: 60 }).map((all) =>
    all.map((name, i) => ({
      fact: {
        id: `${i}-0`,
        name,
        at: at('2019-06-05T10:00:00Z'),
        by: 'U1',
        about: [],
        data: {},
      } satisfies Recorded,
    })),
  );

  it('shows every line or counts it where it was, in order, with the declaration and the first page', () => {
    fc.assert(
      fc.property(entries, fc.nat({ max: 20 }), (given, max) => {
        let next = 0;
        const folds = foldTimeline(given, max);
        for (const fold of folds) {
          if ('omitted' in fold) next += fold.omitted;
          else expect(fold.line).toBe(next++);
        }
        expect(next).toBe(given.length);
        const shown = folds.flatMap((fold) => ('line' in fold ? [fold.line] : []));
        const dear = given.findIndex(({ fact }) => fact.name === 'page.opened');
        if (dear >= 0) expect(shown).toContain(dear);
        given.forEach(({ fact }, i) => {
          if (fact.name === 'incident.declared') expect(shown).toContain(i);
        });
        if (given.length <= max) expect(shown).toHaveLength(given.length);
      }),
    );
  });
});

describe('the address that a tracker answers', () => {
  it.each([
    [
      { html_url: 'https://github.com/o/r/issues/7', url: 'https://api.github.com/x' },
      'https://github.com/o/r/issues/7',
    ],
    [
      { id: '1', key: 'OPS-7', self: 'https://o.atlassian.net/rest/api/3/issue/1' },
      'https://o.atlassian.net/browse/OPS-7',
    ],
    [{ url: 'https://tracker.example/7' }, 'https://tracker.example/7'],
    [{ html_url: 'javascript:alert(1)' }, undefined],
    [{ url: 'https://user:pass@tracker.example/7' }, undefined],
    [{ key: '../evil', self: 'https://o.example/x' }, undefined],
    ['nothing', undefined],
    [undefined, undefined],
  ])('of %j is %s', (answer, url) => {
    expect(issueUrl(answer)).toBe(url);
  });
});
