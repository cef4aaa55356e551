import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ArgoApi } from './ArgoApi';
import { GitHost } from './GitHost';
import { KubernetesApi } from './KubernetesApi';
import { targetName, type TargetName } from './targetName';

/** Folder of the checkout. */
export const root = path.resolve(__dirname, '../../..');

/** What the global set-up has found and made, for the workers. No secret stands in it. */
export interface TargetState {
  target: TargetName;
  /** Name of the cluster in the portal's configuration. */
  cluster: string;
  /** Of somebody who may do everything. */
  kubeconfig: string;
  /** Where the portal finds its own token for the cluster. */
  portalTokenFile: string;
  /** Cuts and mends the portal's way to the API server. */
  apiServerLine: string;
  argocd: { url: string; tokenFile: string };
  gitHosts: { title: string; url: string; user: string; tokenFile: string }[];
  /** Data folder of the real platform; the sandbox has none. */
  platformDir?: string;
  /** Tells the objects of this run from those of others on the same platform. */
  run: string;
}

const stateFile = path.join(
  root,
  'test-output',
  `journeys-${targetName()}.target.json`,
);
const secret = (file: string) => readFileSync(file, 'utf8').trim();

/** Hands the target to the workers. */
export function writeTarget(state: TargetState): void {
  writeFileSync(stateFile, JSON.stringify(state, undefined, 2));
}

/** The platform under test: the same doors, whoever stands behind them. */
export function target() {
  const state = JSON.parse(readFileSync(stateFile, 'utf8')) as TargetState;
  return {
    ...state,
    kubernetes: new KubernetesApi(state.kubeconfig),
    argocd: new ArgoApi(state.argocd.url, secret(state.argocd.tokenFile)),
    gitHosts: state.gitHosts.map(
      ({ title, url, user, tokenFile }) =>
        new GitHost(title, url, user, secret(tokenFile)),
    ),
    /** Namespace of the journeys' own workloads; it belongs to team payments. */
    namespace: `payments-journey-${state.run}`,
    /** Argo CD's project for them. */
    project: `journeys-${state.run}`,
  };
}
