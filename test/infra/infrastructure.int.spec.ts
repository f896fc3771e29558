import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readConfiguration } from '../../apps/api/configuration.js';
import type { Setting } from '../../apps/api/configuration/setting.js';
import { ALL_SETTINGS } from '../../apps/api/configuration/settings.js';
import { openSecrets } from '../../apps/api/node/data-folder.js';
import { WITHIN_MS } from '../../apps/api/node/in-time.js';
import { documentsIn, filesIn, pathOf, textOf } from './repository.js';

const FILES = filesIn('infra');
const KUBERNETES = FILES.filter((file) => file.startsWith('infra/kubernetes/base/') && !file.endsWith('kustomization.yaml'));
const SECRETS = [
  'secrets.json',
  'event-store-password',
  'postgres-password',
  'keys-password',
  'views-url',
  'views-listen-url',
  'keys-url',
  'metrics-token',
];

type Named = Readonly<Record<string, string>>;

describe('what installs Convenant', () => {
  const folder = mkdtempSync(join(tmpdir(), 'convenant-infra-'));
  const made = join(folder, 'secrets');
  const makeSecrets = (...more: string[]) => spawnSync('sh', [join(folder, 'make-secrets.sh'), ...more], { encoding: 'utf8' });
  beforeAll(() => {
    mkdirSync(folder, { recursive: true });
    copyFileSync(pathOf('infra/make-secrets.sh'), join(folder, 'make-secrets.sh'));
    expect(makeSecrets()).toMatchObject({ status: 0 });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** The environment of a container, with its secrets where this test has them. */
  const here = (environment: Named): Named =>
    Object.fromEntries(
      Object.entries(environment).map(([name, value]) => [
        name,
        String(value)
          .replace(/\$\{\w+:-\}/, '')
          .replace(/^\/run\/secrets\/(stores\/)?(?=[\w-]+$)/, name.endsWith('_FILE') ? `${made}/` : '$&'),
      ]),
    );

  it('is YAML and JSON that can be read', () => {
    const yaml = FILES.filter((file) => file.endsWith('.yaml'));
    expect(yaml.length).toBeGreaterThan(8);
    for (const file of yaml) for (const document of documentsIn(file)) expect(document).toEqual(expect.any(Object));
    for (const file of FILES.filter((name) => name.endsWith('.json'))) expect(JSON.parse(textOf(file))).toEqual(expect.any(Object));
  });

  it('sets what the server reads, and nothing else', () => {
    const known = new Set(
      Object.entries<Setting>(ALL_SETTINGS).flatMap(([name, { secret }]) => (secret ? [name, `${name}_FILE`] : [name])),
    );
    for (const file of [...FILES, 'docs/production.md', 'README.md', 'SECURITY.md']) {
      const named = textOf(file).match(/\b(CONVENANT|OTEL)_[A-Z_]+\b/g) ?? [];
      for (const name of named.filter((one) => !/_$/.test(one)))
        expect(`${file}: ${known.has(name) ? 'known' : name}`).toBe(`${file}: known`);
    }
  });

  it('makes secrets once, each of its own, that the server can use', () => {
    const { tokenSecret, digestSecret, generation } = openSecrets(made);
    expect([tokenSecret.length, digestSecret.length, generation]).toEqual([32, 32, 1]);
    expect(tokenSecret.equals(digestSecret)).toBe(false);
    expect(makeSecrets()).toMatchObject({ status: 1 });
    expect(openSecrets(made).tokenSecret.equals(tokenSecret)).toBe(true);
  });

  it('reads secrets in the folder that all nodes share, makes none there, and shows nothing of a wrong one', () => {
    const [own, shared] = [join(folder, 'own'), join(folder, 'shared')];
    const read = () => openSecrets(own, { kind: 'folder', folder: shared });
    mkdirSync(shared);
    expect(read).toThrow(/there is no .*secrets\.json.*CONVENANT_SECRETS/);
    expect([existsSync(join(own, 'secrets.json')), existsSync(join(shared, 'secrets.json'))]).toEqual([false, false]);
    copyFileSync(join(made, 'secrets.json'), join(shared, 'secrets.json'));
    expect(read()).toEqual(openSecrets(made));
    const whole = { tokenSecret: 'a'.repeat(43), digestSecret: 'b'.repeat(43), generation: 1 };
    for (const [name, value] of [
      ['tokenSecret', 's3cr3t'],
      ['digestSecret', undefined],
      ['generation', '1'],
    ] as const) {
      rmSync(join(shared, 'secrets.json'));
      writeFileSync(join(shared, 'secrets.json'), JSON.stringify({ ...whole, [name]: value }));
      expect(read).toThrow(new RegExp(`${name} must be`));
    }
    rmSync(join(shared, 'secrets.json'));
    writeFileSync(join(shared, 'secrets.json'), 's3cr3t');
    expect(read).toThrow(/is no JSON$/);
  });

  describe('with compose', () => {
    const [{ services, secrets, volumes }] = documentsIn('infra/compose.yaml') as [any];
    const nodes = { 'api-1': 'api', 'api-2': 'api', projector: 'projector' };

    it.each(Object.entries(nodes))('starts %s with settings that hold together', (name, role) => {
      const settings = readConfiguration(here(services[name].environment));
      expect(settings).toMatchObject({ role, demo: 'off', host: '0.0.0.0', secrets: { kind: 'folder', folder: '/run/secrets/convenant' } });
      expect(settings.eventStore).toMatchObject({ kind: 'eventstoredb', prefix: 'convenant', credentials: { user: 'admin' } });
      expect(settings.views).toMatchObject({ kind: 'postgres', url: expect.stringContaining('@postgres:5432/') });
      // Another server, with another role, than the views have.
      expect(settings.keys).toMatchObject({ kind: 'postgres', url: expect.stringMatching(/^postgres:\/\/keeper:.{43}@keys:5432\/keys$/) });
      expect([settings.metricsToken?.length, settings.traces]).toEqual([43, undefined]);
    });

    it('goes through the pooler, and past it to listen, when asked to', () => {
      rmSync(made, { recursive: true });
      expect(makeSecrets('--pooler')).toMatchObject({ status: 0 });
      const { views } = readConfiguration(here(services['api-1'].environment));
      expect(views).toMatchObject({ url: expect.stringContaining('@pgbouncer:'), listenUrl: expect.stringContaining('@postgres:') });
    });

    it('lets no node write to its own files, or have rights', () => {
      for (const name of Object.keys(nodes)) {
        const { read_only, user, cap_drop, security_opt, init } = services[name];
        expect({ read_only, user, cap_drop, security_opt, init }).toEqual({
          read_only: true,
          user: '1000:1000',
          cap_drop: ['ALL'],
          security_opt: ['no-new-privileges:true'],
          init: true,
        });
      }
    });

    it('refers to what is there', () => {
      for (const { depends_on = {}, secrets: used = [], volumes: mounted = [], ports = [] } of Object.values<any>(services)) {
        for (const name of Object.keys(depends_on)) expect(Object.keys(services)).toContain(name);
        for (const one of used) expect(Object.keys(secrets)).toContain(one.source ?? one);
        for (const mount of mounted) if (!/^[./]/.test(mount)) expect(Object.keys(volumes)).toContain(mount.split(':')[0]);
        // Whoever may reach it comes through a proxy that ends TLS.
        for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
      }
      for (const { file } of Object.values<any>(secrets)) expect(SECRETS).toContain(file.replace('./secrets/', ''));
    });

    it('names a version of every image', () => {
      for (const { image } of Object.values<any>(services)) if (!image.includes('${')) expect(image).toMatch(/:v?\d+/);
    });
  });

  describe('with Kubernetes', () => {
    const objects = KUBERNETES.flatMap(documentsIn);
    const named = (kind: string) => objects.filter((one) => one.kind === kind).map(({ metadata }) => metadata.name);
    const deployments = objects.filter(({ kind }) => kind === 'Deployment');
    const [settings] = objects.filter(({ kind }) => kind === 'ConfigMap');

    it('takes every file along, and holds no secret', () => {
      const [{ resources }] = documentsIn('infra/kubernetes/base/kustomization.yaml') as [{ resources: string[] }];
      expect(resources.map((name) => `infra/kubernetes/base/${name}`).sort()).toEqual([...KUBERNETES].sort());
      expect(named('Secret')).toEqual([]);
    });

    it('starts each role with settings that hold together, and two of each', () => {
      expect(deployments.map(({ metadata }) => metadata.name)).toEqual(['convenant-api', 'convenant-projector']);
      for (const { spec } of deployments) {
        const [{ env }] = spec.template.spec.containers;
        const own = Object.fromEntries(env.map(({ name, value }: { name: string; value: string }) => [name, value]));
        const read = readConfiguration(here({ ...settings.data, ...own }));
        expect(`convenant-${read.role}`).toBe(`convenant-${spec.template.metadata.labels['app.kubernetes.io/component']}`);
        expect([read.port, read.secrets, spec.replicas]).toEqual([3_000, { kind: 'folder', folder: '/run/secrets/ledger' }, 2]);
      }
    });

    it('keeps to the restricted standard, and asks whether each pod starts, lives and is ready', () => {
      for (const { spec } of deployments) {
        const pod = spec.template.spec;
        const [container] = pod.containers;
        expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1_000, seccompProfile: { type: 'RuntimeDefault' } });
        expect(container.securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
        const paths = ['startupProbe', 'livenessProbe', 'readinessProbe'].map((probe) => container[probe].httpGet.path);
        expect(paths).toEqual(['/health/live', '/health/live', '/health/ready']);
        // A store that is away is waited for; the answer that says so must not come too late.
        expect(container.readinessProbe.timeoutSeconds * 1_000).toBeGreaterThan(WITHIN_MS);
        expect(pod.topologySpreadConstraints.length).toBe(1);
      }
      expect(named('PodDisruptionBudget')).toEqual(['convenant-api', 'convenant-projector']);
      expect(named('NetworkPolicy')).toEqual(['convenant']);
    });

    it('sends requests to nodes that serve, and none to those that only project', () => {
      const services = objects.filter(({ kind }) => kind === 'Service');
      expect(services.map(({ spec }) => spec.selector)).toEqual([{ 'app.kubernetes.io/component': 'api' }]);
    });

    it('refers to what is there', () => {
      for (const { spec } of deployments) {
        const { containers, volumes } = spec.template.spec;
        expect(named('ConfigMap')).toContain(containers[0].envFrom[0].configMapRef.name);
        expect(containers[0].volumeMounts.map(({ name }: { name: string }) => name)).toEqual(volumes.map(({ name }: any) => name));
        // What has to last is in the stores, so that a pod may run on any machine.
        expect(volumes[0]).toMatchObject({ name: 'data', emptyDir: expect.any(Object) });
        expect(named('PersistentVolumeClaim')).toEqual([]);
        expect(spec.template.metadata.labels).toMatchObject(spec.selector.matchLabels);
      }
    });
  });

  it('builds its image on a Node that has long support and is in engines, and runs it as nobody', () => {
    const dockerfile = textOf('infra/Dockerfile');
    const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);
    const majors = bases.map((image) => Number(/^node:(\d+)-/.exec(image!)?.[1]));
    const { engines } = JSON.parse(textOf('package.json')) as { engines: { node: string } };
    const oldest = Number(/^>=(\d+)/.exec(engines.node)?.[1]);
    expect(new Set(majors).size).toBe(1);
    // Even majors are the ones with long support.
    expect([majors[0]! % 2, majors[0]! > oldest]).toEqual([0, true]);
    expect(dockerfile).toMatch(/^USER 1000:1000$/m);
    expect(dockerfile).toMatch(/^HEALTHCHECK /m);
    for (const [, source] of dockerfile.matchAll(/^COPY (?!--from)(.*) \S+$/gm))
      for (const file of source!.split(' ')) expect(existsSync(pathOf(file))).toBe(true);
  });
});
