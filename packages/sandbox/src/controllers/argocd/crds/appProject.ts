import {
  anything,
  crd,
  destination,
  listOf,
  object,
  text,
  truth,
} from './schemaParts';

const groupKinds = listOf(
  object({ group: text, kind: text, name: text }, 'group', 'kind'),
);

/** The kind AppProject: what a team's Applications may do. */
export const appProjectCrd = crd({
  kind: 'AppProject',
  plural: 'appprojects',
  shortNames: ['appproj', 'appprojs'],
  schema: object(
    {
      apiVersion: text,
      kind: text,
      metadata: { type: 'object' },
      spec: object({
        clusterResourceBlacklist: groupKinds,
        clusterResourceWhitelist: groupKinds,
        description: text,
        destinationServiceAccounts: listOf(anything),
        destinations: listOf(destination),
        namespaceResourceBlacklist: groupKinds,
        namespaceResourceWhitelist: groupKinds,
        orphanedResources: anything,
        permitOnlyProjectScopedClusters: truth,
        roles: listOf(anything),
        signatureKeys: listOf(anything),
        sourceIntegrity: anything,
        sourceNamespaces: listOf(text),
        sourceRepos: listOf(text),
        syncWindows: listOf(
          object({
            andOperator: truth,
            applications: listOf(text),
            clusters: listOf(text),
            description: text,
            duration: text,
            kind: text,
            manualSync: truth,
            namespaces: listOf(text),
            schedule: text,
            syncOverrun: truth,
            timeZone: text,
          }),
        ),
      }),
      status: anything,
    },
    'metadata',
    'spec',
  ),
});
