import type { Environment } from '@marcbachmann/cel-js';
import { toCel } from './celValues';

type Convert = (value: unknown) => unknown;

/** A field: the name of its type and, for structs, how it is made. */
type Field = string | Struct;

interface Struct {
  name: string;
  fields: Record<string, Field>;
}

const gvk: Struct = {
  name: 'kubernetes.GroupVersionKind',
  fields: { group: 'string', version: 'string', kind: 'string' },
};
const gvr: Struct = {
  name: 'kubernetes.GroupVersionResource',
  fields: { group: 'string', version: 'string', resource: 'string' },
};

/** What `request` is in the API server's own policies. */
const admissionRequest: Struct = {
  name: 'kubernetes.AdmissionRequest',
  fields: {
    kind: gvk,
    resource: gvr,
    subResource: 'string',
    requestKind: gvk,
    requestResource: gvr,
    requestSubResource: 'string',
    name: 'string',
    namespace: 'string',
    operation: 'string',
    userInfo: {
      name: 'kubernetes.UserInfo',
      fields: {
        username: 'string',
        uid: 'string',
        groups: 'list<string>',
        extra: 'map<string, list<string>>',
      },
    },
    dryRun: 'bool',
    options: 'dyn',
  },
};

/** What `namespaceObject` is; some of a Namespace cannot be seen by design. */
const namespace: Struct = {
  name: 'kubernetes.Namespace',
  fields: {
    metadata: {
      name: 'kubernetes.NamespaceMetadata',
      fields: {
        name: 'string',
        generateName: 'string',
        namespace: 'string',
        labels: 'map<string, string>',
        annotations: 'map<string, string>',
        UID: 'string',
        creationTimestamp: 'google.protobuf.Timestamp',
        deletionGracePeriodSeconds: 'int',
        deletionTimestamp: 'google.protobuf.Timestamp',
        generation: 'int',
        resourceVersion: 'string',
        finalizers: 'list<string>',
      },
    },
    spec: {
      name: 'kubernetes.NamespaceSpec',
      fields: { finalizers: 'list<string>' },
    },
    status: {
      name: 'kubernetes.NamespaceStatus',
      fields: { conditions: 'list<dyn>', phase: 'string' },
    },
  },
};

/** Values that stand for null. */
const absent = new WeakSet<object>();

/**
 * Declares `request` and `namespaceObject` with the types the API server gives
 * them, so that a field they do not have is found when compiling.
 *
 * @returns How their JSON becomes CEL's values.
 */
export function declareAdmissionTypes(
  environment: Environment,
): Record<'request' | 'namespaceObject', Convert> {
  const known = new Map<string, Convert>();
  const converters = {
    request: declare(environment, admissionRequest, known),
    namespaceObject: declare(environment, namespace, known),
  };
  environment
    .registerVariable('request', admissionRequest.name)
    .registerVariable('namespaceObject', namespace.name)
    // There is none for objects of the cluster as a whole.
    .registerOperator(`${namespace.name} == null`, (one: object) =>
      absent.has(one),
    );
  return converters;
}

function declare(
  environment: Environment,
  struct: Struct,
  known: Map<string, Convert>,
): Convert {
  const done = known.get(struct.name);
  if (done) return done;
  const fields: Record<string, string> = {};
  const converters: Record<string, Convert> = {};
  for (const [name, field] of Object.entries(struct.fields)) {
    fields[name] = typeof field === 'string' ? field : field.name;
    converters[name] =
      typeof field === 'string'
        ? converterOf(field)
        : declare(environment, field, known);
  }
  const Instance = class {};
  environment.registerType(struct.name, { ctor: Instance, fields });
  const convert = (value: unknown): unknown => {
    const made = new Instance() as Record<string, unknown>;
    // Typed variables cannot be null; this one only says that it is.
    if (value === undefined || value === null) {
      absent.add(made);
      return made;
    }
    for (const [name, one] of Object.entries(value)) {
      if (name in converters && one !== undefined && one !== null) {
        made[name] = converters[name](one);
      }
    }
    return made;
  };
  known.set(struct.name, convert);
  return convert;
}

function converterOf(type: string): Convert {
  return type === 'google.protobuf.Timestamp'
    ? value => new Date(String(value))
    : toCel;
}
