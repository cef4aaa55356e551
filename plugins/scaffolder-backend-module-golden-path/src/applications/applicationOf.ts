import { stringify } from 'yaml';

/** What an Application is made from. */
export interface ApplicationOptions {
  name: string;
  owner: string;
  system?: string;
  environment: string;
  remoteUrl: string;
  argocd: { namespace: string; server: string };
}

/** The name of the Application that runs a component in an environment. */
export function applicationName(name: string, environment: string): string {
  return `${name}-${environment}`;
}

/** The last part of the reference of a system, which is what a label can hold. */
function systemName(system: string): string {
  return system.split(/[:/]/).at(-1) ?? system;
}

/**
 * The Application that runs a component in an environment, as YAML: synced by itself, and put right by
 * itself everywhere but in production, where an emergency change is shown and kept.
 */
export function applicationOf(options: ApplicationOptions): string {
  const { name, owner, system, environment, remoteUrl, argocd } = options;
  return stringify(
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: {
        name: applicationName(name, environment),
        namespace: argocd.namespace,
        labels: {
          'app.kubernetes.io/name': name,
          'app.kubernetes.io/part-of': system ? systemName(system) : name,
          'backstage.io/kubernetes-id': name,
          'cairn.dev/owner': owner,
          'cairn.dev/environment': environment,
        },
      },
      spec: {
        project: owner,
        source: {
          repoURL: remoteUrl,
          targetRevision: 'main',
          path: `deploy/${environment}`,
        },
        destination: {
          server: argocd.server,
          namespace: `${owner}-${environment}`,
        },
        syncPolicy: {
          automated: { prune: true, selfHeal: environment !== 'prod' },
        },
      },
    },
    { lineWidth: 0 },
  );
}
