import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { Visibility } from '@cairn/plugin-golden-paths-node';

/** The repository Argo CD's root Application follows. */
export interface GitopsSettings {
  host: string;
  owner: string;
  repo: string;
  branch: string;
  /** The folder of the Applications. */
  path: string;
  mode: 'commit' | 'pull-request';
}

/** An organisation of a forge, and whose repositories go there. */
export interface Organisation {
  host: string;
  owner: string;
  /** Names of groups; `*` for every team. */
  groups: string[];
}

/** What `goldenPath` in app-config says. */
export interface GoldenPathSettings {
  imageRegistry: string;
  visibility: Visibility;
  portalUrl: string;
  author: { name: string; email: string };
  organisations: Organisation[];
  gitops?: GitopsSettings;
  argocd: { namespace: string; server: string };
}

function oneOf<T extends string>(
  key: string,
  value: string,
  allowed: readonly T[],
): T {
  const found = allowed.find(it => it === value);
  if (found === undefined) {
    throw new InputError(
      `goldenPath.${key} is "${value}"; use one of ${allowed.join(', ')}.`,
    );
  }
  return found;
}

function readGitops(config: Config): GitopsSettings {
  return {
    host: config.getString('host'),
    owner: config.getString('owner'),
    repo: config.getString('repo'),
    branch: config.getOptionalString('branch') ?? 'main',
    path: (config.getOptionalString('path') ?? 'apps').replace(/^\/|\/$/g, ''),
    mode: oneOf('gitops.mode', config.getOptionalString('mode') ?? 'commit', [
      'commit',
      'pull-request',
    ] as const),
  };
}

/**
 * Reads the settings of golden paths.
 *
 * @throws InputError naming the key that cannot be used.
 */
export function readSettings(root: Config): GoldenPathSettings {
  const config = root.getOptionalConfig('goldenPath');
  const gitops = config?.getOptionalConfig('gitops');
  return {
    imageRegistry:
      config?.getOptionalString('imageRegistry') ?? 'registry.cairn.example',
    visibility: oneOf(
      'visibility',
      config?.getOptionalString('visibility') ?? 'private',
      ['public', 'internal', 'private'] as const,
    ),
    portalUrl: root.getString('app.baseUrl').replace(/\/$/, ''),
    author: {
      name: root.getOptionalString('scaffolder.defaultAuthor.name') ?? 'Cairn',
      email:
        root.getOptionalString('scaffolder.defaultAuthor.email') ??
        'cairn@cairn.example',
    },
    organisations: (config?.getOptionalConfigArray('organisations') ?? []).map(
      it => ({
        host: it.getString('host'),
        owner: it.getString('owner'),
        groups: it.getStringArray('groups'),
      }),
    ),
    ...(gitops && { gitops: readGitops(gitops) }),
    argocd: {
      namespace: config?.getOptionalString('argocd.namespace') ?? 'argocd',
      server:
        config?.getOptionalString('argocd.server') ??
        'https://kubernetes.default.svc',
    },
  };
}
