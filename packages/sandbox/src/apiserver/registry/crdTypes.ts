import { compileSchema } from '../schema/compileSchema';
import { compareVersions } from './TypeRegistry';
import type {
  CompiledSchema,
  KubeObject,
  PrinterColumn,
  ResourceType,
  ScaleSubresource,
  SchemaNode,
} from '../types';

/** The part of a CustomResourceDefinition that the server acts on. */
export interface Crd extends KubeObject {
  spec: {
    group: string;
    scope: 'Namespaced' | 'Cluster';
    names: CrdNames;
    preserveUnknownFields?: boolean;
    versions: {
      name: string;
      served: boolean;
      storage: boolean;
      deprecated?: boolean;
      deprecationWarning?: string;
      schema?: { openAPIV3Schema?: SchemaNode };
      subresources?: { status?: object; scale?: ScaleSubresource };
      additionalPrinterColumns?: PrinterColumn[];
      selectableFields?: { jsonPath: string }[];
    }[];
  };
  status?: {
    conditions?: CrdCondition[];
    acceptedNames?: CrdNames;
    storedVersions?: string[];
  };
}

/** `spec.names` of a CRD. */
export interface CrdNames {
  plural: string;
  singular?: string;
  shortNames?: string[];
  kind: string;
  listKind?: string;
  categories?: string[];
}

/** One entry of `status.conditions` of a CRD. */
export interface CrdCondition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  lastTransitionTime: string;
  reason: string;
  message: string;
}

const VERBS = [
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'create',
  'update',
  'watch',
];

/** Compiles on first use: most kinds of a big set of CRDs are never touched. */
function compileLazily(
  schema: SchemaNode | undefined,
  preserveUnknownFields: boolean,
): CompiledSchema {
  let compiled: CompiledSchema | undefined;
  const get = () => {
    compiled ??= compileSchema(schema, { preserveUnknownFields });
    return compiled;
  };
  return {
    schema: schema ?? {
      type: 'object',
      'x-kubernetes-preserve-unknown-fields': true,
    },
    prune: object => get().prune(object),
    applyDefaults: object => get().applyDefaults(object),
    validate: (object, oldObject) => get().validate(object, oldObject),
  };
}

/** The kinds an established CRD serves, one per served version. */
export function typesOfCrd(crd: Crd): ResourceType[] {
  const { spec } = crd;
  const names = crd.status?.acceptedNames?.plural
    ? crd.status.acceptedNames
    : spec.names;
  const storage = spec.versions.find(version => version.storage);
  const deleting = crd.metadata.deletionTimestamp !== undefined;
  return spec.versions
    .filter(version => version.served)
    .map(version => ({
      group: spec.group,
      version: version.name,
      kind: names.kind,
      listKind: names.listKind ?? `${names.kind}List`,
      plural: names.plural,
      singular: names.singular ?? names.kind.toLowerCase(),
      shortNames: names.shortNames ?? [],
      categories: names.categories ?? [],
      namespaced: spec.scope === 'Namespaced',
      // Nothing new may appear while everything is being cleared away.
      verbs: deleting ? VERBS.filter(verb => verb !== 'create') : VERBS,
      subresources: {
        ...(version.subresources?.status && { status: true }),
        ...(version.subresources?.scale && {
          scale: version.subresources.scale,
        }),
      },
      printerColumns: version.additionalPrinterColumns ?? [],
      selectableFields: (version.selectableFields ?? []).map(field =>
        field.jsonPath.replace(/^\./, ''),
      ),
      ...(version.deprecated && {
        deprecationWarning:
          version.deprecationWarning ??
          defaultDeprecation(crd, version.name, names.kind),
      }),
      schema: compileLazily(
        version.schema?.openAPIV3Schema,
        spec.preserveUnknownFields ?? false,
      ),
      crdName: crd.metadata.name,
      storageVersion: storage?.name ?? version.name,
    }));
}

function defaultDeprecation(crd: Crd, version: string, kind: string): string {
  const { group, versions } = crd.spec;
  const better = versions
    .filter(one => one.served && !one.deprecated)
    .map(one => one.name)
    .sort(compareVersions)
    .find(name => compareVersions(name, version) < 0);
  const text = `${group}/${version} ${kind} is deprecated`;
  return better ? `${text}; use ${group}/${better} ${kind}` : text;
}

/** Whether a condition of a CRD is true. */
export function hasCondition(crd: Crd, type: string): boolean {
  return (crd.status?.conditions ?? []).some(
    condition => condition.type === type && condition.status === 'True',
  );
}
