import type { JsonObject, KubernetesObject } from '../../runtime';
import { isObject } from '../fieldpath/FieldPath';
import { checkSchemaTypes } from './checkSchemaTypes';
import {
  claimColumns,
  claimSpecProperties,
  compositeColumns,
  compositeSpecProperties,
  statusProperties,
} from './injectedSchemas';
import type { Definition, DefinitionVersion, KindNames } from './types';
import { isLegacy, XRD_API, XRD_KIND } from './types';

const MAX_NAME_LENGTH = 63;

type Flavour = {
  names: KindNames;
  category: string;
  scope: 'Cluster' | 'Namespaced';
  name: string;
  specProperties: JsonObject;
  columns: JsonObject[];
  what: string;
};

/**
 * The CRD of an XRD's composite resources.
 *
 * @throws Error with Crossplane's text when there is no usable schema
 */
export function renderCompositeCrd(definition: Definition): KubernetesObject {
  const { spec } = definition;
  return renderCrd(definition, {
    // Not made of the plural name: the server refuses an XRD's CRD if the two differ.
    name: definition.metadata.name ?? '',
    names: spec.names,
    category: 'composite',
    scope: spec.scope === 'Namespaced' ? 'Namespaced' : 'Cluster',
    specProperties: compositeSpecProperties(spec),
    columns: compositeColumns(isLegacy(definition)),
    what: 'Composite Resource',
  });
}

/** The CRD of an XRD's claims, which only v1 XRDs offer. @throws Error when there is no usable schema */
export function renderClaimCrd(definition: Definition): KubernetesObject {
  const { spec } = definition;
  if (!spec.claimNames)
    throw new Error('the CompositeResourceDefinition offers no claim');
  return renderCrd(definition, {
    name: `${spec.claimNames.plural}.${spec.group}`,
    names: spec.claimNames,
    category: 'claim',
    scope: 'Namespaced',
    specProperties: claimSpecProperties(spec),
    columns: claimColumns,
    what: 'Composite Resource Claim',
  });
}

function renderCrd(definition: Definition, flavour: Flavour): KubernetesObject {
  const { spec, metadata } = definition;
  const { names } = flavour;
  const labels = { ...metadata.labels, ...spec.metadata?.labels };
  const annotations = spec.metadata?.annotations ?? {};
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: flavour.name,
      ...(Object.keys(labels).length > 0 && { labels }),
      ...(Object.keys(annotations).length > 0 && { annotations }),
      ownerReferences: [
        {
          apiVersion: XRD_API,
          kind: XRD_KIND,
          name: metadata.name ?? '',
          uid: metadata.uid ?? '',
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: {
      group: spec.group,
      scope: flavour.scope,
      names: {
        kind: names.kind,
        plural: names.plural,
        singular: names.singular ?? names.kind.toLowerCase(),
        listKind: names.listKind ?? `${names.kind}List`,
        ...(names.shortNames?.length && { shortNames: names.shortNames }),
        categories: [...(names.categories ?? []), flavour.category],
      },
      conversion: spec.conversion ?? { strategy: 'None' },
      versions: spec.versions.map(version =>
        renderVersion(definition, version, flavour),
      ),
    },
  };
}

function renderVersion(
  definition: Definition,
  version: DefinitionVersion,
  flavour: Flavour,
): JsonObject {
  const own = version.schema?.openAPIV3Schema;
  const prefix = `cannot generate CRD for "${flavour.what}" "${definition.metadata.name}": `;
  if (!own)
    throw new Error(`${prefix}custom resource validation cannot be nil`);
  try {
    checkSchemaTypes(own);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new Error(
      `${prefix}cannot parse validation schema: cannot parse validation schema: ${problem}`,
    );
  }
  return {
    name: version.name,
    served: version.served,
    storage: version.referenceable,
    ...(version.deprecated && { deprecated: true }),
    ...(version.deprecationWarning !== undefined && {
      deprecationWarning: version.deprecationWarning,
    }),
    schema: {
      openAPIV3Schema: withInjected(own, flavour, isLegacy(definition)),
    },
    subresources: { status: {} },
    additionalPrinterColumns: [
      ...(version.additionalPrinterColumns ?? []),
      ...flavour.columns,
    ],
  };
}

/** Lays Crossplane's fields over the author's schema. Of the author's root only description and rules survive. */
function withInjected(
  own: JsonObject,
  flavour: Flavour,
  legacy: boolean,
): JsonObject {
  const properties = isObject(own.properties) ? own.properties : {};
  const spec = isObject(properties.spec) ? properties.spec : {};
  const status = isObject(properties.status) ? properties.status : {};
  const rules = own['x-kubernetes-validations'];
  return {
    ...(own.description !== undefined && { description: own.description }),
    ...(rules !== undefined && { 'x-kubernetes-validations': rules }),
    type: 'object',
    required: ['spec'],
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: {
        type: 'object',
        properties: {
          name: {
            type: 'string',
            maxLength: maxNameLength(properties.metadata),
          },
        },
      },
      spec: part(spec, flavour.specProperties),
      status: part(status, statusProperties(legacy)),
    },
  };
}

const KEPT_KEYWORDS = [
  'description',
  'required',
  'x-kubernetes-validations',
  'oneOf',
];

function part(own: JsonObject, injected: JsonObject): JsonObject {
  const kept = Object.fromEntries(
    KEPT_KEYWORDS.filter(it => own[it] !== undefined).map(it => [it, own[it]]),
  );
  return {
    ...kept,
    type: 'object',
    properties: {
      ...(isObject(own.properties) && own.properties),
      ...injected,
    },
  };
}

function maxNameLength(metadata: unknown): number {
  if (!isObject(metadata) || !isObject(metadata.properties))
    return MAX_NAME_LENGTH;
  const { name } = metadata.properties;
  const own = isObject(name) ? name.maxLength : undefined;
  return typeof own === 'number' && own < MAX_NAME_LENGTH
    ? own
    : MAX_NAME_LENGTH;
}
