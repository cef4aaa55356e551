import { conditionOf } from '../controllers/runtime';
import type { ClusterProbe, Listed } from './ClusterProbe';
import type { Finding } from './types';

/** What findings are made from. */
export interface Look {
  probe: ClusterProbe;
  /** API groups with their preferred version. */
  groups: ReadonlyMap<string, string>;
  /** How to name this cluster on a command line. */
  flags: string;
}

const RIGHTS_MEND = 'kubectl apply -f platform/rbac/portal.yaml';
const MAX_NAMES = 6;

const some = (names: string[]) =>
  names.slice(0, MAX_NAMES).join(', ') +
  (names.length > MAX_NAMES ? ` and ${names.length - MAX_NAMES} more` : '');
const count = (number: number, one: string, many = `${one}s`) =>
  `${number} ${number === 1 ? one : many}`;

/** The list of a kind in its group's preferred version. */
async function listOf(
  { probe, groups }: Look,
  group: string,
  plural: string,
): Promise<Listed> {
  const version = groups.get(group);
  return version
    ? probe.list(`/apis/${group}/${version}/${plural}`)
    : 'not-served';
}

/** The version a component's Deployment or StatefulSet says of itself, when it runs here. */
async function versionOf(
  { probe }: Look,
  selector: string,
): Promise<string | undefined> {
  for (const plural of ['deployments', 'statefulsets']) {
    const found = await probe.list(`/apis/apps/v1/${plural}`, selector);
    if (typeof found === 'string') continue;
    for (const { metadata, spec } of found.items) {
      const label = metadata.labels?.['app.kubernetes.io/version'];
      const [, tag] = /"image":"[^"@]+:([^":@/]+)[@"]/.exec(
        JSON.stringify(spec ?? {}),
      ) ?? [undefined, undefined];
      if (label ?? tag) return label ?? tag;
    }
  }
  return undefined;
}

const withVersion = (version: string | undefined) =>
  version ?? 'it runs elsewhere or its version is not told';

const refused = (what: string): Pick<Finding, 'state' | 'found' | 'mend'> => ({
  state: 'refused',
  found: `the portal may not list ${what}`,
  mend: RIGHTS_MEND,
});

/** Whether the portal may act for people. */
export async function findImpersonation({
  probe,
}: Pick<Look, 'probe'>): Promise<Finding> {
  const may = (resource: string, name: string) =>
    probe.may({ verb: 'impersonate', resource, name });
  const allowed =
    (await may('users', 'cairn:somebody')) &&
    (await may('groups', 'cairn:platform'));
  return {
    id: 'impersonation',
    title: 'Acting for people',
    ...(allowed
      ? { state: 'found', found: 'the portal may impersonate people' }
      : {
          state: 'refused',
          found: 'the portal may not impersonate people',
          switchesOff: 'requests, changes and whatever is read as a person',
          mend: RIGHTS_MEND,
        }),
  };
}

/** Crossplane and what it offers. */
export async function findCrossplane(look: Look): Promise<Finding[]> {
  const listed = await listOf(
    look,
    'apiextensions.crossplane.io',
    'compositeresourcedefinitions',
  );
  const off = 'Databases and every other request';
  if (listed === 'not-served') {
    return [
      {
        id: 'crossplane',
        title: 'Crossplane',
        state: 'missing',
        found: 'none',
        switchesOff: off,
        mend: `install Crossplane as platform/README.md says; to try things out: npm run sandbox -- controllers ${look.flags} --only composition,sql`,
      },
    ];
  }
  const crossplane: Finding = {
    id: 'crossplane',
    title: 'Crossplane',
    state: 'found',
    found: withVersion(await versionOf(look, 'app=crossplane')),
  };
  const base = { id: 'xrds', title: 'What can be requested', switchesOff: off };
  if (listed === 'refused') {
    return [crossplane, { ...base, ...refused('XRDs') }];
  }
  const ready = listed.items.filter(
    item => conditionOf(item, 'Established')?.status === 'True',
  );
  const waiting = listed.items.length - ready.length;
  return [
    crossplane,
    listed.items.length === 0
      ? {
          ...base,
          state: 'missing',
          found: 'no CompositeResourceDefinition',
          mend: `kubectl apply -R -f platform/crossplane, or npm start -- ${look.flags} --install crossplane`,
        }
      : {
          id: base.id,
          title: base.title,
          state: 'found',
          found: [
            some(ready.map(({ metadata }) => metadata.name ?? '')),
            waiting > 0 && `${waiting} not established yet`,
          ]
            .filter(Boolean)
            .join('; '),
        },
  ];
}

/** Argo CD and its Applications. */
export async function findArgo(look: Look): Promise<Finding> {
  const listed = await listOf(look, 'argoproj.io', 'applications');
  const base = {
    id: 'argocd',
    title: 'Argo CD',
    switchesOff: 'Delivery: what runs where, drift, history',
  };
  if (listed === 'refused') return { ...base, ...refused('Applications') };
  if (listed === 'not-served') {
    return {
      ...base,
      state: 'missing',
      found: 'none',
      mend: 'install Argo CD 3 and apply platform/argocd as platform/README.md says',
    };
  }
  const version = await versionOf(
    look,
    'app.kubernetes.io/name=argocd-application-controller',
  );
  return {
    id: base.id,
    title: base.title,
    state: 'found',
    found: `${withVersion(version)}, ${count(listed.total, 'Application')}`,
  };
}

/** Policy engines and the API their findings come in. */
export async function findPolicy(look: Look): Promise<Finding[]> {
  const reports: string[] = [];
  let isRefused = false;
  for (const [group, plural] of [
    ['wgpolicyk8s.io', 'policyreports'],
    ['openreports.io', 'reports'],
  ] as const) {
    const listed = await listOf(look, group, plural);
    if (listed === 'refused') isRefused = true;
    else if (listed !== 'not-served') {
      reports.push(`${group}, ${count(listed.total, 'report')}`);
    }
  }
  const engine = ['policies.kyverno.io', 'kyverno.io'].find(group =>
    look.groups.has(group),
  );
  const templates = await listOf(
    look,
    'templates.gatekeeper.sh',
    'constrainttemplates',
  );
  const base = {
    id: 'reports',
    title: 'Policy reports',
    switchesOff: 'findings of policies in the background',
  };
  let found: Finding = {
    ...base,
    state: 'missing',
    found: 'neither wgpolicyk8s.io nor openreports.io',
    mend: 'install Kyverno 1.19, then kubectl apply -f platform/policies',
  };
  if (reports.length > 0) {
    found = {
      id: base.id,
      title: base.title,
      state: 'found',
      found: reports.join('; '),
    };
  } else if (isRefused) found = { ...base, ...refused('reports') };
  const engines: Finding = {
    id: 'engines',
    title: 'Policy engines',
    state: engine || typeof templates === 'object' ? 'found' : 'missing',
    found:
      [
        engine && 'Kyverno',
        typeof templates === 'object' &&
          `Gatekeeper, ${count(templates.total, 'template')}`,
        templates === 'refused' && 'Gatekeeper, which the portal may not read',
      ]
        .filter(Boolean)
        .join('; ') || 'neither Kyverno nor Gatekeeper',
  };
  return [found, engines];
}

/** Whose the namespaces are. */
export async function findTenancy(look: Look): Promise<Finding> {
  const base = {
    id: 'namespaces',
    title: 'Namespaces of teams',
    switchesOff: 'everything people see of their own; nobody owns anything',
  };
  const listed = await look.probe.list('/api/v1/namespaces');
  if (typeof listed === 'string') return { ...base, ...refused('Namespaces') };
  const owned = listed.items.filter(
    ({ metadata }) => metadata.labels?.['cairn.dev/owner'],
  );
  const teams = new Set(
    owned.map(({ metadata }) => metadata.labels?.['cairn.dev/owner'] ?? ''),
  );
  if (owned.length === 0) {
    return {
      ...base,
      state: 'missing',
      found: `none of ${listed.total} has the label cairn.dev/owner`,
      mend: 'kubectl label namespace NAME cairn.dev/owner=TEAM cairn.dev/environment=development',
    };
  }
  return {
    id: base.id,
    title: base.title,
    state: 'found',
    found: `${owned.length} of ${listed.total}, owned by ${some(
      [...teams].sort(),
    )}`,
  };
}
