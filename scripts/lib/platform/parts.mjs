// The parts of the real platform: what each is called, needs and listens on, and which are started.
import { Failure } from '../say.mjs';

/**
 * @typedef {object} Part
 * @property {string} name as shown and as said on the command line
 * @property {string} group a word for several parts at once
 * @property {string} what in a few words
 * @property {string[]} binaries what must have been built for it
 * @property {string} [module] the Go module, by its family's name, whose files it reads at run time
 * @property {string[]} needs parts without which it is of no use
 * @property {string} [port] the name of the port on which others reach it
 */

/** @type {Part[]} In the order in which they need each other. */
export const PARTS = [
  {
    name: 'etcd',
    group: 'kubernetes',
    what: 'the store of Kubernetes',
    binaries: ['etcd'],
    needs: [],
    port: 'etcd',
  },
  {
    name: 'api-server',
    group: 'kubernetes',
    what: 'the Kubernetes API',
    binaries: ['kube-apiserver', 'kubectl'],
    needs: ['etcd'],
    port: 'api',
  },
  {
    name: 'controller-manager',
    group: 'kubernetes',
    what: 'Deployments, garbage collection, service accounts',
    binaries: ['kube-controller-manager'],
    needs: ['api-server'],
    port: 'controllerManager',
  },
  {
    name: 'scheduler',
    group: 'kubernetes',
    what: 'gives pods a node',
    binaries: ['kube-scheduler'],
    needs: ['api-server'],
    port: 'scheduler',
  },
  {
    name: 'kwok',
    group: 'kubernetes',
    what: 'a node whose pods only seem to run',
    binaries: ['kwok'],
    module: 'kwok',
    needs: ['api-server'],
    port: 'kwok',
  },
  {
    name: 'redis',
    group: 'argocd',
    what: 'the cache of Argo CD',
    binaries: ['redis'],
    needs: [],
    port: 'redis',
  },
  {
    name: 'argocd-repo-server',
    group: 'argocd',
    what: 'fetches repositories, renders manifests',
    binaries: ['argocd'],
    module: 'argocd',
    needs: ['api-server', 'redis'],
    port: 'argocdRepoServer',
  },
  {
    name: 'argocd-controller',
    group: 'argocd',
    what: 'compares and synchronises Applications',
    binaries: ['argocd'],
    module: 'argocd',
    needs: ['argocd-repo-server'],
    port: 'argocdControllerMetrics',
  },
  {
    name: 'argocd-server',
    group: 'argocd',
    what: 'the API of Argo CD',
    binaries: ['argocd'],
    module: 'argocd',
    needs: ['argocd-repo-server'],
    port: 'argocd',
  },
  {
    name: 'argocd-applicationsets',
    group: 'argocd',
    what: 'makes Applications of ApplicationSets',
    binaries: ['argocd'],
    module: 'argocd',
    needs: ['argocd-repo-server'],
    port: 'argocdApplicationSetsProbe',
  },
  {
    name: 'kyverno-reports',
    group: 'kyverno',
    what: 'scans what runs, writes policy reports',
    binaries: ['reports-controller'],
    module: 'kyverno',
    needs: ['api-server', 'controller-manager'],
    port: 'kyvernoReportsMetrics',
  },
  {
    name: 'kyverno-admission',
    group: 'kyverno',
    what: 'judges requests by policy',
    binaries: ['kyverno'],
    module: 'kyverno',
    needs: ['api-server', 'controller-manager'],
    port: 'kyvernoWebhooks',
  },
  {
    name: 'postgres',
    group: 'gitea',
    what: 'the database of Gitea',
    binaries: [],
    needs: [],
    port: 'postgres',
  },
  {
    name: 'gitea',
    group: 'gitea',
    what: 'a git host',
    binaries: ['gitea'],
    module: 'gitea',
    needs: ['postgres'],
    port: 'gitea',
  },
];

const byName = new Map(PARTS.map(part => [part.name, part]));
const GROUPS = [...new Set(PARTS.map(part => part.group))];

/** @param {string} name @returns {Part} */
export const partNamed = name => byName.get(name);

/** @param {string[]} words names of parts or groups @param {string} flag for the message */
function expand(words, flag) {
  return words.flatMap(word => {
    // The group goes before the part of its name: without Gitea, nobody needs its database.
    const members = PARTS.filter(part => part.group === word);
    if (members.length > 0) return members.map(part => part.name);
    if (byName.has(word)) return [word];
    throw new Failure(
      `${flag} names '${word}', which is no part; the parts are ${[
        ...byName.keys(),
      ].join(', ')}, and ${GROUPS.join(', ')} for several at once.`,
    );
  });
}

function withNeeds(names) {
  const all = new Set();
  const visit = name => {
    if (all.has(name)) return;
    all.add(name);
    byName.get(name).needs.forEach(visit);
  };
  names.forEach(visit);
  return all;
}

/**
 * Which parts are asked for: what a named part needs comes with it, what needs an excluded one goes.
 *
 * @param {{ only?: string[], without?: string[] }} asked names of parts or groups
 * @returns {string[]} names of parts, in the order of their start
 */
export function askedParts({ only = [], without = [] }) {
  const wanted = withNeeds(
    only.length > 0 ? expand(only, '--only') : [...byName.keys()],
  );
  const excluded = new Set(expand(without, '--without'));
  const kept = PARTS.filter(
    part =>
      wanted.has(part.name) &&
      ![...withNeeds([part.name])].some(name => excluded.has(name)),
  ).map(part => part.name);
  if (kept.length === 0)
    throw new Failure('--only and --without leave no part to start.');
  return kept;
}

/** @param {string[]} names of parts @returns {string[]} names of programs */
export const binariesOf = names => [
  ...new Set(names.flatMap(name => byName.get(name).binaries)),
];

/** @param {string[]} names of parts @returns {string[]} families of Go modules whose files they read */
export const modulesOf = names => [
  ...new Set(names.map(name => byName.get(name).module).filter(Boolean)),
];

/**
 * Leaves out the parts whose programs or files are missing, and those that need them.
 *
 * @param {string[]} names of parts asked for
 * @param {{ bin: Record<string, string>, missing: { name?: string, module?: string, reason: string }[] }} found `missing`: programs and modules
 * @returns {{ parts: string[], leftOut: { name: string, reason: string }[] }}
 */
export function startableParts(names, { bin, missing }) {
  const leftOut = [];
  const reasonFor = part => {
    const lost = part.binaries.find(name => !bin[name]);
    if (lost)
      return (
        missing.find(({ name }) => name === lost)?.reason ??
        `its program ${lost} is not there`
      );
    const files = missing.find(
      ({ module }) => module && module === part.module,
    );
    if (files) return files.reason;
    const gone = part.needs.find(name =>
      leftOut.some(other => other.name === name),
    );
    return gone ? `it needs ${gone}` : undefined;
  };
  const parts = names.filter(name => {
    const reason = reasonFor(byName.get(name));
    if (reason) leftOut.push({ name, reason });
    return !reason;
  });
  return { parts, leftOut };
}
