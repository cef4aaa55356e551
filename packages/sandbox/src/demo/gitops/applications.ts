import type { Environment } from '../organisation/profiles';
import type { Service } from '../organisation/organisation';
import { namespaceOf } from '../repository/manifests';

/** Where Argo CD and its Applications live. */
export const ARGOCD = 'argocd';
const SERVER = 'https://kubernetes.default.svc';

/** Name of the Application that runs a service in an environment. */
export function applicationName(service: Service, environment: Environment) {
  return `${service.name}-${environment}`;
}

/** The Application that runs a service in an environment. */
export function applicationOf(
  service: Service,
  environment: Environment,
  gitUrl: string,
): object {
  const { name, owner, shape } = service;
  const isProd = environment === 'prod';
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name: applicationName(service, environment),
      namespace: ARGOCD,
      labels: labelsOf(service, environment),
    },
    spec: {
      project: owner,
      source: {
        repoURL: `${gitUrl}/${owner}/${name}.git`,
        targetRevision: 'main',
        path: `deploy/${environment}`,
      },
      destination: {
        server: SERVER,
        namespace: namespaceOf(service, environment),
      },
      // Dev heals itself; production keeps what somebody did in an emergency,
      // and shows it. Some teams give production the last push by hand.
      ...(!(isProd && shape.manualSync) && {
        syncPolicy: { automated: { prune: true, selfHeal: !isProd } },
      }),
    },
  };
}

/** Makes a preview of a service for each of its open pull requests. */
export function previewsOf(service: Service, gitUrl: string): object {
  const { name, owner } = service;
  const preview = `${name}-pr-{{.number}}`;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ApplicationSet',
    metadata: {
      name: `${name}-previews`,
      namespace: ARGOCD,
      labels: { 'backstage.io/kubernetes-id': name, 'cairn.dev/owner': owner },
    },
    spec: {
      goTemplate: true,
      goTemplateOptions: ['missingkey=error'],
      generators: [
        {
          pullRequest: {
            gitea: {
              owner,
              repo: name,
              api: `${gitUrl}/`,
              insecure: gitUrl.startsWith('http:'),
            },
            requeueAfterSeconds: 60,
          },
        },
      ],
      template: {
        metadata: {
          name: preview,
          labels: {
            'backstage.io/kubernetes-id': name,
            'app.kubernetes.io/part-of': service.system,
            'cairn.dev/owner': owner,
            'cairn.dev/environment': 'preview',
          },
        },
        spec: {
          project: owner,
          source: {
            repoURL: `${gitUrl}/${owner}/${name}.git`,
            targetRevision: '{{.head_sha}}',
            path: 'deploy/dev',
          },
          destination: { server: SERVER, namespace: preview },
          syncPolicy: {
            automated: { prune: true, selfHeal: true },
            syncOptions: ['CreateNamespace=true'],
            managedNamespaceMetadata: {
              labels: {
                'cairn.dev/owner': owner,
                'cairn.dev/environment': 'preview',
              },
            },
          },
        },
      },
    },
  };
}

function labelsOf(service: Service, environment: Environment) {
  return {
    'app.kubernetes.io/name': service.name,
    'app.kubernetes.io/part-of': service.system,
    'backstage.io/kubernetes-id': service.name,
    'cairn.dev/owner': service.owner,
    'cairn.dev/environment': environment,
  };
}
