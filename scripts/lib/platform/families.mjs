// Which programs of the real platform are built from which Go module, and with which flags.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../options.mjs';

/** One folder for each family: go.mod with `tool` lines and go.sum, no Go source. */
export const MODULES = path.join(ROOT, 'platform-tests', 'modules');

/**
 * @typedef {object} Family
 * @property {string} label as shown
 * @property {string} module the Go module whose version is stamped
 * @property {Record<string, string>} tools package by the name of the program
 * @property {(version: string) => string[]} [stamp] linker variables `package.variable=value`
 * @property {string} skips what cannot be had without it
 * @property {boolean} [onDemand] nothing here needs it yet: built only when it is asked for by name
 * @property {number} gigabytes of disk that a cold build takes, sources and compiled packages
 */

const kubernetesVersion = version => {
  const [major, minor] = version.slice(1).split('.');
  // Clients parse /version and stumble over an unstamped one.
  return Object.entries({
    gitVersion: version,
    gitMajor: major,
    gitMinor: minor,
    gitTreeState: 'clean',
  }).map(([name, value]) => `k8s.io/component-base/version.${name}=${value}`);
};

/** @type {Record<string, Family>} In the order in which they are built. */
export const FAMILIES = {
  kubernetes: {
    label: 'Kubernetes',
    module: 'k8s.io/kubernetes',
    tools: {
      etcd: 'go.etcd.io/etcd/server/v3',
      'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
      kubectl: 'k8s.io/kubernetes/cmd/kubectl',
      'kube-controller-manager':
        'k8s.io/kubernetes/cmd/kube-controller-manager',
      'kube-scheduler': 'k8s.io/kubernetes/cmd/kube-scheduler',
    },
    stamp: kubernetesVersion,
    skips: 'everything on the real platform',
    gigabytes: 3,
  },
  argocd: {
    label: 'Argo CD',
    module: 'github.com/argoproj/argo-cd/v3',
    tools: { argocd: 'github.com/argoproj/argo-cd/v3/cmd' },
    stamp: version => [
      `github.com/argoproj/argo-cd/v3/common.version=${version.slice(1)}`,
    ],
    skips: 'delivery through the real Argo CD',
    gigabytes: 3,
  },
  // After Argo CD, whose compiled libraries it uses.
  kwok: {
    label: 'kwok',
    module: 'sigs.k8s.io/kwok',
    tools: { kwok: 'sigs.k8s.io/kwok/cmd/kwok' },
    skips: 'a node and pods that become ready',
    gigabytes: 1,
  },
  kyverno: {
    label: 'Kyverno',
    module: 'github.com/kyverno/kyverno',
    tools: {
      'reports-controller': 'github.com/kyverno/kyverno/cmd/reports-controller',
      kyverno: 'github.com/kyverno/kyverno/cmd/kyverno',
      'kyverno-cli': 'github.com/kyverno/kyverno/cmd/cli/kubectl-kyverno',
    },
    stamp: version => [
      `github.com/kyverno/kyverno/pkg/version.BuildVersion=${version}`,
    ],
    skips: 'policy reports and policy checks by the real Kyverno',
    gigabytes: 3,
  },
  gitea: {
    label: 'Gitea',
    module: 'code.gitea.io/gitea',
    tools: { gitea: 'code.gitea.io/gitea' },
    stamp: version => [`main.Version=${version.slice(1)}`],
    skips: 'the git host checks against the real Gitea',
    gigabytes: 2,
  },
  helm: {
    label: 'Helm',
    onDemand: true,
    module: 'helm.sh/helm/v4',
    tools: { helm: 'helm.sh/helm/v4/cmd/helm' },
    stamp: version => [`helm.sh/helm/v4/internal/version.version=${version}`],
    skips: 'the checks of Helm charts',
    gigabytes: 2,
  },
  opa: {
    label: 'OPA',
    onDemand: true,
    module: 'github.com/open-policy-agent/opa',
    tools: { opa: 'github.com/open-policy-agent/opa' },
    skips: 'policies in Rego',
    gigabytes: 1,
  },
  gator: {
    label: 'gator',
    onDemand: true,
    module: 'github.com/open-policy-agent/gatekeeper/v3',
    tools: {
      gator: 'github.com/open-policy-agent/gatekeeper/v3/cmd/gator',
    },
    stamp: version => [
      `github.com/open-policy-agent/gatekeeper/v3/pkg/version.Version=${version}`,
    ],
    skips: 'policies for Gatekeeper',
    gigabytes: 2,
  },
  kubeconform: {
    label: 'kubeconform',
    module: 'github.com/yannh/kubeconform',
    tools: { kubeconform: 'github.com/yannh/kubeconform/cmd/kubeconform' },
    stamp: version => [`main.version=${version}`],
    skips: 'the check of manifests against schemas',
    gigabytes: 1,
  },
};

/** @param {string} name of a program @returns {string | undefined} the family it belongs to */
export function familyOf(name) {
  return Object.keys(FAMILIES).find(family => name in FAMILIES[family].tools);
}

/**
 * What a family's go.mod says.
 *
 * @param {string} text of go.mod
 * @param {string} module whose version is wanted
 * @returns {{ go: string, version: string | undefined, tools: string[] }} `go`: the least Go version
 */
export function readGoMod(text, module) {
  const rows = text.split('\n').map(row => row.replace(/\/\/.*/, '').trim());
  const go = rows.find(row => /^go \d/.test(row))?.slice(3) ?? '1.26.0';
  let block;
  let version;
  const tools = [];
  for (const row of rows) {
    if (row === ')') block = undefined;
    const opening = /^(\w+) \($/.exec(row);
    if (opening) [, block] = opening;
    const words = (block && !opening ? `${block} ${row}` : row).split(/\s+/);
    if (words[0] === 'tool' && words[1] && words[1] !== '(')
      tools.push(words[1]);
    if (words[0] === 'require' && words[1] === module) [, , version] = words;
  }
  return { go, version, tools };
}

/** @param {string} family @returns {string} the folder of its go.mod */
export const moduleFolder = family => path.join(MODULES, family);

/** @param {string} family */
export function goModOf(family) {
  const file = path.join(moduleFolder(family), 'go.mod');
  return readGoMod(fs.readFileSync(file, 'utf8'), FAMILIES[family].module);
}

/** The arguments of `go build` that are the same for every program: small, and without this machine's paths. */
const FLAGS = ['-trimpath', '-gcflags=all=-dwarf=false'];

/**
 * The arguments of `go build`, without the output file and the package.
 *
 * @param {string} family
 * @param {string} version of its module
 */
export function buildFlags(family, version) {
  const stamps = FAMILIES[family].stamp?.(version) ?? [];
  const linker = ['-s', '-w', ...stamps.flatMap(stamp => ['-X', stamp])];
  return [...FLAGS, '-ldflags', linker.join(' ')];
}

/**
 * Names what would be built, so that it is built again when that changes and only then.
 *
 * @param {{ goMod: string, goSum: string, flags: string[], platform: string }} inputs file contents
 * @returns {string} 12 hex digits
 */
export function buildHash({ goMod, goSum, flags, platform }) {
  return createHash('sha256')
    .update([goMod, goSum, JSON.stringify(flags), platform].join('\0'))
    .digest('hex')
    .slice(0, 12);
}

/** @param {string} family @returns {string} the name of the folder that holds its programs */
export function buildFolderName(family) {
  const read = name =>
    fs.readFileSync(path.join(moduleFolder(family), name), 'utf8');
  const { tools } = FAMILIES[family];
  const flags = [
    ...buildFlags(family, goModOf(family).version),
    ...Object.entries(tools).flat(),
  ];
  const platform = `${process.platform}-${process.arch}`;
  const goMod = read('go.mod');
  return `${family}-${buildHash({
    goMod,
    goSum: read('go.sum'),
    flags,
    platform,
  })}`;
}
