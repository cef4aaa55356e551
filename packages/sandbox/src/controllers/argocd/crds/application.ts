import {
  column,
  crd,
  destination,
  ignoreDifferences,
  integer,
  listOf,
  moment,
  nameValues,
  object,
  anything,
  retry,
  source,
  text,
  textMap,
  truth,
} from './schemaParts';

const selected = listOf(
  object(
    { group: text, kind: text, name: text, namespace: text },
    'kind',
    'name',
  ),
);

const operation = object({
  info: nameValues,
  initiatedBy: object({ automated: truth, username: text }),
  retry,
  sync: object({
    autoHealAttemptsCount: integer,
    dryRun: truth,
    manifests: listOf(text),
    prune: truth,
    resources: selected,
    revision: text,
    revisions: listOf(text),
    source,
    sources: listOf(source),
    syncOptions: listOf(text),
    syncStrategy: object({
      apply: object({ force: truth }),
      hook: object({ force: truth }),
    }),
  }),
});

const managedNamespaceMetadata = object({
  annotations: textMap,
  labels: textMap,
});

const health = object({
  lastTransitionTime: moment,
  message: text,
  status: text,
});

/** What an Application may hold; also the template of an ApplicationSet. */
export const applicationSpec = object(
  {
    destination,
    ignoreDifferences,
    info: nameValues,
    project: text,
    revisionHistoryLimit: integer,
    source,
    sources: listOf(source),
    sourceHydrator: anything,
    syncPolicy: object({
      automated: object({
        allowEmpty: truth,
        enabled: truth,
        prune: truth,
        selfHeal: truth,
      }),
      managedNamespaceMetadata,
      retry,
      syncOptions: listOf(text),
    }),
  },
  'destination',
  'project',
);

const status = object({
  conditions: listOf(
    object(
      { lastTransitionTime: moment, message: text, type: text },
      'message',
      'type',
    ),
  ),
  controllerNamespace: text,
  health,
  history: listOf(
    object(
      {
        deployStartedAt: moment,
        deployedAt: moment,
        id: integer,
        initiatedBy: object({ automated: truth, username: text }),
        revision: text,
        revisions: listOf(text),
        source,
        sources: listOf(source),
      },
      'deployedAt',
      'id',
    ),
  ),
  observedAt: moment,
  operationState: object(
    {
      finishedAt: moment,
      message: text,
      operation,
      phase: text,
      retryCount: integer,
      startedAt: moment,
      syncResult: object(
        {
          managedNamespaceMetadata,
          resources: listOf(
            object(
              {
                group: text,
                hookPhase: text,
                hookType: text,
                images: listOf(text),
                kind: text,
                message: text,
                name: text,
                namespace: text,
                status: text,
                syncPhase: text,
                version: text,
              },
              'group',
              'kind',
              'name',
              'namespace',
              'version',
            ),
          ),
          revision: text,
          revisions: listOf(text),
          source,
          sources: listOf(source),
        },
        'revision',
      ),
    },
    'operation',
    'phase',
    'startedAt',
  ),
  reconciledAt: moment,
  resourceHealthSource: text,
  resources: listOf(
    object({
      group: text,
      health,
      hook: truth,
      kind: text,
      name: text,
      namespace: text,
      requiresDeletionConfirmation: truth,
      requiresPruning: truth,
      status: text,
      syncWave: integer,
      version: text,
    }),
  ),
  sourceHydrator: anything,
  sourceType: text,
  sourceTypes: listOf(text),
  summary: object({
    externalURLs: listOf(text),
    images: listOf(text),
    isAppOfApps: truth,
  }),
  sync: object(
    {
      comparedTo: object(
        {
          destination,
          ignoreDifferences,
          source,
          sources: listOf(source),
        },
        'destination',
      ),
      revision: text,
      revisions: listOf(text),
      status: text,
    },
    'status',
  ),
});

/** The kind Application. As the real one it has no status subresource. */
export const applicationCrd = crd({
  kind: 'Application',
  plural: 'applications',
  shortNames: ['app', 'apps'],
  columns: [
    column('Sync Status', '.status.sync.status'),
    column('Health Status', '.status.health.status'),
    column('Revision', '.status.sync.revision', 10),
    column('Project', '.spec.project', 10),
  ],
  schema: object(
    {
      apiVersion: text,
      kind: text,
      metadata: { type: 'object' },
      operation,
      spec: applicationSpec,
      status,
    },
    'metadata',
    'spec',
  ),
});
