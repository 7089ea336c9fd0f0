import { describe, expect, it } from '@jest/globals';
import { SERVICES } from '@shared/contracts/events';
import { readYaml, readYamlDocuments } from './read-checkout';

interface Resource {
  kind: string;
  metadata: { name: string; labels?: Record<string, string> };
  spec: Record<string, unknown>;
}

interface PodTemplate {
  metadata: { labels: Record<string, string> };
  spec: {
    automountServiceAccountToken: boolean;
    securityContext: unknown;
    containers: { name: string; image: string; args?: string[]; securityContext: unknown; [probe: string]: unknown }[];
  };
}

function setup(): { resources: Resource[]; find: (kind: string, name: string) => Resource } {
  const { resources: files } = readYaml('k8s/base/kustomization.yaml') as { resources: string[] };
  const resources = files.flatMap((file) => readYamlDocuments(`k8s/base/${file}`) as Resource[]);
  const find = (kind: string, name: string): Resource => {
    const found = resources.find((resource) => resource.kind === kind && resource.metadata.name === name);
    if (found === undefined) throw new Error(`There is no ${kind} ${name}`);
    return found;
  };
  return { resources, find };
}

function templateOf({ spec }: Resource): PodTemplate {
  return spec['template'] as PodTemplate;
}

describe('the kustomize base', () => {
  it('enforces the restricted pod security standard, which every pod meets', () => {
    const { resources, find } = setup();
    expect(find('Namespace', 'reelwright').metadata.labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'restricted',
    });
    for (const resource of resources.filter(({ kind }) => kind === 'Deployment' || kind === 'Job')) {
      const { spec } = templateOf(resource);
      expect(spec).toMatchObject({
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
      });
      for (const { securityContext } of spec.containers)
        expect(securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
    }
  });

  it.each(SERVICES)('has %s with probes, resources, an address and a disruption budget', (name) => {
    const { find } = setup();
    const [container] = templateOf(find('Deployment', name)).spec.containers;
    expect(container).toMatchObject({
      readinessProbe: { httpGet: { path: name === 'gateway' ? '/health/live' : '/health/ready' } },
      livenessProbe: { httpGet: { path: '/health/live' } },
      resources: { requests: { cpu: expect.any(String), memory: expect.any(String) } },
    });
    expect(find('Service', name).spec['selector']).toEqual({ 'app.kubernetes.io/name': name });
    expect(find('PodDisruptionBudget', name).spec['selector']).toEqual({
      matchLabels: { 'app.kubernetes.io/name': name },
    });
  });

  it.each(['planner', 'keyframer', 'clipper', 'stitcher'])('scales %s on known demand, never to nothing', (name) => {
    const { spec } = setup().find('ScaledObject', name);
    expect(spec).toMatchObject({
      scaleTargetRef: { name },
      pollingInterval: 5,
      minReplicaCount: 1,
      triggers: [{ type: 'postgresql', metadata: { query: expect.stringContaining(`FROM ${name}.`) } }],
    });
  });

  it('migrates every schema in one job', () => {
    const { containers } = templateOf(setup().find('Job', 'reelwright-migrate')).spec;
    expect(containers.map(({ name }) => name)).toEqual([...SERVICES]);
    for (const { args } of containers) expect(args).toEqual(['migrate']);
  });

  it('denies all traffic by default and lets only the stages that buy leave', () => {
    const { resources, find } = setup();
    expect(find('NetworkPolicy', 'default-deny').spec).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
    const leaving = resources
      .filter(({ kind }) => kind === 'Deployment')
      .filter((deployment) => 'reelwright.dev/provider' in templateOf(deployment).metadata.labels);
    expect(leaving.map(({ metadata }) => metadata.name).sort()).toEqual(['clipper', 'keyframer', 'planner']);
    const open = resources.filter(
      ({ kind, spec }) => kind === 'NetworkPolicy' && JSON.stringify(spec).includes('ipBlock'),
    );
    expect(open.map(({ metadata }) => metadata.name)).toEqual(['provider']);
  });
});
