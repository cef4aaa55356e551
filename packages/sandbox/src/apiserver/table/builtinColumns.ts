import { storageOf } from '../registry/storageOf';
import type { KubeObject, PrinterColumn, ResourceType } from '../types';
import { humanDuration } from './humanDuration';
import { evaluateJsonPath } from './jsonPath';

const AGE: PrinterColumn = {
  name: 'Age',
  type: 'date',
  jsonPath: '.metadata.creationTimestamp',
};

function path(
  name: string,
  jsonPath: string,
  options: { type?: string; wide?: boolean; fallback?: string } = {},
): PrinterColumn {
  const { type = 'string', wide, fallback } = options;
  return {
    name,
    type,
    ...(wide && { priority: 1 }),
    ...(fallback === undefined
      ? { jsonPath }
      : {
          value: object => {
            const found = evaluateJsonPath(jsonPath, object).map(String);
            return found.length > 0 ? found.join(',') : fallback;
          },
        }),
  };
}

function count(name: string, ...fields: string[]): PrinterColumn {
  return {
    name,
    type: 'integer',
    value: object =>
      fields.reduce(
        (sum, field) =>
          sum + Object.keys((object[field] ?? {}) as object).length,
        0,
      ),
  };
}

function number(object: KubeObject, jsonPath: string): number {
  const [value] = evaluateJsonPath(jsonPath, object);
  return typeof value === 'number' ? value : 0;
}

const ready = (
  name: string,
  readyPath: string,
  wantedPath: string,
): PrinterColumn => ({
  name,
  type: 'string',
  value: object => `${number(object, readyPath)}/${number(object, wantedPath)}`,
});

const roleRef: PrinterColumn = {
  name: 'Role',
  type: 'string',
  value: object => {
    const role = object.roleRef as { kind?: string; name?: string } | undefined;
    return `${role?.kind ?? ''}/${role?.name ?? ''}`;
  },
};

/** Creation as a point in time, for kinds that are not shown by age. */
const createdAt: PrinterColumn = {
  name: 'Created At',
  type: 'date',
  value: object => object.metadata.creationTimestamp ?? '',
};

const lastSeen: PrinterColumn = {
  name: 'Last Seen',
  type: 'string',
  value: (object, now) => {
    const seen =
      object.lastTimestamp ??
      object.deprecatedLastTimestamp ??
      object.eventTime ??
      object.metadata.creationTimestamp;
    return typeof seen === 'string'
      ? humanDuration(now.getTime() - Date.parse(seen))
      : '<unknown>';
  },
};

const eventObject: PrinterColumn = {
  name: 'Object',
  type: 'string',
  value: object => {
    const about = (object.involvedObject ?? object.regarding ?? {}) as {
      kind?: string;
      name?: string;
    };
    return `${(about.kind ?? '').toLowerCase()}/${about.name ?? ''}`;
  },
};

const EVENT: PrinterColumn[] = [
  lastSeen,
  path('Type', '.type'),
  path('Reason', '.reason'),
  eventObject,
  {
    name: 'Message',
    type: 'string',
    value: object => String(object.message ?? object.note ?? '').trim(),
  },
];

const DEPLOYMENT: PrinterColumn[] = [
  ready('Ready', '.status.readyReplicas', '.spec.replicas'),
  {
    name: 'Up-to-date',
    type: 'string',
    value: object => String(number(object, '.status.updatedReplicas')),
  },
  {
    name: 'Available',
    type: 'string',
    value: object => String(number(object, '.status.availableReplicas')),
  },
  AGE,
];

const COLUMNS: Record<string, PrinterColumn[]> = {
  namespaces: [path('Status', '.status.phase'), AGE],
  configmaps: [count('Data', 'data', 'binaryData'), AGE],
  secrets: [path('Type', '.type'), count('Data', 'data'), AGE],
  serviceaccounts: [
    {
      name: 'Secrets',
      type: 'string',
      value: object => ((object.secrets ?? []) as unknown[]).length,
    },
    AGE,
  ],
  events: EVENT,
  pods: [
    {
      name: 'Ready',
      type: 'string',
      value: object =>
        `${
          evaluateJsonPath(
            '.status.containerStatuses[?(@.ready==true)]',
            object,
          ).length
        }/${evaluateJsonPath('.spec.containers[*]', object).length}`,
    },
    path('Status', '.status.phase', { fallback: 'Pending' }),
    {
      name: 'Restarts',
      type: 'string',
      value: object =>
        String(
          evaluateJsonPath(
            '.status.containerStatuses[*].restartCount',
            object,
          ).reduce((sum: number, one) => sum + Number(one), 0),
        ),
    },
    AGE,
    path('IP', '.status.podIP', { wide: true, fallback: '<none>' }),
    path('Node', '.spec.nodeName', { wide: true, fallback: '<none>' }),
  ],
  services: [
    path('Type', '.spec.type'),
    path('Cluster-IP', '.spec.clusterIP', { fallback: '<none>' }),
    path('External-IP', '.spec.externalIPs[*]', { fallback: '<none>' }),
    path('Port(s)', '.spec.ports[*].port', { fallback: '<none>' }),
    AGE,
  ],
  persistentvolumeclaims: [
    path('Status', '.status.phase', { fallback: 'Pending' }),
    path('Volume', '.spec.volumeName', { fallback: '' }),
    path('Capacity', '.status.capacity.storage', { fallback: '' }),
    path('Access Modes', '.spec.accessModes[*]', { fallback: '' }),
    path('StorageClass', '.spec.storageClassName', { fallback: '' }),
    AGE,
  ],
  'deployments.apps': DEPLOYMENT,
  'statefulsets.apps': [
    ready('Ready', '.status.readyReplicas', '.spec.replicas'),
    AGE,
  ],
  'daemonsets.apps': [
    ...(
      ['Desired', 'Current', 'Ready', 'Up-to-date', 'Available'] as const
    ).map(
      (name, index): PrinterColumn => ({
        name,
        type: 'integer',
        value: object =>
          number(
            object,
            `.status.${
              [
                'desiredNumberScheduled',
                'currentNumberScheduled',
                'numberReady',
                'updatedNumberScheduled',
                'numberAvailable',
              ][index]
            }`,
          ),
      }),
    ),
    AGE,
  ],
  'replicasets.apps': [
    ...(
      ['spec.replicas', 'status.replicas', 'status.readyReplicas'] as const
    ).map(
      (field, index): PrinterColumn => ({
        name: ['Desired', 'Current', 'Ready'][index],
        type: 'integer',
        value: object => number(object, `.${field}`),
      }),
    ),
    AGE,
  ],
  'jobs.batch': [
    path('Status', '.status.conditions[?(@.status=="True")].type', {
      fallback: 'Running',
    }),
    ready('Completions', '.status.succeeded', '.spec.completions'),
    AGE,
  ],
  'cronjobs.batch': [
    path('Schedule', '.spec.schedule'),
    path('Suspend', '.spec.suspend', { fallback: 'False' }),
    AGE,
  ],
  'ingresses.networking.k8s.io': [
    path('Class', '.spec.ingressClassName', { fallback: '<none>' }),
    path('Hosts', '.spec.rules[*].host', { fallback: '*' }),
    path('Address', '.status.loadBalancer.ingress[*].ip', { fallback: '' }),
    AGE,
  ],
  'leases.coordination.k8s.io': [
    path('Holder', '.spec.holderIdentity', { fallback: '' }),
    AGE,
  ],
  'clusterroles.rbac.authorization.k8s.io': [createdAt],
  'roles.rbac.authorization.k8s.io': [createdAt],
  'clusterrolebindings.rbac.authorization.k8s.io': [roleRef, AGE],
  'rolebindings.rbac.authorization.k8s.io': [roleRef, AGE],
  'customresourcedefinitions.apiextensions.k8s.io': [createdAt],
};

/** Columns of built-in kinds; undefined for those shown by name and age only. */
export function builtinColumns(
  type: ResourceType,
): PrinterColumn[] | undefined {
  return COLUMNS[storageOf(type)];
}
