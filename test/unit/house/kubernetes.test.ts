/** What is rendered for Kubernetes is what its published schemas and our own rules allow, and fits together. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { QUEUES } from '../../../src/adapters/queue/bull.ts';
import { EVERY_EVENT } from '../../../src/callboard/cli/every-event.ts';
import { variables } from '../../../src/config.ts';
import { HTTP_RIGHTS } from '../../../src/core/http-rights.ts';
import { version } from '../../../src/core/version.ts';
import {
  faultsOf,
  type Labels,
  type Manifest,
  manifestsIn,
  render,
  renderer,
} from '../../support/kubernetes.ts';

const FOLDER = 'deploy/kubernetes';
const COMPONENTS = readdirSync(`${FOLDER}/components`);

if (!renderer) console.warn('Neither kubectl nor kustomize here: the tests of what is rendered are skipped.');

/** The overlay with every component at once. */
function everything(): string {
  const folder = mkdtempSync(join(tmpdir(), 'callboard-kustomize-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const all = join(folder, 'all');
  mkdirSync(all);
  const own = readFileSync(`${FOLDER}/overlays/web-and-workers/kustomization.yaml`, 'utf8');
  const missing = COMPONENTS.filter((name) => !new RegExp(`^ *- .*components/${name}$`, 'm').test(own));
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: [relative(all, `${FOLDER}/overlays/web-and-workers`)],
    components: missing.map((name) => relative(all, `${FOLDER}/components/${name}`)),
    images: [{ name: 'callboard', newName: 'registry.example.org/callboard', newTag: version }],
    namespace: 'callboard',
  };
  writeFileSync(join(all, 'kustomization.yaml'), stringify(kustomization));
  return all;
}

const named = (all: readonly Manifest[], kind: string) => all.filter((one) => one.kind === kind);
const namesOf = (all: readonly Manifest[], kind: string) =>
  named(all, kind).map(({ metadata }) => metadata.name);
function the<T>(found: T | undefined): T {
  if (found === undefined) throw new Error('it is not there');
  return found;
}
/** Of whatever runs something: its pod. */
const podsOf = (all: readonly Manifest[]) =>
  all.flatMap((one) => {
    if (one.kind === 'Deployment') return [{ name: one.metadata.name, ...one.spec.template }];
    if (one.kind === 'CronJob') return [{ name: one.metadata.name, ...one.spec.jobTemplate.spec.template }];
    return [];
  });
const containerOf = ({ spec }: Manifest) => the(spec.template.spec.containers[0]);
const variableOf = (deployment: Manifest, name: string) =>
  containerOf(deployment).env?.find((one) => one.name === name)?.value;
const meets = (wanted: Labels, labels: Labels) =>
  Object.entries(wanted).every(([key, value]) => labels[key] === value);

describe.skipIf(!renderer)('Kubernetes', () => {
  const rendered: Record<string, Manifest[]> = renderer
    ? {
        'one process': render(`${FOLDER}/overlays/one-process`),
        'web and workers': render(`${FOLDER}/overlays/web-and-workers`),
        'with every component': render(everything()),
      }
    : {};

  describe.each(Object.entries(rendered))('%s', (_, all) => {
    const pods = podsOf(all);
    const labelsOf = (wanted: Labels) =>
      pods.filter(({ metadata }) => meets(wanted, metadata.labels)).map(({ name }) => name);

    it('has nothing against the published schemas, and no field that they do not know', async () => {
      for (const one of all) expect(await faultsOf(one), `${one.kind} ${one.metadata.name}`).toEqual([]);
    });

    it('runs as nobody, may nothing, and writes nowhere but into /tmp', () => {
      for (const { name, spec } of pods) {
        expect(spec, name).toMatchObject({
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
        });
        expect(spec.securityContext.runAsUser, name).toBeGreaterThan(0);
        for (const key of ['hostNetwork', 'hostPID', 'hostIPC', 'hostPath'])
          expect(spec).not.toHaveProperty(key);
        for (const container of spec.containers) {
          expect(container.securityContext, name).toEqual({
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          });
          expect(container.resources.requests, name).toMatchObject({
            cpu: expect.any(String),
            memory: expect.any(String),
          });
          expect(container.resources.limits.memory, name).toMatch(/^\d+Mi$/);
        }
        for (const { name: volume, ...of } of spec.volumes)
          expect(of, `${name} ${volume}`).toEqual(
            volume === 'tmp'
              ? { emptyDir: { sizeLimit: expect.any(String) } }
              : { secret: { secretName: expect.any(String), defaultMode: expect.any(Number) } },
          );
      }
    });

    it('names images by the version of this release, and no secret in plain', () => {
      for (const { spec } of pods)
        for (const { image } of spec.containers)
          expect(image).toBe(`registry.example.org/callboard:${version}`);
      expect(named(all, 'Secret')).toEqual([]);
      const secret = /SECRET|TOKEN|PASSWORD|PASSPHRASE|_KEY|URL$/;
      for (const { data = {} } of named(all, 'ConfigMap'))
        expect(Object.keys(data).join(' ')).not.toMatch(secret);
      for (const { spec } of pods)
        for (const { env = [] } of spec.containers)
          for (const { name } of env) expect(name).not.toMatch(secret);
    });

    it('sets only variables that the configuration reads', () => {
      const set = [
        ...named(all, 'ConfigMap').flatMap(({ data = {} }) => Object.keys(data)),
        ...pods.flatMap(({ spec }) => spec.containers.flatMap(({ env = [] }) => env.map(({ name }) => name))),
      ];
      for (const name of set) expect(variables).toContain(name);
    });

    it('has selectors that meet the pods they are meant for', () => {
      const deployments = namesOf(all, 'Deployment');
      for (const { metadata, spec } of named(all, 'Deployment')) {
        expect(labelsOf(spec.selector.matchLabels)).toEqual([metadata.name]);
        for (const { labelSelector } of spec.template.spec.topologySpreadConstraints)
          expect(labelsOf(labelSelector.matchLabels)).toEqual([metadata.name]);
      }
      expect(named(all, 'Service').map(({ spec }) => labelsOf(spec.selector))).toEqual([['callboard']]);
      const budgets = named(all, 'PodDisruptionBudget').map(({ spec }) =>
        labelsOf(spec.selector.matchLabels),
      );
      expect(budgets.flat().toSorted()).toEqual(deployments.toSorted());
      const [every, web] = named(all, 'NetworkPolicy').map(({ spec }) =>
        labelsOf(spec.podSelector.matchLabels),
      );
      expect(every).toEqual(pods.map(({ name }) => name));
      expect(web).toEqual(['callboard']);
      for (const { spec } of named(all, 'PodMonitor'))
        expect(labelsOf(spec.selector.matchLabels)).toEqual(expect.arrayContaining(deployments));
    });

    it('lets in Prometheus and the ingress, and out to names, Redis and https', () => {
      const [every, web] = named(all, 'NetworkPolicy').map(({ spec }) => spec);
      const lets = (rules: Manifest['spec']['ingress'] = []) =>
        rules.flatMap(({ from }) =>
          from.flatMap(({ namespaceSelector }) => Object.values(namespaceSelector.matchLabels)),
        );
      expect(every?.policyTypes).toEqual(['Ingress', 'Egress']);
      expect(lets(every?.ingress)).toEqual(['monitoring']);
      expect(lets(web?.ingress)).toEqual(['ingress-nginx']);
      const [dns, redis, https] = the(every).egress;
      expect([dns, redis, https].map((rule) => rule?.ports.map(({ port }) => port))).toEqual([
        [53, 53],
        [6379, 6380, 26379],
        [443],
      ]);
      // Kustomize puts labels into the selectors of others too, where one lets it.
      expect(dns?.to[0]?.podSelector.matchLabels).toEqual({ 'k8s-app': 'kube-dns' });
      expect(JSON.stringify(https?.to)).toContain('"169.254.0.0/16"');
    });

    it('asks doors that are there, and finds what it refers to', () => {
      const doors: Readonly<Record<string, unknown>> = HTTP_RIGHTS;
      for (const { name, spec } of pods) {
        expect(namesOf(all, 'ServiceAccount')).toContain(spec.serviceAccountName);
        for (const container of spec.containers) {
          const ports = (container.ports ?? []).map((port) => port.name);
          const { startupProbe, livenessProbe, readinessProbe } = container;
          const probes = [startupProbe, livenessProbe, readinessProbe].flatMap((probe) => probe ?? []);
          expect(probes, name).toHaveLength(ports.length * 3);
          for (const { httpGet } of probes) {
            expect(doors[`GET ${httpGet.path.split('?')[0]}`]).toBe('public');
            expect(ports).toContain(httpGet.port);
          }
          for (const { configMapRef, secretRef } of container.envFrom) {
            if (configMapRef) expect(namesOf(all, 'ConfigMap')).toContain(configMapRef.name);
            else expect(['callboard', 'callboard-backup']).toContain(secretRef?.name);
          }
          const mounts = container.volumeMounts.map((mount) => mount.name);
          expect(mounts.toSorted()).toEqual(spec.volumes.map((volume) => volume.name).toSorted());
        }
      }
      const [config] = named(all, 'ConfigMap');
      for (const one of named(all, 'Deployment'))
        expect(String(containerOf(one).ports?.[0]?.containerPort)).toBe(config?.data?.['PORT']);
    });

    it('is replaced one by one, each new one up before an old one goes, with time to finish', () => {
      for (const one of named(all, 'Deployment')) {
        expect(one.spec.strategy).toEqual({
          type: 'RollingUpdate',
          rollingUpdate: { maxSurge: 1, maxUnavailable: 0 },
        });
        const { seconds } = containerOf(one).lifecycle.preStop.sleep;
        const grace = one.spec.template.spec.terminationGracePeriodSeconds;
        const stops = Number(named(all, 'ConfigMap')[0]?.data?.['CALLBOARD_STOP_SECONDS']);
        expect(grace).toBeGreaterThan(seconds + stops);
      }
    });

    it('runs every queue, each in one kind of process', () => {
      const roles = named(all, 'Deployment').map((one) => ({
        role: variableOf(one, 'CALLBOARD_ROLE'),
        queues: variableOf(one, 'CALLBOARD_QUEUES')?.split(','),
      }));
      if (roles.length === 1) return expect(roles).toEqual([{ role: 'all', queues: undefined }]);
      expect(roles.map(({ role }) => role).toSorted()).toEqual(['web', 'worker', 'worker']);
      expect(roles.flatMap(({ queues = [] }) => queues).toSorted()).toEqual([...QUEUES].sort());
      expect(roles.map(({ queues }) => queues)).toContainEqual(['pages']);
    });
  });

  it('makes a backup of each of several events, whose files it has', () => {
    const [backup] = podsOf(rendered['with every component'] ?? []).filter(
      ({ name }) => name === 'callboard-backup',
    );
    const [container] = the(backup).spec.containers;
    expect(container?.command).toEqual(['node', 'bin/callboard.mjs', 'backup', EVERY_EVENT]);
    const folder = container?.env?.find(({ name }) => name === 'CALLBOARD_EVENTS')?.value;
    expect(container?.volumeMounts).toContainEqual({ name: 'events', mountPath: folder, readOnly: true });
    // And of one, where there is one.
    const alone = readFileSync(`${FOLDER}/components/backups/cron-job.yaml`, 'utf8');
    const [job] = podsOf(manifestsIn(alone));
    expect(the(job).spec.containers[0]?.command).toEqual(['node', 'bin/callboard.mjs', 'backup']);
  });

  it('scales what is there, by a figure that is there, over the queues of those workers', () => {
    const all = rendered['web and workers'] ?? [];
    const { scaleTargetRef, triggers } = the(named(all, 'ScaledObject')[0]).spec;
    const target = the(
      named(all, 'Deployment').find(({ metadata }) => metadata.name === scaleTargetRef.name),
    );
    expect(target.spec).not.toHaveProperty('replicas');
    const query = triggers[0]?.metadata['query'] ?? '';
    const [, metric = '', queues = ''] = /^max\((\w+)\{queue=~"([\w|]+)"\}\)$/.exec(query) ?? [];
    expect(readFileSync('src/adapters/prometheus/metrics.ts', 'utf8')).toContain(`'${metric}'`);
    expect(queues.split('|').join()).toBe(variableOf(target, 'CALLBOARD_QUEUES'));
  });
});

it('the manifests in the guide are what the schemas allow', async () => {
  const guide = readFileSync('docs/kubernetes.md', 'utf8');
  const blocks = [...guide.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text);
  const manifests = blocks.filter((text) => text.startsWith('apiVersion')).flatMap(manifestsIn);
  expect(manifests.map(({ kind }) => kind)).toContain('Ingress');
  for (const one of manifests) expect(await faultsOf(one), one.kind).toEqual([]);
});

it('a schema refuses what it does not know, what is missing and what is of another type', async () => {
  const service = (port: object) =>
    the(
      manifestsIn(
        stringify({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'x' }, spec: { ports: [port] } }),
      )[0],
    );
  expect(await faultsOf(service({ port: 80 }))).toEqual([]);
  expect(await faultsOf(service({ port: 80, prot: 'TCP' }))).toEqual(['/spec/ports/0/prot is not a field']);
  expect(await faultsOf(service({}))).toEqual(['data/spec/ports/0 must have required property port']);
  expect((await faultsOf(service({ port: '80' }))).join()).toContain('must be integer');
});
