import { stringify } from 'yaml';
import path from 'node:path';
import { root } from './target';

/** What the portal is told on top of `app-config.yaml`. */
export interface PortalOptions {
  /** The sandbox's cluster; one that is attached needs no words. */
  cluster?: { name: string; url: string; caFile: string; tokenFile: string };
  /** A git host beside the sandbox's. */
  gitea?: { url: string; user: string; tokenFile: string };
}

function clusterConfiguration({
  name,
  url,
  caFile,
  tokenFile,
}: NonNullable<PortalOptions['cluster']>) {
  const cluster = {
    name,
    title: 'Sandbox',
    url,
    caFile,
    authProvider: 'serviceAccount',
    serviceAccountToken: '${CAIRN_K8S_TOKEN}',
    skipMetricsLookup: true,
  };
  return {
    kubernetes: {
      clusterLocatorMethods: [{ type: 'config', clusters: [cluster] }],
    },
    platform: { credentials: [{ cluster: name, tokenFile }] },
  };
}

/**
 * The journeys' own configuration of the portal: the way to the cluster that they can cut, the second
 * git host, and the golden path that nobody else sees.
 */
export function portalConfiguration({ cluster, gitea }: PortalOptions): string {
  return stringify({
    ...(cluster && clusterConfiguration(cluster)),
    integrations: {
      gitea: [
        {
          host: '${CAIRN_GIT_HOST}',
          baseUrl: '${CAIRN_GIT_URL}',
          username: 'cairn-portal',
          password: '${CAIRN_GIT_TOKEN}',
        },
        ...(gitea
          ? [
              {
                host: new URL(gitea.url).host,
                baseUrl: gitea.url,
                username: gitea.user,
                password: { $file: gitea.tokenFile },
              },
            ]
          : []),
      ],
    },
    catalog: {
      locations: [
        { type: 'file', target: '${CAIRN_CATALOG_FILE}' },
        {
          type: 'file',
          target: path.join(
            root,
            'platform-tests/journeys/goldenPath/template.yaml',
          ),
        },
      ],
    },
  });
}
