/** Kubernetes' manifests, rendered by kustomize and held to the published schemas, stricter than a cluster is. */
import { execFileSync, spawnSync } from 'node:child_process';
import { parseAllDocuments } from 'yaml';

export type Labels = Readonly<Record<string, string>>;

interface Container {
  readonly image: string;
  readonly command?: readonly string[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly env?: readonly { readonly name: string; readonly value: string }[];
  readonly envFrom: readonly Readonly<
    Partial<Record<'configMapRef' | 'secretRef', { readonly name: string }>>
  >[];
  readonly securityContext: object;
  readonly resources: { readonly requests: object; readonly limits: { readonly memory: string } };
  readonly volumeMounts: readonly { readonly name: string }[];
  readonly startupProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly lifecycle: { readonly preStop: { readonly sleep: { readonly seconds: number } } };
}
interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
}
interface PodTemplate {
  readonly metadata: { readonly labels: Labels };
  readonly spec: {
    readonly serviceAccountName: string;
    readonly containers: readonly Container[];
    readonly securityContext: { readonly runAsUser: number };
    readonly volumes: readonly { readonly name: string }[];
    readonly terminationGracePeriodSeconds: number;
    readonly topologySpreadConstraints: readonly {
      readonly labelSelector: { readonly matchLabels: Labels };
    }[];
  };
}
interface NetworkRule {
  readonly ports: readonly { readonly port: number | string }[];
  readonly from: readonly Peer[];
  readonly to: readonly Peer[];
}
interface Peer {
  readonly namespaceSelector: { readonly matchLabels: Labels };
  readonly podSelector: { readonly matchLabels: Labels };
}

/** What tests read of the specs of all kinds; that it is there, and of which shape, is for the schema to say. */
interface Spec {
  readonly replicas: number;
  readonly strategy: object;
  readonly selector: Labels & { readonly matchLabels: Labels };
  readonly template: PodTemplate;
  readonly jobTemplate: { readonly spec: { readonly template: PodTemplate } };
  readonly podSelector: { readonly matchLabels: Labels };
  readonly policyTypes: readonly string[];
  readonly ingress: readonly NetworkRule[];
  readonly egress: readonly NetworkRule[];
  readonly scaleTargetRef: { readonly name: string };
  readonly triggers: readonly { readonly metadata: Labels }[];
}

export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Labels };
  readonly spec: Spec;
  readonly data?: Labels;
}

const RENDERERS: readonly (readonly [string, ...string[]])[] = [
  ['kubectl', 'kustomize'],
  ['kustomize', 'build'],
];

/** The command that renders, where there is one. */
export const renderer = RENDERERS.find(
  ([program]) =>
    spawnSync(program, program === 'kubectl' ? ['version', '--client'] : ['version'], { stdio: 'ignore' })
      .status === 0,
);

export const manifestsIn = (text: string): Manifest[] =>
  parseAllDocuments(text).map((document) => {
    if (document.errors.length > 0) throw document.errors[0];
    return document.toJS() as Manifest;
  });

/** @throws {Error} what kustomize says where it cannot be rendered */
export function render(folder: string): Manifest[] {
  if (!renderer) throw new Error('there is neither kubectl nor kustomize here');
  const [program, ...before] = renderer;
  return manifestsIn(execFileSync(program, [...before, folder], { encoding: 'utf8', stdio: 'pipe' }));
}

/** Which package publishes the schemas of a group; all others are Kubernetes' own. */
const PACKAGES: Readonly<Record<string, string>> = {
  'keda.sh': '@kubernetes-models/keda',
  'monitoring.coreos.com': '@kubernetes-models/prometheus-operator',
};

type Model = { readonly prototype: { validate(this: object): void } };

async function modelOf({ apiVersion, kind }: Manifest): Promise<Model> {
  const [group = ''] = apiVersion.split('/');
  const models: Record<string, unknown> = await import(
    `${PACKAGES[group] ?? 'kubernetes-models'}/${apiVersion}`
  );
  const model = models[kind];
  if (typeof model !== 'function') throw new Error(`no schema of ${apiVersion} ${kind}`);
  return model as Model;
}

/**
 * What the published schema has against it: what is wrong or missing, and fields that it does not know. The schemas are
 * programs, made by ajv, that look at each field they know, so a field that nobody looked at is one they do not know.
 */
export async function faultsOf(manifest: Manifest): Promise<string[]> {
  const Model = await modelOf(manifest);
  const looked = new Set<string>();
  try {
    // Not of a model of it: to make one reads every field.
    Model.prototype.validate.call(followed(manifest, '', looked));
  } catch (error) {
    return [(error as Error).message];
  }
  return fieldsOf(manifest, '')
    .filter((path) => !looked.has(path))
    .map((path) => `${path} is not a field`);
}

function followed<T extends object>(value: T, at: string, looked: Set<string>): T {
  return new Proxy(value, {
    get(target, key, receiver) {
      const found: unknown = Reflect.get(target, key, receiver);
      if (typeof key === 'symbol') return found;
      looked.add(`${at}/${key}`);
      return typeof found === 'object' && found !== null ? followed(found, `${at}/${key}`, looked) : found;
    },
  });
}

function fieldsOf(value: unknown, at: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    `${at}/${key}`,
    ...fieldsOf(inner, `${at}/${key}`),
  ]);
}
