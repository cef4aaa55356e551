import type { Route } from '../http/Call';
import { resourceOverrides } from './resourceOverrides';

/** The version this stands in for. */
export const ARGO_CD_VERSION = 'v3.5.7+unknown';

/** What anybody may ask: the version and the settings. */
export function settingsRoutes(namespace: string): Route[] {
  const open = {
    appLabelKey: 'app.kubernetes.io/instance',
    googleAnalytics: { anonymizeUsers: true },
    kustomizeOptions: { BuildOptions: '', BinaryPath: '', Versions: null },
    help: {},
    trackingMethod: 'annotation',
    appsInAnyNamespaceEnabled: true,
    syncWithReplaceAllowed: true,
  };
  return [
    {
      method: 'GET',
      pattern: '/api/version',
      audience: 'everybody',
      handler: async () => ({ json: { Version: ARGO_CD_VERSION } }),
    },
    {
      method: 'GET',
      pattern: '/api/v1/settings',
      audience: 'everybody',
      handler: async ({ subject }) => ({
        json: subject
          ? {
              ...open,
              resourceOverrides,
              passwordPattern: '^.{8,32}$',
              controllerNamespace: namespace,
            }
          : open,
      }),
    },
    {
      method: 'GET',
      pattern: '/healthz',
      audience: 'everybody',
      handler: async () => ({ text: 'ok', type: 'text/plain; charset=utf-8' }),
    },
  ];
}
