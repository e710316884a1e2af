/**
 * How many workers KEDA and the HorizontalPodAutoscaler would run, by their documented rules, for one external metric:
 * kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale (algorithm, tolerance, behavior) and
 * keda.sh/docs/latest/reference/scaledobject-spec (from 1 on it is the autoscaler that scales; KEDA gives it the figure).
 */
import { z } from 'zod';

/** Seconds between its looks: `--horizontal-pod-autoscaler-sync-period`, as it is unless told. */
export const SYNC_SECONDS = 15;
/** Nearer to the target than this part of it, nothing changes; the cluster's default. */
export const TOLERANCE = 0.1;

interface Direction {
  /** Seconds that are looked back, for the most careful of the recommendations. */
  readonly stabilizationSeconds: number;
  /** At most so many pods more or fewer within so many seconds. */
  readonly pods: number;
  readonly periodSeconds: number;
}

export interface ScalingRule {
  readonly min: number;
  readonly max: number;
  /** Seconds that the oldest job may have been due, for each worker (`AverageValue`) or for all (`Value`). */
  readonly target: number;
  readonly metricType: 'AverageValue' | 'Value';
  readonly up: Direction;
  readonly down: Direction;
}

const Behavior = z.object({
  stabilizationWindowSeconds: z.number(),
  policies: z.tuple([z.object({ type: z.literal('Pods'), value: z.number(), periodSeconds: z.number() })]),
});
const Scaled = z.object({
  spec: z.object({
    minReplicaCount: z.number().min(1),
    maxReplicaCount: z.number(),
    advanced: z.object({
      horizontalPodAutoscalerConfig: z.object({
        behavior: z.object({ scaleUp: Behavior, scaleDown: Behavior }),
      }),
    }),
    triggers: z.tuple([
      z.object({
        metricType: z.enum(['AverageValue', 'Value']),
        metadata: z.object({ threshold: z.coerce.number().positive() }),
      }),
    ]),
  }),
});

/** @param manifest - a ScaledObject with one trigger, which never goes down to none, and one policy each way. */
export function ruleOf(manifest: unknown): ScalingRule {
  const { spec } = Scaled.parse(manifest);
  const { scaleUp, scaleDown } = spec.advanced.horizontalPodAutoscalerConfig.behavior;
  const direction = ({ stabilizationWindowSeconds, policies: [policy] }: z.infer<typeof Behavior>) => ({
    stabilizationSeconds: stabilizationWindowSeconds,
    pods: policy.value,
    periodSeconds: policy.periodSeconds,
  });
  const [{ metricType, metadata }] = spec.triggers;
  return {
    min: spec.minReplicaCount,
    max: spec.maxReplicaCount,
    target: metadata.threshold,
    metricType,
    up: direction(scaleUp),
    down: direction(scaleDown),
  };
}

/** What the figure alone asks for, before windows, policies and bounds. */
export function recommendedReplicas(current: number, metric: number, rule: ScalingRule): number {
  const shared = rule.metricType === 'AverageValue' ? rule.target * current : rule.target;
  const ratio = metric / shared;
  return Math.abs(ratio - 1) <= TOLERANCE ? current : Math.max(0, Math.ceil(current * ratio - 1e-9));
}

export interface Autoscaler {
  /** One look. @param at - seconds. @returns how many there shall be from now on. */
  look(at: number, current: number, metric: number): number;
}

export function createAutoscaler(rule: ScalingRule): Autoscaler {
  const recommended: { at: number; replicas: number }[] = [];
  const changed: { at: number; by: number }[] = [];
  const since = (at: number, seconds: number) => recommended.filter((one) => one.at > at - seconds);
  /** How many there were at the beginning of the period that a policy looks at. */
  const before = (at: number, current: number, seconds: number, sign: 1 | -1) =>
    changed
      .filter((one) => one.at > at - seconds && Math.sign(one.by) === sign)
      .reduce((replicas, { by }) => replicas - by, current);
  return {
    look(at, current, metric) {
      const asked = recommendedReplicas(current, metric, rule);
      recommended.push({ at, replicas: asked });
      const lowest = Math.min(asked, ...since(at, rule.up.stabilizationSeconds).map((one) => one.replicas));
      const highest = Math.max(
        asked,
        ...since(at, rule.down.stabilizationSeconds).map((one) => one.replicas),
      );
      const stable = Math.min(Math.max(current, lowest), highest);
      const most = before(at, current, rule.up.periodSeconds, 1) + rule.up.pods;
      const fewest = before(at, current, rule.down.periodSeconds, -1) - rule.down.pods;
      const allowed = stable > current ? Math.max(current, Math.min(stable, most)) : stable;
      const wanted = stable < current ? Math.min(current, Math.max(stable, fewest)) : allowed;
      const next = Math.min(rule.max, Math.max(rule.min, wanted));
      if (next !== current) changed.push({ at, by: next - current });
      return next;
    },
  };
}
