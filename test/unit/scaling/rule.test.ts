/** KEDA's and the autoscaler's documented rules, by example and for any figures. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createAutoscaler,
  recommendedReplicas,
  type ScalingRule,
  SYNC_SECONDS,
} from '../../../scripts/scaling/rule.ts';
import { scalingRule } from '../../../scripts/scaling/table.ts';

const rule: ScalingRule = {
  min: 1,
  max: 10,
  target: 10,
  metricType: 'AverageValue',
  up: { stabilizationSeconds: 0, pods: 4, periodSeconds: 15 },
  down: { stabilizationSeconds: 300, pods: 1, periodSeconds: 60 },
};

describe('what the figure alone asks for', () => {
  it('is the figure over the target, rounded up, as an average; nothing within a tenth', () => {
    expect([35, 10.9, 11.1, 9.1, 0].map((metric) => recommendedReplicas(1, metric, rule))).toEqual([
      4, 1, 2, 1, 0,
    ]);
    expect(recommendedReplicas(3, 32, rule)).toBe(3);
    expect(recommendedReplicas(3, 40, rule)).toBe(4);
  });
  it('is as many times what there is as the figure is the target, as a value', () => {
    // The example of the documentation: 200m where 100m are wanted doubles, 50m halves.
    const value: ScalingRule = { ...rule, metricType: 'Value', target: 100 };
    expect([200, 50, 105].map((metric) => recommendedReplicas(4, metric, value))).toEqual([8, 2, 4]);
  });
});

describe('over time', () => {
  it('goes up by what the policy allows in its period', () => {
    const { look } = createAutoscaler(rule);
    expect(look(0, 1, 200)).toBe(5);
    expect(look(15, 5, 200)).toBe(9);
    expect(look(30, 9, 200)).toBe(10);
  });

  it('goes down only after the highest of five minutes has passed, one a minute', () => {
    const { look } = createAutoscaler(rule);
    let current = look(0, 1, 40);
    const seen: [number, number][] = [[0, current]];
    for (let at = SYNC_SECONDS; at <= 600; at += SYNC_SECONDS) {
      const next = look(at, current, 0);
      if (next !== current) seen.push([at, next]);
      current = next;
    }
    expect(seen).toEqual([
      [0, 4],
      [300, 3],
      [360, 2],
      [420, 1],
    ]);
  });

  it('stays within its bounds and its policies whatever it is told', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { maxLength: 60 }), (metrics) => {
        const { look } = createAutoscaler(rule);
        let current = rule.min;
        for (const [n, metric] of metrics.entries()) {
          const next = look(n * SYNC_SECONDS, current, metric);
          expect(next).toBeGreaterThanOrEqual(Math.max(rule.min, current - rule.down.pods));
          expect(next).toBeLessThanOrEqual(Math.min(rule.max, current + rule.up.pods));
          current = next;
        }
      }),
    );
  });
});

it('the manifest has a rule that can be played', () => {
  expect(scalingRule()).toMatchObject({ min: 2, max: 6, target: 10, metricType: 'AverageValue' });
});
